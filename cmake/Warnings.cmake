# One interface target that every target of ours links: the language rules of
# the project, in one place, never in CMAKE_C_FLAGS.
add_library(project_rules INTERFACE)
target_compile_definitions(project_rules INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(project_rules INTERFACE
  -Wall -Wextra -Wpedantic
  -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wcast-align
  -Wformat=2 -Wundef -Wvla -Wwrite-strings -Wpointer-arith
  -Wstrict-prototypes -Wmissing-prototypes -Wmissing-declarations
  -Wold-style-definition -Wredundant-decls -Wswitch-enum
  -Wdouble-promotion -Wfloat-equal -Wnull-dereference
  -Werror=implicit-function-declaration -Werror=incompatible-pointer-types
  -Werror=int-conversion -Werror=return-type
  -fno-common -fstack-protector-strong
  $<$<C_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond -Wduplicated-branches -Walloc-zero -Warith-conversion -Wtrampolines>
  $<$<C_COMPILER_ID:Clang>:-Wcomma -Wassign-enum -Wunreachable-code -Wconditional-uninitialized -Wimplicit-fallthrough -Wmissing-variable-declarations -Wshorten-64-to-32>
  $<$<BOOL:${BYLAW_WERROR}>:-Werror>
  -include "${PROJECT_SOURCE_DIR}/checker/base/banned.h")
