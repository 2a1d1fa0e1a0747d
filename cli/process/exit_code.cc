#include "cli/process/exit_code.h"

#include <algorithm>
#include <array>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "cli/process/console.h"
#include "core/error.h"
#include "core/text.h"
#include "sim/tasks/executor.h"

namespace betledger::cli {
namespace {

constexpr std::array<ExitCodeInfo, 10> all_codes{{
    {ExitCode::fine, "fine"},
    {ExitCode::findings, "findings (check, verify)"},
    {ExitCode::usage, "the command line is wrong"},
    {ExitCode::bad_input, "bad input: a file, a value, or an entry that cannot follow"},
    {ExitCode::changed_first, "somebody else changed the ledger first"},
    {ExitCode::not_permitted, "not permitted"},
    {ExitCode::integrity, "the ledger or a recomputed plan is not what was recorded"},
    {ExitCode::storage, "a file cannot be read or written"},
    {ExitCode::our_bug, "a bug in betledger"},
    {ExitCode::interrupted, "interrupted"},
}};

std::string error_line(const std::exception& error) {
  return fmt::format("error: {}\n", printable(error.what()));
}

}  // namespace

std::span<const ExitCodeInfo> exit_codes() noexcept {
  return all_codes;
}

ExitCode exit_code_of(std::span<const Diagnostic> why) noexcept {
  const bool usage = std::any_of(why.begin(), why.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error && diagnostic.code.starts_with('U');
  });
  return usage ? ExitCode::usage : ExitCode::bad_input;
}

ExitCode exit_code_of_exception(std::string& message) {
  try {
    throw;
  } catch (const sim::Interrupted&) {
    message = "interrupted before there was anything to tell\n";
    return ExitCode::interrupted;
  } catch (const ReaderGone&) {
    message.clear();
    return ExitCode::storage;
  } catch (const StorageError& error) {
    message = error_line(error);
    return error.not_permitted ? ExitCode::not_permitted : ExitCode::storage;
  } catch (const CorruptLedger& error) {
    message =
        error_line(error) +
        "  hint: `betledger verify` lists everything that is wrong; restore the file from a copy\n";
    return ExitCode::integrity;
  } catch (const HeadMoved& error) {
    message = error_line(error) + (error.expected.empty()
                                       ? "  hint: run it again; `betledger log` shows the change\n"
                                       : "  hint: look at `betledger log`, then decide again\n");
    return ExitCode::changed_first;
  } catch (const DomainError& error) {
    message = error_line(error);
    return ExitCode::bad_input;
  } catch (const std::bad_alloc&) {
    message = "error: out of memory\n  hint: ask for fewer --runs\n";
    return ExitCode::storage;
  } catch (const std::exception& error) {
    message = fmt::format("error: a bug in betledger: {}\n", printable(error.what()));
    return ExitCode::our_bug;
  }
}

}  // namespace betledger::cli
