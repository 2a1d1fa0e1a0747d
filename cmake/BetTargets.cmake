# Warnings and sanitizers, as targets: never through CMAKE_CXX_FLAGS, never exported.
add_library(bet_options INTERFACE)
target_compile_options(bet_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
  -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wcast-qual -Wundef
  # The same bits on every machine: no fused contraction, ever (docs/decisions).
  -ffp-contract=off
  # Nobody reads the flags that arithmetic leaves behind: without them a loop with a choice in it
  # becomes vector code. No value changes.
  -fno-trapping-math -fno-math-errno
  $<$<BOOL:${BET_DEVELOPER}>:-Werror>
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op;-Wuseless-cast>
  # g++ 12 sees ghosts in std::string and std::variant at -O3 (GCC bugs 105329 and 105562); clang and
  # the sanitizers watch for the real thing.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>)
if(BET_SANITIZE)
  target_compile_options(bet_options INTERFACE
    -fsanitize=${BET_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(bet_options INTERFACE -fsanitize=${BET_SANITIZE})
endif()
if(BET_COVERAGE)
  target_compile_options(bet_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(bet_options INTERFACE -fprofile-instr-generate)
endif()

# Half of a clean build was reading the same library headers: they are read once, here, and every
# target with the same options takes them over. clang's presets go without, so that a file which
# forgets an include is found.
function(bet_precompiled target)
  if(NOT BET_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "HEADERS;LIBRARIES;OPTIONS" ${ARGN})
  file(WRITE "${PROJECT_BINARY_DIR}/generated/${target}.cc" "")
  add_library(${target} OBJECT "${PROJECT_BINARY_DIR}/generated/${target}.cc")
  target_link_libraries(${target} PRIVATE bet_options fmt::fmt ${arg_LIBRARIES})
  target_compile_options(${target} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${target} PRIVATE ${arg_HEADERS}
    <algorithm> <array> <cmath> <cstddef> <cstdint> <functional> <limits> <map> <memory> <optional>
    <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)
endfunction()

function(bet_precompile target from)
  if(BET_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${from})
    # They were read with fmt's definitions, and serve nobody without them.
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:fmt::fmt>)
  endif()
endfunction()

# bet_room(<folder> SAYS <sentence> [DEPENDS room ...] [EXTERNAL target ...] [PRIVATE target ...])
#
# A static library of every source in the folder, `bet_<folder>` with an underscore for each slash. A
# room may use only the rooms its DEPENDS names; tools/check_layers.py holds the includes to it.
function(bet_room folder)
  cmake_parse_arguments(arg "" "SAYS" "DEPENDS;EXTERNAL;PRIVATE" ${ARGN})
  string(REPLACE "/" "_" name "${folder}")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cc")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  add_library(bet_${name} STATIC ${sources})
  set_target_properties(bet_${name} PROPERTIES EXPORT_NAME room_${name} OUTPUT_NAME betledger_${name})
  target_compile_features(bet_${name} PUBLIC cxx_std_20)
  target_include_directories(bet_${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  list(TRANSFORM arg_DEPENDS REPLACE "/" "_")
  list(TRANSFORM arg_DEPENDS PREPEND bet_)
  target_link_libraries(bet_${name}
    PUBLIC ${arg_DEPENDS} ${arg_EXTERNAL}
    PRIVATE $<BUILD_INTERFACE:bet_options> ${arg_PRIVATE})
  bet_precompile(bet_${name} bet_headers)
  install(TARGETS bet_${name} EXPORT betledger
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  # Its layer, for who wants all of it: betledger::forecast has every room of forecast/.
  string(REGEX REPLACE "/.*" "" layer "${folder}")
  if(NOT TARGET bet_all_${layer})
    add_library(bet_all_${layer} INTERFACE)
    add_library(betledger::${layer} ALIAS bet_all_${layer})
    set_target_properties(bet_all_${layer} PROPERTIES EXPORT_NAME ${layer})
    install(TARGETS bet_all_${layer} EXPORT betledger)
  endif()
  target_link_libraries(bet_all_${layer} INTERFACE bet_${name})
endfunction()

# Designated initializers that leave the rest to its default are what tests are full of. They run
# once: what they call is optimised, they need not be.
set(bet_test_options -Wno-missing-field-initializers $<$<CONFIG:Release>:-Og>)

# bet_test(<layer> [DEPENDS layer ...]): one GoogleTest program of every *_test.cc in tests/<layer> and
# the rooms inside it.
function(bet_test name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${name}/*.cc")
  if(NOT sources)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  add_executable(test_${name} ${sources})
  list(TRANSFORM arg_DEPENDS PREPEND betledger::)
  target_include_directories(test_${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(test_${name} PRIVATE BET_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  target_link_libraries(test_${name} PRIVATE betledger::${name} ${arg_DEPENDS} bet_options
    nlohmann_json::nlohmann_json Eigen3::Eigen GTest::gmock_main)
  target_compile_options(test_${name} PRIVATE ${bet_test_options})
  bet_precompile(test_${name} bet_test_headers)
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 600)
endfunction()
