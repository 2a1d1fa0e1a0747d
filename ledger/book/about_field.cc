#include "ledger/book/about_field.h"

#include <utility>

#include "ledger/book/refusal.h"

namespace betledger::ledger {
namespace {

constexpr std::string_view pointer_start = "#/";

}  // namespace

Diagnostic about_field(std::string_view field,
                       std::string code,
                       std::string message,
                       std::string hint) {
  Diagnostic finding = refusal(std::move(code), std::move(message), std::move(hint));
  finding.at.file = std::string{pointer_start} + std::string{field};
  return finding;
}

std::optional<std::string> field_of(const Diagnostic& finding) {
  if (!finding.at.file.starts_with(pointer_start)) {
    return std::nullopt;
  }
  return finding.at.file.substr(pointer_start.size());
}

}  // namespace betledger::ledger
