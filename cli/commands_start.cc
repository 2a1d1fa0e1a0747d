// init, apply, export
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/examples.h"
#include "cli/files.h"
#include "cli/session.h"
#include "core/sha256.h"
#include "core/text.h"
#include "ledger/proposal.h"
#include "reports/ledger_report.h"

namespace betledger::cli {
namespace {

constexpr std::array<ExampleInfo, 2> all_examples{{
    {"store",
     "UK gift shop",
     "2011Q3 --target \"net_revenue >= 1.75M\" --focus-inputs returning_buyers,orders_per_buyer"},
    {"tutorial",
     "Coffee subscription",
     "2026Q3 --target \"revenue >= 360k\" --focus-inputs sign_ups,retention"},
}};

std::vector<std::string> example_names() {
  std::vector<std::string> names;
  for (const ExampleInfo& info : all_examples) {
    names.emplace_back(info.name);
  }
  return names;
}

// ---- init ----

/// Where `init` makes the ledger: never a folder above.
std::filesystem::path new_ledger(const Call& call) {
  if (const auto given = call.arguments.find("ledger")) {
    return *given;
  }
  return call.environment.ledger.value_or("betledger.db");
}

std::vector<ExampleFile> files_of(std::string_view example) {
  std::vector<ExampleFile> files;
  for (const ExampleFile& file : example_files()) {
    if (file.example == example) {
      files.push_back(file);
    }
  }
  return files;
}

Diagnostics files_in_the_way(const std::filesystem::path& ledger,
                             const std::vector<ExampleFile>& files) {
  std::vector<std::filesystem::path> wanted{ledger};
  for (const ExampleFile& file : files) {
    wanted.push_back(ledger.parent_path() / file.name);
  }
  Diagnostics found;
  for (const std::filesystem::path& file : wanted) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
      found.push_back(mistake("U013",
                              fmt::format("{} is already there", file.string()),
                              "nothing was written: work in an empty folder, or move it away"));
    }
  }
  return found;
}

void say_next(const Call& call, const ExampleInfo* example) {
  std::vector<std::string> next{"betledger apply tree.yaml bets.yaml"};
  if (example == nullptr) {
    call.console.say(fmt::format(
        "next: write tree.yaml (`betledger schema tree` is its JSON Schema), then\n  {}\n",
        next[0]));
    return;
  }
  next.emplace_back("betledger actuals import history.csv");
  next.emplace_back("betledger check");
  next.push_back(fmt::format("betledger cycle open {}", example->cycle));
  next.emplace_back("betledger rank");
  next.emplace_back("betledger forecast");
  next.emplace_back("betledger cycle commit");
  call.console.say("next:\n  " + join(next, "\n  ") + "\n");
}

Result<ExitCode> run_init(const Call& call) {
  const std::string wanted = call.arguments.text("example");
  const auto* const example = std::find_if(all_examples.begin(),
                                           all_examples.end(),
                                           [&](const auto& info) { return info.name == wanted; });
  const bool bare = example == all_examples.end();
  const auto files = files_of(wanted);
  const std::filesystem::path file = new_ledger(call);
  if (auto in_the_way = files_in_the_way(file, files); !in_the_way.empty()) {
    return in_the_way;
  }
  const std::string title = call.arguments.text("title", bare ? "Bet ledger" : example->title);
  const std::string nonce =
      call.environment.pinned_clock
          ? sha256_hex(title + format_instant(call.environment.now)).substr(0, 16)
          : call.environment.nonce;
  static_cast<void>(ledger::Ledger::create(file, {.title = title, .nonce = nonce}, stamp_of(call)));
  call.console.out(fmt::format("{}\n", file.string()));
  for (const ExampleFile& content : files) {
    const auto path = file.parent_path() / content.name;
    write_file(path, content.text);
    call.console.out(fmt::format("{}\n", path.string()));
  }
  say_next(call, bare ? nullptr : example);
  return ExitCode::fine;
}

Command init_command() {
  return {
      .name = "init",
      .summary = "start a ledger, empty or beside an example",
      .description =
          "Makes a ledger with its first entry: betledger.db in this folder, or the file that "
          "--ledger or BETLEDGER names. With --example the files of the example are written beside "
          "it: tree.yaml, bets.yaml, history.csv and a README. Nothing is ever overwritten.",
      .options = {{.name = "example",
                   .kind = ValueKind::choice,
                   .value = "NAME",
                   .summary = "also write the files of an example",
                   .choices = example_names()},
                  {.name = "title",
                   .kind = ValueKind::text,
                   .value = "TEXT",
                   .summary = "what the ledger is about"}},
      .examples = {{"betledger init --example store",
                    "A real shop's weekly history, its metric tree and a quarter's bets."}},
      .run = run_init};
}

// ---- apply ----

/// A reason given for the whole file goes to every event that can carry one.
void give_reason(std::vector<ledger::Event>& events, const std::string& because) {
  for (ledger::Event& event : events) {
    if (auto* const amended = std::get_if<ledger::BetAmended>(&event)) {
      amended->because = because;
    } else if (auto* const withdrawn = std::get_if<ledger::BetWithdrawn>(&event)) {
      withdrawn->because = because;
    }
  }
}

Result<ExitCode> run_apply(const Call& call) {
  using Mode = ledger::Ledger::Mode;
  std::vector<ledger::AuthoredFile> files;
  for (const std::string& name : call.arguments.all("FILE")) {
    files.push_back({.name = name == "-" ? "standard input" : name, .text = read_file(name)});
  }
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  Diagnostics warnings;
  const auto authored = ledger::read_authored(files, session->book, warnings);
  call.console.warn(warnings);
  if (!authored) {
    return authored.error();
  }
  auto proposal = ledger::propose(session->book, *authored);
  give_reason(proposal.events, call.arguments.text("because"));
  const bool news = !proposal.events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), proposal.events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call, reports::ProposalPage{proposal, news}, provenance_of(session->book));
  return ExitCode::fine;
}

