#include "tree/dependency_graph.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <queue>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>

#include "core/contract.h"

namespace betledger::tree {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;

constexpr Vertex nobody = static_cast<Vertex>(-1);

Graph graph_of(std::size_t metrics, std::span<const Dependency> dependencies) {
  Graph graph{metrics};
  for (const Dependency& d : dependencies) {
    boost::add_edge(d.driver.value(), d.outcome.value(), graph);
  }
  return graph;
}

MetricId id_of(Vertex vertex) {
  return MetricId{static_cast<std::uint32_t>(vertex)};
}

/// The vertices from the start of a search to `last`.
std::vector<Vertex> way_to(Vertex last, const std::vector<Vertex>& before) {
  std::vector<Vertex> way;
  for (Vertex v = last; v != nobody; v = before[v]) {
    way.push_back(v);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

/// The shortest loop through `start` inside its group if it is shorter than `limit`, else empty.
std::vector<Vertex> loop_through(Vertex start,
                                 const Graph& graph,
                                 const std::vector<std::size_t>& group,
                                 std::size_t limit) {
  std::vector<Vertex> before(boost::num_vertices(graph), nobody);
  std::vector<Vertex> front{start};
  for (std::size_t length = 1; length < limit; ++length) {
    std::vector<Vertex> next;
    for (const Vertex from : front) {
      if (boost::edge(from, start, graph).second) {
        return way_to(from, before);
      }
      const auto [first, last] = boost::adjacent_vertices(from, graph);
      std::copy_if(first, last, std::back_inserter(next), [&](Vertex to) {
        const bool fresh = group[to] == group[start] && before[to] == nobody;
        if (fresh) {
          before[to] = from;
        }
        return fresh;
      });
    }
    front = std::move(next);
  }
  return {};
}

}  // namespace

std::vector<std::vector<MetricId>> shortest_loops(std::size_t metrics,
                                                  std::span<const Dependency> dependencies) {
  const Graph graph = graph_of(metrics, dependencies);
  std::vector<std::size_t> group(metrics);
  const std::size_t groups = boost::strong_components(
      graph,
      boost::make_iterator_property_map(group.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::size_t> members(groups, 0);
  for (const std::size_t g : group) {
    ++members[g];
  }

  // In the order of the file, so that each loop starts at its first metric.
  std::vector<std::vector<Vertex>> shortest(groups);
  std::vector<std::size_t> in_order;
  for (Vertex start = 0; start < metrics; ++start) {
    const std::size_t g = group[start];
    if (members[g] == 1 && !boost::edge(start, start, graph).second) {
      continue;
    }
    const bool first = shortest[g].empty();
    const std::size_t limit = first ? members[g] + 1 : shortest[g].size();
    std::vector<Vertex> loop = loop_through(start, graph, group, limit);
    if (!loop.empty()) {
      shortest[g] = std::move(loop);
    }
    if (first) {
      in_order.push_back(g);
    }
  }

  std::vector<std::vector<MetricId>> result;
  for (const std::size_t g : in_order) {
    std::vector<MetricId>& loop = result.emplace_back();
    std::transform(shortest[g].begin(), shortest[g].end(), std::back_inserter(loop), id_of);
  }
  return result;
}

// Kahn's algorithm with the smallest position first; boost::topological_sort leaves ties to the
// order of its depth-first search, which no reader of a file could foresee.
std::vector<MetricId> dependency_order(std::size_t metrics,
                                       std::span<const Dependency> dependencies) {
  const Graph graph = graph_of(metrics, dependencies);
  std::vector<std::size_t> waiting(metrics);
  std::priority_queue<Vertex, std::vector<Vertex>, std::greater<>> ready;
  for (Vertex v = 0; v < metrics; ++v) {
    waiting[v] = boost::in_degree(v, graph);
    if (waiting[v] == 0) {
      ready.push(v);
    }
  }
  std::vector<MetricId> order;
  while (!ready.empty()) {
    const Vertex v = ready.top();
    ready.pop();
    order.push_back(id_of(v));
    const auto [first, last] = boost::adjacent_vertices(v, graph);
    for (auto to = first; to != last; ++to) {
      if (--waiting[*to] == 0) {
        ready.push(*to);
      }
    }
  }
  BET_EXPECT(order.size() == metrics);
  return order;
}

std::vector<std::optional<std::uint32_t>> steps_to_drivers(std::size_t metrics,
                                                           std::span<const Dependency> dependencies,
                                                           MetricId start) {
  BET_EXPECT(start.value() < metrics);
  const Graph graph = graph_of(metrics, dependencies);
  const auto upwards = boost::make_reverse_graph(graph);
  std::vector<std::uint32_t> distance(metrics, 0);
  boost::breadth_first_search(upwards,
                              start.value(),
                              boost::visitor(boost::make_bfs_visitor(boost::record_distances(
                                  distance.data(), boost::on_tree_edge{}))));
  std::vector<std::optional<std::uint32_t>> steps(metrics);
  for (Vertex v = 0; v < metrics; ++v) {
    if (distance[v] > 0) {
      steps[v] = distance[v];
    }
  }
  steps[start.value()] = 0;
  return steps;
}

}  // namespace betledger::tree
