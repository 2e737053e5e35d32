#include "policy/test_file.h"

#include "base/date.h"
#include "facts/base64.h"
#include "policy/policy_file.h"

#include <string.h>

const char *const test_kind_words[] = {"passes",  "fails", "not_applicable", "near_miss", "theatre",
                                       "unknown", NULL};

struct checker {
    struct arena *arena;
    const char *path;
    const struct rule *rule; /* NULL: it has mistakes of its own */
    struct diagnostics *diagnostics;
};

static struct diagnostic *mistake(const struct checker *checker, int code, const struct node *node,
                                  const char *format, ...) __attribute__((format(printf, 4, 5)));
static struct diagnostic *mistake(const struct checker *checker, int code, const struct node *node,
                                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(checker->arena, format, arguments);
    va_end(arguments);
    struct diagnostic *diagnostic =
        diagnostics_add(checker->diagnostics, code, node_place(checker->path, node), "%s", message);
    if (node_is_scalar(node) && node->line == node->end_line && node->end_column > node->column)
        diagnostic->length = node->end_column - node->column;
    return diagnostic;
}

static bool is_mapping(const struct checker *checker, const char *name, const struct node *node)
{
    if (!node)
        return false;
    if (node->kind != NODE_MAPPING)
        mistake(checker, E203, node, "'%s' is %s, not a mapping", name, node_kind_name(node->kind));
    return node->kind == NODE_MAPPING;
}

/* A mapping of names to one value each, empty ones included. */
static void check_texts(const struct checker *checker, const char *name, const struct node *node)
{
    if (!is_mapping(checker, name, node))
        return;
    for (size_t i = 0; i < node->count; i++)
        if (!node_is_scalar(node->items[i]))
            mistake(checker, E203, node->items[i], "'%s' is %s, not one text", node->keys[i]->text,
                    node_kind_name(node->items[i]->kind));
}

/* What the tree of a commit cannot hold is told here, not by the repository. */
static void check_path(const struct checker *checker, const struct node *node)
{
    const char *path = node->text;
    const char *problem = NULL;
    if (*path == '\0' || *path == '/' || string_ends_with(path, "/"))
        problem = "is no path of a file from the root of the tree";
    for (const char *part = path; !problem && part; part = strchr(part, '/')) {
        part += *part == '/' ? 1 : 0;
        size_t size = strcspn(part, "/");
        if (size == 0 || (size == 1 && *part == '.') || (size == 2 && strncmp(part, "..", 2) == 0))
            problem = "has a part that no tree can hold";
    }
    if (problem)
        mistake(checker, E702, node, "the path '%s' %s", path, problem);
}

static void check_files(const struct checker *checker, const char *name, const struct node *node)
{
    check_texts(checker, name, node);
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++)
        check_path(checker, node->keys[i]);
}

static void check_binaries(const struct checker *checker, const struct node *node)
{
    check_files(checker, "binaries", node);
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++) {
        struct text decoded;
        const struct node *item = node->items[i];
        if (node_is_scalar(item) &&
            !base64_decode(checker->arena, (struct text){item->text, item->size}, &decoded))
            mistake(checker, E703, item, "the content of '%s' is no base64", node->keys[i]->text);
    }
}

static void check_instant(const struct checker *checker, const struct node *of, const char *key)
{
    const struct node *node = node_find(of, key);
    int64_t seconds;
    if (node && node_is_scalar(node) && !time_parse(node->text, &seconds))
        mistake(checker, E208, node, "'%s' is no date or instant", node->text)->expected =
            "a day that exists, YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ";
}

static void check_person(const struct checker *checker, const struct node *of, const char *key)
{
    const struct node *node = node_find(of, key);
    if (!node || !node_is_scalar(node))
        return;
    const char *open = strchr(node->text, '<');
    const char *close = strchr(node->text, '>');
    bool is_whole = open && close && close > open + 1 && close[1] == '\0' && open > node->text;
    if ((open || close) && !is_whole)
        mistake(checker, E704, node, "'%s' is no person", node->text)->expected = "Name <address>";
}

static bool is_branch(const struct test_world *world, const char *name)
{
    return strcmp(name, "main") == 0 ||
           (world->branches.count > 0 && string_is_one_of(name, world->branches.items));
}

static void check_branch(const struct checker *checker, const struct test_world *world,
                         const struct node *node)
{
    if (!node || !node_is_scalar(node) || is_branch(world, node->text))
        return;
    struct diagnostic *diagnostic = mistake(checker, E705, node, "unknown branch '%s'", node->text);
    const char **names = ARENA_ARRAY(checker->arena, const char *, world->branches.count + 2);
    for (size_t i = 0; i < world->branches.count; i++)
        names[i] = world->branches.items[i];
    names[world->branches.count] = "main";
    diagnostic->meant = suggest(node->text, names);
    diagnostic->expected = diagnostic->meant ? NULL : "main, or one of the world's 'branches'";
}

