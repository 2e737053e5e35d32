/* Reads the bytes as a text with expressions, as one expression, and as a shell
 * script: whatever they are, fences lie within the text and in order, contexts
 * have a root, and commands have words. */
#include "facts/github_expression.h"
#include "facts/script_failure.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_expression(struct arena *arena, struct text text)
{
    const char *problem = NULL;
    const struct expression *expression = expression_parse(arena, text, &problem);
    if ((expression == NULL) != (problem != NULL))
        abort();
    if (!expression)
        return;
    expression_truth(expression);
    expression_asks_status(expression);
    struct context_use *uses = NULL;
    size_t count = expression_contexts(arena, expression, &uses);
    for (size_t i = 0; i < count; i++)
        if (!uses[i].path[0] || uses[i].path[0] == '.')
            abort();
}

static void check_fences(struct arena *arena, struct text text)
{
    struct expression_fence fence;
    for (size_t at = 0; expression_fence_find(text, at, &fence); at = fence.end) {
        if (fence.start < at || fence.end <= fence.start || fence.end > text.size)
            abort();
        if (fence.body.bytes < text.bytes ||
            fence.body.bytes + fence.body.size > text.bytes + text.size)
            abort();
        check_expression(arena, fence.body);
    }
}

static void check_script(struct arena *arena, struct text text)
{
    struct shell_script script;
    shell_parse(arena, text, &script);
    uint32_t lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.bytes[i] == '\n';
    for (size_t i = 0; i < script.count; i++) {
        const struct shell_command *command = &script.commands[i];
        if (command->count == 0 || command->line == 0 || command->line > lines)
            abort();
        if (shell_program(command) > command->count)
            abort();
        shell_subcommand(command);
    }
    script_forgives(&script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct text text = {.bytes = (const char *)data, .size = size};
    check_expression(&arena, text);
    check_fences(&arena, text);
    check_script(&arena, text);
    arena_release(&arena);
    return 0;
}
