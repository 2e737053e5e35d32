/* governing_file - the files that decide how the repository is judged: by their paths
 * those of governs.h, by what they run the ones that automation runs the gate from. */
#include "facts/governing_effect.h"
#include "facts/governing_kinds.h"
#include "facts/governs.h"
#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include "base/limits.h"
#include "base/table.h"

#include <string.h>

static const char *const sorts[] = {"configuration", "policy", "exceptions", "owners", "signers",
                                    "attributes",    "gate",   "look_alike", NULL};
static const char *const key[] = {"path", "sort", NULL};
static const char program[] = "bylaw";
static const char gate[] = "gate";

const struct fact_kind fact_kind_governing_file = {
    .name = "governing_file",
    .summary = "A file that decides how the repository is judged.",
    .key = key,
    .fields =
        (const struct fact_field[]){
            [GOVERNING_FILE_SORT] = {"sort",
                                     {.kind = TYPE_WORD, .words = sorts},
                                     false,
                                     "what it holds; a gate is a file that automation runs bylaw "
                                     "from: the workflow, and what that calls; a look_alike has a "
                                     "name that is taken for one of the others; attributes say "
                                     "which files are generated, vendored or documentation, or of "
                                     "which language"},
            [GOVERNING_FILE_SYSTEM] =
                {"system", {.kind = TYPE_TEXT}, true, "of a gate: the system that runs it"},
            [GOVERNING_FILE_RUNS] =
                {"runs", {.kind = TYPE_TEXT}, true, "of a gate: the command, action or template"},
            [GOVERNING_FILE_EFFECT] = {"effect",
                                       {.kind = TYPE_TEXT},
                                       true,
                                       "of owners and attributes: a digest of what has an effect, "
                                       "without comments and, of attributes, without those that "
                                       "no rule asks for; absent when it is no text"},
            {0},
        },
};

struct finder {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct table gates; /* the paths of those that are written -> why it is not known, a value */
    struct table read;  /* paths of which it is known whether they speak of the gate */
};

static void add_gate(struct finder *finder, const char *path, uint32_t line, const char *system,
                     const char *runs)
{
    if (table_has(&finder->gates, path))
        return;
    struct value *cells = fact_add(finder->writer, &fact_kind_governing_file, path, line, 1)->cells;
    table_set(&finder->gates, path, NULL);
    cells[GOVERNING_FILE_SORT] = value_text(gate);
    cells[GOVERNING_FILE_SYSTEM] = fact_text(finder->writer, system);
    cells[GOVERNING_FILE_RUNS] = fact_text(finder->writer, runs);
}

/* Without what the name of a repository or of a workflow that is called ends with. */
static size_t bare_length(const char *part, size_t length)
{
    static const char *const ends[] = {".git", ".yml", ".yaml"};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t size = strlen(ends[i]);
        if (length > size && strncmp(part + length - size, ends[i], size) == 0)
            return length - size;
    }
    return length;
}

/* Is one part of a name - of a repository, an image, an orb, a workflow - the program's? */
static bool has_part(const char *name)
{
    while (*name) {
        size_t length = strcspn(name, "/#:@");
        size_t whole = bare_length(name, length);
        if (whole == strlen(program) && strncmp(name, program, whole) == 0)
            return true;
        name += length;
        name += strspn(name, "/#:@");
    }
    return false;
}

static bool has_word(const struct value *words, const char *wanted)
{
    if (words->kind != VALUE_LIST)
        return false;
    for (size_t i = 0; i < words->list->count; i++)
        if (words->list->items[i].kind == VALUE_TEXT &&
            strcmp(words->list->items[i].text, wanted) == 0)
            return true;
    return false;
}

/* A hook of the program that judges; `bylaw-policy` reads policies only (.pre-commit-hooks.yaml).
 */
static bool is_judging_hook(const char *name)
{
    static const char *const hooks[] = {"bylaw", "bylaw-push", NULL};
    const char *id = strrchr(name, '#');
    return id && has_part(name) && string_is_one_of(id + 1, hooks);
}

/* Without a workflow that runs it a hook runs where the author of a change is, if at all. */
static bool is_only_hook(const struct fact_row *row)
{
    const char *workflow = cell_text(row, INVOCATION_WORKFLOW);
    return cell_is(row, INVOCATION_SYSTEM, "pre_commit") &&
           (!workflow || strcmp(workflow, row->path) == 0);
}

/* A command or an image judges when it is told `check`; what is published as an action or a
 * template is there for that. */
static bool is_gate(const struct fact_row *row)
{
    const char *sort = cell_text(row, INVOCATION_SORT);
    const char *name = cell_text(row, INVOCATION_NAME);
    if (!sort || !name || is_only_hook(row))
        return false;
    if (strcmp(sort, "hook") == 0)
        return is_judging_hook(name);
    bool is_command = strcmp(sort, "command") == 0;
    if (is_command ? strcmp(name, program) != 0 : !has_part(name))
        return false;
    if (!is_command && strcmp(sort, "image") != 0)
        return true;
    const struct value *words = &row->cells[INVOCATION_WORDS];
    return has_word(words, "check") || has_word(words, "audit");
}

