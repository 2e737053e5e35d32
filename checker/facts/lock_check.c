#include "facts/lock_check.h"

#include "facts/paths.h"

#include <string.h>

const struct lock_rule lock_rules[] = {
    {"npm", "package.json", lock_check_npm},
    {"yarn", "package.json", lock_check_yarn},
    {"pnpm", "package.json", lock_check_pnpm},
    {"bun", "package.json", lock_check_bun},
    {"go", "go.mod", lock_check_go},
    {"cargo", "Cargo.toml", lock_check_cargo},
    {"composer", "composer.json", lock_check_composer},
    {"bundler", "Gemfile", lock_check_bundler},
    {"uv", "pyproject.toml", lock_check_uv},
    {"poetry", "pyproject.toml", lock_check_poetry},
    {"pdm", "pyproject.toml", lock_check_pdm},
    {"pipenv", "Pipfile", lock_check_pipenv},
    {"nuget", "*proj", lock_check_nuget},
    {"helm", "*.yaml", lock_check_helm},
    {"terraform", "*.t", lock_check_terraform},
    {"nix", "flake.nix", lock_check_nix},
    {"mix", "mix.exs", lock_check_mix},
    {"pub", "pubspec.yaml", lock_check_pub},
    {"cocoapods", "Podfile", lock_check_cocoapods},
    {0},
};

const struct lock_rule *lock_rule_find(const char *tool)
{
    for (const struct lock_rule *rule = lock_rules; rule->tool; rule++)
        if (tool && strcmp(rule->tool, tool) == 0)
            return rule;
    return NULL;
}

bool lock_sort_differs(const char *sort)
{
    static const char *const sorts[] = {"missing_entry", "other_version", "conflict_marks", "stale",
                                        NULL};
    return string_is_one_of(sort, sorts);
}

void lock_problem_add(struct lock_check *check, uint32_t line, const char *sort,
                      const struct lock_manifest *manifest, const char *name, const char *detail)
{
    struct fact_row *row =
        fact_add(check->writer, &lock_problem_kind, check->path, line > 0 ? line : 1, 1);
    row->cells[LOCK_PROBLEM_SORT] = fact_text(check->writer, sort);
    row->cells[LOCK_PROBLEM_MANIFEST] =
        fact_text(check->writer, manifest ? manifest->path : check->path);
    row->cells[LOCK_PROBLEM_NAME] = fact_text(check->writer, name);
    row->cells[LOCK_PROBLEM_DETAIL] = fact_text(check->writer, detail);
}

void lock_unknown(struct lock_check *check, enum unknown_class class, const char *reason)
{
    fact_add_gap(check->writer, &lock_problem_kind, arena_strdup(check->arena, check->path), class,
                 arena_strdup(check->arena, reason));
}

const struct lock_manifest *lock_manifest_find(const struct lock_check *check, const char *base,
                                               const char *below)
{
    for (size_t i = 0; i < check->count; i++)
        if (strcmp(check->manifests[i].below, below) == 0 &&
            strcmp(path_base(check->manifests[i].path), base) == 0)
            return &check->manifests[i];
    return NULL;
}

const struct node *lock_document(struct lock_check *check, const char *path, struct text text,
                                 const char *format)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!document_format_find(format)->parse(check->scratch, text, &document, &problem)) {
        lock_unknown(
            check, UNKNOWN_UNREADABLE,
            arena_printf(check->scratch, "'%s' cannot be read: %s", path, problem.message));
        return NULL;
    }
    return document.count > 0 ? document.roots[0] : NULL;
}

const struct node *lock_root(struct lock_check *check, const char *format)
{
    return lock_document(check, check->path, check->text, format);
}
