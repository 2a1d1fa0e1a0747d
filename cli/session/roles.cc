#include "cli/session/roles.h"

#include <fmt/format.h>

namespace betledger::cli {
namespace {

std::optional<std::pair<std::string, std::string>> split_pair(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return std::nullopt;
  }
  return std::pair{text.substr(0, equals), text.substr(equals + 1)};
}

Diagnostic no_pair(const Call& call, std::string_view option, const std::string& text) {
  return call.arguments.complaint(option,
                                  "U005",
                                  fmt::format("--{}: `{}` is not NAME=VALUE", option, text),
                                  option == "columns"
                                      ? "write the role, =, and the column: impressions=views"
                                      : "write the column, =, and the value: team=growth");
}

}  // namespace

std::vector<Option> role_options() {
  return {{.name = "columns",
           .kind = ValueKind::list,
           .value = "ROLE=COLUMN",
           .summary = "which column plays which role",
           .fallback = "columns named as the roles",
           .repeats = true},
          {.name = "where",
           .kind = ValueKind::text,
           .value = "COLUMN=VALUE",
           .summary = "only rows with this value",
           .repeats = true}};
}

Result<forecast::RoleSettings> role_settings(const Call& call) {
  const std::string file = call.arguments.text("FILE");
  forecast::RoleSettings settings{file == "-" ? "standard input" : file, {}, {}};
  for (const std::string& text : call.arguments.list("columns")) {
    const auto pair = split_pair(text);
    if (!pair) {
      return no_pair(call, "columns", text);
    }
    settings.columns[pair->first] = pair->second;
  }
  for (const std::string& text : call.arguments.all("where")) {
    const auto pair = split_pair(text);
    if (!pair) {
      return no_pair(call, "where", text);
    }
    settings.where.push_back(*pair);
  }
  return settings;
}

}  // namespace betledger::cli
