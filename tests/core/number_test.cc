#include "core/number.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"

namespace betledger {
namespace {

using enum NumberKind;

/// SplitMix64 (Steele, Lea and Flood 2014): enough for picking test doubles.
class Bits {
 public:
  explicit Bits(std::uint64_t seed) : state_{seed} {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

TEST(Number, PlainNumbersWithAndWithoutSuffix) {
  EXPECT_EQ(parse_number("0", plain), 0);
  EXPECT_EQ(parse_number("1.5", plain), 1.5);
  EXPECT_EQ(parse_number("-2e3", plain), -2000);
  EXPECT_EQ(parse_number("+4", plain), 4);
  EXPECT_EQ(parse_number(".5", plain), 0.5);
  EXPECT_EQ(parse_number("12k", plain), 12000);
  EXPECT_EQ(parse_number("12K", plain), 12000);
  EXPECT_EQ(parse_number("3.4M", plain), 3400000);
  EXPECT_EQ(parse_number("1.2B", plain), 1200000000);
  EXPECT_EQ(parse_number("007", plain), 7);
  EXPECT_EQ(parse_number("1E-2", plain), 0.01);
}

TEST(Number, ASuffixShiftsTheExponentSoPercentIsExact) {
  EXPECT_EQ(parse_number("7%", percent), 0.07);
  EXPECT_EQ(parse_number("0.1pp", points), 0.001);
  EXPECT_EQ(parse_number("0.07", fraction), 0.07);
  EXPECT_EQ(parse_number("7%", fraction), 0.07);
  EXPECT_EQ(parse_number("1.1k", plain), 1100);
  for (int i = 0; i <= 10000; ++i) {  // i / 100 % is i / 10000, to the bit
    const std::string text =
        std::to_string(i / 100) + "." + std::to_string(i % 100 / 10) + std::to_string(i % 10) + "%";
    ASSERT_EQ(parse_number(text, percent), i / 10000.0) << text;
  }
}

TEST(Number, AnythingElseIsRefused) {
  const std::vector<std::string> bad{"",
                                     " ",
                                     "1 ",
                                     " 1",
                                     "1,5",
                                     "1_000",
                                     "1,000",
                                     "5.",
                                     "-",
                                     "+",
                                     ".",
                                     "e5",
                                     "1e",
                                     "1e+",
                                     "--1",
                                     "+-1",
                                     "0x10",
                                     "1.2.3",
                                     "nan",
                                     "NaN",
                                     "inf",
                                     "-inf",
                                     "1e400",
                                     "1kk",
                                     "2e3k",
                                     "1m",
                                     "1 k",
                                     "3 %",
                                     "1e9999999999",
                                     "1e-400",
                                     "１",
                                     "1\n",
                                     "1%",
                                     "1pp",
                                     "infinity",
                                     "1k5",
                                     "½",
                                     "1e5.5",
                                     "1d"};
  for (const std::string& text : bad) {
    EXPECT_EQ(parse_number(text, plain), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number(std::string("1\0", 2), plain), std::nullopt);
  EXPECT_EQ(parse_number("3", percent), std::nullopt) << "the sign is required";
  EXPECT_EQ(parse_number("3%%", percent), std::nullopt);
  EXPECT_EQ(parse_number("3k%", percent), std::nullopt);
  EXPECT_EQ(parse_number("0.1", points), std::nullopt);
  EXPECT_EQ(parse_number("3%", points), std::nullopt);
  EXPECT_EQ(parse_number("3k", fraction), std::nullopt);
  EXPECT_EQ(parse_number("1e308k", plain), std::nullopt);
}

TEST(Number, ThereIsNoNegativeZero) {
  const auto zero = parse_number("-0.0", plain);
  ASSERT_TRUE(zero);
  EXPECT_FALSE(std::signbit(*zero));
  EXPECT_EQ(format_number(-0.0), "0");
  EXPECT_EQ(format_number(-0.0, percent), "0%");
}

TEST(Number, LongDigitStringsRoundOnce) {
  EXPECT_EQ(parse_number("0.1000000000000000055511151231257827021181583404541015625", plain), 0.1);
  EXPECT_EQ(parse_number(std::string(400, '0') + "1." + std::string(10000, '0'), plain), 1);
}

TEST(Number, TheShortestTextIsWritten) {
  EXPECT_EQ(format_number(0.07, percent), "7%");
  EXPECT_EQ(format_number(0.07), "0.07");
  EXPECT_EQ(format_number(0.07, fraction), "0.07");
  EXPECT_EQ(format_number(0.001, points), "0.1pp");
  EXPECT_EQ(format_number(-0.125, percent), "-12.5%");
  EXPECT_EQ(format_number(1, percent), "100%");
  EXPECT_EQ(format_number(0.5555, percent), "55.55%");
  EXPECT_EQ(format_number(100000), "100000");
  EXPECT_EQ(format_number(3400000), "3400000");
  EXPECT_EQ(format_number(-2.5), "-2.5");
  EXPECT_EQ(format_number(1e20), "100000000000000000000");
  EXPECT_EQ(format_number(1e21), "1e21");
  EXPECT_EQ(format_number(0.000001), "0.000001");
  EXPECT_EQ(format_number(1.5e-7), "1.5e-7");
  EXPECT_EQ(format_number(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(format_number(5e-324), "5e-324");
  EXPECT_EQ(format_number(std::numeric_limits<double>::max()), "1.7976931348623157e308");
}

TEST(Number, WhatIsNotFiniteIsOurBug) {
  EXPECT_THROW((void)format_number(std::numeric_limits<double>::quiet_NaN()), ContractViolation);
  EXPECT_THROW((void)format_number(std::numeric_limits<double>::infinity()), ContractViolation);
}

void expect_round_trip(double value) {
  for (const NumberKind kind : {plain, percent, fraction, points}) {
    const std::string text = format_number(value, kind);
    const auto read = parse_number(text, kind);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(*read), std::bit_cast<std::uint64_t>(value)) << text;
    ASSERT_EQ(format_number(*read, kind), text);
  }
}

TEST(Number, FormatThenParseGivesTheSameDouble) {
  Bits bits{1};
  for (int i = 0; i < 50000; ++i) {
    const auto any = std::bit_cast<double>(bits.next());
    if (std::isfinite(any) && std::abs(any) < 1e306 && any != 0) {
      expect_round_trip(any);
    }
    // The sizes that people write.
    const double usual = std::ldexp(static_cast<double>(bits.next() >> 11U), -53) *
                         std::pow(10, static_cast<double>(bits.next() % 12) - 4);
    expect_round_trip(usual);
  }
}

TEST(Number, ParseThenFormatGivesTheSameCanonicalText) {
  Bits bits{2};
  for (int i = 0; i < 50000; ++i) {
    // Up to fifteen digits survive a double; no zero at either end.
    std::string whole = std::to_string(1 + bits.next() % 99999);
    std::string part = std::to_string(bits.next() % 99999) + std::to_string(1 + bits.next() % 9);
    const std::string text = whole.append(".").append(part);
    for (const auto& [kind, suffix] :
         {std::pair{plain, ""}, std::pair{percent, "%"}, std::pair{points, "pp"}}) {
      const auto value = parse_number(text + suffix, kind);
      ASSERT_TRUE(value) << text;
      ASSERT_EQ(format_number(*value, kind), text + suffix);
    }
  }
}

TEST(Number, WhateverIsAcceptedHasOneCanonicalText) {
  Bits bits{3};
  constexpr std::string_view alphabet = "0123456789.eE+-kMB%p ,_\0";
  int accepted = 0;
  for (int i = 0; i < 300000; ++i) {
    std::string text;
    for (std::uint64_t length = bits.next() % 8; length-- > 0;) {
      text += alphabet[bits.next() % alphabet.size()];
    }
    for (const NumberKind kind : {plain, percent, fraction, points}) {
      if (const auto value = parse_number(text, kind)) {
        ++accepted;
        ASSERT_EQ(parse_number(format_number(*value, kind), kind), value) << text;
      }
    }
  }
  EXPECT_GT(accepted, 1000);
}

TEST(Number, RoundedForPeople) {
  EXPECT_EQ(format_rounded(1234000), "1,234,000");
  EXPECT_EQ(format_rounded(1234567), "1,235,000");
  EXPECT_EQ(format_rounded(0.0312), "0.0312");
  EXPECT_EQ(format_rounded(0.031249), "0.03125");
  EXPECT_EQ(format_rounded(-9999.6), "-10,000");
  EXPECT_EQ(format_rounded(999.94), "999.9");
  EXPECT_EQ(format_rounded(0), "0");
  EXPECT_EQ(format_rounded(-0.0), "0");
  EXPECT_EQ(format_rounded(12.5, 2), "12");
  EXPECT_EQ(format_rounded(1234.5678, 7), "1,234.568");
  EXPECT_EQ(format_rounded(1e15), "1e15");
  EXPECT_EQ(format_rounded(123456789012345), "123,500,000,000,000");
  EXPECT_EQ(format_rounded(1.23456e-9), "1.235e-9");
  EXPECT_EQ(format_rounded(std::numeric_limits<double>::infinity()), "infinity");
  EXPECT_EQ(format_rounded(-std::numeric_limits<double>::infinity()), "-infinity");
  EXPECT_THROW((void)format_rounded(1, 0), ContractViolation);
  EXPECT_THROW((void)format_rounded(std::nan("")), ContractViolation);
}

TEST(Number, PercentForPeople) {
  EXPECT_EQ(format_percent(0.0312), "3.1%");
  EXPECT_EQ(format_percent(0.0312, 2), "3.12%");
  EXPECT_EQ(format_percent(0.5, 0), "50%");
  EXPECT_EQ(format_percent(-0.0301), "-3.0%");
  EXPECT_EQ(format_percent(-0.0001), "0.0%") << "no negative nothing";
  EXPECT_EQ(format_percent(12.345), "1,234.5%");
  EXPECT_EQ(format_percent(1e20), "1e22%");
  EXPECT_EQ(format_percent(std::numeric_limits<double>::infinity()), "infinity%");
}

}  // namespace
}  // namespace betledger
