# What the command line needs of the build: its facts for --version, the examples, and the man page and
# completion scripts that the program writes itself.
include(EmbedExamples)

# bet_cli_facts(<target>): compile definitions of cli/process/version.cc.
function(bet_cli_facts)
  set(libraries "Boost ${Boost_VERSION}, Eigen ${Eigen3_VERSION}, TBB ${TBB_VERSION}, fmt ${fmt_VERSION}")
  string(APPEND libraries ", SQLiteCpp ${SQLiteCpp_VERSION}, yaml-cpp ${yaml-cpp_VERSION}")
  string(APPEND libraries ", nlohmann_json ${nlohmann_json_VERSION}")
  set_source_files_properties("${PROJECT_SOURCE_DIR}/cli/process/version.cc" PROPERTIES COMPILE_DEFINITIONS
    "BET_VERSION=\"${PROJECT_VERSION}\";BET_COMPILER=\"${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\";BET_BUILD_TYPE=\"$<CONFIG>\";BET_EXECUTOR=\"${BET_EXECUTOR}\";BET_LIBRARIES=\"${libraries}\"")
  # Answers carry the version that made them, whoever asks.
  set_source_files_properties("${PROJECT_SOURCE_DIR}/betledger/betledger.cc" PROPERTIES COMPILE_DEFINITIONS
    "BET_VERSION=\"${PROJECT_VERSION}\"")
endfunction()

# bet_install_manual(<program>): betledger.1 and the completion scripts, made by the program that was
# built. Not when cross-compiling: it could not be run.
function(bet_install_manual program)
  if(CMAKE_CROSSCOMPILING)
    return()
  endif()
  set(folder "${PROJECT_BINARY_DIR}/generated/manual")
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(
    OUTPUT "${folder}/betledger.1" "${folder}/betledger.bash" "${folder}/_betledger" "${folder}/betledger.fish"
    COMMAND ${program} help --man > "${folder}/betledger.1"
    COMMAND ${program} completion bash > "${folder}/betledger.bash"
    COMMAND ${program} completion zsh > "${folder}/_betledger"
    COMMAND ${program} completion fish > "${folder}/betledger.fish"
    DEPENDS ${program}
    COMMENT "Writing the man page and the completion scripts")
  add_custom_target(bet_manual ALL DEPENDS "${folder}/betledger.1")
  install(FILES "${folder}/betledger.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
  install(FILES "${folder}/betledger.bash" RENAME betledger
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES "${folder}/_betledger" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
  install(FILES "${folder}/betledger.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endfunction()
