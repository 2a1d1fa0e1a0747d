#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "ledger/text/csv.h"

namespace betledger::forecast {

/// How to read a CSV file whose columns play known roles.
struct RoleSettings {
  std::string file;                            // its name, for messages
  std::map<std::string, std::string> columns;  // role -> column; else the column named as the role
  std::vector<std::pair<std::string, std::string>>
      where;  // only rows with this value in this column
};

/// Rows of a CSV file by role. What is wrong is collected, with its place (E-codes).
class RoleTable {
 public:
  /// C-codes of the file as a whole, E001 for a column that is not there.
  [[nodiscard]] static Result<RoleTable> read(std::string_view text,
                                              const RoleSettings& settings,
                                              const std::vector<std::string>& roles);

  [[nodiscard]] bool has(std::string_view role) const { return columns_.count(role) > 0; }
  [[nodiscard]] bool has_all(std::initializer_list<std::string_view> roles) const;
  [[nodiscard]] std::size_t rows() const noexcept { return table_.rows.size(); }
  /// Rows that `where` left out.
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }
  [[nodiscard]] std::vector<std::string> header() const { return table_.header.fields; }

  /// The field; empty where no column has the role.
  [[nodiscard]] std::string text(std::size_t row, std::string_view role) const;
  /// A finite number; nothing for an empty field. What is no number is a complaint (E002) and
  /// nothing.
  [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view role);
  void complain(std::size_t row, std::string_view role, Diagnostic complaint);

  /// With the lines that they are about, at most a thousand.
  [[nodiscard]] Diagnostics findings(std::string_view text) const;
  [[nodiscard]] bool has_findings() const noexcept { return !findings_.empty(); }

 private:
  std::string file_;
  ledger::CsvTable table_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::size_t left_out_ = 0;
  Diagnostics findings_;
};

/// An error whose place the table knows.
[[nodiscard]] Diagnostic problem(std::string code, std::string message, std::string hint);

}  // namespace betledger::forecast
