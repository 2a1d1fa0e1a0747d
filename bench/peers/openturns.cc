// OpenTURNS, C++ API, as its users do it: the inputs are a joint distribution of independent
// marginals, the model is a Function (an evaluation of a whole Sample, on all cores), and the
// statistics are the Sample's own.
#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include <openturns/Bernoulli.hxx>
#include <openturns/Beta.hxx>
#include <openturns/ChiSquare.hxx>
#include <openturns/ComposedDistribution.hxx>
#include <openturns/Evaluation.hxx>
#include <openturns/EvaluationImplementation.hxx>
#include <openturns/Function.hxx>
#include <openturns/LogNormal.hxx>
#include <openturns/Normal.hxx>
#include <openturns/RandomGenerator.hxx>
#include <openturns/Sample.hxx>
#include <openturns/Triangular.hxx>
#include <openturns/Uniform.hxx>
#include <openturns/UserDefined.hxx>
#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include "bench/peers/evaluate.h"
#include "bench/peers/report.h"

namespace {

using bench::Family;

/// Which component of the input vector is which number of the model, and how it is distributed.
class Layout {
 public:
  explicit Layout(const bench::Structure& structure) : model_{structure.model} {
    for (const bench::Gate& gate : model_.gates) {
      const bool certain = gate.probability <= 0 || gate.probability >= 1;
      coins.push_back(certain ? none : add(OT::Bernoulli{gate.probability}));
    }
    for (const bench::Intervention& item : model_.interventions) {
      amounts.push_back(add(item.amount));
    }
    for (const bench::Profile& profile : model_.profiles) {
      delays.push_back(add(profile.delay));
    }
    for (const bench::Influence& link : model_.influences) {
      strengths.push_back(add(link.strength));
    }
    for (const bench::Occasion& occasion : model_.occasions) {
      occasions.push_back(add(occasion.amount));
    }
    for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
      bases.push_back(structure.needs_without[i] ? add(model_.nodes[i]) : Base{});
    }
  }

  struct Base {
    std::size_t member = none;
    std::size_t innovations = none;            // the first
    std::map<double, std::size_t> by_degrees;  // a chi square for each number of degrees
    std::size_t score = none;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] const bench::Model& model() const { return model_; }
  [[nodiscard]] OT::ComposedDistribution distribution() const {
    return OT::ComposedDistribution{marginals_};
  }
  [[nodiscard]] std::size_t dimension() const { return marginals_.getSize(); }

  std::vector<std::size_t> coins, amounts, delays, strengths, occasions;
  std::vector<Base> bases;  // by node

 private:
  std::size_t add(const OT::Distribution& distribution) {
    marginals_.add(distribution);
    return marginals_.getSize() - 1;
  }

  std::size_t add(const Family& family) {
    switch (family.kind) {
      case Family::Kind::constant:
        return none;
      case Family::Kind::normal:
        return add(OT::Normal{family.a, family.b});
      case Family::Kind::lognormal:
        return add(OT::LogNormal{family.a, family.b, 0.0});
      case Family::Kind::uniform:
        return add(OT::Uniform{family.a, family.b});
      case Family::Kind::triangular:
        return add(OT::Triangular{family.a, family.b, family.c});
      case Family::Kind::pert:
      case Family::Kind::beta:
        return add(OT::Beta{family.alpha, family.beta, family.a, family.c});
      case Family::Kind::table:
        return add(OT::Normal{0.0, 1.0});  // the score at which the function reads the table
    }
    return none;
  }

  Base add(const bench::Node& node) {
    Base base;
    if (node.pool.size() > 1) {
      OT::Sample members(node.pool.size(), 1);
      OT::Point weights(node.pool.size());
      for (std::size_t m = 0; m < node.pool.size(); ++m) {
        members(m, 0) = static_cast<double>(m);
        weights[m] = node.pool[m].weight;
      }
      base.member = add(OT::UserDefined{members, weights});
    }
    for (const bench::Member& member : node.pool) {
      if (std::isfinite(member.dof) && !base.by_degrees.contains(member.dof)) {
        base.by_degrees[member.dof] = add(OT::ChiSquare{member.dof});
      }
    }
    if (!node.pool.empty()) {
      const std::size_t steps = model_.periods + node.pool.front().lead;
      base.innovations = marginals_.getSize();
      for (std::size_t s = 0; s < steps; ++s) {
        add(OT::Normal{0.0, 1.0});
      }
    }
    if (node.first) {
      base.score = add(OT::Normal{0.0, 1.0});
    }
    return base;
  }

  const bench::Model& model_;
  OT::ComposedDistribution::DistributionCollection marginals_;
};

/// One point of the sample, as bench::Evaluator asks for its numbers.
class Inputs {
 public:
  Inputs(const Layout& layout, const double* point) : layout_{&layout}, point_{point} {}

