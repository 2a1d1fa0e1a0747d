#include "ledger/requests/codes_requests.h"

#include <array>

namespace betledger::ledger {
namespace {

// Their letter is that of the command line, which gave them first: a code never changes its name.
constexpr auto all_codes = std::to_array<CodeInfo>({
    {"U005",
     "Value of the wrong type",
     "Numbers, shares and dates are read strictly, whatever the language of the machine.",
     "Whole numbers are digits only, shares are 80% or 0.8, dates are 2026-07-06."},
    {"U009",
     "Options that do not go together",
     "Two options ask for different things, or one needs another.",
     "Use one of them; `betledger COMMAND --help` says what each does."},
    {"U015",
     "No such cycle",
     "The ledger has no cycle of that key.",
     "`betledger cycle list` shows the cycles; `betledger cycle open KEY` opens one."},
    {"U016",
     "No such bet",
     "The ledger has no bet of that key.",
     "`betledger bet show` lists the bets; `betledger apply` adds them from a file."},
    {"U017",
     "Nothing of that name",
     "It is neither a metric, a bet or a link of this ledger, nor the code of a message.",
     "Write a link as `from->to` (in quotes), a code as a letter and three digits."},
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
    {"U023",
     "Day that has not come",
     "What happened is recorded after it happened; a day ahead often has a slip in it. A step of a "
     "bet counts from its day on; an experiment is refused.",
     "Correct the date. Is the clock of this machine right?"},
    {"U026",
     "No such team",
     "No bet of this ledger names that team, so a correction of its effects would never be read.",
     "`betledger bet show KEY` names a bet's team; leave TEAM out for every other team."},
    {"U032",
     "Values of a closed cycle",
     "They are facts, so they are recorded; but the cycle was reviewed and closed on the "
     "values before them.",
     "`betledger review --cycle KEY` shows what they would have changed."},
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
});

}  // namespace

std::span<const CodeInfo> request_codes() noexcept {
  return all_codes;
}

}  // namespace betledger::ledger
