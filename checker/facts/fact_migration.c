/* migration - steps of a schema with their way back, and which of them are new. */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/migration_kinds.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include <string.h>

enum { TOOL, STATE, REASON, BACK, ADDED, SINCE, TEST, VENDORED };

/* Where nothing is released, the last three months of the branch are what is new. */
static const int64_t recent = (int64_t)90 * 24 * 3600;

static const struct fact_kind kind = {
    .name = "migration",
    .summary = "A step of a schema of a database.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            [TOOL] = {"tool", {.kind = TYPE_TEXT}, false, "The tool that runs it."},
            [STATE] = {"state",
                       {.kind = TYPE_WORD, .words = migration_states},
                       false,
                       "The way back. present: it is written; automatic: the tool derives it; "
                       "empty: written and does nothing; missing; refused: it raises an error and "
                       "does not say why; irreversible: the file says why there is none; nothing: "
                       "the step itself does nothing; no_undo: the tool knows none (Prisma), or "
                       "does where it is written, and nothing of the kind is here: Flyway, whose "
                       "free edition has none, and numbered files of SQL."},
            [REASON] = {"reason",
                        {.kind = TYPE_TEXT},
                        true,
                        "Why there is no way back, in the file's words."},
            [BACK] = {"back",
                      {.kind = TYPE_TEXT},
                      true,
                      "The file of the way back, if it is one "
                      "of its own."},
            [ADDED] = {"added",
                       {.kind = TYPE_BOOLEAN},
                       false,
                       "It was not there yet at `since`, neither here nor under another name."},
            [SINCE] = {"since",
                       {.kind = TYPE_TEXT},
                       false,
                       "The base; without one the newest release in this history, but what is "
                       "looked at itself; without one the state of the branch 90 days before its "
                       "last commit."},
            [TEST] = {"test",
                      {.kind = TYPE_BOOLEAN},
                      false,
                      "Stands among tests, examples or fixtures."},
            [VENDORED] = {"vendored", {.kind = TYPE_BOOLEAN}, false, "Was copied from others."},
            {0},
        },
};

/* What was there before. */
struct before {
    const char *since;
    struct table paths, blobs;
    const struct unknown *unknown; /* it is not known */
};

static void take_listing(struct before *out, const struct snapshot *snapshot, struct arena *arena)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&snapshot->entries[i].id, hex);
        table_set(&out->paths, snapshot->entries[i].path, out);
        if (!object_id_is_zero(&snapshot->entries[i].id))
            table_set(&out->blobs, arena_strdup(arena, hex), out);
    }
}

static struct failure *take_commit(struct before *out, const struct fact_repository *repository,
                                   const char *revision, struct arena *arena)
{
    struct commit_ids ids;
    bool found = false;
    TRY(repository_resolve(repository->repository, revision, &ids, &found));
    if (!found)
        return NULL;
    struct snapshot snapshot;
    TRY(snapshot_of_commit(&snapshot, repository->repository, &ids, arena));
    take_listing(out, &snapshot, arena);
    return NULL;
}

/* The newest release of the history that is not what is looked at. */
static struct failure *find_release(const struct fact_row **out,
                                    const struct fact_repository *repository, struct arena *arena)
{
    const struct history *history = NULL;
    struct table commits;
    table_init(&commits, arena);
    TRY(repository->history(repository, &history));
    char head[OBJECT_ID_HEX_SIZE];
    object_id_format(&repository->snapshot->commit.commit, head);
    for (size_t i = 0; history && i < history->count; i++) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&history->commits[i].id, hex);
        if (strcmp(hex, head) != 0)
            table_set(&commits, arena_strdup(arena, hex), &commits);
    }
    const struct fact_table *releases = repository->table(repository, &fact_kind_release);
    size_t commit = (size_t)fact_field_find(&fact_kind_release, "commit");
    size_t time = (size_t)fact_field_find(&fact_kind_release, "time");
    size_t prerelease = (size_t)fact_field_find(&fact_kind_release, "prerelease");
    for (size_t i = 0; i < releases->count; i++) {
        const struct fact_row *row = &releases->rows[i];
        const char *id = cell_text(row, commit);
        if (row->gap || !id || cell_is_true(row, prerelease) || !table_has(&commits, id))
            continue;
        if (row->cells[time].kind == VALUE_TIME &&
            (!*out || row->cells[time].integer > (*out)->cells[time].integer))
            *out = row;
    }
    return NULL;
}

