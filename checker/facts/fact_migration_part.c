/* migration_part - one file of a migration: its tool, which side of the step it holds, and
 * what it says of the way back. */
#include "facts/gather.h"
#include "facts/migration_kinds.h"
#include "facts/migration_source.h"
#include "facts/paths.h"

#include <string.h>

/* Who writes a larger one has put data into it; and calls of one file that are looked at. */
enum { FILE_BYTES = 1 << 20, CALLS = 200 };

static const char *const sides[] = {"up", "down", "both", NULL};
const char *const migration_states[] = {"present", "automatic", "empty",
                                        "missing", "refused",   "irreversible",
                                        "nothing", "no_undo",   NULL};

const struct fact_kind migration_part_kind = {
    .name = "migration_part",
    .summary = "A file of a migration, and what it says of the way back.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            [PART_MIGRATION_TOOL] = {"tool", {.kind = TYPE_TEXT}, false, "The tool that runs it."},
            [PART_MIGRATION_SIDE] = {"side",
                                     {.kind = TYPE_WORD, .words = sides},
                                     false,
                                     "The step forward, the way back, or both."},
            [PART_MIGRATION_STATE] = {"state",
                                      {.kind = TYPE_WORD, .words = migration_states},
                                      false,
                                      "The way back, as `migration` has it."},
            [PART_MIGRATION_REASON] =
                {"reason", {.kind = TYPE_TEXT}, true, "Why there is none, in the file's words."},
            {0},
        },
};

struct verdict {
    const char *tool, *side, *state, *reason;
    uint32_t line;
};

/* What a function for the way back says; one that is not there has no state. */
static void judge_body(struct verdict *out, struct arena *arena,
                       const struct migration_source *source, const struct migration_body *body)
{
    out->line = body->line;
    bool refuses = migration_refuses(body);
    if (!refuses && !migration_is_empty(source, body)) {
        out->state = "present";
        return;
    }
    out->reason = migration_reason(arena, source, body);
    out->state = out->reason ? "irreversible" : refuses ? "refused" : "empty";
}

static void judge_missing(struct verdict *out, struct arena *arena,
                          const struct migration_source *source)
{
    out->reason = migration_stated_reason(arena, source->text);
    out->state = out->reason ? "irreversible" : "missing";
}

/* Both steps as functions; false when there is no step forward. */
static bool judge_pair(struct verdict *out, struct arena *arena,
                       const struct migration_source *source, const char *up, const char *down)
{
    struct migration_body body;
    size_t end = 0;
    if (!migration_function(source, up, 0, &body, &end))
        return false;
    out->line = body.line;
    if (migration_is_empty(source, &body))
        out->state = "nothing";
    else if (migration_function(source, down, 0, &body, &end))
        judge_body(out, arena, source, &body);
    else
        judge_missing(out, arena, source);
    return true;
}

static bool has(struct text text, const char *word)
{
    return text_find(text, word) != SIZE_MAX;
}

static bool judge_alembic(struct verdict *out, struct arena *arena,
                          const struct migration_source *source)
{
    out->tool = "Alembic";
    return has(source->code, "down_revision") &&
           judge_pair(out, arena, source, "upgrade", "downgrade");
}

/* Arguments of the call that begins at `open`; whether one of them is called `name`. */
static size_t count_arguments(struct text code, size_t open, const char *name, bool *has_name)
{
    size_t depth = 0;
    size_t count = 0;
    bool is_filled = false;
    size_t size = strlen(name);
    *has_name = false;
    for (size_t i = open; i < code.size; i++) {
        char byte = code.bytes[i];
        if (byte == ')' || byte == ']' || byte == '}')
            depth--;
        if (depth == 0 && i > open)
            break;
        if (depth == 1 && byte == ',') {
            count += is_filled;
            is_filled = false;
        } else if (byte != ' ' && byte != '\n' && byte != '\t' && byte != '\r' && i > open) {
            is_filled = true;
        }
        if (depth == 1 && i + size <= code.size && memcmp(code.bytes + i, name, size) == 0)
            *has_name = true;
        if (byte == '(' || byte == '[' || byte == '{')
            depth++;
    }
    return count + is_filled;
}

/* Options that stand by name before the way back may. */
static size_t named_options(struct text call)
{
    static const char *const names[] = {
        "elidable=",         "elidable =",         "atomic=", "atomic =", "hints=", "hints =",
        "state_operations=", "state_operations =", NULL};
    size_t count = 0;
    for (size_t i = 0; names[i]; i++)
        count += has(call, names[i]);
    return count;
}

