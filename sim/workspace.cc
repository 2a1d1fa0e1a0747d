#include "sim/workspace.h"

#include <utility>

namespace betledger::sim {

Workspaces::Lease::~Lease() {
  const std::lock_guard lock{owner_->mutex_};
  owner_->idle_.push_back(std::move(workspace_));
}

Workspaces::Lease Workspaces::lease() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      Workspace workspace = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(workspace)};
    }
  }
  return {*this, {program_->make_draws(), program_->make_paths()}};
}

}  // namespace betledger::sim
