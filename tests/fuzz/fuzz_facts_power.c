/* Scripts of PowerShell and cmd: every byte may be anybody's. */
#include "facts/power_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct text text = text_of(arena_copy(&arena, (struct text){(const char *)data, size}));
    const struct script_setting setting = {.directory = "."};
    struct script_command *commands = NULL;
    size_t count = 0;
    power_script_read(&arena, text, POWER_SHELL, &setting, &commands, &count);
    power_script_read(&arena, text, POWER_CMD, &setting, &commands, &count);
    arena_release(&arena);
    return 0;
}