/* Django takes back what it knows; not what RunPython and RunSQL did, unless told how. */
static bool judge_django(struct verdict *out, struct arena *arena,
                         const struct migration_source *source)
{
    static const struct {
        const char *call, *reverse;
    } calls[] = {{"RunPython(", "reverse_code"}, {"RunSQL(", "reverse_sql"}};
    struct text code = source->code;
    out->tool = "Django";
    if (!has(code, "migrations.Migration"))
        return false;
    out->state = "automatic";
    for (size_t i = 0; i < 2; i++)
        for (size_t at = 0, tries = 0; at < code.size && tries < CALLS; tries++) {
            struct text rest = {code.bytes + at, code.size - at};
            size_t found = text_find(rest, calls[i].call);
            if (found == SIZE_MAX)
                break;
            size_t open = at + found + strlen(calls[i].call) - 1;
            bool is_named = false;
            size_t count = count_arguments(code, open, calls[i].reverse, &is_named);
            size_t end = open;
            for (size_t depth = 0; end < code.size; end++) {
                depth += code.bytes[end] == '(';
                if (code.bytes[end] == ')' && --depth == 0)
                    break;
            }
            size_t options = named_options((struct text){code.bytes + open, end - open});
            at = open + 1;
            if (is_named || count >= 2 + options)
                continue;
            judge_missing(out, arena, source);
            out->line = migration_line(code, open);
            return true;
        }
    return true;
}

/* Is that place within a block that says what is done on which way? */
static bool is_two_way(struct text code, size_t at)
{
    size_t from = at > 2000 ? at - 2000 : 0;
    struct text before = {code.bytes + from, at - from};
    return has(before, "reversible do") || has(before, "up_only") || has(before, ".up do") ||
           has(before, ".up {");
}

/* What Rails cannot turn round by itself in `change`, by the guide of Active Record. */
static size_t find_one_way(struct text code)
{
    static const char *const calls[] = {"execute", "change_column ", "change_column(", NULL};
    for (size_t i = 0; calls[i]; i++)
        for (size_t at = 0, tries = 0; at < code.size && tries < CALLS; at++, tries++) {
            struct text rest = {code.bytes + at, code.size - at};
            size_t found = text_find(rest, calls[i]);
            if (found == SIZE_MAX)
                break;
            at += found;
            size_t after = at + strlen(calls[i]);
            bool starts = at == 0 || code.bytes[at - 1] == ' ' || code.bytes[at - 1] == '\n' ||
                          code.bytes[at - 1] == '\t' || code.bytes[at - 1] == '.';
            bool ends = i > 0 || (after < code.size &&
                                  (code.bytes[after] == ' ' || code.bytes[after] == '(' ||
                                   code.bytes[after] == '<'));
            if (starts && ends && !is_two_way(code, at))
                return at;
        }
    return SIZE_MAX;
}

static bool judge_rails(struct verdict *out, struct arena *arena,
                        const struct migration_source *source)
{
    struct migration_body body;
    size_t end = 0;
    out->tool = "Rails";
    if (!has(source->code, "Migration"))
        return false;
    if (!migration_function(source, "change", 0, &body, &end))
        return judge_pair(out, arena, source, "up", "down");
    out->line = body.line;
    size_t one_way = find_one_way(body.code);
    out->state = "automatic";
    if (one_way == SIZE_MAX)
        return true;
    judge_missing(out, arena, source);
    out->line += migration_line(body.text, one_way) - 1;
    return true;
}

static bool judge_braces(struct verdict *out, struct arena *arena,
                         const struct migration_source *source, const char *path)
{
    if (string_ends_with(path, ".cs")) {
        out->tool = "Entity Framework";
        return has(source->code, "MigrationBuilder") &&
               judge_pair(out, arena, source, "Up", "Down");
    }
    out->tool = string_ends_with(path, ".php")            ? "Laravel"
                : has(source->code, "MigrationInterface") ? "TypeORM"
                : has(source->text, "queryInterface")     ? "Sequelize"
                                                          : "Knex";
    return judge_pair(out, arena, source, "up", "down");
}

/* Marks with which a file of SQL holds both sides. */
struct marks {
    const char *tool, *up, *down;
};

static bool judge_marked(struct verdict *out, struct arena *arena,
                         const struct migration_source *source)
{
    static const struct marks all[] = {{"goose", "-- +goose Up", "-- +goose Down"},
                                       {"dbmate", "-- migrate:up", "-- migrate:down"},
                                       {"sql-migrate", "-- +migrate Up", "-- +migrate Down"}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (text_find_folded(source->text, all[i].up) == SIZE_MAX)
            continue;
        out->tool = all[i].tool;
        size_t at = text_find_folded(source->text, all[i].down);
        if (at == SIZE_MAX) {
            judge_missing(out, arena, source);
            return true;
        }
        size_t from = at + strlen(all[i].down);
        struct migration_body body = {{source->text.bytes + from, source->text.size - from},
                                      {source->code.bytes + from, source->code.size - from},
                                      migration_line(source->text, at)};
        judge_body(out, arena, source, &body);
        return true;
    }
    return false;
}

