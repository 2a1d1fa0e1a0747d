#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "sim/program.h"

namespace betledger::sim {

/// What one task works in: the random numbers and the paths of one block.
struct Workspace {
  std::unique_ptr<Draws> draws;
  std::unique_ptr<Paths> paths;
};

/// Workspaces for tasks that run at once: no more are made than tasks are under way, and none is
/// paid for twice. Every evaluation writes all that it reads, so it does not matter who had one
/// before.
class Workspaces {
 public:
  /// A borrowed workspace; goes back when the lease ends.
  class Lease {
   public:
    Lease(Workspaces& owner, Workspace workspace)
        : owner_{&owner}, workspace_{std::move(workspace)} {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();

    [[nodiscard]] Draws& draws() const noexcept { return *workspace_.draws; }
    [[nodiscard]] Paths& paths() const noexcept { return *workspace_.paths; }

   private:
    Workspaces* owner_;
    Workspace workspace_;
  };

  explicit Workspaces(const Program& program) : program_{&program} {}

  /// Safe to call from several threads.
  [[nodiscard]] Lease lease();

 private:
  const Program* program_;
  std::mutex mutex_;
  std::vector<Workspace> idle_;
};

}  // namespace betledger::sim