static const char *words_of(struct arena *arena, const struct fact_row *row)
{
    const struct value *words = &row->cells[INVOCATION_WORDS];
    struct buffer out = BUFFER_EMPTY;
    if (words->kind != VALUE_LIST)
        return cell_text(row, INVOCATION_NAME);
    for (size_t i = 0; i < words->list->count; i++)
        if (words->list->items[i].kind == VALUE_TEXT)
            buffer_printf(&out, "%s%s", i ? " " : "", words->list->items[i].text);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

/* False when it is no text that can be read whole. */
static bool read_text(const struct finder *finder, const struct entry *entry, struct arena *scratch,
                      struct text *out)
{
    struct content content;
    reader_read(finder->repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &content);
    *out = content.text;
    return content.state == CONTENT_TEXT;
}

/* A file whose invocations nobody could read may run the gate when it speaks of it. */
static bool speaks_of_gate(struct finder *finder, const char *path)
{
    static bool answers[] = {false, true};
    const struct entry *entry = snapshot_find(finder->repository->snapshot, path);
    const bool *known = entry ? table_find(&finder->read, entry->path) : &answers[false];
    struct arena scratch;
    struct text text;
    if (known)
        return *known;
    arena_init(&scratch, 1 << 12);
    /* what cannot be read may hold anything */
    bool found = !read_text(finder, entry, &scratch, &text) || text_find(text, program) != SIZE_MAX;
    arena_release(&scratch);
    table_set(&finder->read, entry->path, &answers[found]);
    return found;
}

/* Many rules pass over what is marked as generated or vendored, and it is the head that marks. */
static bool is_attributes(const char *path)
{
    return strcmp(path_base(path), ".gitattributes") == 0;
}

static void add_unknown(struct finder *finder, const char *path, enum unknown_class class,
                        const char *reason)
{
    if (!path || table_has(&finder->gates, path))
        return;
    struct value *cells =
        fact_add_gap(finder->writer, &fact_kind_governing_file, path, class, reason)->cells;
    table_set(&finder->gates, path, &cells[GOVERNING_FILE_SORT]);
}

static void add_gap(struct finder *finder, const struct fact_row *row)
{
    const struct value *why = &row->cells[INVOCATION_NAME];
    if (row->path && why->kind == VALUE_UNKNOWN && speaks_of_gate(finder, row->path))
        add_unknown(finder, row->path, why->unknown->class, why->unknown->reason);
}

/* Programs that run what a file of theirs says, where invocations are not followed to. */
static const struct runner {
    const char *program;
    const char *files[5]; /* in the folder where it runs */
} runners[] = {
    {"tox", {"tox.ini", "tox.toml", "setup.cfg", "pyproject.toml", NULL}},
    {"nox", {"noxfile.py", NULL}},
    {"rake", {"Rakefile", "rakefile", "Rakefile.rb", NULL}},
    {"mage", {"magefile.go", NULL}},
    {"invoke", {"tasks.py", NULL}},
    {"hatch", {"pyproject.toml", "hatch.toml", NULL}},
    {"poe", {"pyproject.toml", "poe_tasks.toml", NULL}},
    {"just", {"justfile", "Justfile", ".justfile", NULL}},
    {"task", {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml", NULL}},
};

static const struct runner *runner_of(const struct fact_row *row)
{
    const char *name = cell_text(row, INVOCATION_NAME);
    if (row->gap || !name || !cell_is(row, INVOCATION_SORT, "command"))
        return NULL;
    for (size_t i = 0; i < sizeof(runners) / sizeof(runners[0]); i++)
        if (strcmp(runners[i].program, name) == 0)
            return &runners[i];
    return NULL;
}

static void add_unfollowed(struct finder *finder, const char *path, const char *program_name,
                           const char *file)
{
    add_unknown(finder, path, UNKNOWN_UNREADABLE,
                arena_printf(fact_arena(finder->writer),
                             "'%s' is run, and what it runs stands in '%s', which speaks of %s",
                             program_name, file, program));
}

static void find_unfollowed(struct finder *finder, const struct fact_table *invocations)
{
    struct arena *arena = fact_arena(finder->writer);
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        const struct runner *runner = runner_of(row);
        const char *folder = runner ? cell_text(row, INVOCATION_DIRECTORY) : NULL;
        for (size_t j = 0; runner && runner->files[j]; j++) {
            const char *file = path_resolve(arena, folder ? folder : ".", runner->files[j]);
            if (!file || !speaks_of_gate(finder, file))
                continue;
            add_unfollowed(finder, file, runner->program, file);
            add_unfollowed(finder, row->path, runner->program, file);
        }
    }
}

static void find_gates(struct finder *finder, const struct fact_table *invocations)
{
    struct arena *arena = fact_arena(finder->writer);
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        if (row->gap || !is_gate(row))
            continue;
        const char *system = cell_text(row, INVOCATION_SYSTEM);
        const char *workflow = cell_text(row, INVOCATION_WORKFLOW);
        add_gate(finder, row->path, row->line, system, words_of(arena, row));
        if (workflow)
            add_gate(finder, workflow, 1, system, words_of(arena, row));
    }
}

static void find_unknown(struct finder *finder, const struct fact_table *invocations)
{
    for (size_t i = 0; i < invocations->count; i++)
        if (invocations->rows[i].gap)
            add_gap(finder, &invocations->rows[i]);
    find_unfollowed(finder, invocations);
}

/* Uses of files of the repository, by what they name. */
struct use {
    const struct fact_row *row;
    struct use *next;
};

static struct table list_local_uses(const struct finder *finder, const struct fact_table *uses)
{
    struct arena *arena = fact_arena(finder->writer);
    struct table by_target;
    table_init(&by_target, arena);
    for (size_t i = uses->count; i-- > 0;) {
        const struct fact_row *row = &uses->rows[i];
        const char *named = row->gap ? NULL : cell_text(row, WORKFLOW_USE_USES);
        if (!named || !cell_is(row, WORKFLOW_USE_KIND, "local"))
            continue;
        const char *path = path_resolve(arena, ".", named);
        if (!path)
            continue;
        struct use *use = ARENA_NEW(arena, struct use);
        *use = (struct use){.row = row, .next = table_find(&by_target, path)};
        table_set(&by_target, path, use);
    }
    return by_target;
}

/* What a `uses` names: a workflow, or the folder of an action, "." for the root. */
static const char *use_target(struct arena *arena, const char *path)
{
    const char *base = path_base(path);
    if (strcmp(base, "action.yml") != 0 && strcmp(base, "action.yaml") != 0)
        return path;
    return base == path ? "." : arena_copy(arena, (struct text){path, (size_t)(base - path) - 1});
}

static void add_callers(struct finder *finder, const struct use *use, const struct value *why)
{
    for (; use; use = use->next)
        if (why)
            add_unknown(finder, use->row->path, why->unknown->class, why->unknown->reason);
        else
            add_gate(finder, use->row->path, use->row->line,
                     cell_text(use->row, WORKFLOW_USE_SYSTEM),
                     cell_text(use->row, WORKFLOW_USE_USES));
}

/* What calls a workflow or an action of the repository that is a gate, or may be one, is or may
 * be one too, and so is what calls that: `gates` grows while it is read, from the `first` on. */
static void find_callers(struct finder *finder, const struct table *by_target, size_t first)
{
    for (size_t i = first; i < finder->gates.count; i++) {
        const char *path = finder->gates.entries[i].key;
        const struct value *why = finder->gates.entries[i].value;
        const char *target = use_target(fact_arena(finder->writer), path);
        add_callers(finder, table_find(by_target, path), why);
        if (target != path)
            add_callers(finder, table_find(by_target, target), why);
    }
}

/* By its path, and of attributes by what it says; a file of attributes that cannot be read may
 * say anything. */
static void add_named(struct finder *finder, const struct entry *entry)
{
    const char *sort = path_governs_as(entry->path);
    const char *effect = NULL;
    if (!sort && path_looks_governing(entry->path))
        sort = "look_alike";
    bool is_owners = sort && strcmp(sort, "owners") == 0;
    if (is_owners || (!sort && is_attributes(entry->path))) {
        struct arena scratch;
        struct text text;
        arena_init(&scratch, 1 << 12);
        bool is_read = read_text(finder, entry, &scratch, &text);
        if (is_read)
            effect =
                (is_owners ? owners_effect : attributes_effect)(fact_arena(finder->writer), text);
        arena_release(&scratch);
        if (!sort && (effect || !is_read))
            sort = "attributes";
    }
    if (!sort)
        return;
    struct value *cells =
        fact_add(finder->writer, &fact_kind_governing_file, entry->path, 1, 1)->cells;
    cells[GOVERNING_FILE_SORT] = value_text(sort);
    cells[GOVERNING_FILE_EFFECT] = fact_text(finder->writer, effect);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct finder finder = {.writer = writer, .repository = repository};
    const struct snapshot *snapshot = repository->snapshot;
    table_init(&finder.gates, fact_arena(writer));
    table_init(&finder.read, fact_arena(writer));
    for (size_t i = 0; i < snapshot->count; i++)
        add_named(&finder, &snapshot->entries[i]);
    const struct fact_table *invocations = repository->table(repository, &fact_kind_invocation);
    const struct table by_target =
        list_local_uses(&finder, repository->table(repository, &fact_kind_workflow_use));
    find_gates(&finder, invocations);
    find_callers(&finder, &by_target, 0);
    /* What calls a gate is one, whatever else it may run. */
    const size_t known = finder.gates.count;
    find_unknown(&finder, invocations);
    find_callers(&finder, &by_target, known);
    return NULL;
}

FACT(governing_file) = {
    .name = "governing_file",
    .area = FACT_AREA_GOVERNANCE,
    .summary =
        "The files that decide how the repository is judged, the gate's workflow among them.",
    .version = 4,
    .kinds = (const struct fact_kind *const[]){&fact_kind_governing_file, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_invocation, &fact_kind_workflow_use,
                                               NULL},
    .recognise_repository = recognise,
};