/* What is to be executable must be there. */
static void check_executables(const struct checker *checker, const struct schema_texts *texts,
                              const struct node *files, const struct node *more)
{
    for (size_t i = 0; i < texts->count; i++)
        if (!node_find(files, texts->items[i]) && !node_find(more, texts->items[i])) {
            size_t count = files && files->kind == NODE_MAPPING ? files->count : 0;
            const char **names = ARENA_ARRAY(checker->arena, const char *, count + 1);
            for (size_t k = 0; k < count; k++)
                names[k] = files->keys[k]->text;
            mistake(checker, E705, texts->nodes[i], "there is no file '%s' to be executable",
                    texts->items[i])
                ->meant = suggest(texts->items[i], names);
        }
}

static void check_trailers(const struct checker *checker, const struct node *node)
{
    if (!is_mapping(checker, "trailers", node))
        return;
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];
        bool is_right = node_is_scalar(item) || item->kind == NODE_SEQUENCE;
        for (size_t k = 0; item->kind == NODE_SEQUENCE && k < item->count; k++)
            is_right = is_right && node_is_scalar(item->items[k]);
        if (!is_right)
            mistake(checker, E203, item, "the trailer '%s' is %s", node->keys[i]->text,
                    node_kind_name(item->kind))
                ->expected = "one text or a list of texts";
    }
}

static void check_commit(const struct checker *checker, const struct test_world *world,
                         const struct test_commit *commit)
{
    check_files(checker, "files", commit->files);
    check_trailers(checker, commit->trailers);
    check_instant(checker, commit->node, "date");
    check_instant(checker, commit->node, "committed");
    check_person(checker, commit->node, "author");
    check_person(checker, commit->node, "committer");
    check_branch(checker, world, node_find(commit->node, "branch"));
    for (size_t i = 0; i < commit->merged.count; i++)
        check_branch(checker, world, commit->merged.nodes[i]);
    check_executables(checker, &commit->executables, commit->files, NULL);
    bool is_flag;
    if (commit->signed_ &&
        (!node_is_scalar(commit->signed_) ||
         (commit->signed_->kind == NODE_TEXT && !commit->signed_->size) ||
         (commit->signed_->kind != NODE_TEXT && !node_boolean(commit->signed_, &is_flag))))
        mistake(checker, E203, commit->signed_, "'signed' is %s",
                node_kind_name(commit->signed_->kind))
            ->expected = "true, false or the name of a key";
}

static void check_history(const struct checker *checker, struct test_world *world)
{
    int64_t count = 1 + (int64_t)world->commits.count;
    if (world->base && !world->base_branch)
        count++;
    for (size_t i = 0; i < world->commits.count; i++)
        check_commit(checker, world, world->commits.items[i]);
    for (size_t i = 0; i < world->tags.count; i++) {
        const struct test_tag *tag = world->tags.items[i];
        check_instant(checker, tag->node, "date");
        if (tag->at > count)
            mistake(checker, E705, node_find(tag->node, "at"), "there is no commit %lld",
                    (long long)tag->at)
                ->expected =
                arena_printf(checker->arena, "a commit of the world, 1 to %lld", (long long)count);
    }
    for (size_t i = 0; i < world->branches.count; i++)
        if (strcmp(world->branches.items[i], "main") == 0)
            mistake(checker, E706, world->branches.nodes[i], "the branch 'main' is always there");
    check_branch(checker, world, node_find(world->node, "head"));
}

static void check_base(const struct checker *checker, struct test_world *world)
{
    static const char *const keys[] = {"files", "message", NULL};
    const struct node *base = world->base;
    if (base && node_is_scalar(base)) {
        world->base_branch = base->text;
        check_branch(checker, world, base);
        return;
    }
    if (!is_mapping(checker, "base", base))
        return;
    for (size_t i = 0; i < base->count; i++)
        if (!string_is_one_of(base->keys[i]->text, keys))
            mistake(checker, E201, base->keys[i], "unknown key '%s' in 'base'", base->keys[i]->text)
                ->meant = suggest(base->keys[i]->text, keys);
    check_files(checker, "files", node_find(base, "files"));
}

static void check_shallow(const struct checker *checker, struct test_world *world)
{
    bool is_shallow = false;
    if (!world->shallow)
        return;
    if (node_boolean(world->shallow, &is_shallow))
        world->depth = is_shallow ? 1 : 0;
    else if (!node_integer(world->shallow, &world->depth) || world->depth < 1 ||
             world->depth > 1000)
        mistake(checker, E203, world->shallow, "'shallow' cannot be %s",
                node_is_scalar(world->shallow)
                    ? arena_printf(checker->arena, "'%s'", world->shallow->text)
                    : node_kind_name(world->shallow->kind))
            ->expected = "true, false or a depth, from 1";
}

static const char *const *names_of_params(const struct checker *checker)
{
    const struct rule *rule = checker->rule;
    const char **names = ARENA_ARRAY(checker->arena, const char *, rule->param_count + 1);
    for (size_t i = 0; i < rule->param_count; i++)
        names[i] = rule->params[i].name;
    return names;
}

