#include "cli/arguments.h"

static int run(const struct invocation *invocation)
{
    (void)invocation;
    struct buffer out = BUFFER_EMPTY;
    help_manual(&out, BYLAW_VERSION);
    print_out(buffer_string(&out));
    buffer_release(&out);
    return EXIT_CLEAN;
}

static const struct command_example examples[] = {
    {"bylaw manual | man -l -", "read it"},
    {0},
};

COMMAND(manual) = {
    .name = "manual",
    .arguments = "",
    .summary = "write the man page bylaw(1)",
    .examples = examples,
    .run = run,
};
