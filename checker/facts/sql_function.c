#include "facts/sql_function.h"

#include "base/date.h"
#include "base/glob.h"
#include "base/pattern.h"
#include "base/version_semver.h"

#include <string.h>

/* Those that every build of SQLite has. date(), time() and their like read the
 * machine's clock when they are told 'now'. */
const char *const sql_function_names[] = {
    "->",
    "->>",
    "abs",
    "avg",
    "char",
    "coalesce",
    "count",
    "cume_dist",
    "days_between",
    "dense_rank",
    "first_value",
    "format",
    "glob",
    "group_concat",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_type",
    "json_valid",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "lower",
    "ltrim",
    "max",
    "min",
    "now",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "printf",
    "quote",
    "rank",
    "regexp",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "semver_compare",
    "sign",
    "substr",
    "substring",
    "sum",
    "total",
    "trim",
    "typeof",
    "unicode",
    "upper",
    NULL,
};

enum {
    /* Steps that they count for, so that the limit of steps is one of time. */
    STEPS_A_CALL = 20,
    STEPS_A_COMPILATION = 2000,
    BYTES_A_STEP = 32,
    /* Compiled patterns, and globs, that a connection keeps. */
    KEPT_MAX = 256,
};

bool sql_function_is_allowed(const char *name)
{
    for (size_t i = 0; sql_function_names[i]; i++)
        if (string_equals_folded(sql_function_names[i], name))
            return true;
    return false;
}

static struct text text_argument(sqlite3_value *value)
{
    const unsigned char *bytes = sqlite3_value_text(value);
    return (struct text){(const char *)bytes, bytes ? (size_t)sqlite3_value_bytes(value) : 0};
}

static bool has_null(int count, sqlite3_value **values)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return true;
    return false;
}

static void fail(sqlite3_context *context, const char *what, const char *why)
{
    struct buffer message = BUFFER_EMPTY;
    buffer_add_string(&message, what);
    buffer_add_string(&message, why);
    sqlite3_result_error(context, buffer_string(&message), -1);
    buffer_release(&message);
}

static void malformed(sqlite3_context *context, struct arena *arena, const char *written,
                      bool is_glob, const char *problem)
{
    fail(context,
         arena_printf(arena, "'%.100s' is no %s: ", written,
                      is_glob ? "glob" : "regular expression"),
         problem ? problem : "it is malformed");
}

/* A pattern is compiled once for all rows; of very many different ones each is for
 * its row alone, and `own` is then the caller's. */
static const struct pattern *pattern_of(sqlite3_context *context, sqlite3_value *value,
                                        struct pattern **own)
{
    struct sql_connection *connection = sqlite3_user_data(context);
    const char *written = text_argument(value).bytes;
    struct pattern *pattern = written ? table_find(&connection->patterns, written) : NULL;
    if (pattern || !written)
        return pattern;
    sql_count_steps(connection, STEPS_A_COMPILATION);
    const char *problem = NULL;
    size_t at = 0;
    pattern = pattern_new(&connection->arena, written, false, &problem, &at);
    if (!pattern)
        malformed(context, &connection->arena, written, false, problem);
    else if (connection->patterns.count < KEPT_MAX)
        table_set(&connection->patterns, arena_strdup(&connection->arena, written), pattern);
    else
        *own = pattern;
    return pattern;
}

/* The same; what is not kept lives in `scratch`. */
static const struct glob *glob_of(sqlite3_context *context, sqlite3_value *value,
                                  struct arena *scratch)
{
    struct sql_connection *connection = sqlite3_user_data(context);
    const char *written = text_argument(value).bytes;
    struct glob *glob = written ? table_find(&connection->globs, written) : NULL;
    if (glob || !written)
        return glob;
    sql_count_steps(connection, STEPS_A_COMPILATION);
    bool is_kept = connection->globs.count < KEPT_MAX;
    const char *problem = NULL;
    size_t at = 0;
    glob = glob_new(is_kept ? &connection->arena : scratch, written, &problem, &at);
    if (!glob)
        malformed(context, scratch, written, true, problem);
    else if (is_kept)
        table_set(&connection->globs, arena_strdup(&connection->arena, written), glob);
    return glob;
}

static void regexp_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct sql_connection *connection = sqlite3_user_data(context);
    struct pattern *own = NULL;
    const struct pattern *pattern =
        has_null(count, values) ? NULL : pattern_of(context, values[0], &own);
    struct text subject = pattern ? text_argument(values[1]) : (struct text){0};
    if (subject.bytes) {
        sql_count_steps(connection, STEPS_A_CALL + subject.size / BYTES_A_STEP);
        if (!connection->matcher)
            connection->matcher = pattern_matcher_new();
        size_t start = 0;
        size_t end = 0;
        enum pattern_result result =
            pattern_search(pattern, connection->matcher, subject, 0, &start, &end);
        if (result == PATTERN_LIMIT)
            fail(context, "a limit of steps was reached by the pattern ",
                 pattern_expression(pattern));
        else
            sqlite3_result_int(context, result == PATTERN_MATCH);
    }
    pattern_free(own);
}

static void glob_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    if (has_null(count, values))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 10);
    const struct glob *glob = glob_of(context, values[0], &scratch);
    struct text path = glob ? text_argument(values[1]) : (struct text){0};
    if (path.bytes) {
        sql_count_steps(sqlite3_user_data(context), STEPS_A_CALL + path.size / BYTES_A_STEP);
        sqlite3_result_int(context, glob_matches(glob, path.bytes));
    }
    arena_release(&scratch);
}

/* Tags are often written v1.2.3. */
static struct text version_argument(sqlite3_value *value)
{
    struct text text = text_argument(value);
    if (text.size > 0 && text.bytes[0] == 'v')
        return (struct text){text.bytes + 1, text.size - 1};
    return text;
}

static void semver_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    int order = 0;
    if (!has_null(count, values) &&
        semver_compare(version_argument(values[0]), version_argument(values[1]), &order))
        sqlite3_result_int(context, order);
}

/* From the first day or instant to the second, whole days of 24 hours, rounded down. */
static void days_between_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    int64_t from = 0;
    int64_t to = 0;
    const char *first = text_argument(values[0]).bytes;
    const char *second = text_argument(values[1]).bytes;
    if (has_null(count, values) || !first || !second || !time_parse(first, &from) ||
        !time_parse(second, &to))
        return;
    int64_t seconds = to - from;
    int64_t days = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0 ? 1 : 0);
    sqlite3_result_int64(context, days);
}

static void now_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    const struct sql_connection *connection = sqlite3_user_data(context);
    char text[TIME_TEXT_SIZE];
    time_format(connection->options.now, text);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

struct failure *sql_functions_add(struct sql_connection *connection)
{
    static const struct {
        const char *name;
        int arguments;
        void (*call)(sqlite3_context *context, int count, sqlite3_value **values);
    } functions[] = {
        {"regexp", 2, regexp_call},
        {"glob", 2, glob_call},
        {"semver_compare", 2, semver_call},
        {"days_between", 2, days_between_call},
        {"now", 0, now_call},
    };
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (sqlite3_create_function_v2(
                connection->handle, functions[i].name, functions[i].arguments,
                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, connection,
                functions[i].call, NULL, NULL, NULL) != SQLITE_OK)
            return failure_new(FAILURE_BUG, "SQLite does not take the function '%s'",
                               functions[i].name);
    return NULL;
}
