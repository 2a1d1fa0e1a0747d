#include "ledger/text/json_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t largest_text = std::size_t{64} << 20U;
constexpr std::size_t deepest_level = 32;

/// Builds the Node from nlohmann's events. Those carry neither places nor the text of a number, so
/// a cursor walks the source along with them: a token starts at the first byte that is no
/// separator.
class NodeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit NodeBuilder(const SourceText& source) : source_{source} {}

  bool null() override { return literal({}, 4); }
  bool boolean(bool value) override {
    return literal(Node::scalar(value ? "true" : "false"), value ? 4 : 5);
  }
  bool number_integer(number_integer_t /*value*/) override { return number(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return number(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
    return number();
  }
  bool binary(binary_t& /*value*/) override { return false; }  // no such thing in text
  bool string(string_t& value) override {
    const std::size_t start = skip_string();
    return put(Node::string(std::move(value)), start + 1);
  }
  bool start_object(std::size_t /*count*/) override { return open(Node::mapping()); }
  bool start_array(std::size_t /*count*/) override { return open(Node::sequence({})); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    const std::size_t start = skip_string();
    Level& level = levels_.back();
    if (!level.keys.insert(value).second) {
      return fail("Y010",
                  start,
                  fmt::format("the key \"{}\" is there twice", shown(value)),
                  "keep one of the two");
    }
    level.key = std::move(value);
    level.key_at = start;
    return true;
  }

  bool parse_error(std::size_t read,
                   const std::string& /*token*/,
                   const nlohmann::detail::exception& why) override {
    const bool cut = read > source_.text().size();
    const std::string what = why.what();
    const bool range = dynamic_cast<const nlohmann::detail::out_of_range*>(&why) != nullptr;
    return fail(
        "Y030",
        read == 0 ? 0 : read - 1,
        cut     ? "the JSON text ends too early"
        : range ? "this number is too large"
                : fmt::format("this is not JSON: {}", shown(reason(what))),
        cut ? "the file was cut, or a bracket or quote is missing" : "see RFC 8259 for the form");
  }

  [[nodiscard]] Node take() { return std::move(root_); }
  [[nodiscard]] Diagnostics& errors() { return errors_; }

 private:
  struct Level {
    Node node;
    std::string key{};
    std::size_t key_at = 0;
    std::set<std::string> keys{};
  };

  // "... - unexpected end of input; expected ..." without nlohmann's number, place and last token.
  static std::string reason(const std::string& what) {
    const std::size_t from = what.find("syntax error");
    const std::size_t to = what.find("; last read");
    return from == std::string::npos ? what
                                     : what.substr(from, to == std::string::npos ? to : to - from);
  }

  bool fail(const char* code, std::size_t at, std::string message, std::string hint) {
    errors_.push_back(source_.error(code, at, std::move(message), std::move(hint)));
    return false;
  }

  std::size_t token_start() {
    const std::string_view text = source_.text();
    cursor_ = std::min(text.find_first_not_of(" \t\r\n,:", cursor_), text.size());
    return cursor_;
  }

  std::size_t skip_string() {
    const std::string_view text = source_.text();
    const std::size_t start = token_start();
    for (cursor_ = start + 1; cursor_ < text.size() && text[cursor_] != '"'; ++cursor_) {
      if (text[cursor_] == '\\') {
        ++cursor_;
      }
    }
    ++cursor_;
    return start;
  }

  bool literal(Node node, std::size_t length) {
    const std::size_t start = token_start();
    cursor_ += length;
    return put(std::move(node), start);
  }

  bool number() {
    const std::size_t start = token_start();
    const std::string_view text = source_.text();
    cursor_ = std::min(text.find_first_not_of("+-.0123456789eE", start), text.size());
    return put(Node::scalar(std::string{text.substr(start, cursor_ - start)}), start);
  }

  bool put(Node node, std::size_t start) {
    node.at = source_.position(start);
    return put(std::move(node));
  }

  bool put(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return true;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::mapping) {
      level.node.members.push_back(
          {std::move(level.key), source_.position(level.key_at), std::move(node)});
    } else {
      level.node.items.push_back(std::move(node));
    }
    return true;
  }

  bool open(Node node) {
    const std::size_t start = token_start();
    ++cursor_;
    if (levels_.size() == deepest_level) {
      return fail("Y014",
                  start,
                  fmt::format("nested deeper than {} levels", deepest_level),
                  "nothing in a ledger is nested this deep");
    }
    node.at = source_.position(start);
    levels_.push_back({std::move(node)});
    return true;
  }

  bool close() {
    token_start();
    ++cursor_;
    Node done = std::move(levels_.back().node);
    levels_.pop_back();
    return put(std::move(done));
  }

  const SourceText& source_;
  std::size_t cursor_ = 0;
  std::vector<Level> levels_;
  Node root_;
  Diagnostics errors_;
};

// What nlohmann lets pass: it takes a NUL for the end of the text and skips a byte-order mark.
std::optional<Diagnostic> refuse_bytes(const SourceText& source) {
  const std::string_view text = source.text();
  if (text.size() > largest_text) {
    return source.error("Y001", 0, "the JSON text is larger than 64 MiB", "split it");
  }
  if (const auto bad = first_bad_utf8(text)) {
    return source.error("Y002", *bad, "this byte is not UTF-8", "save the file as UTF-8");
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    return source.error("Y003", 0, "JSON starts with no byte-order mark", "save it without one");
  }
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
  });
  if (control != text.end()) {
    return source.error("Y004",
                        static_cast<std::size_t>(control - text.begin()),
                        "a control character stands here",
                        "take it out, or write it as \\u00NN");
  }
  return std::nullopt;
}

}  // namespace

Result<Node> parse_json(std::string_view text, const std::string& file) {
  const SourceText source{text, file};
  if (auto refused = refuse_bytes(source)) {
    return *std::move(refused);
  }
  NodeBuilder builder{source};
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return std::move(builder.errors());
  }
  return builder.take();
}

}  // namespace betledger::ledger
