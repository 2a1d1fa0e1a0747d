#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "bench/peers/evaluate.h"
#include "bench/peers/model.h"

namespace bench::kernel {

inline constexpr std::size_t block = 256;
inline constexpr std::size_t most_members = 8;
inline constexpr std::size_t most_periods = 16;
inline constexpr std::size_t factor_terms = 8;
inline constexpr std::size_t logit_terms = 12;
inline constexpr double score_range = 6.5;

/// Throws Unsupported unless it holds.
void demand(bool holds, const char* why);

/// The pool of a leaf: rows of one float per member, so that a register holds a row.
struct Leaf {
  std::uint32_t node = 0;
  bool positive = true;
  std::size_t members = 0;
  std::array<std::uint32_t, most_members> bounds{};  // words: the first member's share, ...
  using Row = std::array<float, most_members>;
  std::array<Row, most_periods> mean{};
  std::array<Row, most_periods> psi{};  // times sigma
  std::array<Row, factor_terms> factor{};
};

/// (sum of weight x + constant) times factors over divisors.
struct Form {
  std::vector<std::pair<double, std::uint32_t>> sum;
  double constant = 0;
  std::vector<std::uint32_t> factors;
  std::vector<std::uint32_t> divisors;
  [[nodiscard]] bool is_number() const {
    return sum.empty() && factors.empty() && divisors.empty();
  }
  [[nodiscard]] bool is_sum() const { return factors.empty() && divisors.empty(); }
  [[nodiscard]] bool is_node() const {
    return is_sum() && constant == 0 && sum.size() == 1 && sum[0].first == 1;
  }
};

struct Push {
  std::uint32_t node = 0;
  bool lognormal = true;
  float a = 0;                             // ln median, or the lower end
  float b = 0;                             // sdlog, or the width
  std::array<float, logit_terms> logit{};  // PERT: ln(x / (1 - x)) by score
  std::vector<std::uint32_t> coins;
  double start = 0;
  float delay_low = 0;
  float delay_width = 0;
  double length = 0;
  double end = 0;
  double scale = 1;
  std::uint32_t first = 0;  // the first period it can act in
};

struct Pull {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  float mean = 0;
  float sd = 0;
  std::uint32_t coin = 0;
  bool always = false;
};

struct Coin {
  std::uint32_t threshold = 0;
  bool always = false;
  bool never = false;
};

/// A model as the kernel wants it.
class Plan {
 public:
  explicit Plan(const Model& m);
  const Model& model;
  bench::Structure structure;
  std::vector<std::uint32_t> first;  // by node: the period from which the with side differs
  std::vector<Coin> coins;
  std::vector<Push> pushes;
  std::vector<std::vector<std::uint32_t>> pushes_on;
  std::vector<Pull> pulls;
  std::vector<Leaf> leaves;
  std::vector<Form> forms;
  std::vector<std::vector<double>> known;
  std::vector<char> moves;  // by node: a link reads its ratio

 private:
  void add_coins();
  void add_pushes();
  [[nodiscard]] Push push(std::size_t k) const;
  static void fit_logit(const Family& amount, Push& push);
  void add_pulls();
  void add_node(std::uint32_t i);
  [[nodiscard]] Leaf leaf_of(std::uint32_t i);
  /// sqrt(dof / chi2_dof) by score.
  const std::array<double, factor_terms>& factor_of(double dof);
  static Form form_of(const bench::Node& node);
  static void combine(Op op, Form& left, const Form& right);
  static void scale(Form& form, double by);
  std::map<double, std::array<double, factor_terms>> factors_;
};

}  // namespace bench::kernel
