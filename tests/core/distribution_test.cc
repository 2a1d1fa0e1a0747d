#include "core/distribution.h"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/codes.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/normal.h"
#include "core/quadrature.h"

#include "tests/support/reference_data.h"
#include "tests/support/values.h"

namespace betledger {
namespace {

using Json = nlohmann::json;
constexpr double infinity = std::numeric_limits<double>::infinity();

const Json& reference() {
  static const Json data = reference_data("elicitation.json");
  return data;
}

/// Agreement of an ordinary table entry: nine digits, of the value or of the spread it sits in.
void expect_close(double value, double expected, double spread) {
  EXPECT_NEAR(value, expected, 1e-9 * std::max(std::abs(expected), spread));
}

void expect_quantiles(const Distribution& distribution, const Json& entry, double spread) {
  const auto levels = reference().at("p").get<std::vector<double>>();
  const auto expected = entry.at("q").get<std::vector<double>>();
  for (std::size_t i = 0; i < levels.size(); ++i) {
    expect_close(distribution.quantile(levels[i]), expected[i], spread);
    expect_close(distribution.from_normal(normal_quantile(levels[i])), expected[i], spread);
  }
}

/// One of every family and of every way to read quantiles.
std::vector<Distribution> zoo() {
  const auto stated = [](std::vector<double> levels,
                         std::vector<double> values,
                         std::optional<double> lower = {},
                         std::optional<double> upper = {}) {
    return make(Quantiles{std::move(levels), std::move(values), lower, upper});
  };
  return {make(Constant{3}),
          make(Normal{0.03, 0.01}),
          make(LogNormal{2, 0.8}),
          make(Uniform{-1, 2}),
          make(Triangular{0, 2, 10}),
          make(Triangular{0, 0, 1}),
          make(Triangular{0, 1, 1}),
          make(Pert{0, 2, 10}),
          make(Pert{10, 10, 20}),
          make(Beta{0.5, 0.5}),
          make(Beta{3, 17}),
          make(Beta{2000, 60}),
          make(Empirical{{5, 1, 3, 3, 9}}),
          stated({0.1, 0.5, 0.9}, {10, 20, 40}),
          stated({0.25, 0.5, 0.75}, {-1, 0, 1}),
          stated({0.05, 0.5, 0.95}, {1, 2, 5}, 0),
          stated({0.1, 0.5, 0.9}, {-5, -2, -1}, {}, 0),
          stated({0.1, 0.5, 0.9}, {0.02, 0.05, 0.2}, 0, 1),
          stated({0.1, 0.5, 0.9}, {0, 9, 10}),
          stated({0.1, 0.5, 0.9}, {1, 1.01, 100}, 0),
          stated({0.1, 0.5, 0.9}, {0.1, 0.89, 0.9}, 0, 1),
          stated({0.1, 0.9}, {1, 4}),
          stated({0.1, 0.9}, {1, 4}, 0),
          stated({0.1, 0.9}, {-4, -1}, {}, 0),
          stated({0.1, 0.9}, {0.2, 0.4}, 0, 1),
          stated({0.05, 0.25, 0.5, 0.75, 0.95}, {0, 1, 1, 5, 6}),
          stated({0.1, 0.5, 0.9}, {0, 1, 4}, 0),
          stated({0.1, 0.5, 0.9}, {0, 0.001, 0.004}, 0, 1),
          stated({0.1, 0.5, 0.9}, {-4, -1, 0}, {}, 0),
          stated({0.1, 0.5, 0.9}, {2, 2, 2})};
}

TEST(Distribution, PertMatchesTheReference) {
  for (const Json& entry : reference().at("pert")) {
    const double low = entry.at("a");
    const double high = entry.at("b");
    if (entry.at("lam") == 4) {
      const Distribution pert = make(Pert{low, entry.at("mode"), high});
      expect_quantiles(pert, entry, 0);
      EXPECT_NEAR(pert.mean(), entry.at("mean").get<double>(), 1e-12);
      EXPECT_NEAR(std::sqrt(pert.variance()), entry.at("sd").get<double>(), 1e-12);
      continue;
    }
    // Another weight on the mode is not a family of ours, but its beta is.
    const Distribution beta = make(Beta{entry.at("alpha"), entry.at("beta")});
    const auto levels = reference().at("p").get<std::vector<double>>();
    for (std::size_t i = 0; i < levels.size(); ++i) {
      expect_close(low + (high - low) * beta.quantile(levels[i]), entry.at("q").at(i), 0);
    }
  }
}

TEST(Distribution, LognormalOfAnIntervalMatchesTheReference) {
  for (const Json& entry : reference().at("lognormal_p10_p90")) {
    const LogNormal fit = lognormal_from_p10_p90(entry.at("q10"), entry.at("q90"));
    EXPECT_NEAR(std::log(fit.median), entry.at("mulog").get<double>(), 1e-13);
    EXPECT_NEAR(fit.sdlog, entry.at("sdlog").get<double>(), 1e-13);
    const Distribution lognormal = make(fit);
    expect_quantiles(lognormal, entry, 0);
    expect_close(lognormal.mean(), entry.at("mean"), 0);
    expect_close(std::sqrt(lognormal.variance()), entry.at("sd"), 0);
    // Two quantiles above a lower bound say the same thing.
    const Distribution stated =
        make(Quantiles{{0.1, 0.9}, {entry.at("q10"), entry.at("q90")}, 0, {}});
    expect_quantiles(stated, entry, 0);
    expect_close(stated.mean(), entry.at("mean"), 0);
    expect_close(std::sqrt(stated.variance()), entry.at("sd"), 0);
  }
}

TEST(Distribution, ShiftedLognormalMatchesTheReference) {
  for (const Json& entry : reference().at("shifted_lognormal_p10_p50_p90")) {
    const double shift = entry.at("shift");
    const double scale = entry.at("scale");
    const double s = entry.at("s");
    const Distribution lognormal = make(LogNormal{std::abs(scale), std::abs(s)});
    const auto levels = reference().at("p").get<std::vector<double>>();
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const double value =
          s > 0 ? shift + lognormal.quantile(levels[i]) : shift - lognormal.quantile(1 - levels[i]);
      expect_close(value, entry.at("q").at(i), 0);
    }
    const double sign = scale > 0 ? 1 : -1;
    expect_close(shift + sign * lognormal.mean(), entry.at("mean"), 0);
    expect_close(lognormal.variance(), entry.at("var"), 0);
    // The bound and two of the quantiles are enough to find it again.
    const Quantiles stated{{0.1, 0.9},
                           {entry.at("q10"), entry.at("q90")},
                           s > 0 ? std::optional{shift} : std::nullopt,
                           s > 0 ? std::nullopt : std::optional{shift}};
    expect_quantiles(make(stated), entry, 1);
    expect_close(make(stated).mean(), entry.at("mean"), 0);
    expect_close(make(stated).variance(), entry.at("var"), 0);
  }
}

TEST(Distribution, MetalogMatchesTheReference) {
  for (const Json& entry : reference().at("metalog_spt")) {
    const auto bound = [&](const char* name) {
      return entry.at(name).is_null() ? std::nullopt : std::optional<double>{entry.at(name)};
    };
    const std::vector<double> values{entry.at("q10"), entry.at("q50"), entry.at("q90")};
    const Distribution metalog =
        make(Quantiles{{0.1, 0.5, 0.9}, values, bound("lower"), bound("upper")});
    const bool feasible = entry.at("keelin_feasible");
    EXPECT_EQ(metalog.warnings().empty() || metalog.warnings()[0].code != "Q020", feasible);
    if (!feasible) {
      continue;
    }
    expect_quantiles(metalog, entry, values[2] - values[0]);
    expect_close(metalog.mean(), entry.at("mean"), 0);
    const double h = 1e-5;
    const double density = 2 * h / (metalog.quantile(0.5 + h) - metalog.quantile(0.5 - h));
    EXPECT_NEAR(density / entry.at("pdf_at_q50").get<double>(), 1, 1e-6);
  }
}

TEST(Distribution, OtherSymmetricLevelsMakeAMetalogToo) {
  // The quantiles of one metalog at other levels find the same metalog.
  const Distribution first = make(Quantiles{{0.1, 0.5, 0.9}, {1, 2, 5}, 0, {}});
  for (const double level : {0.01, 0.05, 0.25, 0.4}) {
    const std::vector<double> levels{level, 0.5, 1 - level};
    const Distribution second =
        make(Quantiles{levels, {first.quantile(level), 2, first.quantile(1 - level)}, 0, {}});
    EXPECT_TRUE(second.warnings().empty());
    for (const double p : {0.001, 0.1, 0.3, 0.7, 0.999}) {
      expect_close(second.quantile(p), first.quantile(p), 0);
    }
    expect_close(second.mean(), first.mean(), 0);
  }
}

TEST(Distribution, StatedQuantilesAreHonoured) {
  for (const Distribution& distribution : zoo()) {
    if (const auto* stated = std::get_if<Quantiles>(&distribution.family())) {
      for (std::size_t i = 0; i < stated->levels.size(); ++i) {
        expect_close(distribution.quantile(stated->levels[i]), stated->values[i], 1e-4);
      }
    }
  }
}

TEST(Distribution, FromNormalIsTheQuantileOfTheCdf) {
  for (const Distribution& distribution : zoo()) {
    if (std::holds_alternative<Empirical>(distribution.family())) {
      continue;  // a staircase: on a step the last bit decides
    }
    const double spread = std::abs(distribution.quantile(0.9) - distribution.quantile(0.1));
    for (double z = -5; z <= 0.5; z += 0.01) {
      const double expected = distribution.quantile(normal_cdf(z));
      ASSERT_NEAR(
          distribution.from_normal(z), expected, 1e-10 * std::max(std::abs(expected), spread))
          << distribution.family().index() << " at " << z;
    }
  }
}

TEST(Distribution, FromNormalNeverFallsAndStaysInRange) {
  for (const Distribution& distribution : zoo()) {
    const double rounding = 1e-13 * std::abs(distribution.quantile(0.5));
    double last = distribution.lowest();
    for (double z = -9; z <= 9; z += 0.002) {
      const double value = distribution.from_normal(z);
      ASSERT_TRUE(std::isfinite(value));
      ASSERT_GE(value, last - rounding) << distribution.family().index() << " at " << z;
      ASSERT_GE(value, distribution.lowest());
      ASSERT_LE(value, distribution.highest());
      last = value;
    }
  }
}

TEST(Distribution, TheTailsKeepTheirDigits) {
  // Closed forms at z = 8, where 1 - p has no digits left.
  EXPECT_NEAR(make(Uniform{-1, 0}).from_normal(8) / -normal_survival(8), 1, 1e-14);
  EXPECT_NEAR(make(Beta{1, 2}).from_normal(-8) / (normal_cdf(-8) / 2), 1, 1e-9);
  EXPECT_NEAR(
      make(Triangular{-1, -1, 0}).from_normal(8) / -std::sqrt(normal_survival(8)), 1, 1e-14);
  EXPECT_NEAR(make(Pert{-1, -1, 0}).from_normal(8) / -std::pow(normal_survival(8), 0.2), 1, 1e-12);
  const Distribution metalog = make(Quantiles{{0.1, 0.5, 0.9}, {-1, 0, 1}, {}, {}});
  EXPECT_NEAR(metalog.from_normal(8) * std::log(9) / -std::log(normal_survival(8)), 1, 1e-14);
  EXPECT_EQ(metalog.from_normal(-8), -metalog.from_normal(8));
  EXPECT_DOUBLE_EQ(make(Normal{1, 2}).from_normal(8), 17);
  EXPECT_DOUBLE_EQ(make(LogNormal{3, 0.5}).from_normal(-8), 3 * std::exp(-4));
}

TEST(Distribution, ExtremeScoresAreFinite) {
  for (const Distribution& distribution : zoo()) {
    for (const double z : {-1e300, -40.0, -37.0, 37.0, 40.0, 1e300, infinity, -infinity}) {
      ASSERT_TRUE(std::isfinite(distribution.from_normal(z)));
    }
    for (const double p : {5e-324, 1e-300, 1 - 1e-16}) {
      ASSERT_TRUE(std::isfinite(distribution.quantile(p)));
    }
    EXPECT_THROW((void)distribution.quantile(0), ContractViolation);
    EXPECT_THROW((void)distribution.quantile(1), ContractViolation);
  }
}

bool has_kink(const Distribution& distribution) {
  const auto* stated = std::get_if<Quantiles>(&distribution.family());
  return std::holds_alternative<Empirical>(distribution.family()) ||
         std::holds_alternative<Triangular>(distribution.family()) ||
         (stated != nullptr && !distribution.warnings().empty());
}

TEST(Distribution, MeanAndVarianceAreThoseOfTheQuantileFunction) {
  for (const Distribution& distribution : zoo()) {
    const double mean = distribution.mean();
    const double variance = distribution.variance();
    if (distribution.is_constant()) {
      EXPECT_EQ(mean, distribution.quantile(0.5));
      EXPECT_EQ(variance, 0);
      continue;
    }
    // Independent of the code under test: a fine trapezoid in the normal score.
    double first = 0;
    double second = 0;
    constexpr double step = 0.001;
    for (double z = -30; z <= 30; z += step) {
      const double x = distribution.from_normal(z) - mean;
      first += x * normal_pdf(z) * step;
      second += x * x * normal_pdf(z) * step;
    }
    const double sd = std::sqrt(variance);
    // A step or a kink costs the trapezoid its accuracy.
    const double tolerance = has_kink(distribution) ? 1e-3 : 1e-9;
    EXPECT_NEAR(first, 0, tolerance * sd + 1e-14) << distribution.family().index();
    EXPECT_NEAR(second / variance, 1, tolerance) << distribution.family().index();
  }
}

TEST(Distribution, ASmallSpreadKeepsItsDigits) {
  for (const double width : {1e-3, 1e-6, 1e-9}) {
    const Distribution above = make(Quantiles{{0.1, 0.9}, {1, 1 + width}, 0, {}});
    const Distribution free = make(Quantiles{{0.1, 0.9}, {1, 1 + width}, {}, {}});
    EXPECT_NEAR(above.variance() / free.variance(), 1, 2 * width + 1e-6);
    EXPECT_NEAR(above.mean(), 1 + width / 2, width * width + 1e-15);
  }
}

TEST(Distribution, ATailTooHeavyHasNoMeanAndSaysSo) {
  // The tail exponent is a2 + a3 / 2 on the log scale: a mean below 1, a variance below 1 / 2.
  const Distribution no_variance = make(Quantiles{{0.1, 0.5, 0.9}, {10, 20, 100}, 0, {}});
  EXPECT_NEAR(no_variance.mean(), 77.19678816508865, 1e-7);
  EXPECT_EQ(no_variance.variance(), infinity);
  ASSERT_EQ(no_variance.warnings().size(), 1U);
  EXPECT_EQ(no_variance.warnings()[0].code, "Q021");
  EXPECT_EQ(no_variance.warnings()[0].severity, Severity::warning);

  const Distribution no_mean = make(Quantiles{{0.1, 0.5, 0.9}, {1, 10, 200}, 0, {}});
  EXPECT_EQ(no_mean.mean(), infinity);
  EXPECT_EQ(no_mean.variance(), infinity);
  ASSERT_EQ(no_mean.warnings().size(), 1U);
  EXPECT_NE(no_mean.warnings()[0].message.find("does not exist"), std::string::npos);

  const Distribution mirrored = make(Quantiles{{0.1, 0.5, 0.9}, {-200, -10, -1}, {}, 0});
  EXPECT_EQ(mirrored.mean(), -infinity);
  EXPECT_EQ(mirrored.variance(), infinity);
  EXPECT_EQ(mirrored.highest(), 0);
  EXPECT_EQ(mirrored.lowest(), -infinity);
}

TEST(Distribution, HeavyTailsAreIntegratedToNineDigits) {
  // With a3 = 0 the semi-bounded metalog is log-logistic: mean exp(a1) pi a / sin(pi a).
  for (const double a : {0.05, 0.2, 0.45, 0.7, 0.9, 0.99, 0.999}) {
    const double step = a * std::log(9);
    const Distribution metalog =
        make(Quantiles{{0.1, 0.5, 0.9}, {3 * std::exp(-step), 3, 3 * std::exp(step)}, 0, {}});
    const double pi_a = std::acos(-1) * a;
    EXPECT_NEAR(metalog.mean() / (3 * pi_a / std::sin(pi_a)), 1, 1e-9 + 1e-15 / (1 - a) / (1 - a));
    if (a < 0.49) {
      const double mean = metalog.mean();
      const double square = 9 * 2 * pi_a / std::sin(2 * pi_a);
      EXPECT_NEAR(metalog.variance() / (square - mean * mean), 1, 1e-9);
    }
  }
}

TEST(Distribution, ALognormalSaysWhenItsTailCarriesTheMean) {
  EXPECT_TRUE(make(LogNormal{1, 1.6}).warnings().empty());
  ASSERT_EQ(make(LogNormal{1, 1.7}).warnings().size(), 1U);
  EXPECT_EQ(make(LogNormal{1, 1.7}).warnings()[0].code, "Q021");
  EXPECT_EQ(make(LogNormal{1, 1.7}).warnings()[0].message,
            "the outermost 1% of cases carries 27% of the mean");
  // The same by quadrature of the stated quantiles.
  const double z90 = normal_quantile(0.9);
  const Distribution stated =
      make(Quantiles{{0.1, 0.9}, {std::exp(-1.7 * z90), std::exp(1.7 * z90)}, 0, {}});
  ASSERT_EQ(stated.warnings().size(), 2U);
  EXPECT_EQ(stated.warnings()[1].message, "the outermost 1% of cases carries 27% of the mean");
  EXPECT_TRUE(make(Beta{2, 20}).warnings().empty());
  EXPECT_EQ(make(Beta{0.01, 1}).warnings()[0].code, "Q021");
}

TEST(Distribution, AnInfeasibleMetalogIsInterpolatedAndSaysSo) {
  const Distribution curve = make(Quantiles{{0.1, 0.5, 0.9}, {0, 9, 10}, {}, {}});
  ASSERT_EQ(curve.warnings().size(), 1U);
  EXPECT_EQ(curve.warnings()[0].code, "Q020");
  EXPECT_EQ(curve.warnings()[0].severity, Severity::warning);
  // Straight tails: as far again beyond the last quantile as the last piece says.
  const double z90 = normal_quantile(0.9);
  EXPECT_NEAR(curve.from_normal(2 * z90), 11, 1e-12);
  EXPECT_NEAR(curve.from_normal(-2 * z90), -9, 1e-12);
}

TEST(Distribution, TwoLevelsAreANormalAndSaySo) {
  const Distribution normal = make(Quantiles{{0.05, 0.95}, {1, 3}, {}, {}});
  const double sd = 1 / normal_quantile(0.95);
  for (const double z : {-6.0, -1.0, 0.0, 0.3, 5.0}) {
    EXPECT_NEAR(normal.from_normal(z), 2 + sd * z, 1e-13);
  }
  EXPECT_NEAR(normal.mean(), 2, 1e-13);
  EXPECT_NEAR(normal.variance(), sd * sd, 1e-12);
  ASSERT_EQ(normal.warnings().size(), 1U);
  EXPECT_EQ(normal.warnings()[0].code, "Q023");
  EXPECT_EQ(normal.warnings()[0].severity, Severity::note);
}

TEST(Distribution, AQuantileAtABoundGivesTheBoundItsMass) {
  const Distribution delay = make(Quantiles{{0.1, 0.5, 0.9}, {0, 1, 4}, 0, {}});
  EXPECT_EQ(delay.quantile(0.02), 0);
  EXPECT_EQ(delay.quantile(0.0999), 0);
  EXPECT_GT(delay.quantile(0.11), 0);
  EXPECT_EQ(delay.lowest(), 0);
  EXPECT_EQ(delay.highest(), infinity);
  ASSERT_EQ(delay.warnings().size(), 1U);
  EXPECT_EQ(delay.warnings()[0].code, "Q022");
}

TEST(Distribution, AnUpperBoundMirrorsALowerOne) {
  const Distribution up = make(Quantiles{{0.1, 0.5, 0.9}, {1, 2, 5}, 0, {}});
  const Distribution down = make(Quantiles{{0.1, 0.5, 0.9}, {-5, -2, -1}, {}, 0});
  EXPECT_DOUBLE_EQ(down.mean(), -up.mean());
  EXPECT_DOUBLE_EQ(down.variance(), up.variance());
  for (const double z : {-8.0, -1.0, 0.0, 2.0, 8.0}) {
    EXPECT_DOUBLE_EQ(down.from_normal(-z), -up.from_normal(z));
  }
}

TEST(Distribution, AnEmpiricalSampleGivesEachValueItsMass) {
  const Distribution sample = make(Empirical{{30, 10, 20, 40}});
  EXPECT_EQ(std::get<Empirical>(sample.family()).values, (std::vector<double>{10, 20, 30, 40}));
  EXPECT_EQ(sample.quantile(0.25), 10);
  EXPECT_EQ(sample.quantile(0.26), 20);
  EXPECT_EQ(sample.quantile(0.999), 40);
  EXPECT_EQ(sample.mean(), 25);
  EXPECT_EQ(sample.variance(), 125);
  EXPECT_EQ(sample.lowest(), 10);
  EXPECT_EQ(sample.highest(), 40);
}

TEST(Distribution, KnowsWhatIsConstant) {
  EXPECT_TRUE(Distribution::constant(3).is_constant());
  EXPECT_EQ(Distribution::constant(3).from_normal(5), 3);
  EXPECT_EQ(Distribution::constant(3), make(Constant{3}));
  EXPECT_TRUE(make(Quantiles{{0.1, 0.9}, {2, 2}, {}, {}}).is_constant());
  EXPECT_TRUE(make(Quantiles{{0.1, 0.9}, {2, 2}, {}, {}}).warnings().empty());
  EXPECT_EQ(make(Quantiles{{0.1, 0.9}, {2, 2}, {}, {}}).variance(), 0);
  EXPECT_TRUE(make(Empirical{{2, 2}}).is_constant());
  EXPECT_FALSE(make(Uniform{0, 1}).is_constant());
  EXPECT_THROW((void)Distribution::constant(infinity), ContractViolation);
}

TEST(Distribution, IntegrationHalvesUntilItAgrees) {
  EXPECT_NEAR(integrate([](double x) { return std::exp(x); }, 0, 1), std::exp(1) - 1, 1e-14);
  EXPECT_NEAR(
      integrate([](double x) { return 1 / (1e-4 + x * x); }, -1, 1), 200 * std::atan(100), 1e-9);
  EXPECT_EQ(integrate([](double) { return 1.0; }, 1, 1), 0);
  EXPECT_EQ(integrate([](double) { return infinity; }, 0, 1), infinity);
}

struct Refused {
  Family family;
  std::vector<std::string> codes;
};

TEST(Distribution, WhatMakesNoDistributionIsRefusedWithItsCodes) {
  const double nan = std::nan("");
  const std::vector<double> three{0.1, 0.5, 0.9};
  const std::vector<Refused> cases{{Constant{nan}, {"Q001"}},
                                   {Constant{infinity}, {"Q001"}},
                                   {Constant{1e101}, {"Q001"}},
                                   {Normal{nan, infinity}, {"Q001", "Q001"}},
                                   {Normal{0, 0}, {"Q002"}},
                                   {Normal{0, -1}, {"Q002"}},
                                   {LogNormal{0, 0}, {"Q002", "Q002"}},
                                   {LogNormal{-1, 0.5}, {"Q002"}},
                                   {LogNormal{1, 10.1}, {"Q002"}},
                                   {Uniform{1, 1}, {"Q003"}},
                                   {Uniform{2, 1}, {"Q003"}},
                                   {Triangular{0, 2, 1}, {"Q003"}},
                                   {Triangular{1, 1, 1}, {"Q003"}},
                                   {Pert{1, 0, 2}, {"Q003"}},
                                   {Pert{nan, 0, 2}, {"Q001"}},
                                   {Beta{0, 1}, {"Q002"}},
                                   {Beta{nan, 1e7}, {"Q002", "Q002"}},
                                   {Quantiles{{0.5}, {1}, {}, {}}, {"Q004"}},
                                   {Quantiles{{}, {}, {}, {}}, {"Q004"}},
                                   {Quantiles{three, {1, 2}, {}, {}}, {"Q004"}},
                                   {Quantiles{{0, 0.5, 1}, {1, 2, 3}, {}, {}}, {"Q004", "Q004"}},
                                   {Quantiles{{0.1, 0.1}, {1, 2}, {}, {}}, {"Q004"}},
                                   {Quantiles{{0.9, 0.1}, {1, 2}, {}, {}}, {"Q004"}},
                                   {Quantiles{{nan, 0.1}, {1, 2}, {}, {}}, {"Q004"}},
                                   {Quantiles{{infinity, 0.1}, {1, 2}, {}, {}}, {"Q004", "Q004"}},
                                   {Quantiles{three, {1, nan, infinity}, {}, {}}, {"Q001", "Q001"}},
                                   {Quantiles{three, {3, 2, 1}, {}, {}}, {"Q005", "Q005"}},
                                   {Quantiles{three, {-1, 2, 3}, 0, {}}, {"Q006"}},
                                   {Quantiles{three, {0.1, 0.2, 1.5}, 0, 1}, {"Q006"}},
                                   {Quantiles{three, {1, 2, 3}, 5, 4}, {"Q006"}},
                                   {Quantiles{three, {1, 2, 3}, nan, infinity}, {"Q001", "Q001"}},
                                   {Empirical{{1}}, {"Q007"}},
                                   {Empirical{std::vector<double>(10001, 1)}, {"Q007"}},
                                   {Empirical{{1, nan}}, {"Q001"}}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto made = Distribution::make(cases[i].family);
    ASSERT_FALSE(made) << "case " << i;
    std::vector<std::string> codes;
    for (const Diagnostic& problem : made.error()) {
      codes.push_back(problem.code);
      EXPECT_FALSE(problem.message.empty());
      EXPECT_FALSE(problem.hint.empty());
    }
    EXPECT_EQ(codes, cases[i].codes) << "case " << i;
  }
}

TEST(Distribution, RefusalsNameTheThing) {
  const auto why = [](Family family) {
    return Distribution::make(std::move(family)).error().front().message;
  };
  EXPECT_EQ(why(Quantiles{{0.1, 0.5}, {0.09, 0.04}, {}, {}}),
            "p50 is 0.04, below p10, which is 0.09");
  EXPECT_EQ(why(Quantiles{{0.1, 0.5}, {-0.1, 0.04}, 0, 1}), "p10 is -0.1, below the bound 0");
  EXPECT_EQ(why(Normal{0, -1}), "the standard deviation is -1; it has to be above zero");
  EXPECT_EQ(why(Beta{0, 1}), "alpha is 0; it has to be between 0.01 and 1000000");
  EXPECT_EQ(why(Pert{1, 0, 2}), "low 1, mode 0 and high 2 are out of order");
}

TEST(Distribution, TheExtremesOfTheDomainAreFiniteAndNeverNan) {
  const double most = 1e100;
  const std::vector<double> three{0.1, 0.5, 0.9};
  const std::vector<Family> corners{Normal{-most, most},
                                    Normal{1, 1e-300},
                                    LogNormal{most, 10},
                                    LogNormal{1e-300, 10},
                                    Uniform{-most, most},
                                    Triangular{-most, 0, most},
                                    Pert{-most, most, most},
                                    Beta{0.01, 0.01},
                                    Beta{0.01, 1e6},
                                    Beta{1e6, 0.01},
                                    Beta{1e6, 1e6},
                                    Quantiles{three, {-most, 0, most}, {}, {}},
                                    Quantiles{three, {1e-300, 1, most}, 0, {}},
                                    Quantiles{three, {1e-300, 1e-299, most}, 0, {}},
                                    Quantiles{three, {1e-300, 1e99, most}, 0, {}},
                                    Quantiles{three, {-most, -1, -1e-300}, {}, 0},
                                    Quantiles{three, {1e-300, 0.5, 1 - 1e-16}, 0, 1},
                                    Quantiles{three, {0, 0, 1e-300}, 0, 1},
                                    Quantiles{three, {0, 0, 0}, 0, 1},
                                    Quantiles{three, {-most, 0, most}, -most, most},
                                    Quantiles{{1e-300, 1 - 1e-16}, {0, 1}, {}, {}},
                                    Quantiles{{0.1, 0.1000001}, {0, most}, {}, {}},
                                    Quantiles{{0.1, 0.1000001}, {1e-300, most}, 0, {}}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Distribution corner = make(corners[i]);
    for (double z = -37; z <= 37; z += 0.5) {
      ASSERT_TRUE(std::isfinite(corner.from_normal(z))) << i << " at " << z;
    }
    EXPECT_FALSE(std::isnan(corner.mean())) << i;
    EXPECT_FALSE(std::isnan(corner.variance())) << i;
    EXPECT_GE(corner.variance(), 0) << i;
    for (const Diagnostic& remark : corner.warnings()) {
      EXPECT_FALSE(remark.message.empty());
    }
  }
}

TEST(Codes, AreInOrderAndSaySomething) {
  std::string last;
  for (const CodeInfo& info : core::codes()) {
    EXPECT_GT(std::string(info.code), last);
    EXPECT_EQ(info.code.size(), 4U);
    EXPECT_FALSE(info.title.empty() || info.why.empty() || info.fix.empty()) << info.code;
    last = info.code;
  }
}

}  // namespace
}  // namespace betledger
