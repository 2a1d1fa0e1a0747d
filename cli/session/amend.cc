#include "cli/session/amend.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/process/files.h"
#include "cli/process/mistake.h"
#include "cli/session/lookup.h"
#include "core/text.h"
#include "ledger/codec/codec.h"
#include "ledger/text/yaml.h"
#include "ledger/text/yaml_write.h"

namespace betledger::cli {
namespace {

/// The member of a mapping, made if it is not there; null if `node` is no mapping.
ledger::Node* member(ledger::Node& node, const std::string& key) {
  if (node.kind == ledger::Node::Kind::null) {
    node.kind = ledger::Node::Kind::mapping;
  }
  if (node.kind != ledger::Node::Kind::mapping) {
    return nullptr;
  }
  for (ledger::Member& candidate : node.members) {
    if (candidate.key == key) {
      return &candidate.value;
    }
  }
  node.add(key, {});
  return &node.members.back().value;
}

/// Puts `value` at a path with dots.
bool set_at(ledger::Node& body, std::string_view path, ledger::Node value) {
  ledger::Node* node = &body;
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

/// The `which`th --set, `FIELD=VALUE`, the value read as in a bets file.
Diagnostics set_field(const Call& call, ledger::Node& body, std::size_t which) {
  const std::string assignment = call.arguments.all("set")[which];
  const std::size_t equals = assignment.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return {call.arguments.complaint("set",
                                     "U005",
                                     fmt::format("--set takes FIELD=VALUE, not `{}`", assignment),
                                     "e.g. --set works=0.4",
                                     which)};
  }
  const std::string path = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  const auto value = ledger::parse_yaml("value: " + text + "\n", "--set " + path);
  if (!value) {
    return value.error();
  }
  if (!set_at(body, path, *value->find("value"))) {
    return {call.arguments.complaint(
        "set",
        "U005",
        fmt::format("{} has no fields of its own", path.substr(0, path.rfind('.'))),
        "set the field as a whole",
        which)};
  }
  return {};
}

Result<ledger::Bet> with_fields(const Call& call, const ledger::Bet& bet) {
  ledger::Node body = ledger::encode_bet(bet);
  Diagnostics errors;
  for (std::size_t i = 0; i < call.arguments.all("set").size(); ++i) {
    const auto wrong = set_field(call, body, i);
    errors.insert(errors.end(), wrong.begin(), wrong.end());
  }
  if (!errors.empty()) {
    return errors;
  }
  return ledger::decode_bet(bet.key, body);
}

Result<ledger::Bet> from_file(const Call& call, const ledger::Book& book, const ledger::Bet& bet) {
  const std::string file = call.arguments.text("from");
  const auto node = ledger::parse_yaml(read_file(file), file);
  if (!node) {
    return node.error();
  }
  auto sheet = ledger::decode_bets(*node);
  if (!sheet) {
    return sheet.error();
  }
  ledger::use_learned_default(sheet.value(), *node, book);
  std::vector<std::string> keys;
  for (const ledger::Bet& candidate : sheet->bets) {
    if (candidate.key == bet.key) {
      return candidate;
    }
    keys.push_back(candidate.key);
  }
  return call.arguments.complaint("from",
                                  "U016",
                                  fmt::format("{} has no bet {}", file, bet.key),
                                  suggestion(bet.key, keys, "it has: " + join(keys, ", ")));
}

Result<ledger::Bet> amended_bet(const Call& call,
                                const ledger::Book& book,
                                const ledger::Bet& bet) {
  if (call.arguments.has("set") == call.arguments.has("from")) {
    return mistake("U009",
                   "`betledger bet amend` needs either --set or --from",
                   "--set FIELD=VALUE for single fields, --from FILE for a whole bet");
  }
  return call.arguments.has("set") ? with_fields(call, bet) : from_file(call, book, bet);
}

}  // namespace

Result<ledger::Proposal> propose_amendment(const Call& call,
                                           const ledger::Book& book,
                                           const ledger::BetRecord& bet,
                                           Diagnostics& warnings) {
  const auto amended = amended_bet(call, book, bet.terms);
  if (!amended) {
    return amended.error();
  }
  ledger::BetSheet sheet = book.sheet(bet.cycle);
  const auto place =
      std::find_if(sheet.bets.begin(), sheet.bets.end(), [&](const ledger::Bet& candidate) {
        return candidate.key == bet.terms.key;
      });
  if (place == sheet.bets.end()) {
    return call.arguments.complaint("KEY",
                                    "U016",
                                    fmt::format("the bet {} was withdrawn", bet.terms.key),
                                    "put it back into the bets file and apply the file");
  }
  *place = *amended;
  // The whole sheet goes through what `apply` does, so that nothing is checked less here.
  const ledger::AuthoredFile file{
      .name = "amended bets", .text = ledger::write_yaml(ledger::encode_bets(sheet, &book.tree))};
  const auto authored = ledger::read_authored({file}, book, warnings);
  // What the rest of the sheet was warned of when it was applied is not news here.
  std::erase_if(warnings, [&](const Diagnostic& warning) {
    return warning.message.find("`" + bet.terms.key + "`") == std::string::npos;
  });
  if (!authored) {
    return authored.error();
  }
  auto proposal = ledger::propose(book, *authored);
  for (ledger::Event& event : proposal.events) {
    if (auto* const change = std::get_if<ledger::BetAmended>(&event)) {
      change->because = call.arguments.text("because");
    }
  }
  return proposal;
}

}  // namespace betledger::cli
