/* ruleset_test.h - a bench on which layers of policies are put together. */
#ifndef RULESET_TEST_H
#define RULESET_TEST_H

#include "policy_test.h"

/* A rule with a parameter of each sort of order. */
static const char rule_one[] =
    "bylaw: 1\n"
    "id: ACM001\n"
    "name: one\n"
    "title: One\n"
    "severity: medium\n"
    "tags: []\n"
    "why: w\n"
    "fix: f\n"
    "controls: []\n"
    "aliases: [ACM900]\n"
    "params:\n"
    "  share: {type: share, default: 90%, stricter: higher, why: w}\n"
    "  age: {type: duration, default: 90d, stricter: lower, why: w}\n"
    "  owners: {type: list of text, default: [], stricter: shorter, why: w}\n"
    "  needed: {type: list of text, default: [a], stricter: longer, why: w}\n"
    "  word: {type: text, default: x, why: w}\n"
    "for_each: {fact: file}\n"
    "where: {path: {not: {in: $params.owners}}}\n"
    "require: {path: {not: {in: $params.needed}}}\n"
    "on_empty: pass\n"
    "message: '{params.share} {params.age} {params.word}'\n";
static const char rule_two[] = "bylaw: 1\nid: ACM002\nname: two\ntitle: Two\nseverity: high\n"
                               "tags: []\nwhy: w\nfix: f\ncontrols: []\n"
                               "for_each: {fact: file}\nrequire: {path: {exists: true}}\n"
                               "on_empty: pass\nmessage: m\n";

/* Layers under construction. */
struct bench {
    struct arena arena;
    struct library library;
    struct diagnostics diagnostics;
    struct ruleset ruleset;
    struct ruleset_options options;
    unsigned policies;
};

static inline void add_text(struct bench *bench, enum layer layer, const char *path,
                            const char *text)
{
    const struct policy_file file = {.path = path, .text = text_of(text)};
    library_add_files(&bench->library, layer, &file, 1, &bench->diagnostics);
}

static inline void bench_open(struct bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    arena_init(&bench->arena, 1 << 16);
    library_init(&bench->library, &bench->arena);
    diagnostics_init(&bench->diagnostics, &bench->arena);
    bench->library.version = "1.2.3";
    add_text(bench, LAYER_ORGANISATION, "one.yml", rule_one);
    add_text(bench, LAYER_ORGANISATION, "two.yml", rule_two);
}

static inline void bench_close(struct bench *bench)
{
    library_release(&bench->library);
    arena_release(&bench->arena);
}

/* A policy of that layer, in a file that its layer and its number name; `body`
 * begins at line 5. */
static inline void add_policy(struct bench *bench, enum layer layer, const char *body)
{
    static const char *const layers[] = {"builtin", "organisation", "repository"};
    const char *name = arena_printf(&bench->arena, "%s-%u", layers[layer], bench->policies++);
    const char *text =
        arena_printf(&bench->arena, "bylaw: 1\npolicy: %s\ntitle: T\nowner: o\n%s", name, body);
    add_text(bench, layer, arena_printf(&bench->arena, "%s.yml", name), text);
}

static inline void configure(struct bench *bench, const char *body)
{
    const struct policy_file file = {
        .path = ".bylaw.yml", .text = text_of(arena_printf(&bench->arena, "bylaw: 1\n%s", body))};
    library_add_configuration(&bench->library, &file, &bench->diagnostics);
}

static inline const char *resolve(struct bench *bench)
{
    if (bench->diagnostics.errors == 0)
        ruleset_resolve(&bench->ruleset, &bench->library, &bench->options, &bench->arena,
                        &bench->diagnostics);
    return told(&bench->arena, &bench->diagnostics);
}

static inline const struct setting *setting_of(const struct bench *bench, const char *id)
{
    for (size_t i = 0; i < bench->ruleset.count; i++)
        if (strcmp(bench->ruleset.settings[i].rule->id, id) == 0)
            return &bench->ruleset.settings[i];
    return NULL;
}

static inline const char *param_of(struct bench *bench, const struct setting *setting,
                                   const char *name)
{
    for (size_t i = 0; i < setting->rule->param_count; i++)
        if (strcmp(setting->rule->params[i].name, name) == 0)
            return value_format(&bench->arena, &setting->params[i]);
    return NULL;
}

/* Each layer with the bodies of its policies: [layer][number]. */
struct layers {
    const char *builtin, *organisation[2], *repository[2], *configuration;
};

static inline void add_layers(struct bench *bench, const struct layers *layers)
{
    if (layers->builtin)
        add_policy(bench, LAYER_BUILTIN, layers->builtin);
    for (size_t i = 0; i < 2 && layers->organisation[i]; i++)
        add_policy(bench, LAYER_ORGANISATION, layers->organisation[i]);
    struct buffer names = BUFFER_EMPTY;
    buffer_add_string(&names, layers->builtin ? "builtin-0" : "");
    for (size_t i = 0; i < 2 && layers->repository[i]; i++) {
        buffer_printf(&names, "%srepository-%u", names.size > 0 ? ", " : "", bench->policies);
        add_policy(bench, LAYER_REPOSITORY, layers->repository[i]);
    }
    configure(bench, arena_printf(&bench->arena, "policies: [%s]\n%s", buffer_string(&names),
                                  layers->configuration ? layers->configuration : ""));
    buffer_release(&names);
}

#endif