/* Liquibase's formatted SQL: each changeset has its rollback. */
static bool judge_liquibase_sql(struct verdict *out, struct arena *arena,
                                const struct migration_source *source)
{
    struct text rest = source->text;
    struct text line;
    uint32_t number = 0;
    uint32_t open = 0;
    if (text_find_folded(source->text, "liquibase formatted sql") == SIZE_MAX)
        return false;
    out->tool = "Liquibase";
    out->state = "present";
    while (text_next_line(&rest, &line)) {
        number++;
        bool is_change = text_find_folded(line, "changeset ") != SIZE_MAX &&
                         text_starts_with(text_trim(line), "--");
        if (is_change && open > 0)
            break;
        if (is_change)
            open = number;
        else if (text_find_folded(line, "rollback") != SIZE_MAX &&
                 (text_starts_with(text_trim(line), "--") ||
                  text_starts_with(text_trim(line), "/*")))
            open = 0;
    }
    if (open > 0) {
        judge_missing(out, arena, source);
        out->line = open;
    }
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_flyway(const char *base)
{
    return (base[0] == 'V' || base[0] == 'U') && is_digit(base[1]) && strstr(base, "__");
}

/* Whatever runs it: sqlx, Supabase, Atlas, a script of one's own. */
static const char numbered_sql[] = "numbered SQL";

/* Files of SQL, one for each side; the tools name them so. */
static bool judge_sql(struct verdict *out, struct arena *arena,
                      const struct migration_source *source, const char *path)
{
    const char *base = path_base(path);
    if (judge_marked(out, arena, source) || judge_liquibase_sql(out, arena, source))
        return true;
    bool is_down = string_ends_with(base, ".down.sql") || strcmp(base, "down.sql") == 0;
    bool is_up = string_ends_with(base, ".up.sql") || strcmp(base, "up.sql") == 0;
    bool is_prisma = strcmp(base, "migration.sql") == 0;
    if (is_flyway(base)) {
        out->tool = "Flyway";
        is_down = base[0] == 'U';
    } else if (is_prisma) {
        out->tool = "Prisma";
    } else if (is_up || is_down) {
        out->tool = strchr(base, '.') == strrchr(base, '.') ? "Diesel" : "golang-migrate";
    } else if (is_digit(base[0]) && is_digit(base[1])) {
        out->tool = numbered_sql;
    } else {
        return false;
    }
    out->side = is_down ? "down" : "up";
    if (!is_down) {
        judge_missing(out, arena, source);
        return true;
    }
    struct migration_body body = {source->text, source->code, 1};
    judge_body(out, arena, source, &body);
    return true;
}

static enum migration_language language_of(const char *path)
{
    return string_ends_with(path, ".py")    ? MIGRATION_PYTHON
           : string_ends_with(path, ".rb")  ? MIGRATION_RUBY
           : string_ends_with(path, ".sql") ? MIGRATION_SQL
                                            : MIGRATION_BRACES;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    struct verdict out = {.side = "both", .line = 1};
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (!reason && file->content.text.size > FILE_BYTES) {
        reason = "it is larger than files of migrations are read";
        class = UNKNOWN_UNOBSERVABLE;
    }
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, file->content.text.size + 4096);
    enum migration_language language = language_of(file->path);
    struct migration_source source = migration_source_read(&scratch, file->content.text, language);
    bool found = language == MIGRATION_PYTHON
                     ? judge_alembic(&out, arena, &source) || judge_django(&out, arena, &source)
                 : language == MIGRATION_RUBY ? judge_rails(&out, arena, &source)
                 : language == MIGRATION_SQL  ? judge_sql(&out, arena, &source, file->path)
                                              : judge_braces(&out, arena, &source, file->path);
    arena_release(&scratch);
    if (!found)
        return;
    struct value *cells = fact_add(writer, &migration_part_kind, NULL, out.line, 1)->cells;
    cells[PART_MIGRATION_TOOL] = value_text(out.tool);
    cells[PART_MIGRATION_SIDE] = value_text(out.side);
    cells[PART_MIGRATION_STATE] = value_text(out.state);
    if (out.reason)
        cells[PART_MIGRATION_REASON] = value_text(out.reason);
}

FACT(migration_part) = {
    .name = "migration_part",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Files of migrations: both sides of a step, as each tool writes them.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&migration_part_kind, NULL},
    .paths = (const char *const[]){"**/*[Mm]igrat*/**/*.{sql,py,rb,js,cjs,mjs,ts,cs,php}",
                                   "**/versions/*.py", "*.{up,down}.sql", "V[0-9]*__*.sql",
                                   "U[0-9]*__*.sql", "**/{changelog,changelogs,liquibase}/**/*.sql",
                                   NULL},
    .recognise_file = recognise,
};
