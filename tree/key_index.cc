#include "tree/key_index.h"

#include <algorithm>
#include <numeric>

#include <fmt/core.h>

#include "core/text.h"
#include "tree/metric.h"

namespace betledger::tree {

KeyIndex::KeyIndex(const std::vector<Metric>& metrics) : sorted_(metrics.size()) {
  keys_.reserve(metrics.size());
  for (const Metric& metric : metrics) {
    keys_.push_back(metric.key);
  }
  std::iota(sorted_.begin(), sorted_.end(), 0U);
  std::stable_sort(sorted_.begin(), sorted_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys_[a] < keys_[b];
  });
}

std::optional<MetricId> KeyIndex::find(std::string_view key) const noexcept {
  const auto found = std::lower_bound(
      sorted_.begin(), sorted_.end(), key, [&](std::uint32_t position, std::string_view wanted) {
        return keys_[position] < wanted;
      });
  if (found == sorted_.end() || keys_[*found] != key) {
    return std::nullopt;
  }
  return MetricId{*found};
}

std::string KeyIndex::way_out(std::string_view key) const {
  if (const std::optional<std::string> meant = did_you_mean(key, keys_)) {
    return fmt::format("did you mean `{}`?", *meant);
  }
  const std::string prefix = std::string{key} + "-";
  for (const std::string& known : keys_) {
    if (known.compare(0, prefix.size(), prefix) == 0) {
      return fmt::format("a formula reads the hyphen of `{}` as minus: give it an underscore",
                         known);
    }
  }
  return fmt::format("add the metric `{}`, or name one that there is", printable(key));
}

}  // namespace betledger::tree
