// export
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/process/mistake.h"
#include "cli/process/version.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/simulation.h"
#include "core/text.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/to_model.h"
#include "forecast/projection/model_json.h"
#include "ledger/authoring/canonical_files.h"

namespace betledger::cli {
namespace {

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

/// The compiled model, or model.json in a folder.
Result<ExitCode> export_model(const Call& call, const ledger::Book& book) {
  const auto plan = plan_of(call, book, "cycle");
  if (!plan) {
    return plan.error();
  }
  const auto baselines = forecast::fit_baselines(*plan);
  if (!baselines) {
    return baselines.error();
  }
  const sim::Model model = forecast::to_model(*plan, *baselines);
  const std::string text =
      forecast::write_model(forecast::model_node(*plan, model, std::string{version()}));
  if (!call.arguments.has("output")) {
    call.console.out(text);
    return ExitCode::fine;
  }
  const std::filesystem::path folder = call.arguments.text("output");
  std::error_code ignored;  // shows when the file is written
  std::filesystem::create_directories(folder, ignored);
  write_file(folder / "model.json", text);
  call.console.out((folder / "model.json").string() + "\n");
  return ExitCode::fine;
}

Result<ExitCode> run_export(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const std::string what = call.arguments.text("WHAT");
  if (what == "tree" && call.arguments.has("cycle")) {
    if (const auto cycle = find_cycle(call, session->book, "cycle"); !cycle) {
      return cycle.error();
    }
  }
  if (what == "model") {
    return export_model(call, session->book);
  }
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
      .summary = "write the tree and bets files, or the model",
      .description =
          "Writes what the ledger holds as authoring files, in canonical form: applying them again "
          "changes nothing, and exporting what was applied gives the same bytes.\n\n"
          "`model` writes what the simulator computes, as JSON for other programs: fitted "
          "baselines, formulas, gates, bets, links, and the outputs that the benchmarks ask for.",
      .positionals = {{.name = "WHAT",
                       .summary = "what to write; without it tree and bets, into --output",
                       .required = false,
                       .choices = {"tree", "bets", "model"}}},
      .options = {{.name = "cycle",
                   .kind = ValueKind::text,
                   .value = "KEY",
                   .summary = "the cycle whose bets or model to write",
                   .fallback = "the only one"},
                  {.name = "output",
                   .kind = ValueKind::path,
                   .value = "FOLDER",
                   .summary = "write into this folder: tree.yaml, bets.yaml, model.json",
                   .letter = 'o'}},
      .examples = {{"betledger export tree", "The tree on standard output."},
                   {"betledger export -o plan", "Both files in the folder plan."},
                   {"betledger export model -o plan", "The compiled model of the open cycle."}},
      .run = run_export};
}

}  // namespace

std::vector<Command> export_commands() {
  return {export_command()};
}

}  // namespace betledger::cli
