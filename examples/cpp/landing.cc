// Where a committed cycle lands, and the three largest reasons why. Usage: landing LEDGER
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

#include <betledger/betledger.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: landing LEDGER\n", stderr);
    return 2;
  }
  try {
    const auto ledger = betledger::LedgerFile::open(argv[1]);
    auto gap = ledger.gap();
    std::printf("%s as of %s: plan %.0f, landing %.0f\n",
                gap.cycle.c_str(),
                gap.as_of.c_str(),
                gap.plan,
                gap.landing);
    if (gap.chance_now) {
      std::printf("chance to meet the target: %.1f%% +- %.1f\n",
                  100 * gap.chance_now->value,
                  100 * gap.chance_now->se);
    }
    std::sort(gap.bridge.begin(), gap.bridge.end(), [](const auto& a, const auto& b) {
      return std::abs(a.amount.value) > std::abs(b.amount.value);
    });
    gap.bridge.resize(std::min<std::size_t>(gap.bridge.size(), 3));
    for (const auto& factor : gap.bridge) {
      std::printf("  %s %s: %+.0f +- %.0f\n",
                  factor.kind.c_str(),
                  factor.source.c_str(),
                  factor.amount.value,
                  factor.amount.se);
    }
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
