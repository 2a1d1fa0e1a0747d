#include "cli/words/parse.h"

#include <algorithm>
#include <optional>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "cli/process/mistake.h"
#include "cli/words/command_words.h"
#include "cli/words/value.h"
#include "core/text.h"

namespace betledger::cli {
namespace {

namespace po = boost::program_options;

constexpr int strict_style =
    po::command_line_style::allow_long | po::command_line_style::long_allow_adjacent |
    po::command_line_style::long_allow_next | po::command_line_style::allow_short |
    po::command_line_style::allow_dash_for_short | po::command_line_style::short_allow_adjacent |
    po::command_line_style::short_allow_next;

/// The command line as it can be shown, and where each word starts in it.
struct Shown {
  std::string line = "betledger";
  std::vector<std::uint32_t> columns;
};

Shown show(const std::vector<std::string>& words) {
  Shown shown;
  for (const std::string& word : words) {
    shown.columns.push_back(static_cast<std::uint32_t>(count_code_points(shown.line)) + 2);
    const std::string safe = printable(word);
    const bool bare = !safe.empty() && safe.find_first_of(" \t'\"\\$<>|&;*?") == std::string::npos;
    shown.line += bare ? " " + safe : " '" + safe + "'";
  }
  return shown;
}

void describe(po::options_description& description, std::span<const Option> options) {
  for (const Option& option : options) {
    std::string names = option.name;
    if (option.letter != 0) {
      names += std::string{","} + option.letter;
    }
    if (option.kind == ValueKind::flag) {
      description.add_options()(names.c_str(), "");
    } else {
      description.add_options()(names.c_str(), po::value<std::string>(), "");
    }
  }
}

Diagnostic needs_value(const Option& option) {
  return mistake("U004",
                 fmt::format("--{} needs a value", option.name),
                 fmt::format("--{} {}", option.name, option.value));
}

/// Reads the words of one command into its arguments.
class Reader {
 public:
  Reader(const std::vector<std::string>& words, const CommandWords& found)
      : words_{words}, shown_{show(words)}, found_{found}, arguments_{shown_.line} {}

  [[nodiscard]] Result<Request> read();

 private:
  void read_options();
  void take(const po::option& parsed);
  void take_option(const po::option& parsed, std::size_t position);
  void take_positional(const std::string& text, std::size_t position);
  void refuse_unknown(const std::string& token, std::size_t position);
  void refuse(const po::error& error);
  void check_complete();
  [[nodiscard]] const Option* find(std::string_view name) const;
  [[nodiscard]] std::size_t locate(const std::vector<std::string>& tokens);
  void complain(Diagnostic why, std::size_t position);

