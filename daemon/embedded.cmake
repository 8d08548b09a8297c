# lacuna_embed(NAME FOLDER PATTERN…): the library lacuna_NAME, whose header "embedded/NAME.hpp" declares
#   namespace lacuna::embedded { struct file { std::string_view path, bytes; }; std::span<file const> NAME(); }
# with every file of FOLDER (also in folders below) that fits a PATTERN, sorted by path relative to FOLDER.
function(lacuna_embed name folder)
    set(patterns)
    foreach(pattern ${ARGN})
        list(APPEND patterns ${PROJECT_SOURCE_DIR}/${folder}/${pattern})
    endforeach()
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${patterns})
    list(FILTER files EXCLUDE REGEX "README\\.md$")
    list(SORT files)
    set(header ${PROJECT_BINARY_DIR}/embedded/${name}.hpp)
    set(source ${PROJECT_BINARY_DIR}/embedded/${name}.cpp)
    set(assembly ${PROJECT_BINARY_DIR}/embedded/${name}.s)
    file(CONFIGURE OUTPUT ${header} CONTENT [=[#pragma once
#include <span>
#include <string_view>
namespace lacuna::embedded {
#ifndef LACUNA_EMBEDDED_FILE
#define LACUNA_EMBEDDED_FILE
/// One file that was compiled in; both views live as long as the program.
struct file {
    std::string_view path;   ///< Relative to its folder, with '/'.
    std::string_view bytes;
};
#endif
[[nodiscard]] std::span<file const> @name@();
}  // namespace lacuna::embedded
]=] @ONLY)
    set(text "")
    set(declarations "")
    set(rows "")
    set(number 0)
    foreach(path ${files})
        file(RELATIVE_PATH relative ${PROJECT_SOURCE_DIR}/${folder} ${path})
        set(symbol lacuna_${name}_${number})
        string(APPEND text ".global ${symbol}\n.global ${symbol}_end\n${symbol}:\n.incbin \"${path}\"\n${symbol}_end:\n.byte 0\n")
        string(APPEND declarations "extern char const ${symbol}[];\nextern char const ${symbol}_end[];\n")
        string(APPEND rows "        {\"${relative}\", {${symbol}, ${symbol}_end}},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    file(CONFIGURE OUTPUT ${assembly} CONTENT ".section .rodata\n@text@.section .note.GNU-stack,\"\",%progbits\n" @ONLY)
    file(CONFIGURE OUTPUT ${source} CONTENT [=[#include "embedded/@name@.hpp"
#include <vector>
extern "C" {
@declarations@}
namespace lacuna::embedded {
std::span<file const> @name@() {
    static std::vector<file> const all{
@rows@    };
    return all;
}
}  // namespace lacuna::embedded
]=] @ONLY)
    # Assembled by a rule of our own: the object must be made anew when an embedded file changes.
    set(object ${PROJECT_BINARY_DIR}/embedded/${name}_bytes.o)
    add_custom_command(OUTPUT ${object} COMMAND ${CMAKE_CXX_COMPILER} -x assembler -c ${assembly} -o ${object}
                       DEPENDS ${assembly} ${files} VERBATIM)
    add_library(lacuna_${name} STATIC ${source} ${object})
    target_link_libraries(lacuna_${name} PUBLIC lacuna_options)
endfunction()
