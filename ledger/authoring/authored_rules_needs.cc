#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ledger/authoring/authored_rules.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

/// The bets of a sheet as a graph of what needs what.
class Needs {
 public:
  Needs(const AuthoredSheet& sheet, const AuthoredWorld& world, RuleFindings& findings)
      : sheet_{sheet}, world_{world}, findings_{findings} {
    for (const Bet& bet : sheet.sheet.bets) {
      bets_.emplace(bet.key, &bet);
    }
  }

  void run() {
    for (const Bet& bet : sheet_.sheet.bets) {
      for (std::size_t i = 0; i < bet.needs.size(); ++i) {
        need(bet, i);
      }
      for (std::size_t i = 0; i < bet.excludes.size(); ++i) {
        exclude(bet, i);
      }
    }
    for (const Bet& bet : sheet_.sheet.bets) {
      loop_from(bet);
    }
  }

 private:
  [[nodiscard]] Position item_at(const Bet& bet, std::string_view list, std::size_t index) const {
    const Node* body = body_of(sheet_, bet);
    const Node* items = body == nullptr ? nullptr : body->find(list);
    return items != nullptr && index < items->items.size() ? items->items[index].at : bet.at;
  }

  /// The bet of this sheet or of the ledger; says so if there is none.
  bool known(const Bet& bet, std::string_view list, std::size_t index, const std::string& key) {
    if (key == bet.key) {
      findings_.error("A108",
                      item_at(bet, list, index),
                      fmt::format("bet `{}` names itself in `{}`", key, list),
                      "take it out");
      return false;
    }
    const auto there = world_.book.bets.find(key);
    if (bets_.count(key) > 0 ||
        (there != world_.book.bets.end() && there->second.cycle != sheet_.sheet.cycle)) {
      return true;
    }
    std::vector<std::string> keys;
    for (const auto& [name, one] : bets_) {
      keys.push_back(name);
    }
    const auto close = suggestion(key, keys);
    findings_.error("A106",
                    item_at(bet, list, index),
                    fmt::format("`{}` of bet `{}` names `{}`, which is no bet", list, bet.key, key),
                    close ? fmt::format("did you mean `{}`?", *close)
                          : "name a bet of this sheet or of an earlier cycle");
    return false;
  }

  void need(const Bet& bet, std::size_t index) {
    const std::string& key = bet.needs[index];
    const auto needed = known(bet, "needs", index, key) ? bets_.find(key) : bets_.end();
    if (needed == bets_.end()) {
      return;
    }
    if (bet.funded && !needed->second->funded) {
      findings_.warn(
          "A118",
          item_at(bet, "needs", index),
          fmt::format("bet `{}` is funded, but `{}`, which it needs, is not", bet.key, key),
          "fund both or neither");
    }
    if (std::find(bet.excludes.begin(), bet.excludes.end(), key) != bet.excludes.end()) {
      findings_.error("A109",
                      item_at(bet, "needs", index),
                      fmt::format("bet `{}` both needs and excludes `{}`", bet.key, key),
                      "keep one of the two");
    }
  }

  void exclude(const Bet& bet, std::size_t index) {
    const std::string& key = bet.excludes[index];
    const auto other = known(bet, "excludes", index, key) ? bets_.find(key) : bets_.end();
    if (other == bets_.end() || !bet.funded || !other->second->funded) {
      return;
    }
    if (reported_.insert(std::minmax(bet.key, key)).second) {
      findings_.error(
          "A109",
          item_at(bet, "excludes", index),
          fmt::format("bets `{}` and `{}` exclude each other and both are funded", bet.key, key),
          "write funded: false in one of them");
    }
  }

  // Follows the needs of one bet; a loop is reported once, at its first bet in the sheet. O(bets +
  // needs)
  void loop_from(const Bet& start) {
    std::vector<std::pair<const Bet*, std::size_t>> path;
    if (done_.insert(start.key).second) {
      path.emplace_back(&start, 0);
    }
    while (!path.empty()) {
      auto& [bet, next] = path.back();
      if (next == bet->needs.size()) {
        path.pop_back();
        continue;
      }
      const auto needed = bets_.find(bet->needs[next++]);
      if (needed == bets_.end() || needed->second == bet) {
        continue;
      }
      const Bet* target = needed->second;
      const auto on_path = std::find_if(
          path.begin(), path.end(), [target](const auto& step) { return step.first == target; });
      if (on_path != path.end()) {
        report_loop({on_path, path.end()});
      } else if (done_.insert(target->key).second) {
        path.emplace_back(target, 0);
      }
    }
  }

  void report_loop(const std::vector<std::pair<const Bet*, std::size_t>>& loop) {
    std::string text;
    for (const auto& [bet, next] : loop) {
      text += bet->key + " -> ";
    }
    const Bet& first = *loop.front().first;
    findings_.error("A107",
                    item_at(first, "needs", loop.front().second - 1),
                    fmt::format("bets need each other in a circle: {}{}", text, first.key),
                    "take one of these needs out");
  }

  const AuthoredSheet& sheet_;
  const AuthoredWorld& world_;
  RuleFindings& findings_;
  std::map<std::string, const Bet*> bets_;
  std::set<std::string> done_;
  std::set<std::pair<std::string, std::string>> reported_;
};

}  // namespace

void check_needs(const AuthoredSheet& sheet, const AuthoredWorld& world, RuleFindings& findings) {
  Needs{sheet, world, findings}.run();
}

}  // namespace betledger::ledger
