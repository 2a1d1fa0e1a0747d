#include "cli/commands/codes.h"

#include <algorithm>
#include <array>

#include "forecast/plan/codes.h"
#include "ledger/store/codes.h"
#include "tree/codes.h"

namespace betledger::cli {
namespace {

constexpr std::array<CodeInfo, 33> own_codes{{
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
    {"U005",
     "Value of the wrong type",
     "Numbers, shares and dates are read strictly, whatever the language of the machine.",
     "Whole numbers are digits only, shares are 80% or 0.8, dates are 2026-07-06."},
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
    {"U009",
     "Options that do not go together",
     "Two options ask for different things, or one needs another.",
     "Use one of them; `betledger COMMAND --help` says what each does."},
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
    {"U015",
     "No such cycle",
     "The ledger has no cycle of that key.",
     "`betledger cycle list` shows the cycles; `betledger cycle open KEY` opens one."},
    {"U016",
     "No such bet",
     "The ledger has no bet of that key.",
     "`betledger bet show` lists the bets; `betledger apply` adds them from a file."},
    {"U020",
     "A target out of the metric's reach",
     "A bound that a metric can never meet, or always does, is a percent sign lost or one too "
     "many: "
     "97 for a share means 9700%.",
     "Write `--target \"retention >= 97%\"` for a fraction and the plain value for anything else."},
    {"U021",
     "Day far from the cycle",
     "A bet is started, delivered and stopped in its cycle or not long before and after; a day "
     "years away has a slip in its year.",
     "Correct the date. The message names the days that can be meant."},
    {"U022",
     "Control character in a text",
     "Control characters, broken UTF-8 and marks that turn the direction of writing make a text "
     "look other than it is, for good: what is recorded is never changed.",
     "Take it out. Line ends and tabs may stay."},
    {"U023",
     "Day that has not come",
     "What happened is recorded after it happened; a day ahead often has a slip in it. A step of a "
     "bet counts from its day on; an experiment is refused.",
     "Correct the date. Is the clock of this machine right?"},
    {"U026",
     "No such team",
     "No bet of this ledger names that team, so a correction of its effects would never be read.",
     "`betledger bet show KEY` names a bet's team; leave TEAM out for every other team."},
    {"U031",
     "No such proposal",
     "A review numbers its proposals by the links of the tree in the plan of record.",
     "`betledger review` shows them."},
    {"U017",
     "Nothing of that name",
     "It is neither a metric, a bet or a link of this ledger, nor the code of a message.",
     "Write a link as `from->to` (in quotes), a code as a letter and three digits."},
    {"U018",
     "No plan of record",
     "The cycle was never committed, so there is nothing to show or to compute again.",
     "`betledger cycle commit` locks the plan."},
    {"U019",
     "No such entry",
     "The ledger is shorter than that.",
     "`betledger log` shows the entries and their numbers."},
    {"U030",
     "No such metric in the plan of record",
     "The plan was locked with the metrics that the tree had then.",
     "`betledger standing` shows the metrics of the plan of record."},
    {"U032",
     "Values of a closed cycle",
     "They are facts, so they are recorded; but the cycle was reviewed and closed on the "
     "values before them.",
     "`betledger review --cycle KEY` shows what they would have changed."},
    {"U033",
     "Commit in the middle of a cycle",
     "A plan of record that knows part of its cycle is easier to meet than one that did not. It is "
     "allowed, but not in silence: the reports name the commit, what was known and what it "
     "replaced.",
     "Add --because \"...\". Who only wants to see where the cycle goes needs no commit: "
     "`betledger gap`."},
    {"U034",
     "Day to stand on that has not come",
     "A standing on a day ahead of the clock takes every period until then for known, and those "
     "without a value for missing.",
     "Choose a day that is over, or leave --as-of out. Is the clock of this machine right?"},
    {"U035",
     "Correction that changes nothing",
     "What it says is what is recorded; two more entries would look as if something had changed.",
     "Give the day or the share that is right; `betledger bet show KEY` shows what stands."},
    {"U036",
     "Delivery of a bet that the plan did not fund",
     "It is a fact, so it is recorded; but the plan of record has no forecast that it could be "
     "held against.",
     "Nothing to do if it is the right bet; else `betledger bet undo KEY deliver`."},
    {"U037",
     "Delivery before the data cut of the plan",
     "Baselines are fitted to the history up to the data cut. What was delivered before it moved "
     "that history, so its effect would count twice: in the baseline and as a bet.",
     "Correct the day. If it is right, take the bet out of the plan: its effect is in the "
     "baseline."},
    {"U038",
     "Factor far from 1",
     "The factor is what comes over what is stated: 0.5 is that half of it comes, 50 that fifty "
     "times as much does. A per cent sign that is lost looks the same.",
     "Write 0.5 for 50%. `betledger optimism off TEAM` takes it back."},
}};

}  // namespace

std::span<const CodeInfo> codes() noexcept {
  return own_codes;
}

const CodeInfo* find_code(std::string_view code) noexcept {
  for (const auto catalogue : {tree::codes(), ledger::codes(), forecast::codes(), codes()}) {
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
  for (const auto catalogue : {tree::codes(), ledger::codes(), forecast::codes(), codes()}) {
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
