#include "cli/commands/codes.h"

#include <algorithm>
#include <array>

#include "core/codes.h"
#include "forecast/plan/codes.h"
#include "ledger/store/codes.h"
#include "tree/codes.h"

namespace betledger::cli {
namespace {

constexpr std::array<CodeInfo, 15> own_codes{{
    {"U001",
     "Unknown command",
     "A command that is not understood is never guessed: the wrong one might write to the ledger.",
     "`betledger help` lists the commands; some have two words, like `betledger cycle open`."},
    {"U002",
     "Unknown option",
     "Options are never abbreviated or guessed, so that a script means the same with every "
     "version.",
     "`betledger COMMAND --help` lists the options of a command."},
    {"U003",
     "Option given twice",
     "Two values for one option contradict each other, and taking the last would hide it.",
     "Leave one of them out."},
    {"U004",
     "Option without its value",
     "The word that should have been the value is missing, or is itself an option.",
     "Give the value after the option, e.g. `--format json` or `--format=json`."},
    {"U006",
     "Value that is not one of the choices",
     "The option or word takes one of a fixed list.",
     "Use one of the values that the message names."},
    {"U007",
     "Missing word",
     "The command cannot know what to work on.",
     "`betledger COMMAND --help` shows the words it needs and an example."},
    {"U008",
     "Word too many",
     "A word that nothing takes is most often a slip, e.g. a value with a space and no quotes.",
     "Put values with spaces in quotes: `--target \"net_revenue >= 1.75M\"`."},
    {"U010",
     "No ledger found",
     "There is neither --ledger nor BETLEDGER, and no betledger.db in this folder or one above it.",
     "Go to the folder of the ledger, give --ledger FILE, or start one with `betledger init`."},
    {"U011",
     "Flag with a value",
     "A flag is on where it is written; it has no value.",
     "Write the flag alone, e.g. `--dry-run`."},
    {"U012",
     "Missing option",
     "The command cannot do its work without this option.",
     "`betledger COMMAND --help` shows an example."},
    {"U013",
     "File in the way",
     "`init` never overwrites anything.",
     "Work in an empty folder, or move the file away."},
    {"U014",
     "Environment variable with nonsense",
     "A variable that is set to something unreadable would otherwise be ignored in silence.",
     "Correct it or unset it; `betledger help` lists the variables."},
    {"U019",
     "No such entry",
     "The ledger is shorter than that.",
     "`betledger log` shows the entries and their numbers."},
    {"U022",
     "Control character in a text",
     "Control characters, broken UTF-8 and marks that turn the direction of writing make a text "
     "look other than it is, for good: what is recorded is never changed.",
     "Take it out. Line ends and tabs may stay."},
    {"U030",
     "No such metric in the plan of record",
     "The plan was locked with the metrics that the tree had then.",
     "`betledger standing` shows the metrics of the plan of record."},
}};

/// Of every layer that gives codes, lowest first.
std::array<std::span<const CodeInfo>, 5> catalogues() noexcept {
  return {core::codes(), tree::codes(), ledger::codes(), forecast::codes(), codes()};
}

}  // namespace

std::span<const CodeInfo> codes() noexcept {
  return own_codes;
}

const CodeInfo* find_code(std::string_view code) noexcept {
  for (const auto catalogue : catalogues()) {
    for (const CodeInfo& info : catalogue) {
      if (info.code == code) {
        return &info;
      }
    }
  }
  return nullptr;
}

std::vector<const CodeInfo*> all_codes() {
  std::vector<const CodeInfo*> all;
  for (const auto catalogue : catalogues()) {
    for (const CodeInfo& info : catalogue) {
      all.push_back(&info);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const CodeInfo* a, const CodeInfo* b) {
    return a->code < b->code;
  });
  return all;
}

}  // namespace betledger::cli
