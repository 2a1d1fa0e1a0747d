#include "cli/process/interruption.h"

namespace betledger::cli {
namespace {

// A handler gets no argument, so this is the one thing that the whole program shares.
std::atomic<bool> listening{false};
std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

Interruption::Interruption() noexcept {
  asked = false;
  listening = true;
}

Interruption::~Interruption() {
  listening = false;
}

const std::atomic<bool>& Interruption::asked_for() const noexcept {
  return asked;
}

bool ask_for_interruption() noexcept {
  return listening && !asked.exchange(true);
}

}  // namespace betledger::cli
