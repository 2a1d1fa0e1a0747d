#include "tree/tree_spec.h"

#include <algorithm>

namespace betledger::tree {
namespace {

template <class T>
bool all_same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& left, const T& right) {
    return left.same_as(right);
  });
}

}  // namespace

const Metric* TreeSpec::find(std::string_view key) const noexcept {
  for (const Metric& metric : metrics) {
    if (metric.key == key) {
      return &metric;
    }
  }
  return nullptr;
}

bool TreeSpec::same_as(const TreeSpec& other) const {
  return title == other.title && focus == other.focus && period == other.period &&
         confidence == other.confidence && review == other.review &&
         all_same(metrics, other.metrics) && all_same(links, other.links) &&
         all_same(occasions, other.occasions);
}

}  // namespace betledger::tree