Command apply_command() {
  return {
      .name = "apply",
      .summary = "record what the tree and bets files say",
      .description =
          "Reads authoring files (which of the two a file is, its top-level keys tell), checks "
          "them "
          "all and the whole they make with the ledger, shows the difference to the ledger and "
          "records it in one step: everything or, if anything is wrong, nothing. A file states its "
          "tree, or its cycle's bets, completely: what it leaves out is retired or withdrawn.",
      .positionals = {{.name = "FILE",
                       .summary = "tree.yaml, bets.yaml; - is standard input",
                       .repeats = true}},
      .options = std::vector<Option>{dry_run_option(), because_option(false), format_option()} +
                 writing_options(),
      .examples = {{"betledger apply tree.yaml bets.yaml", "Records the tree and the bets."},
                   {"betledger apply --dry-run bets.yaml",
                    "Shows what would change; in a pull request, for example."}},
      .run = run_apply};
}

// ---- export ----

/// Every cycle that has bets or a capacity, as a file of its own.
std::vector<std::string> cycles_with_bets(const ledger::Book& book) {
  std::vector<std::string> keys;
  for (const auto& [key, record] : book.cycles) {
    if (!record.bets.empty() || !record.capacity_person_weeks.empty()) {
      keys.push_back(key);
    }
  }
  return keys;
}

/// The cycle whose bets are meant: --cycle, or the only one there is.
Result<std::string> exported_cycle(const Call& call, const ledger::Book& book) {
  const auto keys = cycles_with_bets(book);
  const std::string given = call.arguments.text("cycle");
  if (std::find(keys.begin(), keys.end(), given) != keys.end()) {
    return given;
  }
  if (given.empty() && keys.size() == 1) {
    return keys.front();
  }
  if (given.empty() && !keys.empty()) {
    return mistake(
        "U009", "there are bets of several cycles", "add --cycle with one of: " + join(keys, ", "));
  }
  const auto meant = did_you_mean(given, keys);
  return call.arguments.complaint(
      "cycle",
      "U015",
      given.empty() ? "there are no bets in this ledger yet"
                    : fmt::format("there are no bets of a cycle {}", given),
      meant ? fmt::format("did you mean {}?", *meant) : "`betledger cycle list` shows the cycles");
}

/// tree.yaml and bets.yaml; bets-KEY.yaml where there are several cycles.
Result<ExitCode> export_folder(const Call& call,
                               const ledger::Book& book,
                               const std::string& what) {
  const std::filesystem::path folder = call.arguments.text("output");
  std::vector<std::pair<std::filesystem::path, std::string>> files;
  if (what != "bets") {
    files.emplace_back(folder / "tree.yaml", ledger::export_tree(book));
  }
  if (what != "tree") {
    auto keys = cycles_with_bets(book);
    if (call.arguments.has("cycle")) {
      const auto key = exported_cycle(call, book);
      if (!key) {
        return key.error();
      }
      keys = {*key};
    }
    for (const std::string& key : keys) {
      const std::string name = keys.size() == 1 ? "bets.yaml" : fmt::format("bets-{}.yaml", key);
      files.emplace_back(folder / name, ledger::export_bets(book, key));
    }
  }
  std::error_code ignored;  // a folder that cannot be made shows when its first file is written
  std::filesystem::create_directories(folder, ignored);
  for (const auto& [file, text] : files) {
    write_file(file, text);
    call.console.out(file.string() + "\n");
  }
  return ExitCode::fine;
}

Result<ExitCode> run_export(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const std::string what = call.arguments.text("WHAT");
  if (call.arguments.has("output")) {
    return export_folder(call, session->book, what);
  }
  if (what.empty()) {
    return mistake("U009",
                   "two files do not fit one output",
                   "`betledger export tree`, `betledger export bets`, or both into a folder "
                   "with --output FOLDER");
  }
  if (what == "tree") {
    call.console.out(ledger::export_tree(session->book));
    return ExitCode::fine;
  }
  const auto key = exported_cycle(call, session->book);
  if (!key) {
    return key.error();
  }
  call.console.out(ledger::export_bets(session->book, *key));
  return ExitCode::fine;
}

Command export_command() {
  return {
      .name = "export",
      .summary = "write the canonical tree and bets files",
      .description =
          "Writes what the ledger holds as authoring files, in canonical form: applying them again "
          "changes nothing, and exporting what was applied gives the same bytes.",
      .positionals = {{.name = "WHAT",
                       .summary = "one of the two; without it both, into --output",
                       .required = false,
                       .choices = {"tree", "bets"}}},
      .options = {{.name = "cycle",
                   .kind = ValueKind::text,
                   .value = "KEY",
                   .summary = "the cycle whose bets to write",
                   .fallback = "the only one"},
                  {.name = "output",
                   .kind = ValueKind::path,
                   .value = "FOLDER",
                   .summary = "write tree.yaml and bets.yaml into this folder",
                   .letter = 'o'}},
      .examples = {{"betledger export tree", "The tree on standard output."},
                   {"betledger export -o plan", "Both files in the folder plan."}},
      .run = run_export};
}

}  // namespace

std::span<const ExampleInfo> example_infos() noexcept {
  return all_examples;
}

std::vector<Command> start_commands() {
  return {init_command(), apply_command(), export_command()};
}

}  // namespace betledger::cli
