#include "cli/words/help.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/words/command_words.h"
#include "core/text.h"

namespace betledger::cli {
namespace {

constexpr std::size_t summary_column = 26;

/// Two columns: `left` and, from summary_column on, the wrapped `right`.
std::string row(std::string_view left, std::string_view right) {
  std::string text = "  " + std::string{left};
  const std::string body = wrapped(right, summary_column);
  const std::size_t used = 2 + count_code_points(left);
  if (used + 2 > summary_column) {
    return text + "\n" + body;
  }
  return text + std::string(summary_column - used, ' ') + body.substr(summary_column);
}

std::string option_summary(const Option& option) {
  std::string text = option.summary;
  if (!option.choices.empty()) {
    text += ": " + join(option.choices, ", ");
  }
  if (!option.fallback.empty()) {
    text += fmt::format(" (default {})", option.fallback);
  }
  if (option.required) {
    text += " (needed)";
  }
  return option.repeats ? text + "; may be repeated" : text;
}

std::string option_rows(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) {
    text += row(option_names(option), option_summary(option));
  }
  return text;
}

std::string command_rows(const std::vector<const Command*>& listed) {
  std::string text;
  for (const Command* const command : listed) {
    text += row(command->name, command->summary);
  }
  return text;
}

std::string positional_rows(const Command& command) {
  std::string text;
  for (const Positional& positional : command.positionals) {
    std::string summary = positional.summary;
    if (!positional.choices.empty()) {
      summary += ": " + join(positional.choices, ", ");
    }
    text += row(positional.name, summary);
  }
  return text;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t gap = text.find("\n\n");
    out += wrapped(text.substr(0, gap), 0) + "\n";
    text = gap == std::string_view::npos ? std::string_view{} : text.substr(gap + 2);
  }
  return out;
}

nlohmann::json to_json(const Option& option) {
  return {{"name", option.name},
          {"letter", option.letter == 0 ? std::string{} : std::string(1, option.letter)},
          {"value", option.value},
          {"summary", option.summary},
          {"choices", option.choices},
          {"default", option.fallback},
          {"repeats", option.repeats},
          {"required", option.required}};
}

nlohmann::json to_json(const Command& command) {
  auto positionals = nlohmann::json::array();
  for (const Positional& positional : command.positionals) {
    positionals.push_back({{"name", positional.name},
                           {"summary", positional.summary},
                           {"choices", positional.choices},
                           {"repeats", positional.repeats},
                           {"required", positional.required}});
  }
  auto options = nlohmann::json::array();
  for (const Option& option : command.options) {
    options.push_back(to_json(option));
  }
  auto examples = nlohmann::json::array();
  for (const Example& example : command.examples) {
    examples.push_back({{"line", example.line}, {"says", example.says}});
  }
  return {{"name", command.name},
          {"group", command.group},
          {"summary", command.summary},
          {"usage", usage_line(command)},
          {"positionals", positionals},
          {"options", options},
          {"examples", examples}};
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  const std::string margin(indent, ' ');
  std::string out;
  std::string line;
  std::size_t used = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
    const std::string_view word = text.substr(start, end - start);
    start = end + 1;
    if (word.empty()) {
      continue;
    }
    const std::size_t length = count_code_points(word);
    if (!line.empty() && indent + used + 1 + length > width) {
      out += margin + line + "\n";
      line.clear();
      used = 0;
    }
    line += line.empty() ? "" : " ";
    used += length + (used > 0 ? 1 : 0);
    line += word;
  }
  return out + margin + line + "\n";
}

std::string option_names(const Option& option) {
  std::string names = option.letter == 0 ? "" : fmt::format("-{}, ", option.letter);
  names += "--" + option.name;
  return option.value.empty() ? names : names + " " + option.value;
}

std::string usage_line(const Command& command) {
  std::string line = "betledger " + command.name;
  line += command.options.empty() ? "" : " [OPTIONS]";
  for (const Positional& positional : command.positionals) {
    const std::string word =
        positional.choices.empty() ? positional.name : join(positional.choices, "|");
    const std::string dots = positional.repeats ? "..." : "";
    line +=
        positional.required ? fmt::format(" {}{}", word, dots) : fmt::format(" [{}{}]", word, dots);
  }
  return line;
}

std::string command_help(const Command& command) {
  std::string text = usage_line(command) + "\n\n" + paragraphs(command.description);
  if (!command.positionals.empty()) {
    text += "Words:\n" + positional_rows(command) + "\n";
  }
  if (!command.options.empty()) {
    text += "Options:\n" + option_rows(command.options) + "\n";
  }
  text += "Options of every command:\n" + option_rows(global_options()) + "\n";
  text += command.examples.size() == 1 ? "Example:\n" : "Examples:\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  {}\n{}", example.line, wrapped(example.says, 6));
  }
  return text;
}

std::string group_help(CommandTable table, std::string_view group) {
  return fmt::format("betledger {} ...\n\n{}\n`betledger {} WORD --help` says more.\n",
                     group,
                     command_rows(commands_of_group(table, group)),
                     group);
}

std::string overview_help(CommandTable table) {
  std::string text =
      "betledger plans and forecasts a quarter's bets on a metric tree, from one ledger file.\n\n"
      "Usage: betledger COMMAND [OPTIONS] [WORDS]\n";
  std::string_view group;
  for (const Command& command : table) {
    if (command.group != group) {
      group = command.group;
      text += fmt::format("\n{}:\n", group);
    }
    text += row(command.name, command.summary);
  }
  text += "\nOptions of every command:\n" + option_rows(global_options());
  text += row("--version", "the version and how it was built");
  text += "\nEnvironment:\n";
  for (const VariableInfo& variable : variables()) {
    text += row(variable.name, variable.meaning);
  }
  text += "\nExit codes:\n";
  for (const ExitCodeInfo& code : exit_codes()) {
    text += row(std::to_string(static_cast<int>(code.code)), code.meaning);
  }
  return text +
         "\nStart:\n"
         "  betledger init --example store     a real shop, its tree and a quarter's bets\n"
         "  betledger COMMAND --help           what a command does, with an example that works\n"
         "  betledger explain CODE             what a message means\n";
}

std::string table_json(CommandTable table) {
  nlohmann::json all{{"schema", "betledger.help/1"}};
  for (const Option& option : global_options()) {
    all["global_options"].push_back(to_json(option));
  }
  for (const Command& command : table) {
    all["commands"].push_back(to_json(command));
  }
  return all.dump(2) + "\n";
}

}  // namespace betledger::cli
