// init
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/examples.h"
#include "cli/process/files.h"
#include "cli/process/mistake.h"
#include "cli/session/session.h"
#include "core/sha256.h"
#include "core/text.h"

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
  names.reserve(all_examples.size());
  for (const ExampleInfo& info : all_examples) {
    names.emplace_back(info.name);
  }
  return names;
}

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

}  // namespace

std::span<const ExampleInfo> example_infos() noexcept {
  return all_examples;
}

Command init_command() {
  return {
      .name = "init",
      .summary = "start a ledger, empty or beside an example",
      .description =
          "Makes a ledger with its first entry: betledger.db in this folder, or the file that "
          "--ledger or BETLEDGER names. With --example the files of the example are written beside "
          "it: tree.yaml, bets.yaml, history.csv and a README; for the store also the weeks of its "
          "quarter, as actuals. Nothing is ever overwritten.",
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

}  // namespace betledger::cli
