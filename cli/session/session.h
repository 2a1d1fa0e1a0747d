#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "cli/words/command.h"
#include "ledger/book/book_as_of.h"
#include "ledger/store/ledger.h"
#include "reports/page/report.h"

namespace betledger::cli {

/// --ledger, then BETLEDGER, then betledger.db here or in a folder above; U010 where there is none.
[[nodiscard]] Result<std::filesystem::path> find_ledger(const Call& call);

/// A ledger with its book as of now (or as of an entry).
struct Session {
  ledger::Ledger ledger;
  ledger::Book book;
};
[[nodiscard]] Result<Session> open_ledger(const Call& call, ledger::Ledger::Mode mode);

/// The books of earlier entries. Borrows the session.
[[nodiscard]] ledger::BookAsOf books_of(const Session& session);

/// The stamp of this call: actor, clock and idempotency key.
[[nodiscard]] ledger::Stamp stamp_of(const Call& call);

/// Records the events on top of the book that was read: HeadMoved if somebody wrote in between or
/// --expect-head is not the head. Says what was recorded on standard error.
[[nodiscard]] Result<std::vector<ledger::Entry>> record(const Call& call,
                                                        Session& session,
                                                        const std::vector<ledger::Event>& events);

/// The same, as the end of a command.
[[nodiscard]] Result<ExitCode> record_and_finish(const Call& call,
                                                 Session& session,
                                                 const std::vector<ledger::Event>& events);

/// Throws HeadMoved if --expect-head is given and is not the head of `book`.
void expect_head(const Call& call, const ledger::Book& book);

[[nodiscard]] reports::Provenance provenance_of(const ledger::Book& book);
[[nodiscard]] reports::Format format_of(const Call& call);
[[nodiscard]] reports::Style style_of(const Call& call);

/// --period, where a command has it.
[[nodiscard]] std::optional<PeriodKind> period_option(const Call& call);

/// Writes a report in the format that was asked for.
template <class Page>
void print(const Call& call, const Page& page, const reports::Provenance& provenance) {
  call.console.out(render(page, provenance, format_of(call), style_of(call)));
}

/// The same of what was recorded: --quiet leaves it out, unless a format was asked for.
template <class Page>
void print_recorded(const Call& call, const Page& page, const reports::Provenance& provenance) {
  if (!call.console.quiet || call.arguments.has("format") || call.arguments.has("dry-run")) {
    print(call, page, provenance);
  }
}

/// The entries with these numbers, ascending and each once.
[[nodiscard]] std::vector<ledger::Entry> entries_at(const ledger::Ledger& ledger,
                                                    std::vector<std::int64_t> seqs);

/// Today in UTC, by the clock of the environment.
[[nodiscard]] Day today(const Call& call) noexcept;

}  // namespace betledger::cli