  const std::vector<std::string>& words_;
  Shown shown_;
  const CommandWords& found_;
  Arguments arguments_;
  Diagnostics errors_;
  std::vector<std::size_t> left_;  // positions of the words that are not the command's name
  std::size_t cursor_ = 0;         // in left_
  std::size_t positional_ = 0;
  bool after_unknown_ = false;  // the word before was an option that does not exist
};

const Option* Reader::find(std::string_view name) const {
  const Option* const option = found_.command->find(name);
  return option != nullptr ? option : find_option(global_options(), name);
}

void Reader::complain(Diagnostic why, std::size_t position) {
  why.excerpt = shown_.line;
  why.at.column = shown_.columns[position];
  errors_.push_back(std::move(why));
}

/// The position of what Program_options has just read: tokens come in the order of the words.
std::size_t Reader::locate(const std::vector<std::string>& tokens) {
  while (cursor_ + 1 < left_.size() && words_[left_[cursor_]] != tokens.front()) {
    ++cursor_;
  }
  const std::size_t position = left_[cursor_];
  cursor_ = std::min(cursor_ + tokens.size(), left_.size() - 1);
  return position;
}

void Reader::refuse_unknown(const std::string& token, std::size_t position) {
  std::vector<std::string> known;
  for (const auto options : {std::span<const Option>{found_.command->options}, global_options()}) {
    for (const Option& option : options) {
      known.push_back("--" + option.name);
    }
  }
  const std::string name = token.substr(0, token.find('='));
  const auto meant = did_you_mean(name, known);
  complain(mistake("U002",
                   fmt::format("`betledger {}` has no option {}", found_.command->name, name),
                   meant ? fmt::format("did you mean {}?", *meant)
                         : fmt::format("`betledger {} --help` lists them", found_.command->name)),
           position);
}

void Reader::take_option(const po::option& parsed, std::size_t position) {
  const Option* const option = find(parsed.string_key);
  if (option == nullptr) {
    refuse_unknown(parsed.original_tokens.front(), position);
    return;
  }
  if (arguments_.has(option->name) && !option->repeats) {
    complain(
        mistake("U003", fmt::format("--{} is given twice", option->name), "leave one of them out"),
        position);
    return;
  }
  const std::string text = parsed.value.empty() ? std::string{} : parsed.value.front();
  const bool own_word = parsed.original_tokens.size() > 1;
  if (own_word && text.starts_with("--") && find(text.substr(2)) != nullptr) {
    complain(needs_value(*option), position);  // the next option was taken for the value
    after_unknown_ = true;
    return;
  }
  if (auto wrong = check_value(*option, "--" + option->name, text)) {
    complain(std::move(*wrong), own_word ? position + 1 : position);
    return;
  }
  arguments_.add(option->name, {text, shown_.columns[own_word ? position + 1 : position]});
}

void Reader::take_positional(const std::string& text, std::size_t position) {
  const auto& wanted = found_.command->positionals;
  if (positional_ >= wanted.size()) {
    complain(
        mistake("U008",
                fmt::format("`betledger {}` does not take `{}`", found_.command->name, text),
                fmt::format("`betledger {} --help` shows what it takes", found_.command->name)),
        position);
    return;
  }
  const Positional& positional = wanted[positional_];
  const Option shape{.name = positional.name,
                     .kind = positional.choices.empty() ? positional.kind : ValueKind::choice,
                     .choices = positional.choices};
  if (auto wrong = check_value(shape, positional.name, text)) {
    complain(std::move(*wrong), position);
  }
  arguments_.add(positional.name, {text, shown_.columns[position]});
  positional_ += positional.repeats ? 0 : 1;
}

void Reader::take(const po::option& parsed) {
  const std::size_t position = locate(parsed.original_tokens);
  const bool its_value = after_unknown_;
  after_unknown_ = parsed.unregistered && parsed.value.empty();
  if (parsed.position_key < 0) {
    take_option(parsed, position);
  } else if (!its_value) {
    take_positional(parsed.value.front(), position);
  }
}

/// Program_options stops at these: an option without its value, a flag with one.
void Reader::refuse(const po::error& error) {
  const auto* const named = dynamic_cast<const po::error_with_option_name*>(&error);
  std::string name = named == nullptr ? std::string{} : named->get_option_name();
  name = name.substr(0, name.find('='));
  const Option* const option =
      find(name.substr(std::min(name.find_first_not_of('-'), name.size())));
  if (option == nullptr) {
    errors_.push_back(mistake("U002", error.what(), "`betledger help` shows what there is"));
    return;
  }
  const auto word =
      std::find_if(words_.begin(), words_.end(), [option](const std::string& candidate) {
        return candidate.starts_with("--" + option->name) ||
               (option->letter != 0 && candidate.starts_with(std::string{'-', option->letter}));
      });
  const auto position = static_cast<std::size_t>(std::min(word, words_.end() - 1) - words_.begin());
  complain(option->kind == ValueKind::flag
               ? mistake("U011",
                         fmt::format("--{} takes no value", option->name),
                         fmt::format("write --{} alone", option->name))
               : needs_value(*option),
           position);
}

void Reader::read_options() {
  po::options_description description;
  describe(description, global_options());
  describe(description, found_.command->options);
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (std::find(found_.positions.begin(), found_.positions.end(), i) == found_.positions.end()) {
      tokens.push_back(words_[i]);
      left_.push_back(i);
    }
  }
  try {
    const auto parsed = po::command_line_parser(tokens)
                            .options(description)
                            .style(strict_style)
                            .allow_unregistered()
                            .run();
    for (const po::option& option : parsed.options) {
      take(option);
    }
  } catch (const po::error& error) {
    refuse(error);
  }
}

void Reader::check_complete() {
  for (const Option& option : found_.command->options) {
    if (option.required && !arguments_.has(option.name)) {
      errors_.push_back(mistake(
          "U012",
          fmt::format(
              "`betledger {}` needs --{} {}", found_.command->name, option.name, option.value),
          option.summary));
    }
  }
  for (const Positional& positional : found_.command->positionals) {
    if (positional.required && !arguments_.has(positional.name)) {
      errors_.push_back(
          mistake("U007",
                  fmt::format("`betledger {}` needs {}", found_.command->name, positional.name),
                  fmt::format("{}: {}", positional.name, positional.summary)));
    }
  }
}

Result<Request> Reader::read() {
  read_options();
  if (arguments_.has("help")) {
    return Request{.kind = Request::Kind::help, .command = found_.command};
  }
  if (errors_.empty()) {
    check_complete();
  }
  if (!errors_.empty()) {
    return errors_;
  }
  return Request{.command = found_.command, .arguments = arguments_};
}

bool mentions(const std::vector<std::string>& words,
              std::string_view option,
              std::string_view letter) {
  return std::any_of(words.begin(), words.end(), [=](const std::string& word) {
    return word == option || word == letter;
  });
}

/// No command at all: help, the version, or a slip.
Result<Request> read_without_command(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const bool known = word == "--help" || word == "-h" || word == "--version" ||
                       find_option(global_options(),
                                   word.substr(std::min<std::size_t>(2, word.size()))) != nullptr;
    if (word.starts_with('-') && word.find('=') == std::string::npos && !known) {
      return mistake("U002",
                     fmt::format("betledger has no option {}", word),
                     "`betledger help` shows what there is");
    }
  }
  return Request{.kind = mentions(words, "--version", "--version") ? Request::Kind::version
                                                                   : Request::Kind::help};
}

/// A group without its second word, or an unknown one.
Result<Request> read_group(CommandTable table,
                           const std::vector<std::string>& words,
                           const CommandWords& found) {
  const std::string& group = words[found.positions[0]];
  if (found.positions.size() == 1 && mentions(words, "--help", "-h")) {
    return Request{.kind = Request::Kind::help, .group = group};
  }
  if (found.positions.size() == 2) {
    return unknown_command(table, group + " " + words[found.positions[1]]);
  }
  std::vector<std::string> names;
  for (const Command* const command : commands_of_group(table, group)) {
    names.push_back("betledger " + command->name);
  }
  return mistake("U001",
                 fmt::format("`betledger {}` needs a second word", group),
                 "one of:\n" + join(names, "\n"));
}

}  // namespace

Result<Request> parse_command_line(CommandTable table, const std::vector<std::string>& words) {
  const CommandWords found = find_command_words(table, words);
  if (found.command != nullptr) {
    return Reader{words, found}.read();
  }
  if (found.positions.empty()) {
    return read_without_command(words);
  }
  if (!commands_of_group(table, words[found.positions[0]]).empty()) {
    return read_group(table, words, found);
  }
  return unknown_command(table, words[found.positions[0]]);
}

}  // namespace betledger::cli