/* The branch as it was some time before its last commit; all is new in a younger one. */
static struct failure *take_recent(struct before *out, const struct fact_repository *repository,
                                   struct arena *arena)
{
    struct lineage *lineage = NULL;
    TRY(history_lineage(repository, &lineage));
    const struct lineage_commit *commit = lineage ? lineage_commit(lineage, 0) : NULL;
    int64_t until = commit ? commit->time - recent : 0;
    out->since = "90 days before the last commit";
    for (size_t number = 0; commit && commit->time > until;)
        commit = lineage_commit(lineage, ++number);
    if (commit) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&commit->id, hex);
        return take_commit(out, repository, hex, arena);
    }
    const char *cut = lineage ? lineage_truncated(lineage) : NULL;
    if (cut)
        out->unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE, cut).unknown;
    return NULL;
}

static struct failure *read_before(struct before *out, const struct fact_repository *repository,
                                   struct arena *arena)
{
    table_init(&out->paths, arena);
    table_init(&out->blobs, arena);
    if (repository->base) {
        out->since = "the base";
        take_listing(out, repository->base, arena);
        return NULL;
    }
    out->since = "the first commit";
    if (!repository->repository)
        return NULL;
    const struct fact_row *release = NULL;
    TRY(find_release(&release, repository, arena));
    if (!release)
        return take_recent(out, repository, arena);
    out->since = cell_text(release, (size_t)fact_field_find(&fact_kind_release, "tag"));
    return take_commit(out, repository,
                       cell_text(release, (size_t)fact_field_find(&fact_kind_release, "commit")),
                       arena);
}

static bool was_there(const struct before *before, const struct snapshot *snapshot,
                      const char *path)
{
    const struct entry *entry = snapshot_find(snapshot, path);
    char hex[OBJECT_ID_HEX_SIZE];
    if (table_has(&before->paths, path))
        return true;
    if (!entry || object_id_is_zero(&entry->id))
        return false;
    object_id_format(&entry->id, hex);
    return table_has(&before->blobs, hex);
}

/* What is compared of two sides: the folder and the name without what tells the sides. */
static const char *step_of(struct arena *arena, const char *path)
{
    static const char *const endings[] = {".up.sql", ".down.sql", ".sql"};
    const char *base = path_base(path);
    int folder = (int)(base - path);
    if (strcmp(base, "up.sql") == 0 || strcmp(base, "down.sql") == 0)
        return arena_printf(arena, "%.*s", folder, path);
    if ((base[0] == 'V' || base[0] == 'U') && strstr(base, "__"))
        return arena_printf(arena, "%.*s%.*s", folder, path, (int)(strstr(base, "__") - base - 1),
                            base + 1);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (string_ends_with(path, endings[i]))
            return arena_copy(arena, (struct text){path, strlen(path) - strlen(endings[i])});
    return path;
}

/* Tools that run no way back, or none but where somebody has chosen to write them. */
static bool is_without_undo(const struct fact_row *part, const struct table *tools)
{
    const char *tool = cell_text(part, PART_MIGRATION_TOOL);
    return strcmp(tool, "Prisma") == 0 ||
           ((strcmp(tool, "Flyway") == 0 || strcmp(tool, "numbered SQL") == 0) &&
            !table_has(tools, tool));
}

