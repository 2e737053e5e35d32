#include "document/build.h"
#include "document/dockerfile.h"
#include "document/json.h"

static bool add_text(struct build *build, struct node *node, const char *name, struct text text)
{
    struct position at = {node->line, node->column};
    return build_field(build, node, name, build_text(build, text, at));
}

/* `--name=value` before the arguments. */
static bool add_flags(struct build *build, struct node *node, struct text *arguments)
{
    struct position at = {node->line, node->column};
    struct node *flags = build_node(build, NODE_SEQUENCE, at);
    if (!build_field(build, node, "flags", flags))
        return false;
    while (text_starts_with(*arguments, "--")) {
        size_t size = 0;
        while (size < arguments->size && arguments->bytes[size] != ' ' &&
               arguments->bytes[size] != '\t')
            size++;
        struct text flag = {arguments->bytes, size};
        if (!build_add(build, flags, build_text(build, flag, at)))
            return false;
        *arguments = text_trim((struct text){arguments->bytes + size, arguments->size - size});
    }
    return true;
}

/* The JSON form of a command; what is no JSON array is taken by a shell. */
static bool add_words(struct build *build, struct node *node, struct text arguments)
{
    struct document document = {0};
    struct document_problem problem;
    if (!text_starts_with(arguments, "[") ||
        !json_parse(build->arena, arguments, false, &document, &problem))
        return true;
    struct position at = {node->line, node->column};
    struct node *words = build_node(build, NODE_SEQUENCE, at);
    for (size_t i = 0; i < document.roots[0]->count; i++) {
        const struct node *word = document.roots[0]->items[i];
        if (!build_add(build, words, build_text(build, (struct text){word->text, word->size}, at)))
            return false;
    }
    return build_field(build, node, "words", words);
}

static bool add_heredocs(struct build *build, struct node *node,
                         const struct dockerfile_instruction *instruction)
{
    struct position at = {node->line, node->column};
    struct node *heredocs = build_node(build, NODE_SEQUENCE, at);
    for (size_t i = 0; i < instruction->heredoc_count; i++)
        if (!build_add(build, heredocs,
                       build_text(build, text_of(instruction->heredocs[i].content), at)))
            return false;
    return build_field(build, node, "heredocs", heredocs);
}

static struct node *instruction_node(struct build *build,
                                     const struct dockerfile_instruction *instruction)
{
    struct node *node = build_node(build, NODE_MAPPING, (struct position){instruction->line, 1});
    struct text arguments = instruction->arguments;
    bool good = node && add_text(build, node, "instruction", text_of(instruction->name)) &&
                add_flags(build, node, &arguments) &&
                add_text(build, node, "arguments", arguments) &&
                add_words(build, node, arguments) && add_heredocs(build, node, instruction);
    if (!good)
        return NULL;
    if (instruction->end_line > node->end_line) {
        node->end_line = instruction->end_line;
        node->end_column = 1;
    }
    return node;
}

static struct node *instructions_node(struct build *build,
                                      const struct dockerfile_instructions *list, uint32_t line)
{
    struct node *node = build_node(build, NODE_SEQUENCE, (struct position){line, 1});
    for (size_t i = 0; i < list->count; i++)
        if (!build_add(build, node, instruction_node(build, &list->items[i])))
            return NULL;
    return node;
}

static struct node *stage_node(struct build *build, const struct dockerfile_stage *stage)
{
    struct node *node = build_node(build, NODE_MAPPING, (struct position){stage->line, 1});
    bool good = node != NULL;
    if (good && !stage->from.unknown)
        good = add_text(build, node, "image", text_of(stage->from.text));
    good = good && add_text(build, node, "written", stage->written);
    if (good && stage->name)
        good = add_text(build, node, "name", text_of(stage->name));
    if (good && stage->platform)
        good = add_text(build, node, "platform", text_of(stage->platform));
    good = good && build_field(build, node, "instructions",
                               instructions_node(build, &stage->instructions, stage->line));
    return good ? node : NULL;
}

bool dockerfile_document_parse(struct arena *arena, struct text text, struct document *out,
                               struct document_problem *problem)
{
    struct build build = {.arena = arena, .problem = problem};
    if (!build_accepts(&build, &text))
        return false;
    struct dockerfile dockerfile;
    dockerfile_parse(&dockerfile, arena, text);
    if (dockerfile.problem)
        return build_refuse(&build, (struct position){dockerfile.problem_line, 1}, "%s",
                            dockerfile.problem);
    struct position start = {1, 1};
    struct node *root = build_node(&build, NODE_MAPPING, start);
    struct node *stages = build_node(&build, NODE_SEQUENCE, start);
    for (size_t i = 0; i < dockerfile.count; i++)
        if (!build_add(&build, stages, stage_node(&build, &dockerfile.stages[i])))
            return false;
    return build_field(&build, root, "arguments",
                       instructions_node(&build, &dockerfile.before, 1)) &&
           build_field(&build, root, "stages", stages) && build_document(&build, root, out);
}
