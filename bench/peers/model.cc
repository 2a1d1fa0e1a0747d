#include "bench/peers/model.h"

#include <cmath>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace bench {
namespace {

using Json = nlohmann::json;

double number_or(const Json& json, const char* key, double otherwise) {
  return json.at(key).is_null() ? otherwise : json.at(key).get<double>();
}

std::optional<double> optional(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional{json.get<double>()};
}

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Enum>
Enum choice(const Json& json, std::initializer_list<std::pair<const char*, Enum>> choices) {
  const auto text = json.get<std::string>();
  for (const auto& [name, value] : choices) {
    if (text == name) {
      return value;
    }
  }
  throw std::runtime_error{"unknown word in the model: " + text};
}

Family beta_family(double low, double high, double alpha, double beta) {
  Family family;
  family.a = low;
  family.c = high;
  family.alpha = alpha;
  family.beta = beta;
  return family;
}

Family read_pert(const Json& json) {
  const double low = json.at("low").get<double>();
  const double mode = json.at("mode").get<double>();
  const double high = json.at("high").get<double>();
  Family family = beta_family(
      low, high, 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low));
  family.b = mode;
  return family;
}

Family read_family(const Json& json) {
  using Kind = Family::Kind;
  Family family;
  family.kind = choice<Kind>(json.at("family"),
                             {{"constant", Kind::constant},
                              {"normal", Kind::normal},
                              {"lognormal", Kind::lognormal},
                              {"uniform", Kind::uniform},
                              {"triangular", Kind::triangular},
                              {"pert", Kind::pert},
                              {"beta", Kind::beta},
                              {"quantiles", Kind::table},
                              {"empirical", Kind::table}});
  const auto get = [&](const char* key) { return json.at(key).get<double>(); };
  const Kind kind = family.kind;
  if (kind == Kind::constant) {
    family.a = get("value");
  } else if (kind == Kind::normal) {
    family.a = get("mean");
    family.b = get("sd");
  } else if (kind == Kind::lognormal) {
    family.a = std::log(get("median"));
    family.b = get("sdlog");
  } else if (kind == Kind::uniform) {
    family.a = get("low");
    family.b = get("high");
  } else if (kind == Kind::triangular) {
    family.a = get("low");
    family.b = get("mode");
    family.c = get("high");
  } else if (kind == Kind::pert) {
    family = read_pert(json);
    family.kind = kind;
  } else if (kind == Kind::beta) {
    family = beta_family(0, 1, get("alpha"), get("beta"));
    family.kind = kind;
  } else {
    const Json& table = json.at("table");
    family.from = table.at("from").get<double>();
    family.step = table.at("step").get<double>();
    family.values = table.at("values").get<std::vector<double>>();
    family.stated = json.at("values").get<std::vector<double>>();
    if (json.contains("levels")) {
      family.levels = json.at("levels").get<std::vector<double>>();
      family.lower = optional(json.at("lower"));
      family.upper = optional(json.at("upper"));
    }
  }
  return family;
}

Member read_member(const Json& json) {
  Member member;
  member.weight = json.at("weight").get<double>();
  member.sigma = json.at("sigma").get<double>();
  member.dof = number_or(json, "dof", infinity);
  member.lead = json.at("lead").get<std::uint32_t>();
  member.mean = json.at("mean").get<std::vector<double>>();
  member.psi = json.at("psi").get<std::vector<double>>();
  return member;
}

Step read_step(const Json& json) {
  Step step;
  if (json.contains("number")) {
    step.number = json.at("number").get<double>();
  } else if (json.contains("node")) {
    step.op = Op::node;
    step.node = json.at("node").get<std::uint32_t>();
    step.lag = json.at("lag").get<std::uint32_t>();
  } else {
    step.op = choice<Op>(json.at("op"),
                         {{"negate", Op::negate},
                          {"exp", Op::exp},
                          {"log", Op::log},
                          {"sqrt", Op::sqrt},
                          {"abs", Op::abs},
                          {"add", Op::add},
                          {"subtract", Op::subtract},
                          {"multiply", Op::multiply},
                          {"divide", Op::divide},
                          {"power", Op::power},
                          {"min", Op::min},
                          {"max", Op::max},
                          {"clamp", Op::clamp}});
  }
  return step;
}

template <class Item, class Read>
std::vector<Item> read_list(const Json& json, const Read& read) {
  std::vector<Item> items;
  items.reserve(json.size());
  for (const Json& item : json) {
    items.push_back(read(item));
  }
  return items;
}