/* Atlas makes the way back from the states before and after. */
static bool is_of_atlas(struct arena *arena, const struct snapshot *snapshot, const char *path)
{
    return string_ends_with(path, ".sql") &&
           snapshot_find(snapshot, path_join(arena, path_directory(arena, path), "atlas.sum")) !=
               NULL;
}

static void add_step(struct fact_writer *writer, const struct fact_repository *repository,
                     const struct fact_row *part, const struct fact_row *back,
                     const struct table *tools, const struct before *before)
{
    const struct fact_row *says = back ? back : part;
    struct value *cells = fact_add(writer, &kind, part->path, part->line, part->column)->cells;
    bool is_missing = !back && cell_is(part, PART_MIGRATION_STATE, "missing");
    cells[TOOL] = part->cells[PART_MIGRATION_TOOL];
    cells[STATE] = says->cells[PART_MIGRATION_STATE];
    cells[REASON] = says->cells[PART_MIGRATION_REASON];
    /* The step forward may say it too. */
    if (!cell_is(says, PART_MIGRATION_STATE, "present") &&
        cell_is(part, PART_MIGRATION_STATE, "irreversible")) {
        cells[STATE] = part->cells[PART_MIGRATION_STATE];
        cells[REASON] = part->cells[PART_MIGRATION_REASON];
    } else if (is_missing && is_of_atlas(fact_arena(writer), repository->snapshot, part->path)) {
        cells[TOOL] = value_text("Atlas");
        cells[STATE] = value_text("automatic");
    } else if (is_missing && is_without_undo(part, tools)) {
        cells[STATE] = value_text("no_undo");
    }
    if (back)
        cells[BACK] = value_text(back->path);
    cells[SINCE] = value_text(before->since);
    cells[ADDED] = before->unknown
                       ? (struct value){.kind = VALUE_UNKNOWN, .unknown = before->unknown}
                       : value_boolean(!was_there(before, repository->snapshot, part->path));
    cells[TEST] = value_boolean(path_is_test(part->path));
    cells[VENDORED] = value_boolean(snapshot_is_vendored(repository->snapshot, part->path));
}

/* Which steps forward have files like this one for the way back. */
static const char *tool_of_back(const struct fact_row *row)
{
    return cell_is(row, PART_MIGRATION_TOOL, "golang-migrate")
               ? "numbered SQL"
               : cell_text(row, PART_MIGRATION_TOOL);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *parts = repository->table(repository, &migration_part_kind);
    struct table backs;
    struct before before = {0};
    struct table tools;
    if (parts->count == 0)
        return NULL;
    table_init(&backs, arena);
    table_init(&tools, arena);
    for (size_t i = 0; i < parts->count; i++) {
        struct fact_row *row = &parts->rows[i];
        if (row->gap) {
            const struct unknown *why = row->cells[PART_MIGRATION_STATE].unknown;
            struct value *cells =
                fact_add_gap(writer, &kind, row->path, why->class, why->reason)->cells;
            cells[TEST] = value_boolean(path_is_test(row->path));
            cells[VENDORED] = value_boolean(snapshot_is_vendored(repository->snapshot, row->path));
        } else if (cell_is(row, PART_MIGRATION_SIDE, "down")) {
            table_set(&backs, step_of(arena, row->path), row);
            table_set(&tools, tool_of_back(row), row);
        }
    }
    TRY(read_before(&before, repository, arena));
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *row = &parts->rows[i];
        if (row->gap || cell_is(row, PART_MIGRATION_SIDE, "down"))
            continue;
        const struct fact_row *back = cell_is(row, PART_MIGRATION_SIDE, "up")
                                          ? table_find(&backs, step_of(arena, row->path))
                                          : NULL;
        add_step(writer, repository, row, back, &tools, &before);
    }
    return NULL;
}

FACT(migration) = {
    .name = "migration",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Steps of a schema with their way back, and which are new.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&migration_part_kind, &fact_kind_release, NULL},
    .needs_history = true,
    .recognise_repository = recognise,
};
