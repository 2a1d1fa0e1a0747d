// Which command a command line names, and which it may have meant.
#include "cli/words/command_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/process/mistake.h"
#include "core/text.h"

namespace betledger::cli {
namespace {

/// Does this word, an option before the command, take the word after it as its value?
bool takes_next(const std::string& word) {
  if (!word.starts_with("--") || word.find('=') != std::string::npos) {
    return false;
  }
  const Option* const option = find_option(global_options(), word.substr(2));
  return option != nullptr && option->kind != ValueKind::flag;
}

std::vector<std::size_t> first_two_bare_words(const std::vector<std::string>& words) {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < words.size() && positions.size() < 2 && words[i] != "--"; ++i) {
    if (!words[i].starts_with('-')) {
      positions.push_back(i);
    } else if (takes_next(words[i])) {
      ++i;
    }
  }
  return positions;
}

const Command* find_command(CommandTable table, std::string_view name) {
  const auto found = std::find_if(
      table.begin(), table.end(), [name](const Command& command) { return command.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

CommandWords find_command_words(CommandTable table, const std::vector<std::string>& words) {
  CommandWords found{.positions = first_two_bare_words(words)};
  if (found.positions.size() == 2) {
    found.command =
        find_command(table, words[found.positions[0]] + " " + words[found.positions[1]]);
  }
  if (found.command == nullptr && !found.positions.empty()) {
    // A group may have a command of its own name; only what follows at once is a second word.
    const bool second = found.positions.size() == 2 && found.positions[1] == found.positions[0] + 1;
    const bool group = !commands_of_group(table, words[found.positions[0]]).empty();
    if (!group || (!second && find_command(table, words[found.positions[0]]) != nullptr)) {
      found.positions.resize(1);
      found.command = find_command(table, words[found.positions[0]]);
    }
  }
  return found;
}

std::vector<const Command*> commands_of_group(CommandTable table, std::string_view group) {
  std::vector<const Command*> members;
  for (const Command& command : table) {
    if (command.name.starts_with(group) && command.name.substr(group.size()).starts_with(' ')) {
      members.push_back(&command);
    }
  }
  return members;
}

Diagnostic unknown_command(CommandTable table, std::string_view words) {
  const std::size_t gap = std::min(words.find(' '), words.size());
  const std::string group{words.substr(0, gap)};
  const auto members = commands_of_group(table, group);
  // `cycle opne` is a slip in its second word; only `help` can come here without one.
  const bool second = !members.empty();
  std::vector<std::string> known;
  for (const Command& command : table) {
    if (!second) {
      known.push_back(command.name.substr(0, command.name.find(' ')));
    } else if (command.name.starts_with(group + " ")) {
      known.push_back(command.name.substr(group.size() + 1));
    }
  }
  const auto meant =
      did_you_mean(second ? words.substr(std::min(gap + 1, words.size())) : words, known);
  const std::string lead = second ? group + " " : "";
  std::string otherwise =
      second ? fmt::format("{} is followed by one of: {}", group, join(known, ", "))
             : "`betledger help` lists them";
  return mistake(
      "U001",
      fmt::format("there is no command `{}`", words),
      meant ? fmt::format("did you mean `betledger {}{}`?", lead, *meant) : std::move(otherwise));
}

}  // namespace betledger::cli
