#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace bench {

// The document `betledger.model/1` (docs/benchmarks.md) as values. The peers share this reader and
// nothing of the product.

struct Family {
  enum class Kind : std::uint8_t {
    constant,    // a
    normal,      // a: mean, b: sd
    lognormal,   // a: ln median, b: sdlog
    uniform,     // a: low, b: high
    triangular,  // a: low, b: mode, c: high
    pert,        // as triangular; alpha, beta of the beta behind it
    beta,        // a = 0, c = 1; alpha, beta
    table,       // values over normal scores from, from + step, ...: read linearly
  } kind = Kind::constant;
  double a = 0;
  double b = 0;
  double c = 0;
  double alpha = 0;
  double beta = 0;
  double from = 0;
  double step = 0;
  std::vector<double> values;
  // What the table was made of: stated quantiles with their bounds, or a sample (no levels).
  std::vector<double> levels;
  std::vector<double> stated;
  std::optional<double> lower;
  std::optional<double> upper;
};

/// g(base_t) = mean[t] + sum_{-lead <= s <= t} psi[t - s] sigma sqrt(dof / chi2_dof) eps_s
struct Member {
  double weight = 1;
  double sigma = 0;
  double dof = std::numeric_limits<double>::infinity();
  std::uint32_t lead = 0;
  std::vector<double> mean;
  std::vector<double> psi;
};

enum class Op : std::uint8_t {
  number,
  node,
  negate,
  exp,
  log,
  sqrt,
  abs,
  add,
  subtract,
  multiply,
  divide,
  power,
  min,
  max,
  clamp,
};

struct Step {
  Op op = Op::number;
  double number = 0;
  std::uint32_t node = 0;
  std::uint32_t lag = 0;
};

enum class Support : std::uint8_t { real, positive, fraction };
enum class Rollup : std::uint8_t { sum, mean, last, weighted };

struct Node {
  std::string key;
  Support support = Support::real;
  Rollup rollup = Rollup::sum;
  std::uint32_t weight = 0;
  std::vector<double> past;
  std::vector<Step> formula;    // a component
  std::string formula_text;     // the same as it was written
  std::vector<Member> pool;     // or a pool of sample paths
  std::optional<Family> first;  // or a stated level
  std::optional<Family> last;
  std::vector<double> known;  // or a known path
};

struct Gate {
  std::string key;
  double probability = 1;
  std::vector<std::uint32_t> needs;
};

enum class Ramp : std::uint8_t { step, linear, s_curve };

struct Profile {
  std::string key;
  double start = 0;
  Family delay;
  Ramp ramp = Ramp::step;
  double length = 0;
  double half_life = std::numeric_limits<double>::infinity();
  double end = std::numeric_limits<double>::infinity();
  double scale = 1;
};

struct Intervention {
  std::string key;
  std::uint32_t node = 0;
  bool lift = true;
  Family amount;
  std::vector<std::uint32_t> gates;
  std::uint32_t profile = 0;
  std::uint32_t group = 0;
};

struct Influence {
  std::string key;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool elastic = true;
  Family strength;
  std::uint32_t lag = 0;
  std::uint32_t gate = 0;
};

struct Occasion {
  std::string key;
  std::uint32_t node = 0;
  bool lift = true;
  Family amount;
  std::vector<double> share;
};

struct Target {
  std::uint32_t node = 0;
  bool at_least = true;
  double bound = 0;
};

struct Model {
  std::uint32_t periods = 0;
  std::vector<Node> nodes;
  std::vector<Gate> gates;
  std::vector<Profile> profiles;
  std::vector<Intervention> interventions;
  std::vector<Influence> influences;
  std::vector<Occasion> occasions;
  std::vector<std::uint32_t> outputs;
  std::optional<Target> target;
};

/// Throws std::exception for anything but a betledger.model/1.
[[nodiscard]] Model read_model(const std::string& file);

}  // namespace bench