  [[nodiscard]] bool coin(std::size_t g) const { return point_[layout_->coins[g]] != 0; }
  [[nodiscard]] double amount(std::size_t k) const {
    return value(layout_->model().interventions[k].amount, layout_->amounts[k]);
  }
  [[nodiscard]] double delay(std::size_t p) const {
    return value(layout_->model().profiles[p].delay, layout_->delays[p]);
  }
  [[nodiscard]] double strength(std::size_t l) const {
    return value(layout_->model().influences[l].strength, layout_->strengths[l]);
  }
  [[nodiscard]] double occasion(std::size_t o) const {
    return value(layout_->model().occasions[o].amount, layout_->occasions[o]);
  }
  [[nodiscard]] std::size_t member(std::size_t i) const {
    return static_cast<std::size_t>(point_[layout_->bases[i].member]);
  }
  [[nodiscard]] double chi_square(std::size_t i, std::size_t member) const {
    return point_[layout_->bases[i].by_degrees.at(layout_->model().nodes[i].pool[member].dof)];
  }
  [[nodiscard]] double innovation(std::size_t i, std::size_t step) const {
    return point_[layout_->bases[i].innovations + step];
  }
  [[nodiscard]] double score(std::size_t i) const { return point_[layout_->bases[i].score]; }

 private:
  struct Score {
    double z;
    [[nodiscard]] double uniform() const { return 0.5; }
    [[nodiscard]] double normal() const { return z; }
    [[nodiscard]] double gamma(double /*shape*/) const { return 1; }
  };

  [[nodiscard]] double value(const Family& family, std::size_t at) const {
    if (family.kind == Family::Kind::constant) {
      return family.a;
    }
    if (family.kind == Family::Kind::table) {
      const Score score{point_[at]};
      return bench::draw(family, score);
    }
    return point_[at];
  }

  const Layout* layout_;
  const double* point_;
};

/// From the inputs to all series, then the target's roll-up.
class Simulator : public OT::EvaluationImplementation {
 public:
  Simulator(const bench::Structure& structure, const Layout& layout)
      : structure_{&structure}, layout_{&layout} {
    const bench::Model& model = structure.model;
    outputs_ = model.outputs.size() * (model.periods + std::size_t{1}) + (model.target ? 1 : 0);
  }
  [[nodiscard]] Simulator* clone() const override { return new Simulator{*this}; }
  [[nodiscard]] OT::UnsignedInteger getInputDimension() const override {
    return layout_->dimension();
  }
  [[nodiscard]] OT::UnsignedInteger getOutputDimension() const override { return outputs_; }

  OT::Point operator()(const OT::Point& point) const override {
    bench::Evaluator evaluator{*structure_};
    OT::Point answer(outputs_);
    evaluate(evaluator, &point[0], &answer[0]);
    return answer;
  }

  OT::Sample operator()(const OT::Sample& sample) const override {
    OT::Sample answers(sample.getSize(), outputs_);
    tbb::enumerable_thread_specific<bench::Evaluator> evaluators{
        [&] { return bench::Evaluator{*structure_}; }};
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, sample.getSize(), 256},
                      [&](const tbb::blocked_range<std::size_t>& range) {
                        bench::Evaluator& evaluator = evaluators.local();
                        for (std::size_t i = range.begin(); i != range.end(); ++i) {
                          evaluate(evaluator, &sample(i, 0), &answers(i, 0));
                        }
                      });
    return answers;
  }

 private:
  void evaluate(bench::Evaluator& evaluator, const double* point, double* answer) const {
    evaluator.run_on(Inputs{*layout_, point});
    evaluator.series(answer);
    if (structure_->model.target) {
      answer[outputs_ - 1] = evaluator.roll_up(structure_->model.target->node);
    }
  }

  const bench::Structure* structure_;
  const Layout* layout_;
  std::size_t outputs_ = 0;
};

bench::Answer simulate(const bench::Model& model, std::uint64_t runs, std::uint64_t seed) {
  constexpr std::uint64_t batch = 10'000;  // all inputs of all runs would be hundreds of megabytes
  const bench::Structure structure{model};
  const Layout layout{structure};
  OT::RandomGenerator::SetSeed(seed);
  const OT::ComposedDistribution inputs = layout.distribution();
  const OT::Function function{OT::Evaluation{Simulator{structure, layout}}};
  OT::Sample sample(0, function.getOutputDimension());
  for (std::uint64_t done = 0; done < runs; done += batch) {
    sample.add(function(inputs.getSample(std::min(batch, runs - done))));
  }
  const OT::Point mean = sample.computeMean();
  const OT::Sample quantiles = sample.computeQuantilePerComponent(OT::Point{0.1, 0.5, 0.9});
  bench::Answer answer;
  const std::size_t series = sample.getDimension() - (model.target ? 1 : 0);
  for (std::size_t s = 0; s < series; ++s) {
    answer.series.push_back({mean[s], quantiles(0, s), quantiles(1, s), quantiles(2, s)});
  }
  for (std::uint64_t run = 0; model.target && run < runs; ++run) {
    answer.target += bench::meets(*model.target, sample(run, series)) ? 1 : 0;
  }
  answer.target /= static_cast<double>(runs);
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("openturns", argc, argv, simulate);
}
