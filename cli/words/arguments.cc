#include "cli/words/arguments.h"

#include "cli/process/mistake.h"
#include "cli/words/count.h"
#include "core/contract.h"
#include "core/number.h"

namespace betledger::cli {

const Word* Arguments::last(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second.back();
}

bool Arguments::has(std::string_view name) const {
  return last(name) != nullptr;
}

std::optional<std::string> Arguments::find(std::string_view name) const {
  const Word* const word = last(name);
  return word == nullptr ? std::nullopt : std::optional{word->text};
}

std::string Arguments::text(std::string_view name, std::string_view otherwise) const {
  return find(name).value_or(std::string{otherwise});
}

std::uint64_t Arguments::count(std::string_view name, std::uint64_t otherwise) const {
  const Word* const word = last(name);
  if (word == nullptr) {
    return otherwise;
  }
  return parse_count(word->text).value_or(otherwise);  // the option's word is no number
}

double Arguments::probability(std::string_view name, double otherwise) const {
  const Word* const word = last(name);
  if (word == nullptr) {
    return otherwise;
  }
  const auto value = parse_number(word->text, NumberKind::fraction);
  BET_ENSURE(value.has_value());
  return *value;
}

std::optional<Day> Arguments::day(std::string_view name) const {
  const Word* const word = last(name);
  return word == nullptr ? std::nullopt : parse_day(word->text);
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  std::vector<std::string> texts;
  if (const auto found = values_.find(name); found != values_.end()) {
    for (const Word& word : found->second) {
      texts.push_back(word.text);
    }
  }
  return texts;
}

std::vector<std::string> Arguments::list(std::string_view name) const {
  std::vector<std::string> items;
  for (const std::string& text : all(name)) {
    for (std::string& item : split_list(text)) {
      items.push_back(std::move(item));
    }
  }
  return items;
}

Diagnostic Arguments::complaint(std::string_view name,
                                std::string code,
                                std::string message,
                                std::string hint,
                                std::optional<std::size_t> which) const {
  Diagnostic diagnostic = mistake(std::move(code), std::move(message), std::move(hint));
  if (const auto found = values_.find(name); found != values_.end()) {
    diagnostic.at.column = found->second[which.value_or(found->second.size() - 1)].column;
    diagnostic.excerpt = line_;
  }
  return diagnostic;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (true) {
    const std::size_t comma = text.find(',');
    items.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) {
      return items;
    }
    text.remove_prefix(comma + 1);
  }
}

}  // namespace betledger::cli
