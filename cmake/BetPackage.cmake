# Install, export and package. Other projects: find_package(betledger) and link betledger::betledger;
# its one header is all they see.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(bet_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/betledger)
install(EXPORT betledger NAMESPACE betledger:: DESTINATION ${bet_config_dir} FILE betledgerTargets.cmake)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/betledgerConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/betledgerConfig.cmake" INSTALL_DESTINATION ${bet_config_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/betledgerConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/betledgerConfig.cmake"
  "${PROJECT_BINARY_DIR}/betledgerConfigVersion.cmake" DESTINATION ${bet_config_dir})
install(FILES betledger/betledger.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/betledger)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs examples DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the betledger maintainers <betledger@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION math)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
