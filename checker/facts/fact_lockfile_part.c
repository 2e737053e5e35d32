#include "facts/lock_names.h"
#include "facts/paths.h"
#include "facts/supply.h"

static const struct fact_field fields[] = {
    [LOCK_PART_ECOSYSTEM] = {"ecosystem",
                             {.kind = TYPE_TEXT},
                             false,
                             "npm, pip, gomod, cargo, ..."},
    [LOCK_PART_DIRECTORY] = {"directory", {.kind = TYPE_PATH}, false, "its folder; . for the root"},
    [LOCK_PART_TOOL] = {"tool",
                        {.kind = TYPE_TEXT},
                        false,
                        "what writes it: npm, yarn, poetry, ..."},
    [LOCK_PART_WHOLE] = {"whole",
                         {.kind = TYPE_BOOLEAN},
                         false,
                         "holds what its tool writes, and no marks of an unfinished merge"},
    [LOCK_PART_CONFLICT] = {"conflict",
                            {.kind = TYPE_INTEGER},
                            true,
                            "the line of the first mark of an unfinished merge"},
    [LOCK_PART_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", NULL};

const struct fact_kind lockfile_part_kind = {
    .name = "lockfile_part",
    .summary = "what one lock file says by itself; `lockfile` compares it with manifests",
    .key = key,
    .fields = fields,
};

/* The line of git's first mark; 0 when there is none. */
static uint32_t conflict_line(struct text text)
{
    if (text_starts_with(text, "<<<<<<< "))
        return 1;
    size_t at = text_find(text, "\n<<<<<<< ");
    uint32_t line = 2;
    for (size_t i = 0; at != SIZE_MAX && i < at; i++)
        line += text.bytes[i] == '\n';
    return at == SIZE_MAX ? 0 : line;
}

/* pip-compile and `uv pip compile` write a requirements file and say so. */
static bool is_compiled(struct text text)
{
    struct text head = {text.bytes, text.size < 400 ? text.size : 400};
    return text_find(head, "pip-compile") != SIZE_MAX ||
           text_find(head, "uv pip compile") != SIZE_MAX ||
           text_find(head, "uv export") != SIZE_MAX;
}

static const struct lock_name compiled = {"requirements.txt", "pip", "pip-compile", "==", true};

static bool has_mark(const struct lock_name *lock, const struct content *content)
{
    return content->state == CONTENT_TEXT && lock->mark &&
           text_find(content->text, lock->mark) != SIZE_MAX;
}

static void write_content(struct fact_writer *writer, struct value *cells,
                          const struct lock_name *lock, const struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (file->content.state == CONTENT_TEXT) {
        struct text text = file->content.text;
        uint32_t line = lock->mark ? conflict_line(text) : 0;
        bool holds = lock->mark ? has_mark(lock, &file->content) : text.size > 0;
        cells[LOCK_PART_WHOLE] = value_boolean(holds && line == 0);
        if (line > 0)
            cells[LOCK_PART_CONFLICT] = value_integer(line);
    } else if (file->content.state == CONTENT_BINARY) {
        cells[LOCK_PART_WHOLE] = value_boolean(!lock->mark);
    } else {
        cells[LOCK_PART_WHOLE] =
            value_unknown(fact_arena(writer), class, reason ? reason : "it cannot be read");
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct lock_name *lock = lock_name_of(file->path);
    if (file->content.state == CONTENT_SUBMODULE)
        return;
    if (lock && lock->marked && file->content.state == CONTENT_TEXT &&
        !has_mark(lock, &file->content))
        return;
    if (!lock) {
        if (file->content.state != CONTENT_TEXT || !is_compiled(file->content.text))
            return;
        lock = &compiled;
    }
    struct value *cells = fact_add(writer, &lockfile_part_kind, NULL, 1, 1)->cells;
    cells[LOCK_PART_ECOSYSTEM] = value_text(lock->ecosystem);
    cells[LOCK_PART_DIRECTORY] = value_text(package_directory(fact_arena(writer), file->path));
    cells[LOCK_PART_TOOL] = value_text(lock->tool);
    write_content(writer, cells, lock, file);
}

static const struct fact_kind *const kinds[] = {&lockfile_part_kind, NULL};
static const char *const paths[] = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    "Pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "pylock.*.toml",
    "conda-lock.yml",
    "pixi.lock",
    "go.sum",
    "go.work.sum",
    "Cargo.lock",
    "Gemfile.lock",
    "gems.locked",
    "composer.lock",
    "packages.lock.json",
    "packages.*.lock.json",
    "paket.lock",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    "verification-metadata.xml",
    "*.sbt.lock",
    "mix.lock",
    "rebar.lock",
    "manifest.toml",
    "pubspec.lock",
    "Package.resolved",
    "Podfile.lock",
    "Chart.lock",
    "requirements.lock",
    "helmfile.lock",
    ".terraform.lock.hcl",
    "conan.lock",
    "MODULE.bazel.lock",
    "maven_install.json",
    "devcontainer-lock.json",
    ".devcontainer-lock.json",
    "flake.lock",
    "renv.lock",
    "Manifest.toml",
    "Manifest-v*.toml",
    "JuliaManifest.toml",
    "JuliaManifest-v*.toml",
    "cabal.project.freeze",
    "stack.yaml.lock",
    "*.opam.locked",
    "cpanfile.snapshot",
    "nimble.lock",
    "jsonnetfile.lock.json",
    "vendir.lock.yml",
    "devbox.lock",
    "mise.lock",
    "*requirements*.txt",
    "requirements/*.txt",
    "**/requirements/*.txt",
    NULL,
};

FACT(lockfile_part) = {
    .name = "lockfile_part",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "each lock file by itself: whether it holds what its tool writes",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
