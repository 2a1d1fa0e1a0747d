#include <algorithm>
#include <utility>

#include "inference/problem.h"

namespace betledger::inference {
namespace {

bool holds(const std::vector<Index>& values, Index value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

void insert(std::vector<Index>& set, Index value) {
  if (!holds(set, value)) {
    set.push_back(value);
  }
}

}  // namespace

/// Has the evidence anything to say about it? A likelihood downstream, or a readout.
bool Problem::is_informative(const Move& move) const {
  const auto weighs = [&](Index n) { return nodes_[n].is_observed; };
  return !move.readouts.empty() || std::any_of(move.nodes.begin(), move.nodes.end(), weighs);
}

void Problem::add_move(Move move) {
  std::vector<Index> starts;
  for (const Index k : move.interventions) {
    bool live = false;
    for (Index t = 0; t < known(); ++t) {
      live = live || is_live(k, t);
    }
    if (live) {
      starts.push_back(model_->interventions[k].node);
    }
    for (Index r = 0; r < evidence_.readouts.size(); ++r) {
      const Readout& readout = evidence_.readouts[r];
      if (readout.of == Readout::Of::intervention && readout.index == k) {
        move.readouts.push_back(r);
      }
    }
  }
  for (const Index l : move.influences) {
    starts.push_back(model_->influences[l].to);
    for (Index r = 0; r < evidence_.readouts.size(); ++r) {
      const Readout& readout = evidence_.readouts[r];
      if (readout.of == Readout::Of::influence && readout.index == l) {
        move.readouts.push_back(r);
      }
    }
  }
  for (const Index o : move.occasions) {
    starts.push_back(model_->occasions[o].node);
  }
  const bool of_density =  // a coupled node's member or sigma
      move.kind == Move::Kind::member ||
      (move.unknowns.size() == 1 && unknowns_[move.unknowns.front()].kind == Unknown::Kind::sigma);
  move.nodes = of_density ? std::vector<Index>{move.node} : downstream(starts);
  if (!is_informative(move)) {
    return;
  }
  for (const Index u : move.unknowns) {
    moved_[u] = true;
  }
  for (const Index g : move.gates) {
    gate_moved_[g] = true;
  }
  moves_.push_back(std::move(move));
}

std::vector<Index> Problem::live_nodes() const {
  std::vector<Index> nodes;
  for (Index k = 0; k < model_->interventions.size(); ++k) {
    for (Index t = 0; t < known(); ++t) {
      if (is_live(k, t)) {
        nodes.push_back(model_->interventions[k].node);
        break;
      }
    }
  }
  return nodes;
}

/// Has a link anything to carry, or an experiment of its own? While no bet can have moved its
/// source it says nothing.
bool Problem::carries(Index influence) const {
  const auto& readouts = evidence_.readouts;
  return std::binary_search(touched_.begin(), touched_.end(), model_->influences[influence].from) ||
         std::any_of(readouts.begin(), readouts.end(), [&](const Readout& r) {
           return r.of == Readout::Of::influence && r.index == influence;
         });
}

void Problem::add_moves() {
  touched_ = downstream(live_nodes());
  add_flips();
  add_swaps();
  add_nudges();
  for (Index n = 0; n < nodes_.size(); ++n) {
    if (nodes_[n].component && nodes_[n].is_observed && nodes_[n].laws.size() > 1) {
      Move move;
      move.kind = Move::Kind::member;
      move.node = n;
      add_move(std::move(move));
    }
  }
}

Move Problem::flip_of(Index gate) const {
  Move flip;
  flip.kind = Move::Kind::flip;
  flip.gates = {gate};
  const auto add_unknown = [&](Index u) {
    if (!samplers_[u].is_constant()) {
      flip.unknowns.push_back(u);
      flip.behind.push_back(0);
    }
  };
  for (Index k = 0; k < model_->interventions.size(); ++k) {
    const sim::InterventionGates& own = model_->interventions[k].gates;
    if (own.any_of([&](Index g) { return holds(gate_coins_[g], gate); })) {
      flip.interventions.push_back(k);
      add_unknown(unknown(Unknown::Kind::amount, k));
    }
  }
  for (Index l = 0; l < model_->influences.size(); ++l) {
    if (holds(gate_coins_[model_->influences[l].gate], gate) && carries(l)) {
      flip.influences.push_back(l);
      add_unknown(unknown(Unknown::Kind::strength, l));
    }
  }
  return flip;
}

void Problem::add_flips() {
  for (Index g = 0; g < model_->gates.size(); ++g) {
    const double p = model_->gates[g].probability;
    if (p > 0 && p < 1) {
      add_move(flip_of(g));
    }
  }
}

/// Two works-gates, or two links' gates, whose effects meet in one node.
void Problem::add_swaps() {
  constexpr std::size_t most = 200;
  std::vector<Move> flips;
  std::copy_if(moves_.begin(), moves_.end(), std::back_inserter(flips), [](const Move& move) {
    return move.kind == Move::Kind::flip;
  });
  const auto lands = [&](const Move& move) {
    std::vector<Index> nodes;
    for (const Index k : move.interventions) {
      nodes.push_back(model_->interventions[k].node);
    }
    for (const Index l : move.influences) {
      nodes.push_back(model_->influences[l].to);
    }
    return nodes;
  };
  std::size_t count = 0;
  for (std::size_t a = 0; a < flips.size(); ++a) {
    const std::vector<Index> places = lands(flips[a]);
    for (std::size_t b = a + 1; b < flips.size() && count < most; ++b) {
      const std::vector<Index> others = lands(flips[b]);
      const bool meet =
          std::any_of(places.begin(), places.end(), [&](Index n) { return holds(others, n); });
      const bool share = std::any_of(flips[a].unknowns.begin(),
                                     flips[a].unknowns.end(),
                                     [&](Index u) { return holds(flips[b].unknowns, u); });
      if (!meet || share) {
        continue;  // gates of one bet open together, not in turn
      }
      Move swap = flips[a];
      swap.kind = Move::Kind::swap;
      const auto join = [](std::vector<Index>& to, const std::vector<Index>& from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      join(swap.gates, flips[b].gates);
      join(swap.unknowns, flips[b].unknowns);
      swap.behind.resize(swap.unknowns.size(), 1);
      for (const Index k : flips[b].interventions) {
        insert(swap.interventions, k);
      }
      for (const Index l : flips[b].influences) {
        insert(swap.influences, l);
      }
      swap.readouts.clear();
      add_move(std::move(swap));
      ++count;
    }
  }
}

void Problem::add_nudges() {
  for (Index u = 0; u < unknowns_.size(); ++u) {
    const Unknown& what = unknowns_[u];
    if (what.kind != Unknown::Kind::sigma && samplers_[u].is_constant()) {
      continue;
    }
    Move nudge;
    nudge.unknowns = {u};
    switch (what.kind) {
      case Unknown::Kind::amount:
        nudge.interventions = {what.index};
        break;
      case Unknown::Kind::strength:
        nudge.influences = {what.index};
        break;
      case Unknown::Kind::occasion:
        nudge.occasions = {what.index};
        break;
      case Unknown::Kind::delay:
        nudge.profiles = {what.index};
        for (Index k = 0; k < model_->interventions.size(); ++k) {
          if (model_->interventions[k].profile == what.index) {
            nudge.interventions.push_back(k);
          }
        }
        break;
      case Unknown::Kind::sigma:
        nudge.node = what.index;
        break;
      case Unknown::Kind::factor:
        for (Index k = 0; k < model_->interventions.size(); ++k) {
          if (model_->interventions[k].optimism == what.index) {
            nudge.interventions.push_back(k);
          }
        }
        break;
    }
    const bool idle = (what.kind == Unknown::Kind::strength && !carries(what.index)) ||
                      (what.kind == Unknown::Kind::sigma &&
                       !(nodes_[what.index].component && nodes_[what.index].is_observed)) ||
                      ((what.kind == Unknown::Kind::delay || what.kind == Unknown::Kind::factor) &&
                       nudge.interventions.empty());
    if (!idle) {
      add_move(std::move(nudge));
    }
  }
}

}  // namespace betledger::inference
