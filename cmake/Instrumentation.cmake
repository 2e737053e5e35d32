add_library(project_instrumentation INTERFACE)
if(BYLAW_SANITIZE)
  set(flags -fsanitize=${BYLAW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_options(project_instrumentation INTERFACE ${flags})
  target_link_options(project_instrumentation INTERFACE ${flags})
endif()
if(BYLAW_COVERAGE)
  target_compile_options(project_instrumentation INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(project_instrumentation INTERFACE --coverage)
endif()
# Relative relocations in a bitmap: 9,000 of them are a good part of starting.
include(CheckLinkerFlag)
check_linker_flag(C "-pie;-Wl,-z,pack-relative-relocs" BYLAW_PACKS_RELOCATIONS)
if(BYLAW_HARDEN AND BYLAW_PACKS_RELOCATIONS)
  target_link_options(project_instrumentation INTERFACE -Wl,-z,pack-relative-relocs)
endif()
if(BYLAW_HARDEN)
  target_compile_options(project_instrumentation INTERFACE
    -O2 -fstack-clash-protection -fcf-protection -fPIE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(project_instrumentation INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
# gcc 12.2 with link-time optimisation folds strcmp(when, "manual") of checker/facts/gitlab_rules.c to
# unequal (the case facts/gitlab shows it). Valgrind and the sanitizers find nothing there; without
# this pass, or without link-time optimisation, the program is right.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  target_compile_options(project_instrumentation INTERFACE -fno-optimize-strlen)
  target_link_options(project_instrumentation INTERFACE -fno-optimize-strlen)
endif()
