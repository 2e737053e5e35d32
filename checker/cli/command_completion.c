#include "cli/arguments.h"

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static int run(const struct invocation *invocation)
{
    struct buffer out = BUFFER_EMPTY;
    completion_write(&out, invocation->arguments[0]);
    print_out(buffer_string(&out));
    buffer_release(&out);
    return EXIT_CLEAN;
}

static const struct command_example examples[] = {
    {"bylaw completion bash > /etc/bash_completion.d/bylaw", "for every user of bash"},
    {0},
};

COMMAND(completion) = {
    .name = "completion",
    .arguments = "bash|zsh|fish",
    .summary = "write a completion script for a shell",
    .examples = examples,
    .minimum_arguments = 1,
    .maximum_arguments = 1,
    .actions = shells,
    .run = run,
};
