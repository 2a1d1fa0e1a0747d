#include "reports/document.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/number.h"
#include "core/text.h"

namespace betledger::reports {

void Document::title(std::string text) {
  blocks_.emplace_back(Title{std::move(text), 1});
}
void Document::heading(std::string text) {
  blocks_.emplace_back(Title{std::move(text), 2});
}
void Document::paragraph(std::string text) {
  blocks_.emplace_back(Paragraph{std::move(text)});
}
void Document::list(std::vector<std::string> items) {
  blocks_.emplace_back(List{std::move(items)});
}
void Document::table(Table table) {
  blocks_.emplace_back(std::move(table));
}
void Document::lines(std::vector<std::string> lines) {
  blocks_.emplace_back(Lines{std::move(lines)});
}

std::string Document::write(Format format, const Style& style) const {
  return format == Format::markdown ? to_markdown() : to_text(style);
}

std::size_t display_width(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string pad(std::string_view text, std::size_t width, Align align) {
  const std::size_t have = display_width(text);
  const std::string blanks(width > have ? width - have : 0, ' ');
  return align == Align::left ? std::string{text} + blanks : blanks + std::string{text};
}

namespace {

bool is_number(std::string_view text) {
  return parse_number(text, NumberKind::plain).has_value();
}

}  // namespace

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string field = fields[i];
    if (!field.empty() &&
        std::string_view{"=+-@\t\r"}.find(field.front()) != std::string_view::npos &&
        !is_number(field)) {
      field.insert(field.begin(), '\'');
    }
    std::erase_if(field, [](char c) {  // nothing that drives the terminal of whoever looks at it
      return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    if (field.find_first_of(",\"\r\n") != std::string::npos) {
      std::string quoted = "\"";
      for (const char c : field) {
        quoted += c;
        if (c == '"') {
          quoted += c;
        }
      }
      field = quoted + "\"";
    }
    line += (i == 0 ? "" : ",") + field;
  }
  return line + "\n";
}

std::string to_csv(const Table& table) {
  std::vector<std::string> header;
  header.reserve(table.columns.size());
  for (const Column& column : table.columns) {
    header.push_back(column.title);
  }
  std::string text = csv_line(header);
  for (const auto& row : table.rows) {
    text += csv_line(row);
  }
  return text;
}

std::string with_error(double value, double se) {
  if (!std::isfinite(value) || !std::isfinite(se)) {
    return "too large to tell";
  }
  constexpr double rounding = 1e-9;  // of the amount: no error, but what arithmetic leaves
  if (!(se > rounding * std::abs(value))) {
    return format_rounded(value, 6);
  }
  const double size = std::max(std::abs(value), se);
  const int digits =
      static_cast<int>(std::floor(std::log10(size)) - std::floor(std::log10(se))) + 2;
  const double step = std::pow(10.0, std::floor(std::log10(se)) - 1);
  const double rounded = std::round(value / step) * step;
  return (rounded == 0 ? "0" : format_rounded(rounded, std::clamp(digits, 2, 12))) + " ± " +
         format_rounded(se, 2);
}

namespace {

/// "> 99.98%" or "< 0.02%", where every run agreed: three over their number is the share that 95 of
/// 100 such outcomes leave room for, and the error of such a share is 1 / (sqrt(2) runs).
std::string beyond(bool every, double se) {
  const double room = 100 * 3 * std::sqrt(2.0) * se;
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(room))), 0, 9);
  const double step = std::pow(10.0, -decimals);
  const double up = std::min(100.0, std::ceil(room / step - 1e-3) * step);
  return every ? "> " + format_percent(1 - up / 100, decimals)
               : "< " + format_percent(up / 100, decimals);
}

bool is_certain(double share, double se) {
  return (share == 0 || share == 1) && se > 0;
}

}  // namespace

std::string share_with_error(double share, double se) {
  return is_certain(share, se) ? beyond(share == 1, se) : percent_with_error(share, se);
}

std::string share_percent(double share, double se) {
  if (is_certain(share, se)) {
    return beyond(share == 1, se);
  }
  if (share > 0 && share < 0.005) {
    return "< 1%";
  }
  return share < 1 && share >= 0.995 ? "> 99%" : format_percent(share, 0);
}

std::string percent_with_error(double share, double se) {
  return format_percent(share, 1) + " ± " + format_rounded(100 * se, se < 0.01 ? 1 : 2);
}

}  // namespace betledger::reports
