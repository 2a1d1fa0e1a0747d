#include "ledger/authoring/authored.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "ledger/authoring/authored_rules.h"
#include "ledger/codec/codec.h"
#include "ledger/text/source_text.h"
#include "ledger/text/yaml.h"
#include "tree/metric_tree.h"

namespace betledger::ledger {
namespace {

enum class FileKind : std::uint8_t { tree, bets, unknown };

struct ReadFile {
  Node node;
  FileKind kind = FileKind::unknown;
};

Diagnostic error_at(const char* code, const Position& at, std::string message, std::string hint) {
  return {code, Severity::error, at, {}, std::move(message), std::move(hint)};
}

/// Reads the files one by one, then judges the whole.
class AuthoredReader {
 public:
  AuthoredReader(const std::vector<AuthoredFile>& files, const Book& book)
      : files_{files}, book_{book} {}

  Result<Authored> read(Diagnostics& warnings) {
    for (const AuthoredFile& file : files_) {
      read_file(file);
    }
    if (!tree_broken_) {
      check_whole();
    }
    finish();
    const auto is_error = [](const Diagnostic& finding) {
      return finding.severity == Severity::error;
    };
    const auto first_warning = std::stable_partition(found_.begin(), found_.end(), is_error);
    std::move(first_warning, found_.end(), std::back_inserter(warnings));
    found_.erase(first_warning, found_.end());
    if (!found_.empty()) {
      return std::move(found_);
    }
    return std::move(authored_);
  }

 private:
  void add(Diagnostics more) { std::move(more.begin(), more.end(), std::back_inserter(found_)); }

  void read_file(const AuthoredFile& file) {
    auto node = parse_yaml(file.text, file.name);
    if (!node) {
      tree_broken_ = tree_broken_ || file.text.find("metrics") != std::string::npos;
      add(node.error());
      return;
    }
    if (node->kind != Node::Kind::mapping) {
      found_.push_back(error_at(
          "A020",
          {file.name, 1, 1},
          node->kind == Node::Kind::null ? "the file is empty"
                                         : "the file is no mapping of keys to values",
          "a tree file starts with tree:, focus: and metrics:, a bets file with cycle: and bets:"));
      return;
    }
    switch (kind_of(*node)) {
      case FileKind::tree:
        read_tree(*node);
        break;
      case FileKind::bets:
        read_bets(std::move(node).value());
        break;
      case FileKind::unknown:
        break;
    }
  }

  FileKind kind_of(const Node& node) {
    const bool tree = node.find("metrics") != nullptr;
    const bool bets = node.find("bets") != nullptr;
    if (tree && bets) {
      found_.push_back(error_at("A020",
                                node.at,
                                "one file holds both `metrics` and `bets`",
                                "put the tree and the bets of each cycle in files of their own"));
      return FileKind::unknown;
    }
    if (tree || node.find("tree") != nullptr || node.find("focus") != nullptr) {
      return FileKind::tree;
    }
    if (bets || node.find("cycle") != nullptr) {
      return FileKind::bets;
    }
    const auto close =
        node.members.empty()
            ? std::nullopt
            : suggestion(node.members.front().key,
                         std::vector<std::string>{"tree", "focus", "metrics", "cycle", "bets"});
    found_.push_back(error_at("A020",
                              node.at,
                              "this is neither a tree (`metrics`) nor a sheet of bets (`bets`)",
                              close ? fmt::format("did you mean `{}`?", *close)
                                    : "a tree file starts with tree:, focus: and metrics:, a bets "
                                      "file with cycle: and bets:"));
    return FileKind::unknown;
  }

  void read_tree(const Node& node) {
    if (has_tree_) {
      found_.push_back(
          error_at("A101", node.at, "a second file holds a tree", "apply one tree at a time"));
      return;
    }
    has_tree_ = true;
    auto tree = decode_tree(node);
    if (!tree) {
      tree_broken_ = true;
      add(tree.error());
      return;
    }
    if (auto built = tree::MetricTree::build(*tree); !built) {
      add(built.error());
    }
    add(check_events(*tree, node));
    add(check_sensitive(node));
    for (const tree::Metric& metric : tree->metrics) {
      if (metric.baseline) {
        warn_of(metric.baseline->start, metric.at);
        warn_of(metric.baseline->end, metric.at);
      }
    }
    for (const tree::Link& link : tree->links) {
      warn_of(link.strength, link.at);
    }
    for (const tree::Occasion& occasion : tree->occasions) {
      warn_of(occasion.amount, occasion.at);
    }
    authored_.tree = std::move(tree).value();
  }

