#include "cli/words/completion.h"

#include <algorithm>

#include "cli/words/completion_parts.h"
#include "core/text.h"

namespace betledger::cli {

std::vector<FirstWord> first_words(CommandTable table) {
  std::vector<FirstWord> firsts;
  for (const Command& command : table) {
    const std::size_t gap = command.name.find(' ');
    const std::string first = command.name.substr(0, gap);
    auto known = std::find_if(firsts.begin(), firsts.end(), [&first](const FirstWord& other) {
      return other.word == first;
    });
    if (known == firsts.end()) {
      known = firsts.insert(firsts.end(), {first, command.summary, {}});
    }
    if (gap != std::string::npos) {
      known->second.emplace_back(command.name.substr(gap + 1), command.summary);
    }
  }
  for (FirstWord& first : firsts) {
    if (!first.second.empty()) {
      std::vector<std::string> words;
      for (const auto& [word, summary] : first.second) {
        words.push_back(word);
      }
      first.summary = join(words, ", ");
    }
  }
  return firsts;
}

std::vector<Option> options_of(const Command& command) {
  std::vector<Option> options = command.options;
  options.insert(options.end(), global_options().begin(), global_options().end());
  return options;
}

std::vector<std::string> word_choices(const Command& command) {
  return command.positionals.empty() ? std::vector<std::string>{}
                                     : command.positionals.front().choices;
}

bool takes_files(const Command& command) {
  return !command.positionals.empty() && command.positionals.front().name.starts_with("FILE");
}

std::string completion_script(CommandTable table, Shell shell) {
  switch (shell) {
    case Shell::bash:
      return bash_script(table);
    case Shell::zsh:
      return zsh_script(table);
    case Shell::fish:
      break;
  }
  return fish_script(table);
}

}  // namespace betledger::cli