static void check_params(const struct checker *checker, const struct node *params)
{
    if (!is_mapping(checker, "params", params) || !checker->rule)
        return;
    const char *const *names = names_of_params(checker);
    for (size_t i = 0; i < params->count; i++) {
        size_t at = 0;
        while (names[at] && strcmp(names[at], params->keys[i]->text) != 0)
            at++;
        struct value value;
        if (names[at])
            parameter_value(checker->arena, &checker->rule->params[at], checker->path,
                            params->items[i], checker->diagnostics, &value);
        else
            mistake(checker, E508, params->keys[i], "the rule '%s' has no parameter '%s'",
                    checker->rule->id, params->keys[i]->text)
                ->meant = suggest(params->keys[i]->text, names);
    }
}

static void check_check(const struct checker *checker, const struct test_expectation *expected)
{
    const struct rule *rule = checker->rule;
    if (!rule || !expected->check)
        return;
    const char **names = ARENA_ARRAY(checker->arena, const char *, rule->check_count + 1);
    for (size_t i = 0; i < rule->check_count; i++)
        names[i] = rule->checks[i].name;
    if (!string_is_one_of(expected->check, names))
        mistake(checker, E707, node_find(expected->node, "check"),
                "the rule '%s' has no check '%s'", rule->id, expected->check)
            ->meant = suggest(expected->check, names);
}

/* What a world's kind says of the verdict; near misses and theatre may be either. */
static bool kind_fits(int kind, int verdict)
{
    switch (kind) {
    case TEST_PASSES:
        return verdict == VERDICT_PASS;
    case TEST_FAILS:
        return verdict == VERDICT_FAIL || verdict == VERDICT_REVIEW;
    case TEST_NOT_APPLICABLE:
        return verdict == VERDICT_NOT_APPLICABLE;
    case TEST_UNKNOWN:
        return verdict == VERDICT_UNKNOWN;
    default:
        return true;
    }
}

/* A rule of severity info fails by notes, and its subjects pass. */
static bool expects_notes(const struct test_expect *expect)
{
    for (size_t i = 0; i < expect->findings.count; i++) {
        const struct test_expectation *finding = expect->findings.items[i];
        if (finding->severity != SEVERITY_INFO)
            return false;
    }
    return expect->verdict == VERDICT_PASS && expect->findings.count > 0;
}

static void check_expect(const struct checker *checker, const struct test_world *world)
{
    const struct test_expect *expect = world->expect;
    if (!expect)
        return;
    for (size_t i = 0; i < expect->findings.count; i++)
        check_check(checker, expect->findings.items[i]);
    if (expect->verdict < 0 || world->kind < 0)
        return;
    if (!kind_fits(world->kind, expect->verdict) &&
        !(world->kind == TEST_FAILS && expects_notes(expect)))
        mistake(checker, E708, node_find(expect->node, "verdict"),
                "a world of the kind '%s' cannot expect '%s'", test_kind_words[world->kind],
                verdict_words[expect->verdict]);
    if (expect->verdict == VERDICT_FAIL && expect->findings.count == 0)
        mistake(checker, E701, expect->node, "a world that fails says which findings it expects");
}

static void check_world(const struct checker *checker, struct test_world *world)
{
    check_base(checker, world);
    check_files(checker, "files", world->files);
    check_files(checker, "links", world->links);
    check_binaries(checker, world->binaries);
    check_executables(checker, &world->executables, world->files,
                      node_find(world->base_branch ? NULL : world->base, "files"));
    check_texts(checker, "labels", world->labels);
    check_texts(checker, "facts", world->facts);
    if (world->exceptions && world->exceptions->kind != NODE_SEQUENCE)
        is_mapping(checker, "exceptions", world->exceptions);
    check_history(checker, world);
    check_shallow(checker, world);
    check_params(checker, world->params);
    check_expect(checker, world);
}

static void check_names(const struct checker *checker, const struct test_file *file)
{
    for (size_t i = 0; i < file->worlds.count; i++) {
        const struct test_world *world = file->worlds.items[i];
        for (size_t k = 0; k < i && world->name; k++) {
            const struct test_world *other = file->worlds.items[k];
            if (other->name && strcmp(world->name, other->name) == 0)
                mistake(checker, E706, node_find(world->node, "name"),
                        "the name '%s' is given twice; first at line %u", world->name,
                        other->node->line);
        }
    }
}

const struct test_file *test_file_load(struct arena *arena, const char *path, struct text text,
                                       const struct rule *rule, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    const struct checker checker = {
        .arena = arena, .path = path, .rule = rule, .diagnostics = diagnostics};
    const struct node *root = policy_file_root(arena, path, text, diagnostics);
    if (!root || !policy_file_version(path, root, diagnostics))
        return NULL;
    const struct test_file *file = schema_load(&test_file_schema, arena, path, root, diagnostics);
    if (rule && file->rule && strcmp(rule->id, file->rule) != 0)
        mistake(&checker, E709, node_find(root, "rule"),
                "these are worlds of '%s', beside the rule '%s'", file->rule, rule->id);
    for (size_t i = 0; i < file->worlds.count; i++)
        check_world(&checker, file->worlds.items[i]);
    check_names(&checker, file);
    return diagnostics->errors == errors ? file : NULL;
}
