#include "facts/script_commands.h"

struct listing {
    struct arena *arena;
    struct script_command *commands;
    size_t count, capacity;
};

static void list(void *state, const struct script_point *point)
{
    struct listing *listing = state;
    if (point->sort != SCRIPT_COMMAND)
        return;
    listing->commands = arena_grow(listing->arena, listing->commands, listing->count,
                                   &listing->capacity, sizeof(*listing->commands));
    listing->commands[listing->count++] = *point->command;
}

size_t script_commands_read(struct arena *arena, struct text script,
                            const struct script_setting *setting, struct script_command **out,
                            bool *whole)
{
    struct listing listing = {.arena = arena};
    bool all = script_walk(arena, script, setting, list, &listing);
    if (whole)
        *whole = all;
    *out = listing.commands;
    return listing.count;
}