  void read_bets(Node node) {
    auto sheet = decode_bets(node);
    if (!sheet) {
      add(sheet.error());
      return;
    }
    const auto again =
        std::find_if(authored_.sheets.begin(), authored_.sheets.end(), [&](const BetSheet& other) {
          return other.cycle == sheet->cycle;
        });
    if (again != authored_.sheets.end()) {
      found_.push_back(
          error_at("A102",
                   node.at,
                   fmt::format("a second file holds the bets of cycle {}", sheet->cycle),
                   "put the bets of a cycle in one file"));
      return;
    }
    for (const Bet& bet : sheet->bets) {
      warn_of(bet.delay_days, bet.at);
      for (const Effect& effect : bet.effects) {
        warn_of(effect.amount, effect.at);
      }
    }
    use_learned_default(sheet.value(), node, book_);
    authored_.sheets.push_back(std::move(sheet).value());
    sheet_nodes_.push_back(std::move(node));
  }

  void warn_of(const Distribution& belief, const Position& at) {
    for (Diagnostic& warning : belief.warnings()) {
      if (warning.severity != Severity::note) {
        warning.at = at;
        found_.push_back(std::move(warning));
      }
    }
  }

  void check_whole() {
    const tree::TreeSpec& tree = authored_.tree ? *authored_.tree : book_.tree;
    if (tree.metrics.empty()) {
      if (!authored_.sheets.empty()) {
        found_.push_back(error_at("A119",
                                  authored_.sheets.front().at,
                                  "there is no tree that the bets could be tied to",
                                  "apply the tree first, or both files together"));
      }
      return;
    }
    std::vector<AuthoredSheet> sheets;
    for (std::size_t i = 0; i < authored_.sheets.size(); ++i) {
      sheets.push_back({authored_.sheets[i], sheet_nodes_[i]});
    }
    const AuthoredWorld world{tree, book_, sheets};
    for (const AuthoredSheet& sheet : sheets) {
      add(check_sheet(sheet, world));
    }
    if (authored_.tree) {
      add(check_kept_bets(world));
    }
  }

  // By file in the order given, then by place; with the line, where it is known.
  void finish() {
    std::map<std::string, std::size_t> order;
    std::vector<SourceText> sources;
    for (const AuthoredFile& file : files_) {
      order.emplace(file.name, order.size());
      sources.emplace_back(file.text, file.name);
    }
    const auto place = [&order](const Diagnostic& finding) {
      const auto file = order.find(finding.at.file);
      return std::tuple{
          file == order.end() ? order.size() : file->second, finding.at.line, finding.at.column};
    };
    std::stable_sort(
        found_.begin(), found_.end(), [&place](const Diagnostic& a, const Diagnostic& b) {
          return place(a) < place(b);
        });
    for (Diagnostic& finding : found_) {
      const auto source =
          std::find_if(sources.begin(), sources.end(), [&finding](const SourceText& one) {
            return one.file() == finding.at.file;
          });
      if (finding.excerpt.empty() && source != sources.end()) {
        finding.excerpt = source->excerpt(finding.at.line);
      }
    }
  }

  const std::vector<AuthoredFile>& files_;
  const Book& book_;
  Authored authored_;
  std::vector<Node> sheet_nodes_;
  Diagnostics found_;
  bool has_tree_ = false;
  bool tree_broken_ = false;
};

}  // namespace

void use_learned_default(BetSheet& sheet, const Node& file, const Book& book) {
  const Node* const bodies = file.find("bets");
  if (!book.prior || bodies == nullptr) {
    return;
  }
  const Probability works{std::round(100 * book.prior->works) / 100};
  for (Bet& bet : sheet.bets) {
    const Node* const body = bodies->find(bet.key);
    if (body != nullptr && body->find("works") == nullptr) {
      bet.works = works;
    }
  }
}

Result<Authored> read_authored(const std::vector<AuthoredFile>& files,
                               const Book& book,
                               Diagnostics& warnings) {
  return AuthoredReader{files, book}.read(warnings);
}

}  // namespace betledger::ledger
