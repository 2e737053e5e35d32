/* release_version - the versions that files in the root of a released tree state, and
 * whether one of them is that of the tag. Only the newest releases of the whole are read. */
#include "base/limits.h"
#include "document/json.h"
#include "document/toml.h"
#include "facts/history_kinds.h"
#include "facts/supply.h"

#include <string.h>

enum { TAG, VERSION, RANK, FILES, DECLARED, MATCHES };

static const struct fact_kind kind = {
    .name = "release_version",
    .summary = "what the files of a release say of its version",
    .nowhere = true,
    .key = (const char *const[]){"tag", NULL},
    .fields =
        (const struct fact_field[]){
            {"tag", {.kind = TYPE_TEXT}, false, "the release's"},
            {"version", {.kind = TYPE_TEXT}, false, "as the tag says it"},
            {"rank", {.kind = TYPE_INTEGER}, false, "1 for the newest"},
            {"files",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "files in the root of what was released that state a version; placeholders and "
             "private packages do not"},
            {"declared", {.kind = TYPE_LIST, .of = TYPE_TEXT}, false, "what they state"},
            {"matches", {.kind = TYPE_BOOLEAN}, false, "one of them is the tag's"},
            {0},
        },
};

enum { RANK_MAX = 5, FILES_MAX = 8 };

static const char *const version_files[] = {
    "package.json", "Cargo.toml", "pyproject.toml", "VERSION", "VERSION.txt", "version.txt", NULL};

static const struct node *root_of(const struct document *document)
{
    return document->count > 0 ? document->roots[0] : NULL;
}

static const char *version_of_json(struct arena *arena, struct text text)
{
    struct document document;
    struct document_problem problem;
    if (!json_parse_last_key(arena, text, &document, &problem))
        return NULL;
    bool is_private = false;
    const struct node *node = node_find(root_of(&document), "private");
    if (node && node_boolean(node, &is_private) && is_private)
        return NULL;
    return node_string(root_of(&document), "version");
}

/* Cargo's package or workspace, Python's project as PEP 621 or Poetry has it. */
static const char *version_of_toml(struct arena *arena, struct text text)
{
    struct document document;
    struct document_problem problem;
    if (!toml_parse(arena, text, &document, &problem))
        return NULL;
    const struct node *root = root_of(&document);
    const struct node *homes[] = {
        node_find(root, "package"), node_find(node_find(root, "workspace"), "package"),
        node_find(root, "project"), node_find(node_find(root, "tool"), "poetry")};
    for (size_t i = 0; i < sizeof(homes) / sizeof(*homes); i++) {
        const char *version = node_string(homes[i], "version");
        if (version)
            return version;
    }
    return NULL;
}

static const char *version_of_text(struct arena *arena, struct text text)
{
    struct text line;
    if (!text_next_line(&text, &line))
        return NULL;
    line = text_trim(line);
    return line.size > 0 && line.size < 40 ? arena_copy(arena, line) : NULL;
}

/* What is filled in when the package is built, or never. */
static bool is_placeholder(const char *version)
{
    bool numbers = false;
    for (const char *at = version; *at; at++)
        numbers |= *at >= '1' && *at <= '9';
    return !numbers || strstr(version, "development") || strstr(version, "semantic") ||
           strchr(version, '$') || strchr(version, '{') || !strchr(version, '.');
}

static const char *without_v(const char *version)
{
    return version[0] == 'v' ? version + 1 : version;
}

/* Equal but for the zeros that end them, and for what was built with (`+abc`). */
static bool is_same_version(const char *a, const char *b)
{
    a = without_v(a);
    b = without_v(b);
    while (*a && *a == *b) {
        a++;
        b++;
    }
    while (strncmp(a, ".0", 2) == 0)
        a += 2;
    while (strncmp(b, ".0", 2) == 0)
        b += 2;
    /* `19.3.0+ee.0` is built from what says `19.3.0-ee`. */
    return (*a == '\0' || *a == '+' || *b == '+') && (*b == '\0' || *b == '+' || *a == '+');
}

struct found {
    const char **files, **versions;
    size_t count;
    bool matches;
};

static void read_file(struct found *found, struct arena *arena, struct reader *reader,
                      const struct entry *entry, const char *version)
{
    struct content content;
    reader_read(reader, entry, LIMIT_BLOB_BYTES, arena, &content);
    if (content.state != CONTENT_TEXT || found->count == FILES_MAX)
        return;
    const char *said = string_ends_with(entry->path, ".json") ? version_of_json(arena, content.text)
                       : string_ends_with(entry->path, ".toml")
                           ? version_of_toml(arena, content.text)
                           : version_of_text(arena, content.text);
    if (!said || is_placeholder(said))
        return;
    found->files[found->count] = entry->path;
    found->versions[found->count++] = said;
    found->matches |= is_same_version(said, version);
}

static struct failure *read_release(struct fact_writer *writer,
                                    const struct fact_repository *repository, const char *commit,
                                    const char *tag, const char *version, int64_t rank)
{
    struct arena *arena = fact_arena(writer);
    struct commit_ids ids;
    struct snapshot root;
    struct reader *reader = NULL;
    bool is_there = false;
    TRY(repository_resolve(repository->repository, commit, &ids, &is_there));
    if (!is_there)
        return NULL;
    TRY(snapshot_of_commit_part(&root, repository->repository, &ids, version_files, arena));
    TRY(reader_open_here(&reader, &root));
    struct found found = {.files = ARENA_ARRAY(arena, const char *, FILES_MAX),
                          .versions = ARENA_ARRAY(arena, const char *, FILES_MAX)};
    for (size_t i = 0; i < root.count; i++)
        if (string_is_one_of(root.entries[i].path, version_files) &&
            root.entries[i].kind == ENTRY_FILE)
            read_file(&found, arena, reader, &root.entries[i], version);
    reader_close(reader);
    if (found.count == 0)
        return NULL;
    struct value *cells = fact_add(writer, &kind, NULL, 0, 0)->cells;
    cells[TAG] = value_text(tag);
    cells[VERSION] = value_text(version);
    cells[RANK] = value_integer(rank);
    cells[FILES] = value_texts(arena, found.files, found.count);
    cells[DECLARED] = value_texts(arena, found.versions, found.count);
    cells[MATCHES] = value_boolean(found.matches);
    return NULL;
}

static size_t field(const char *name)
{
    return (size_t)fact_field_find(&fact_kind_release, name);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *releases = repository->table(repository, &fact_kind_release);
    for (size_t i = 0; repository->repository && i < releases->count; i++) {
        const struct fact_row *row = &releases->rows[i];
        if (row->gap) {
            const struct value *cell = &row->cells[field("rank")];
            fact_add_gap(writer, &kind, NULL, cell->unknown->class, cell->unknown->reason);
            continue;
        }
        int64_t rank = cell_integer(row, field("rank"), INT64_MAX);
        if (cell_is(row, field("component"), ".") && !cell_is_true(row, field("prerelease")) &&
            rank <= RANK_MAX)
            TRY(read_release(writer, repository, cell_text(row, field("commit")),
                             cell_text(row, field("tag")), cell_text(row, field("version")), rank));
    }
    return NULL;
}

FACT(release_version) = {
    .name = "release_version",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "what the files of a release say of its version",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_release, NULL},
    .recognise_repository = recognise,
};
