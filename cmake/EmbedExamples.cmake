# Puts the files of examples/ into the program, so that `betledger init --example` works from an
# installed binary. Included, it defines bet_embed_examples(); run as a script (cmake -P) it writes the
# source.
if(CMAKE_SCRIPT_MODE_FILE)
  # -DEXAMPLES=<folder> -DOUTPUT=<file.cc> -DFILES=<a|b|c>, relative to the folder
  string(REPLACE "|" ";" files "${FILES}")
  set(entries "")
  foreach(file IN LISTS files)
    file(READ "${EXAMPLES}/${file}" text)
    get_filename_component(example "${file}" DIRECTORY)
    get_filename_component(name "${file}" NAME)
    string(APPEND entries
      "    {\"${example}\", \"${name}\", R\"bet_text(${text})bet_text\"},\n")
  endforeach()
  list(LENGTH files count)
  file(WRITE "${OUTPUT}.new"
    "// Made by cmake/EmbedExamples.cmake.\n"
    "#include <array>\n\n#include \"cli/commands/examples.h\"\n\n"
    "namespace betledger::cli {\nnamespace {\n\n"
    "constexpr std::array<ExampleFile, ${count}> all_files{{\n${entries}}};\n\n"
    "}  // namespace\n\n"
    "std::span<const ExampleFile> example_files() noexcept {\n  return all_files;\n}\n\n"
    "}  // namespace betledger::cli\n")
  file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
  file(REMOVE "${OUTPUT}.new")
  return()
endif()

# bet_embed_examples(<target>): adds the generated source to the target.
function(bet_embed_examples target)
  set(folder "${PROJECT_SOURCE_DIR}/examples")
  set(output "${PROJECT_BINARY_DIR}/generated/example_files.cc")
  set(files "")
  foreach(example IN ITEMS store tutorial)
    foreach(name IN ITEMS README.md tree.yaml bets.yaml history.csv)
      list(APPEND files "${example}/${name}")
    endforeach()
  endforeach()
  list(APPEND files store/actuals-2011-08-14.csv store/actuals-2011-09-25.csv)
  set(depends ${files})
  list(TRANSFORM depends PREPEND "${folder}/")
  string(REPLACE ";" "|" joined "${files}")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DEXAMPLES=${folder}" "-DOUTPUT=${output}" "-DFILES=${joined}"
            -P "${PROJECT_SOURCE_DIR}/cmake/EmbedExamples.cmake"
    DEPENDS ${depends} "${PROJECT_SOURCE_DIR}/cmake/EmbedExamples.cmake"
    COMMENT "Embedding the examples"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
  # The generated source includes headers from the root of the project.
  target_include_directories(${target} PRIVATE "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
endfunction()
