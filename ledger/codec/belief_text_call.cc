#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/codec/belief_text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// One argument of a call: `3%` or `median=3%`.
struct Argument {
  std::string_view name;
  std::string_view value;
  std::size_t offset;  // of the value in the scalar's text
};

struct Call {
  std::string_view name;
  std::vector<Argument> arguments;
};

/// Splits `name(a, b=c)`; nothing if the brackets do not fit.
std::optional<Call> parse_call(std::string_view text) {
  const std::size_t open = text.find('(');
  if (trimmed(text).back() != ')' || text.find('(', open + 1) != std::string_view::npos ||
      text.find(')') != text.rfind(')')) {
    return std::nullopt;
  }
  Call call{trimmed(text.substr(0, open)), {}};
  const std::size_t close = text.rfind(')');
  for (std::size_t start = open + 1; start <= close;) {
    const std::size_t end = std::min(text.find(',', start), close);
    const std::string_view whole = text.substr(start, end - start);
    const std::size_t equals = whole.find('=');
    const std::size_t skip = equals == std::string_view::npos ? 0 : equals + 1;
    const std::string_view value = trimmed(whole.substr(skip));
    const auto offset =
        value.empty() ? start : static_cast<std::size_t>(value.data() - text.data());
    call.arguments.push_back(
        {equals == std::string_view::npos ? std::string_view{} : trimmed(whole.substr(0, equals)),
         value,
         offset});
    start = end + 1;
  }
  if (call.arguments.size() == 1 && call.arguments[0].value.empty()) {
    call.arguments.clear();
  }
  return call;
}

/// One way to call a family. A parameter in lower case is a number in the belief's unit, one with
/// `#` a plain one.
struct Signature {
  std::string_view family;
  std::array<std::string_view, 3> parameters;
  std::size_t count;
  bool named;  // the arguments must carry their names
  Family (*make)(const std::vector<double>& values);
};

constexpr std::array<Signature, 7> signatures{{
    {"normal",
     {"mean", "sd"},
     2,
     false,
     [](const std::vector<double>& v) {
       return Family{Normal{v[0], v[1]}};
     }},
    {"lognormal",
     {"median", "#sdlog"},
     2,
     true,
     [](const std::vector<double>& v) {
       return Family{LogNormal{v[0], v[1]}};
     }},
    {"lognormal",
     {"p10", "p90"},
     2,
     true,
     [](const std::vector<double>& v) { return Family{lognormal_from_p10_p90(v[0], v[1])}; }},
    {"uniform",
     {"low", "high"},
     2,
     false,
     [](const std::vector<double>& v) {
       return Family{Uniform{v[0], v[1]}};
     }},
    {"triangular",
     {"low", "mode", "high"},
     3,
     false,
     [](const std::vector<double>& v) {
       return Family{Triangular{v[0], v[1], v[2]}};
     }},
    {"pert",
     {"low", "mode", "high"},
     3,
     false,
     [](const std::vector<double>& v) {
       return Family{Pert{v[0], v[1], v[2]}};
     }},
    {"beta",
     {"#alpha", "#beta"},
     2,
     false,
     [](const std::vector<double>& v) {
       return Family{Beta{v[0], v[1]}};
     }},
}};

std::string_view parameter_name(std::string_view parameter) {
  return parameter.substr(parameter.front() == '#' ? 1 : 0);
}

std::string form_of(const Signature& signature) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < signature.count; ++i) {
    parts.push_back(fmt::format(
        "{}{}", parameter_name(signature.parameters[i]), signature.named ? "=..." : ""));
  }
  return fmt::format("{}({})", signature.family, join(parts, ", "));
}

std::string forms_of(std::string_view family) {
  std::vector<std::string> forms;
  for (const Signature& signature : signatures) {
    if (signature.family == family) {
      forms.push_back(form_of(signature));
    }
  }
  return join(forms, " or ");
}

