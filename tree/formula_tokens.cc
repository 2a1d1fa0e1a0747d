#include "tree/formula_tokens.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::tree {
namespace {

constexpr std::string_view what_there_is =
    "a formula has numbers, metric keys, + - * / ^, parentheses, min, max, exp, log, sqrt, abs, "
    "clamp(x, low, high) and lag(metric, periods)";

/// Something people write out of habit: what it is read as (a space: nothing) and the way out.
struct Slip {
  std::string_view written;
  std::string_view code;
  char meant;
  std::string_view hint;
};

constexpr std::string_view times = "write `*` to multiply";
constexpr std::string_view over = "write `/` to divide";
constexpr std::string_view minus = "write the plain minus sign `-` of the keyboard";
constexpr std::string_view round_only = "write round parentheses ( )";
constexpr std::string_view bare_keys = "metric keys stand without quotes";
constexpr std::string_view bare_numbers = "numbers stand without a unit; the metric has it";
constexpr std::string_view plain_space = "write a plain space";
constexpr std::string_view no_choice =
    "a formula has no comparisons and no conditions; min, max and clamp often say the same";
constexpr std::string_view right_side = "write only what stands to the right of the equals sign";

// Longer ones before their prefixes.
constexpr auto slips = std::to_array<Slip>({
    {"**", "F015", '^', "write `^` for powers"},
    {"//", "F015", '/', over},
    {"==", "F015", ' ', right_side},
    {":=", "F015", ' ', right_side},
    {"<=", "F015", ' ', no_choice},
    {">=", "F015", ' ', no_choice},
    {"!=", "F015", ' ', no_choice},
    {"&&", "F015", ' ', no_choice},
    {"||", "F015", ' ', no_choice},
    {"=", "F015", ' ', right_side},
    {"<", "F015", ' ', no_choice},
    {">", "F015", ' ', no_choice},
    {"!", "F015", ' ', no_choice},
    {"?", "F015", ' ', no_choice},
    {":", "F015", ' ', no_choice},
    {"&", "F015", ' ', no_choice},
    {"|", "F015", ' ', no_choice},
    {"×", "F015", '*', times},
    {"·", "F015", '*', times},
    {"⋅", "F015", '*', times},
    {"∗", "F015", '*', times},
    {"÷", "F015", '/', over},
    {"∕", "F015", '/', over},
    {"⁄", "F015", '/', over},
    {"−", "F015", '-', minus},
    {"–", "F015", '-', minus},
    {"—", "F015", '-', minus},
    {"²", "F015", ' ', "write `^ 2`"},
    {"³", "F015", ' ', "write `^ 3`"},
    {"√", "F015", ' ', "write sqrt(x)"},
    {"[", "F002", '(', round_only},
    {"]", "F002", ')', round_only},
    {"{", "F002", '(', round_only},
    {"}", "F002", ')', round_only},
    {"\"", "F002", ' ', bare_keys},
    {"'", "F002", ' ', bare_keys},
    {"`", "F002", ' ', bare_keys},
    {"“", "F002", ' ', bare_keys},
    {"”", "F002", ' ', bare_keys},
    {"$", "F002", ' ', bare_numbers},
    {"€", "F002", ' ', bare_numbers},
    {"£", "F002", ' ', bare_numbers},
    {"\u00a0", "F002", ' ', plain_space},
    {"\u2009", "F002", ' ', plain_space},
    {"\u202f", "F002", ' ', plain_space},
    {"\ufeff", "F002", ' ', "take out the byte order mark"},
    {";", "F002", ' ', "one formula is one expression"},
    {"#", "F002", ' ', "a formula has no comments; the definition is the place for them"},
});

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '_' || c == '.';
}
bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_trailing_byte(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Bytes of the letter beyond ASCII that starts at `offset`: Latin, Greek, Cyrillic, ... up to
/// U+1FFF but for the signs × and ÷; 0 for anything else.
std::size_t foreign_letter(std::string_view text, std::size_t offset) noexcept {
  const auto lead = static_cast<unsigned char>(text[offset]);
  if (lead < 0xC3U || lead > 0xE1U) {
    return 0;
  }
  const std::string_view sign = text.substr(offset, 2);
  if (sign == "×" || sign == "÷") {
    return 0;
  }
  return lead < 0xE0U ? 2 : 3;
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, FormulaErrors& errors) : text_{text}, errors_{errors} {}

  std::vector<Token> run() {
    while (offset_ < text_.size()) {
      step();
    }
    push(Token::Kind::end, 0);
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = text_[offset_];
    const char next = offset_ + 1 < text_.size() ? text_[offset_ + 1] : '\0';
    if (is_space(c)) {
      advance(1);
    } else if (is_digit(c) || (c == '.' && is_digit(next))) {
      number();
    } else if (is_letter(c) || c == '_' || foreign_letter(text_, offset_) > 0) {
      name();
    } else if (!slip()) {
      symbol(c);
    }
  }

  void advance(std::size_t bytes) {
    for (; bytes > 0; --bytes, ++offset_) {
      column_ += is_trailing_byte(text_[offset_]) ? 0U : 1U;
    }
  }

  void skip(std::size_t bytes) {
    advance(bytes);
    skipped_ = true;
  }

  Token& push(Token::Kind kind, std::size_t bytes) {
    tokens_.push_back({kind,
                       0,
                       0,
                       text_.substr(offset_, bytes),
                       offset_,
                       column_,
                       std::exchange(skipped_, false)});
    advance(bytes);
    return tokens_.back();
  }

  void name() {
    std::size_t stop = offset_;
    while (stop < text_.size()) {
      const std::size_t bytes = is_word(text_[stop]) ? 1 : foreign_letter(text_, stop);
      if (bytes == 0) {
        break;
      }
      stop += bytes;
    }
    push(Token::Kind::name, stop - offset_);
  }

  /// The longest run that looks like a number, its exponent and its suffix; all of it must be one.
  void number() {
    std::size_t stop = offset_;
    while (stop < text_.size() && (is_digit(text_[stop]) || text_[stop] == '.')) {
      ++stop;
    }
    const std::string_view mantissa = text_.substr(offset_, stop - offset_);
    const auto digit_at = [&](std::size_t i) { return i < text_.size() && is_digit(text_[i]); };
    if (stop < text_.size() && (text_[stop] == 'e' || text_[stop] == 'E')) {
      const std::size_t after = stop + 1;
      const bool sign = after < text_.size() && (text_[after] == '-' || text_[after] == '+');
      stop = sign && digit_at(after + 1) ? after + 1 : stop;
    }
    while (stop < text_.size() && is_word(text_[stop])) {
      ++stop;
    }
    Token& token = push(Token::Kind::number, stop - offset_);
    const std::optional<double> value = parse_number(token.text, NumberKind::plain);
    if (value) {
      token.number = *value;
      return;
    }
    const std::string_view rest = token.text.substr(mantissa.size());
    const bool product = parse_number(mantissa, NumberKind::plain) && is_key(rest);
    errors_.add("F003",
                token.offset,
                fmt::format("`{}` is not a number", token.text),
                product ? fmt::format("write {} * {} if the product is meant", mantissa, rest)
                        : "write numbers like 3, 0.25, 2e-3, 12k or 3.4M");
  }

  bool slip() {
    const std::string_view rest = text_.substr(offset_);
    const auto* found = std::find_if(slips.begin(), slips.end(), [&](const Slip& s) {
      return rest.substr(0, s.written.size()) == s.written;
    });
    if (found == slips.end()) {
      return false;
    }
    errors_.add(found->code,
                offset_,
                fmt::format("`{}` has no meaning in a formula", printable(found->written)),
                std::string{found->hint});
    if (found->meant == ' ') {
      skip(found->written.size());
    } else {
      push(Token::Kind::symbol, found->written.size()).symbol = found->meant;
    }
    return true;
  }

  void symbol(char c) {
    if (std::string_view{"+-*/^(),"}.find(c) != std::string_view::npos) {
      push(Token::Kind::symbol, 1).symbol = c;
    } else if (c == '%') {
      percent();
    } else {
      std::size_t stop = offset_ + 1;
      while (stop < text_.size() && is_trailing_byte(text_[stop])) {
        ++stop;
      }
      const std::string_view unknown = text_.substr(offset_, stop - offset_);
      errors_.add("F002",
                  offset_,
                  fmt::format("`{}` has no meaning in a formula", printable(unknown)),
                  std::string{what_there_is});
      skip(unknown.size());
    }
  }

  void percent() {
    std::string hint = "write a share as a number from 0 to 1";
    if (!tokens_.empty() && tokens_.back().kind == Token::Kind::number) {
      const std::string written = std::string{tokens_.back().text} + "%";
      if (const std::optional<double> value = parse_number(written, NumberKind::percent)) {
        hint = fmt::format("write {} instead of {}", format_number(*value), written);
      }
    }
    errors_.add("F016", offset_, "a formula takes no percent sign", std::move(hint));
    skip(1);
  }

  std::string_view text_;
  FormulaErrors& errors_;
  std::vector<Token> tokens_;
  std::size_t offset_ = 0;
  std::uint32_t column_ = 1;
  bool skipped_ = false;  // since the last word
};

}  // namespace

std::vector<Token> tokenize(std::string_view text, FormulaErrors& errors) {
  return Tokenizer{text, errors}.run();
}

}  // namespace betledger::tree
