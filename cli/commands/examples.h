#pragma once

#include <span>
#include <string_view>

namespace betledger::cli {

struct ExampleFile {
  std::string_view example;  // "store"
  std::string_view name;     // "tree.yaml"
  std::string_view text;
};
/// The files of examples/, by example and name; made at build time by cmake/EmbedExamples.cmake.
[[nodiscard]] std::span<const ExampleFile> example_files() noexcept;

struct ExampleInfo {
  std::string_view name;
  std::string_view title;
  std::string_view cycle;  // the words after `betledger cycle open`
};
[[nodiscard]] std::span<const ExampleInfo> example_infos() noexcept;

}  // namespace betledger::cli
