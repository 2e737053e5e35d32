# What `cmake --install` puts where, and the Debian package of `cpack -G DEB`.
# The man page and the completions are what the program itself writes.
set(pages "${CMAKE_CURRENT_BINARY_DIR}/pages")
file(MAKE_DIRECTORY "${pages}")
function(bylaw_page out)
  add_custom_command(OUTPUT "${pages}/${out}"
    COMMAND bylaw ${ARGN} > "${pages}/${out}.new"
    COMMAND ${CMAKE_COMMAND} -E rename "${pages}/${out}.new" "${pages}/${out}"
    DEPENDS bylaw VERBATIM)
endfunction()
bylaw_page(bylaw.1 manual)
bylaw_page(bylaw.bash completion bash)
bylaw_page(_bylaw completion zsh)
bylaw_page(bylaw.fish completion fish)
add_custom_target(pages ALL
  DEPENDS "${pages}/bylaw.1" "${pages}/bylaw.bash" "${pages}/_bylaw" "${pages}/bylaw.fish")

install(TARGETS bylaw RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES "${pages}/bylaw.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES "${pages}/bylaw.bash" RENAME bylaw
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES "${pages}/_bylaw" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES "${pages}/bylaw.fish" DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CHANGELOG.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bylaw)
set(CPACK_PACKAGE_VENDOR Bylaw)
set(CPACK_PACKAGE_CONTACT "The maintainers of Bylaw <maintainers@bylaw.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "offline policy-as-code checker for engineering governance")
set(CPACK_PACKAGE_DESCRIPTION
"Bylaw reads git repositories straight from their object database and judges
them by policies written in YAML: what is kept, what is broken, what cannot be
known, and which time-bound exceptions are about to lapse. It runs nothing of a
repository and never uses the network.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS git)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
