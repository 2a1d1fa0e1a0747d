#pragma once

#include <array>
#include <string_view>

#include "core/calendar.h"
#include "core/contract.h"
#include "ledger/book/bet.h"
#include "tree/link.h"
#include "tree/metric.h"

namespace betledger::ledger {

/// A word of an authoring file and what it stands for: read, written and listed in the schema from
/// here.
template <class Value>
struct Word {
  std::string_view text;
  Value value;
};

using tree::Category;
using tree::Desired;
using tree::RollupKind;
using tree::Support;

inline constexpr std::array<Word<Support>, 3> support_words{
    {{"real", Support::real}, {"positive", Support::positive}, {"fraction", Support::fraction}}};
inline constexpr std::array<Word<RollupKind>, 3> rollup_words{
    {{"sum", RollupKind::sum}, {"mean", RollupKind::mean}, {"last", RollupKind::last}}};
inline constexpr std::array<Word<Desired>, 3> desired_words{
    {{"up", Desired::up}, {"down", Desired::down}, {"none", Desired::none}}};
inline constexpr std::array<Word<Category>, 7> category_words{
    {{"none", Category::none},
     {"reach", Category::reach},
     {"activation", Category::activation},
     {"active_usage", Category::active_usage},
     {"engagement", Category::engagement},
     {"retention", Category::retention},
     {"business", Category::business}}};
inline constexpr std::array<Word<PeriodKind>, 3> period_words{
    {{"day", PeriodKind::day}, {"week", PeriodKind::week}, {"month", PeriodKind::month}}};
inline constexpr std::array<Word<tree::Confidence::Word>, 3> confidence_words{
    {{"high", tree::Confidence::Word::high},
     {"medium", tree::Confidence::Word::medium},
     {"low", tree::Confidence::Word::low}}};
inline constexpr std::array<Word<Hypothesis::Change>, 2> change_words{
    {{"rise", Hypothesis::Change::rise}, {"fall", Hypothesis::Change::fall}}};
inline constexpr std::array<Word<bool>, 2> flag_words{{{"true", true}, {"false", false}}};

template <class Value, std::size_t count>
[[nodiscard]] constexpr std::string_view word_for(const std::array<Word<Value>, count>& words,
                                                  Value value) {
  for (const Word<Value>& word : words) {
    if (word.value == value) {
      return word.text;
    }
  }
  BET_EXPECT(false);
  return {};
}

}  // namespace betledger::ledger
