#include "ledger/authoring/amendment.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/book/about_field.h"
#include "ledger/book/lookup.h"
#include "ledger/book/refusal.h"
#include "ledger/codec/codec.h"
#include "ledger/text/yaml.h"
#include "ledger/text/yaml_write.h"

namespace betledger::ledger {
namespace {

/// The member of a mapping, made if it is not there; null if `node` is no mapping.
Node* member(Node& node, const std::string& key) {
  if (node.kind == Node::Kind::null) {
    node.kind = Node::Kind::mapping;
  }
  if (node.kind != Node::Kind::mapping) {
    return nullptr;
  }
  for (Member& candidate : node.members) {
    if (candidate.key == key) {
      return &candidate.value;
    }
  }
  node.add(key, {});
  return &node.members.back().value;
}

/// Puts `value` at a path with dots.
bool set_at(Node& body, std::string_view path, Node value) {
  Node* node = &body;
  while (node != nullptr) {
    const std::size_t dot = path.find('.');
    node = member(*node, std::string{path.substr(0, dot)});
    if (dot == std::string_view::npos) {
      break;
    }
    path.remove_prefix(dot + 1);
  }
  if (node == nullptr) {
    return false;
  }
  *node = std::move(value);
  return true;
}

/// The `which`th of `set`, the value read as in a bets file.
Diagnostics set_field(const Amendment& amendment, Node& body, std::size_t which) {
  const std::string& assignment = amendment.set[which];
  const std::string field = fmt::format("set/{}", which);
  const std::size_t equals = assignment.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return {about_field(field,
                        "U005",
                        fmt::format("--set takes FIELD=VALUE, not `{}`", assignment),
                        "e.g. --set works=0.4")};
  }
  const std::string path = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  const auto value = parse_yaml("value: " + text + "\n", "--set " + path);
  if (!value) {
    return value.error();
  }
  if (!set_at(body, path, *value->find("value"))) {
    return {about_field(field,
                        "U005",
                        fmt::format("{} has no fields of its own", path.substr(0, path.rfind('.'))),
                        "set the field as a whole")};
  }
  return {};
}

Result<Bet> with_fields(const Amendment& amendment, const Bet& bet) {
  Node body = encode_bet(bet);
  Diagnostics errors;
  for (std::size_t i = 0; i < amendment.set.size(); ++i) {
    const auto wrong = set_field(amendment, body, i);
    errors.insert(errors.end(), wrong.begin(), wrong.end());
  }
  if (!errors.empty()) {
    return errors;
  }
  return decode_bet(bet.key, body);
}

Result<Bet> from_file(const AuthoredFile& file, const Book& book, const std::string& key) {
  const auto node = parse_yaml(file.text, file.name);
  if (!node) {
    return node.error();
  }
  auto sheet = decode_bets(*node);
  if (!sheet) {
    return sheet.error();
  }
  use_learned_default(sheet.value(), *node, book);
  std::vector<std::string> keys;
  for (const Bet& candidate : sheet->bets) {
    if (candidate.key == key) {
      return candidate;
    }
    keys.push_back(candidate.key);
  }
  return about_field("from",
                     "U016",
                     fmt::format("{} has no bet {}", file.name, key),
                     meant_or(key, keys, "it has: " + join(keys, ", ")));
}

/// The sheet of the bet's cycle with its new terms.
Result<BetSheet> amended_sheet(const Book& book, const Amendment& amendment, const BetRecord& bet) {
  const auto amended = amendment.from ? from_file(*amendment.from, book, bet.terms.key)
                                      : with_fields(amendment, bet.terms);
  if (!amended) {
    return amended.error();
  }
  BetSheet sheet = book.sheet(bet.cycle);
  const auto place = std::find_if(sheet.bets.begin(), sheet.bets.end(), [&](const Bet& candidate) {
    return candidate.key == bet.terms.key;
  });
  if (place == sheet.bets.end()) {
    return about_field("bet",
                       "U016",
                       fmt::format("the bet {} was withdrawn", bet.terms.key),
                       "put it back into the bets file and apply the file");
  }
  *place = *amended;
  return sheet;
}

}  // namespace

Result<Proposal> amend_bet(const Book& book, const Amendment& amendment, Diagnostics& warnings) {
  const auto bet = find_bet(book, amendment.bet);
  if (!bet) {
    return bet.error();
  }
  if (amendment.set.empty() != amendment.from.has_value()) {
    return refusal("U009",
                   "`betledger bet amend` needs either --set or --from",
                   "--set FIELD=VALUE for single fields, --from FILE for a whole bet");
  }
  const auto sheet = amended_sheet(book, amendment, *bet);
  if (!sheet) {
    return sheet.error();
  }
  const AuthoredFile file{"amended bets", write_yaml(encode_bets(*sheet, &book.tree))};
  Diagnostics found;
  auto proposal = propose_files(book, {file}, amendment.because, found);
  // What the rest of the sheet was warned of when it was applied is not news here.
  std::copy_if(found.begin(), found.end(), std::back_inserter(warnings), [&](const auto& warning) {
    return warning.message.find("`" + bet->terms.key + "`") != std::string::npos;
  });
  return proposal;
}

}  // namespace betledger::ledger
