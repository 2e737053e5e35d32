/* Scripts of CI steps and recipes of Makefiles: every byte may be anybody's. */
#include "facts/makefile.h"
#include "facts/script_commands.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct text text = text_of(arena_copy(&arena, (struct text){(const char *)data, size}));
    const struct script_setting setting = {.stops = size % 2 == 0, .directory = "."};
    struct script_command *commands = NULL;
    script_commands_read(&arena, text, &setting, &commands, NULL);
    struct makefile makefile;
    makefile_read(&makefile, &arena, text);
    arena_release(&arena);
    return 0;
}
