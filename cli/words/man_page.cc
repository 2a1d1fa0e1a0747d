#include "cli/words/man_page.h"

#include <fmt/format.h>

#include "cli/words/help.h"

namespace betledger::cli {
namespace {

/// Text that roff prints as it is.
std::string roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) {
      out += "\\&";
    }
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::string paragraphs(std::string_view text) {
  std::string out = roff(text);
  for (std::size_t gap = out.find("\n\n"); gap != std::string::npos;
       gap = out.find("\n\n", gap + 1)) {
    out.replace(gap, 2, "\n.PP\n");
  }
  return out + "\n";
}

/// "COMMANDS: RUN THE QUARTER"
std::string heading(std::string_view group) {
  std::string text = "COMMANDS: ";
  for (const char c : group) {
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

std::string entry(std::string_view term, std::string_view text) {
  return fmt::format(".TP\n.B {}\n{}\n", roff(term), roff(text));
}

std::string option_entry(const Option& option) {
  std::string text = option.summary;
  for (std::size_t i = 0; i < option.choices.size(); ++i) {
    text += (i == 0 ? ": " : ", ") + option.choices[i];
  }
  text += option.fallback.empty() ? "" : fmt::format(" (default {})", option.fallback);
  return entry(option_names(option), text + ".");
}

std::string command_section(const Command& command) {
  std::string text =
      fmt::format(".SS {}\n{}", roff(usage_line(command)), paragraphs(command.description));
  for (const Positional& positional : command.positionals) {
    text += entry(positional.name, positional.summary + ".");
  }
  for (const Option& option : command.options) {
    text += option_entry(option);
  }
  text += ".PP\nExample:\n";
  for (const Example& example : command.examples) {
    text +=
        fmt::format(".PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n{}\n", roff(example.line), roff(example.says));
  }
  return text;
}

}  // namespace

std::string man_page(CommandTable table, std::string_view version) {
  std::string text =
      fmt::format(".TH BETLEDGER 1 \"\" \"betledger {}\" \"User Commands\"\n", version);
  text += ".SH NAME\nbetledger \\- plan and forecast a quarter's bets on a metric tree\n";
  text += ".SH SYNOPSIS\n.B betledger\nCOMMAND [OPTIONS] [WORDS]\n";
  text += ".SH DESCRIPTION\n";
  text +=
      "betledger keeps a metric tree, the bets on it and the history of its metrics in one "
      "append\\-only "
      "ledger file,\nand forecasts the focus metric with and without the bets. Data goes to "
      "standard "
      "output, messages to standard error.\n";
  text += ".SH OPTIONS OF EVERY COMMAND\n";
  for (const Option& option : global_options()) {
    text += option_entry(option);
  }
  std::string_view group;
  for (const Command& command : table) {
    if (command.group != group) {
      group = command.group;
      text += fmt::format(".SH {}\n", heading(group));
    }
    text += command_section(command);
  }
  text += ".SH ENVIRONMENT\n";
  for (const VariableInfo& variable : variables()) {
    text += entry(variable.name, variable.meaning);
  }
  text += ".SH EXIT STATUS\n";
  for (const ExitCodeInfo& code : exit_codes()) {
    text += entry(std::to_string(static_cast<int>(code.code)), code.meaning);
  }
  text += ".SH FILES\n";
  text +=
      entry("betledger.db",
            "the ledger: found by --ledger, then BETLEDGER, then in this folder or one above it");
  text +=
      ".SH DIAGNOSTICS\nEvery message carries a code; `betledger explain CODE` says what it "
      "means.\n";
  return text;
}

}  // namespace betledger::cli
