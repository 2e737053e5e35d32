#include "facts/fact.h"
#include "facts/lock_names.h"
#include "facts/paths.h"

enum { ECOSYSTEM, DIRECTORY, TOOL, WHOLE };

static const struct fact_field fields[] = {
    {"ecosystem", {.kind = TYPE_TEXT}, false, "npm, pip, gomod, cargo, ..."},
    {"directory", {.kind = TYPE_PATH}, false, "its folder; . for the root"},
    {"tool", {.kind = TYPE_TEXT}, false, "what writes it: npm, yarn, poetry, ..."},
    {"whole",
     {.kind = TYPE_BOOLEAN},
     false,
     "holds what its tool writes, and no marks of an unfinished merge"},
    {0},
};

static const char *const key[] = {"path", NULL};

static const struct fact_kind lockfile_kind = {
    .name = "lockfile",
    .summary = "a lock file of a package manager",
    .key = key,
    .fields = fields,
};

static bool has_conflict_marks(struct text text)
{
    return text_starts_with(text, "<<<<<<< ") || text_find(text, "\n<<<<<<< ") != SIZE_MAX;
}

static bool is_whole(const struct lock_name *lock, struct text text)
{
    if (!lock->mark)
        return text.size > 0;
    return text_find(text, lock->mark) != SIZE_MAX && !has_conflict_marks(text);
}

/* pip-compile and `uv pip compile` write a requirements file and say so. */
static bool is_compiled(struct text text)
{
    struct text head = {text.bytes, text.size < 400 ? text.size : 400};
    return text_find(head, "pip-compile") != SIZE_MAX ||
           text_find(head, "uv pip compile") != SIZE_MAX ||
           text_find(head, "uv export") != SIZE_MAX;
}

static const struct lock_name compiled = {"requirements.txt", "pip", "pip-compile", "=="};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct lock_name *lock = lock_name_of(file->path);
    if (file->content.state == CONTENT_SUBMODULE)
        return;
    if (!lock) {
        if (file->content.state != CONTENT_TEXT || !is_compiled(file->content.text))
            return;
        lock = &compiled;
    }
    struct value *cells = fact_add(writer, &lockfile_kind, NULL, 1, 1)->cells;
    cells[ECOSYSTEM] = value_text(lock->ecosystem);
    cells[DIRECTORY] = value_text(path_directory(fact_arena(writer), file->path));
    cells[TOOL] = value_text(lock->tool);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (file->content.state == CONTENT_BINARY && !lock->mark)
        cells[WHOLE] = value_boolean(true);
    else if (file->content.state == CONTENT_TEXT)
        cells[WHOLE] = value_boolean(is_whole(lock, file->content.text));
    else if (file->content.state == CONTENT_BINARY)
        cells[WHOLE] = value_boolean(false);
    else
        cells[WHOLE] =
            value_unknown(fact_arena(writer), class, reason ? reason : "it cannot be read");
}

static const struct fact_kind *const kinds[] = {&lockfile_kind, NULL};
static const char *const paths[] = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "pylock.*.toml",
    "go.sum",
    "Cargo.lock",
    "Gemfile.lock",
    "gems.locked",
    "composer.lock",
    "packages.lock.json",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    "verification-metadata.xml",
    "mix.lock",
    "pubspec.lock",
    "Package.resolved",
    "Podfile.lock",
    "Chart.lock",
    ".terraform.lock.hcl",
    "*requirements*.txt",
    "requirements/*.txt",
    "**/requirements/*.txt",
    NULL,
};

FACT(lockfile) = {
    .name = "lockfile",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "lock files, and whether they hold what their tool writes",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
