#include "scenarios/package.h"

#include <algorithm>
#include <map>

namespace betledger::scenarios {

std::vector<forecast::Package> packages_of(const forecast::Plan& all,
                                           const std::set<std::string>& unfunded) {
  std::map<std::string, std::uint32_t> place;
  for (const auto& record : all.bets) {
    place.emplace(record.terms.key, static_cast<std::uint32_t>(place.size()));
  }
  std::vector<forecast::Package> packages;
  for (std::uint32_t i = 0; i < all.bets.size(); ++i) {
    forecast::Package package{i};
    for (std::size_t next = 0; next < package.size(); ++next) {
      const ledger::BetRecord& record = all.bets[package[next]];
      for (const std::string& need : record.terms.needs) {
        const auto found = place.find(need);
        if (!record.delivered_on && found != place.end() && unfunded.contains(need) &&
            std::find(package.begin(), package.end(), found->second) == package.end()) {
          package.push_back(found->second);
        }
      }
    }
    packages.push_back(std::move(package));
  }
  return packages;
}

double effort_of(const forecast::Plan& plan, const forecast::Package& package) {
  double effort = 0;
  for (const std::uint32_t bet : package) {
    const double own = plan.bets[bet].terms.total_effort();
    if (!(own > 0)) {
      return 0;
    }
    effort += own;
  }
  return effort;
}

}  // namespace betledger::scenarios