void read_source(const Json& json, Node& node) {
  if (json.contains("formula")) {
    node.formula_text = json.at("formula").at("text").get<std::string>();
    node.formula = read_list<Step>(json.at("formula").at("postfix"), read_step);
  } else if (json.at("base").contains("pool")) {
    node.pool = read_list<Member>(json.at("base").at("pool"), read_member);
  } else if (json.at("base").contains("stated")) {
    node.first = read_family(json.at("base").at("stated").at("first"));
    node.last = read_family(json.at("base").at("stated").at("last"));
  } else {
    node.known = json.at("base").at("known").get<std::vector<double>>();
  }
}

Node read_node(const Json& json) {
  Node node;
  node.key = json.at("key").get<std::string>();
  node.support = choice<Support>(
      json.at("support"),
      {{"real", Support::real}, {"positive", Support::positive}, {"fraction", Support::fraction}});
  node.rollup = choice<Rollup>(json.at("rollup"),
                               {{"sum", Rollup::sum},
                                {"mean", Rollup::mean},
                                {"last", Rollup::last},
                                {"weighted", Rollup::weighted}});
  node.weight = json.value("weight", 0U);
  node.past = json.at("past").get<std::vector<double>>();
  read_source(json, node);
  return node;
}

Gate read_gate(const Json& json) {
  return {json.at("key").get<std::string>(),
          json.at("probability").get<double>(),
          json.at("needs").get<std::vector<std::uint32_t>>()};
}

Profile read_profile(const Json& json) {
  Profile profile;
  profile.key = json.at("key").get<std::string>();
  profile.start = json.at("start").get<double>();
  profile.delay = read_family(json.at("delay"));
  profile.ramp =
      choice<Ramp>(json.at("ramp"),
                   {{"step", Ramp::step}, {"linear", Ramp::linear}, {"s_curve", Ramp::s_curve}});
  profile.length = json.at("ramp_periods").get<double>();
  profile.half_life = number_or(json, "half_life", infinity);
  profile.end = number_or(json, "end", infinity);
  profile.scale = json.at("scale").get<double>();
  return profile;
}

Intervention read_intervention(const Json& json) {
  Intervention item;
  item.key = json.at("key").get<std::string>();
  item.node = json.at("node").get<std::uint32_t>();
  item.lift = json.at("action") == "lift";
  item.amount = read_family(json.at("amount"));
  item.gates = json.at("gates").get<std::vector<std::uint32_t>>();
  item.profile = json.at("profile").get<std::uint32_t>();
  item.group = json.at("group").get<std::uint32_t>();
  return item;
}

Influence read_influence(const Json& json) {
  Influence item;
  item.key = json.at("key").get<std::string>();
  item.from = json.at("from").get<std::uint32_t>();
  item.to = json.at("to").get<std::uint32_t>();
  item.elastic = json.at("kind") == "elasticity";
  item.strength = read_family(json.at("strength"));
  item.lag = json.at("lag").get<std::uint32_t>();
  item.gate = json.at("gate").get<std::uint32_t>();
  return item;
}

Occasion read_occasion(const Json& json) {
  Occasion item;
  item.key = json.at("key").get<std::string>();
  item.node = json.at("node").get<std::uint32_t>();
  item.lift = json.at("action") == "lift";
  item.amount = read_family(json.at("amount"));
  item.share = json.at("share").get<std::vector<double>>();
  return item;
}

}  // namespace

Model read_model(const std::string& file) {
  std::ifstream in{file};
  const Json json = Json::parse(in);
  if (json.at("schema") != "betledger.model/1") {
    throw std::runtime_error{file + " is not a betledger.model/1"};
  }
  if (json.contains("optimism")) {
    throw std::runtime_error{file +
                             " corrects what teams state by a shared factor: no peer draws "
                             "one; export the model with `betledger optimism off`"};
  }
  Model model;
  model.periods = json.at("periods").get<std::uint32_t>();
  model.nodes = read_list<Node>(json.at("nodes"), read_node);
  model.gates = read_list<Gate>(json.at("gates"), read_gate);
  model.profiles = read_list<Profile>(json.at("profiles"), read_profile);
  model.interventions = read_list<Intervention>(json.at("interventions"), read_intervention);
  model.influences = read_list<Influence>(json.at("influences"), read_influence);
  model.occasions = read_list<Occasion>(json.at("occasions"), read_occasion);
  model.outputs = json.at("outputs").get<std::vector<std::uint32_t>>();
  if (const Json& target = json.at("target"); !target.is_null()) {
    const bool least = target.contains("at_least");
    model.target = Target{target.at("node").get<std::uint32_t>(),
                          least,
                          target.at(least ? "at_least" : "at_most").get<double>()};
  }
  return model;
}

}  // namespace bench