/// The arguments in the order of the parameters; nothing if they do not fit.
std::optional<std::vector<const Argument*>> bind(const Signature& signature, const Call& call) {
  std::vector<const Argument*> bound(signature.count, nullptr);
  if (call.arguments.size() != signature.count) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < signature.count; ++i) {
    const Argument& argument = call.arguments[i];
    if (argument.name.empty()) {
      if (signature.named || bound[i] != nullptr) {
        return std::nullopt;
      }
      bound[i] = &argument;
      continue;
    }
    const auto begin = signature.parameters.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(signature.count);
    const auto there = std::find_if(begin, end, [&](std::string_view parameter) {
      return parameter_name(parameter) == argument.name;
    });
    if (there == end || bound[static_cast<std::size_t>(there - begin)] != nullptr) {
      return std::nullopt;
    }
    bound[static_cast<std::size_t>(there - begin)] = &argument;
  }
  return bound;
}

class CallReader {
 public:
  CallReader(const Node& node, What what, BeliefUnit unit, Findings& findings)
      : node_{node}, what_{what}, unit_{unit}, findings_{findings} {}

  std::optional<Family> read() {
    const auto call = parse_call(node_.text);
    if (!call) {
      findings_.add("A017",
                    node_.at,
                    fmt::format("`{}` is no distribution: \"{}\"", what_, shown(node_.text)),
                    "write it as a call, for example pert(1%, 3%, 8%)");
      return std::nullopt;
    }
    if (call->name == "empirical") {
      return empirical(*call);
    }
    const bool shape_only = call->name == "beta" && unit_ == BeliefUnit::length;
    if (forms_of(call->name).empty() || shape_only) {
      refuse_name(call->name, shape_only);
      return std::nullopt;
    }
    for (const Signature& signature : signatures) {
      const auto bound = signature.family == call->name ? bind(signature, *call) : std::nullopt;
      if (bound) {
        return family(signature, *bound);
      }
    }
    findings_.add(
        "A017",
        node_.at,
        fmt::format("these are not the arguments of {}: \"{}\"", call->name, shown(node_.text)),
        fmt::format("write {}", forms_of(call->name)));
    return std::nullopt;
  }

 private:
  void refuse_name(std::string_view name, bool shape_only) {
    const std::vector<std::string> known{
        "normal", "lognormal", "uniform", "triangular", "pert", "beta", "empirical"};
    const auto close = suggestion(name, known);
    findings_.add("A017",
                  node_.at,
                  shape_only ? "a beta distribution lies between 0 and 1: it is no length of time"
                             : fmt::format("there is no distribution `{}`", shown(name)),
                  !shape_only && close ? fmt::format("did you mean `{}`?", *close)
                                       : fmt::format("use one of {}", join(known, ", ")));
  }

  std::optional<double> number(const Argument& argument, BeliefUnit unit, std::string_view what) {
    const auto value = parse_in(unit, argument.value);
    if (!value) {
      refuse_in(unit, inside(node_, argument.offset), argument.value, what, findings_);
    }
    return value;
  }

  std::optional<Family> family(const Signature& signature,
                               const std::vector<const Argument*>& bound) {
    std::vector<double> values;
    bool fine = true;
    for (std::size_t i = 0; i < bound.size(); ++i) {
      const std::string_view parameter = signature.parameters[i];
      const auto value = number(*bound[i],
                                parameter.front() == '#' ? BeliefUnit::plain : unit_,
                                parameter_name(parameter));
      fine = fine && value.has_value();
      values.push_back(value.value_or(0));
    }
    if (fine && signature.parameters[0] == "p10" && !(0 < values[0] && values[0] < values[1])) {
      findings_.add(
          "Q003",
          node_.at,
          "a lognormal needs 0 < p10 < p90",
          "for values on both sides of zero name quantiles: {p10: ..., p50: ..., p90: ...}");
      fine = false;
    }
    return fine ? std::optional{signature.make(values)} : std::nullopt;
  }

  std::optional<Family> empirical(const Call& call) {
    Empirical sample;
    bool fine = true;
    for (const Argument& argument : call.arguments) {
      const auto value = number(argument, unit_, "empirical");
      fine = fine && value.has_value();
      sample.values.push_back(value.value_or(0));
    }
    return fine ? std::optional<Family>{std::move(sample)} : std::nullopt;
  }

  const Node& node_;
  What what_;
  BeliefUnit unit_;
  Findings& findings_;
};

}  // namespace

std::optional<Family> decode_call(const Node& node,
                                  What what,
                                  BeliefUnit unit,
                                  Findings& findings) {
  return CallReader{node, what, unit, findings}.read();
}

}  // namespace betledger::ledger
