# The Debian package: the target `deb`, which leaves it in the build folder. What is installed where; who does what at installation stands in the
# maintainer scripts beside this file.
set(here ${CMAKE_CURRENT_LIST_DIR})

find_package(Python3 REQUIRED COMPONENTS Interpreter)
# Out of the program's own help, so that the two cannot differ.
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/package/lacuna.1.gz
    COMMAND ${Python3_EXECUTABLE} ${here}/man-page $<TARGET_FILE:lacuna> ${PROJECT_BINARY_DIR}/package/lacuna.1
    COMMAND gzip --force --no-name --best --keep ${PROJECT_BINARY_DIR}/package/lacuna.1
    DEPENDS lacuna ${here}/man-page VERBATIM)
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/package/lacunactl.8.gz
    COMMAND ${CMAKE_COMMAND} -E copy ${here}/lacunactl.8 ${PROJECT_BINARY_DIR}/package/lacunactl.8
    COMMAND gzip --force --no-name --best ${PROJECT_BINARY_DIR}/package/lacunactl.8
    DEPENDS ${here}/lacunactl.8 VERBATIM)
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/package/changelog.Debian.gz
    COMMAND ${CMAKE_COMMAND} -E copy ${here}/changelog ${PROJECT_BINARY_DIR}/package/changelog.Debian
    COMMAND gzip --force --no-name --best ${PROJECT_BINARY_DIR}/package/changelog.Debian
    DEPENDS ${here}/changelog VERBATIM)
add_custom_target(deb
    COMMAND ${CMAKE_CPACK_COMMAND} -G DEB
    DEPENDS ${PROJECT_BINARY_DIR}/package/lacuna.1.gz ${PROJECT_BINARY_DIR}/package/lacunactl.8.gz
        ${PROJECT_BINARY_DIR}/package/changelog.Debian.gz
    WORKING_DIRECTORY ${PROJECT_BINARY_DIR} USES_TERMINAL VERBATIM)

set(docs share/doc/lacuna)
install(TARGETS lacuna RUNTIME DESTINATION bin)
install(FILES ${PROJECT_BINARY_DIR}/package/lacuna.1.gz DESTINATION share/man/man1)
install(FILES ${PROJECT_BINARY_DIR}/package/lacunactl.8.gz DESTINATION share/man/man8)
install(FILES ${PROJECT_BINARY_DIR}/package/changelog.Debian.gz ${here}/copyright DESTINATION ${docs})
install(FILES ${PROJECT_SOURCE_DIR}/deploy/README.md DESTINATION ${docs})
install(FILES ${PROJECT_SOURCE_DIR}/deploy/lacuna.example.toml DESTINATION ${docs}/examples)
# What is configured with; grafana's files are written from a checkout, and its programs stay there.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/deploy/prometheus ${PROJECT_SOURCE_DIR}/deploy/grafana ${PROJECT_SOURCE_DIR}/deploy/nginx
    DESTINATION share/lacuna
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
    FILES_MATCHING PATTERN "*.yml" PATTERN "*.yaml" PATTERN "*.json" PATTERN "*.conf" PATTERN "__pycache__" EXCLUDE)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/deploy/backup ${PROJECT_SOURCE_DIR}/deploy/restore-check
    ${PROJECT_SOURCE_DIR}/deploy/private-postgres DESTINATION lib/lacuna)
install(FILES ${PROJECT_SOURCE_DIR}/deploy/backup-manifest.sql DESTINATION lib/lacuna)
install(PROGRAMS ${here}/lacunactl DESTINATION sbin)
file(GLOB units ${PROJECT_SOURCE_DIR}/deploy/systemd/*.service ${PROJECT_SOURCE_DIR}/deploy/systemd/*.timer)
install(FILES ${units} DESTINATION /lib/systemd/system)
install(FILES ${here}/lacuna.toml DESTINATION /etc/lacuna)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lacuna)
set(CPACK_PACKAGE_CONTACT "The Lacuna authors <lacuna@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit of what a platform's research API returns")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Lacuna asks a platform's research API every day for a watchlist of videos that
are known to be public, asks an independent public endpoint whether each still
is, records what both said in PostgreSQL, and publishes what follows: a
completeness rate with its interval, a history of every video, metrics to alert
on, and the evidence behind each cell.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR OFF)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql (>= 15), zstd")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx, prometheus, prometheus-alertmanager")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${here}/conffiles ${here}/postinst ${here}/prerm ${here}/postrm)
include(CPack)
