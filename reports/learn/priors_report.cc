#include "reports/learn/priors_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/number.h"
#include "core/text.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::PastContrast;
using forecast::Shrunk;

constexpr std::size_t most_shown = 15;
constexpr double significant = 1.959963984540054;

std::string share(double value) {
  return format_percent(value, 0);
}

std::string size_of(double value) {
  return format_rounded(100 * value, 2) + " %";
}

std::string with_interval(double value, const forecast::Interval& interval, bool relative) {
  const auto text = [relative](double x) { return relative ? size_of(x) : share(x); };
  return text(value) + " (" + text(interval.low) + " to " + text(interval.high) + ")";
}

std::string label(const PastContrast& contrast) {
  std::string text = contrast.experiment;
  for (const std::string* part : {&contrast.arm, &contrast.metric}) {
    text += part->empty() ? "" : " / " + *part;
  }
  return text;
}

/// Effects called significant: how many, what they claim and what is to be expected of them, signs
/// turned to be positive.
struct Claims {
  std::size_t count = 0;
  double claimed = 0;
  double expected = 0;
};

Claims claims_of(const PriorsPage& page, const std::vector<Shrunk>& all) {
  Claims claims;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [estimate, se] = page.past.contrasts[i].readout;
    if (std::abs(estimate) > significant * se) {
      claims.count += 1;
      claims.claimed += std::abs(estimate);
      claims.expected += estimate > 0 ? all[i].mean : -all[i].mean;
    }
  }
  if (claims.count > 0) {
    claims.claimed /= static_cast<double>(claims.count);
    claims.expected /= static_cast<double>(claims.count);
  }
  return claims;
}

void add_prior(Document& out, const PriorsPage& page) {
  const auto& [prior, rate, scale, families, contrasts] = page.learned;
  out.table({{{"what"}, {"value", Align::right}},
             {{"ideas that move their metric (95 % interval)",
               with_interval(prior.base_rate, rate, false)},
              {"… in the wanted direction: `works`", share(p_above(prior, 0))},
              {"… by " + size_of(page.useful) + " or more", share(p_above(prior, page.useful))},
              {"standard deviation of the effects that are not nil", size_of(prior.sd())},
              {"their mean", size_of(prior.mean)},
              {"scale of the family (95 % interval)", with_interval(prior.scale, scale, true)}}});
  double best = families.front().log_evidence;
  for (const auto& family : families) {
    best = std::max(best, family.log_evidence);
  }
  Table table{{{"effects that are not nil"},
               {"log evidence", Align::right},
               {"base rate", Align::right},
               {"works", Align::right},
               {"by " + size_of(page.useful), Align::right}},
              {}};
  for (const auto& family : families) {
    table.rows.push_back(
        {std::string{name(family.prior.family)} + (family.centred ? "" : ", mean free"),
         format_rounded(family.log_evidence - best, 3),
         share(family.prior.base_rate),
         share(p_above(family.prior, 0)),
         share(p_above(family.prior, page.useful))});
  }
  out.heading("Which shape the effects have");
  out.table(std::move(table));
  out.paragraph(
      "Log evidence against the best: 3 is strong. A tiny effect and none look alike, so the base "
      "rate depends on "
      "the shape; where the shapes disagree, trust the chance of an effect that would be of use "
      "(--useful).");
}

void add_check(Document& out, const forecast::PriorCheck& check) {
  out.heading("Judged by the half that was held out");
  out.table(
      {{{"what"}, {"value", Align::right}},
       {{"effects", std::to_string(check.count)},
        {"slope of the held out on the shrunk estimate (1 is right)",
         format_rounded(check.slope, 3)},
        {"mean squared error, shrunk over raw", format_rounded(check.error_ratio, 3)},
        {"… less the sampling error of the held-out half", format_rounded(check.truth_ratio, 3)},
        {"significant effects", std::to_string(check.significant)},
        {"… mean squared error, shrunk over raw", format_rounded(check.significant_ratio, 3)},
        {"… they claimed, on average", size_of(check.claimed)},
        {"… predicted", size_of(check.predicted)},
        {"… seen in the held-out half (± standard error)",
         size_of(check.seen) + " ± " + size_of(check.seen_se)}}});
}

Document document(const PriorsPage& page) {
  const auto all = shrunk(page);
  const auto& past = page.past;
  Document out;
  out.title("What " + counted(past.contrasts.size(), "effect") + " of " +
            counted(past.experiments, past.layout == "arms" ? "experiment" : "readout") + " teach");
  add_prior(out, page);
  const Claims claims = claims_of(page, all);
  if (claims.count > 0) {
    out.paragraph(counted(claims.count, "effect") + (claims.count == 1 ? " is" : " are") +
                  " significant at 5 %: on average they claim " + size_of(claims.claimed) +
                  " and " + size_of(claims.expected) + " is to be expected of them.");
  }
  if (page.check) {
    add_check(out, *page.check);
  }
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&all](std::size_t a, std::size_t b) {
    return std::abs(all[a].mean) > std::abs(all[b].mean);
  });
  order.resize(std::min(order.size(), most_shown));
  Table table{{{"effect"},
               {"measured", Align::right},
               {"to expect", Align::right},
               {"not nil", Align::right},
               {"above 0", Align::right}},
              {}};
  for (const std::size_t i : order) {
    const auto& readout = past.contrasts[i].readout;
    table.rows.push_back({label(past.contrasts[i]),
                          size_of(readout.estimate) + " ± " + size_of(readout.se),
                          size_of(all[i].mean) + " ± " + size_of(all[i].sd),
                          share(all[i].p_real),
                          share(all[i].p_positive)});
  }
  out.heading("The largest, shrunk");
  out.table(std::move(table));
  if (all.size() > most_shown) {
    out.paragraph("All of them: --format csv.");
  }
  out.paragraph(std::string{"Effects are relative"} +
                (past.layout == "estimates" ? " if the file's are"
                 : past.against_rest ? ": an arm against the rest of its test, over the test's rate"
                                     : ": the treatment against its control, over both together") +
                "; errors are those of the whole test." +
                (past.skipped > 0
                     ? " Left out because they say nothing: " + std::to_string(past.skipped) + "."
                     : ""));
  out.paragraph("With --record, a bet that states no `works` of its own gets " +
                format_percent(p_above(page.learned.prior, 0), 0) +
                " when it is applied the next time.");
  return out;
}

Table csv_of(const PriorsPage& page) {
  Table table{{{"experiment"},
               {"arm"},
               {"metric"},
               {"estimate"},
               {"se"},
               {"not_nil"},
               {"mean"},
               {"sd"},
               {"probability_positive"}},
              {}};
  const auto all = shrunk(page);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PastContrast& contrast = page.past.contrasts[i];
    table.rows.push_back({contrast.experiment,
                          contrast.arm,
                          contrast.metric,
                          format_number(contrast.readout.estimate),
                          format_number(contrast.readout.se),
                          format_number(all[i].p_real),
                          format_number(all[i].mean),
                          format_number(all[i].sd),
                          format_number(all[i].p_positive)});
  }
  return table;
}

}  // namespace

std::string render(const PriorsPage& page, Format format, const Style& style) {
  return write({document(page), contract_of(page), csv_of(page)}, format, style);
}

}  // namespace betledger::reports
