# bylaw_embed(<out.c> <symbol> <root> <file>...)
# Compiles files into the program: a table of {path below root, bytes, size},
# sorted by path, ended by a NULL path. Its type is in base/builtin_file.h.
add_executable(embed "${PROJECT_SOURCE_DIR}/cmake/embed.c")
function(bylaw_embed out symbol root)
  add_custom_command(OUTPUT "${out}"
    COMMAND embed "${out}" "${symbol}" "${root}" ${ARGN}
    DEPENDS embed ${ARGN}
    VERBATIM)
endfunction()
