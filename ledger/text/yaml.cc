#include "ledger/text/yaml.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "ledger/text/source_text.h"
#include "ledger/text/yaml_characters.h"
#include "ledger/text/yaml_scanner.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t most_nodes = 200'000;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Thrown through yaml-cpp to leave it: the text, or what is wrong with it, goes on for too long.
struct Stop {};

/// Builds the Node. The scanner has been over the text: what is checked here is what needs the
/// keys, and a second time what must never pass.
class NodeBuilder final : public YAML::EventHandler {
 public:
  NodeBuilder(const SourceText& source, std::size_t skipped) : source_{source}, skipped_{skipped} {}

  void OnDocumentStart(const YAML::Mark& mark) override { start_ = offset_of(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    scalar(before_blanks(offset_of(mark)), Node{});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    error("Y007",
          offset_of(mark),
          "aliases (*name) are not part of this YAML",
          "write the value out");
    scalar(offset_of(mark), Node{});
  }
  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    const bool quoted = tag == "!";
    scalar(text_start(offset_of(mark), quoted), quoted ? Node::string(value) : Node::scalar(value));
  }
  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    open(offset_of(mark), Node::sequence({}));
  }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    open(offset_of(mark), Node::mapping());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  [[nodiscard]] Node take() { return std::move(root_); }
  [[nodiscard]] Diagnostics& errors() { return errors_; }
  [[nodiscard]] std::size_t start() const { return start_; }
  [[nodiscard]] std::size_t offset_of(const YAML::Mark& mark) const {
    return skipped_ + static_cast<std::size_t>(std::max(mark.pos, 0));
  }

 private:
  struct Level {
    Node node;
    std::optional<std::string> key{};  // a mapping's key that waits for its value
    Position key_at{};
    std::map<std::string, std::uint32_t> lines{};  // where each key stands
  };

  void error(const char* code, std::size_t offset, std::string message, std::string hint) {
    errors_.push_back(source_.error(code, offset, std::move(message), std::move(hint)));
    if (errors_.size() >= most_findings) {
      throw Stop{};
    }
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      error("Y006", offset_of(mark), "anchors (&name) are not part of this YAML", "leave it out");
    }
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      error("Y008", offset_of(mark), "tags (!name) are not part of this YAML", "leave it out");
    }
  }

  // yaml-cpp marks a quoted text at its quote and a block text at its `|`; people look for the
  // text.
  [[nodiscard]] std::size_t text_start(std::size_t offset, bool quoted) const {
    const std::string_view text = source_.text();
    if (!quoted || offset >= text.size()) {
      return offset;
    }
    if (text[offset] == '"' || text[offset] == '\'') {
      return offset + 1;
    }
    const std::size_t next = text.find_first_not_of(" \r\n", text.find('\n', offset));
    return next == std::string_view::npos ? offset : next;
  }

  // yaml-cpp marks what is not there at the token after it; people look behind the key or dash.
  [[nodiscard]] std::size_t before_blanks(std::size_t offset) const {
    const std::string_view text = source_.text();
    const std::string_view here = text.substr(std::min(offset, text.size()), 4);
    const bool at_start =
        here.substr(0, 1) == "~" || here == "null" || here == "Null" || here == "NULL";
    const std::size_t last = text.substr(0, offset).find_last_not_of(" \t\r\n");
    return at_start || last == std::string_view::npos ? offset : last;
  }

  void count(std::size_t offset) {
    if (++nodes_ > most_nodes) {
      error("Y015",
            offset,
            fmt::format("the file holds more than {} values", most_nodes),
            "split it: a tree and the bets of each cycle can be files of their own");
      throw Stop{};
    }
  }

  void scalar(std::size_t offset, Node node) {
    count(offset);
    if (!levels_.empty() && levels_.back().node.kind == Node::Kind::mapping &&
        !levels_.back().key) {
      take_key(offset, std::move(node));
      return;
    }
    node.at = source_.position(offset);
    put(std::move(node));
  }

  void take_key(std::size_t offset, Node node) {
    Level& level = levels_.back();
    level.key_at = source_.position(offset);
    level.key = std::move(node.text);
    if (node.kind != Node::Kind::scalar) {
      error("Y016",
            offset,
            "this key is empty",
            "write \"key: value\"; a key that reads null needs quotes");
      return;
    }
    const auto [there, is_new] = level.lines.emplace(*level.key, level.key_at.line);
    if (!is_new) {
      error(
          "Y010",
          offset,
          fmt::format(
              "the key \"{}\" is there twice, first on line {}", shown(*level.key), there->second),
          "keep one of the two");
    }
  }

  void put(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::mapping) {
      level.node.members.push_back(
          {*std::exchange(level.key, std::nullopt), level.key_at, std::move(node)});
    } else {
      level.node.items.push_back(std::move(node));
    }
  }

  void open(std::size_t offset, Node node) {
    count(offset);
    if (!levels_.empty() && levels_.back().node.kind == Node::Kind::mapping &&
        !levels_.back().key) {
      error("Y016", offset, "a list or mapping cannot be a key", "use a text as the key");
      throw Stop{};
    }
    if (levels_.size() >= YamlScanner::deepest_level) {
      error("Y014",
            offset,
            fmt::format("nested deeper than {} levels", YamlScanner::deepest_level),
            "nothing in an authoring file is nested this deep");
      throw Stop{};
    }
    node.at = source_.position(offset);
    levels_.push_back({std::move(node)});
  }

  void close() {
    Node done = std::move(levels_.back().node);
    levels_.pop_back();
    put(std::move(done));
  }

  const SourceText& source_;
  std::size_t skipped_;
  std::size_t start_ = 0;
  std::size_t nodes_ = 0;
  std::vector<Level> levels_;
  Node root_;
  Diagnostics errors_;
};

}  // namespace

Result<Node> parse_yaml(std::string_view text, const std::string& file) {
  const SourceText source{text, file};
  const std::size_t start =
      text.substr(0, byte_order_mark.size()) == byte_order_mark ? byte_order_mark.size() : 0;
  if (Diagnostics refused = refuse_yaml_text(source, start); !refused.empty()) {
    return refused;
  }
  if (Diagnostics scanned = YamlScanner{source}.run(); !scanned.empty()) {
    return scanned;
  }
  NodeBuilder builder{source, start};
  try {
    std::istringstream in{std::string{text.substr(start)}};
    YAML::Parser parser{in};
    static_cast<void>(parser.HandleNextDocument(builder));
    NodeBuilder second{source, start};
    if (parser.HandleNextDocument(second)) {
      builder.errors().push_back(source.error(
          "Y011", second.start(), "a second document starts here", "one file holds one document"));
    }
  } catch (const YAML::Exception& why) {
    builder.errors().push_back(source.error(
        "Y017",
        builder.offset_of(why.mark),
        fmt::format("this is not YAML: {}", why.msg),
        "compare it with the lines around; quotes help where a text holds : # , [ ] { }"));
  } catch (const Stop&) {  // its reason is among the errors
  }
  if (!builder.errors().empty()) {
    return std::move(builder.errors());
  }
  return builder.take();
}

}  // namespace betledger::ledger
