#include "cli/judging.h"
#include "cli/query.h"
#include "cli/query_sql.h"

#include "base/limits.h"
#include "document/format.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
    {"as", 0, OPTION_TEXT, "FORMAT", NULL,
     "read every file as yaml, json, ... whatever its name says"},
    {"sql", 0, OPTION_TEXT, "SELECT", NULL, "over the facts of a repository, a table a kind"},
    {"rev", 0, OPTION_TEXT, "REV", NULL, "--sql: of this commit instead of HEAD"},
    {"index", 0, OPTION_FLAG, NULL, NULL, "--sql: of what is staged"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "--sql: of the files as they lie there"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "--sql: for the facts about the change since there"},
    {"facts", 0, OPTION_TEXTS, "FILE", NULL,
     "--sql: evidence from outside, a file or a folder; repeatable"},
    {0},
};

/* How it ends, as grep does. */
enum { FOUND = EXIT_CLEAN, FOUND_NOTHING = EXIT_BLOCKED };

struct query {
    const struct invocation *invocation;
    struct arena *arena;
    const struct jsonpath *path;
    const struct document_format *format; /* --as, or NULL */
    struct diagnostics diagnostics;
    struct query_answer answer;
    const struct node *first_root; /* of the first document that was read */
    const char *first_file;
    int status;
};

static void add_problem(struct query *query, const char *file, uint32_t line, uint32_t column,
                        const char *message, int status)
{
    struct query_answer *answer = &query->answer;
    struct place place = {.path = file, .line = line, .column = column};
    diagnostics_add(&query->diagnostics, DIAGNOSTIC_ERROR, place, "%s", message);
    answer->problems = arena_grow(query->arena, answer->problems, answer->problem_count,
                                  &answer->problem_capacity, sizeof(*answer->problems));
    answer->problems[answer->problem_count++] =
        (struct query_problem){.file = file, .line = line, .column = column, .message = message};
    if (query->status != EXIT_USAGE)
        query->status = status;
}

/* The place of a byte of the expression, in lines as its diagnostics show them. */
static struct place place_within(const char *expression, size_t at)
{
    struct place place = {.path = "JSONPATH", .line = 1, .column = 1};
    for (size_t i = 0; i < at; i++)
        if (expression[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)expression[i] & 0xc0) != 0x80) {
            place.column++;
        }
    return place;
}

static void add_path_problem(struct query *query, int level, const struct jsonpath_problem *problem)
{
    const char *expression = query->answer.expression;
    struct diagnostic *diagnostic = diagnostics_add(
        &query->diagnostics, level, place_within(expression, problem->at), "%s", problem->message);
    diagnostic->expected = problem->expected;
    diagnostic->meant = problem->meant;
    diagnostic->length = (uint32_t)problem->length;
    if (problem->at == 0 && access(expression, F_OK) == 0) {
        diagnostic->expected = "the JSONPath first, and then the files";
        diagnostic->meant = NULL;
    }
}

/* The whole of a file, or NULL with a message. */
static const char *read_stream(struct query *query, FILE *stream, struct text *out)
{
    struct buffer bytes = BUFFER_EMPTY;
    char chunk[65536];
    for (size_t got;
         bytes.size <= LIMIT_BLOB_BYTES && (got = fread(chunk, 1, sizeof(chunk), stream)) > 0;)
        buffer_add(&bytes, chunk, got);
    const char *wrong = NULL;
    if (ferror(stream))
        wrong = arena_printf(query->arena, "cannot be read: %s", strerror(errno));
    else if (bytes.size > LIMIT_BLOB_BYTES)
        wrong = arena_printf(query->arena, "larger than %d bytes", LIMIT_BLOB_BYTES);
    else
        *out = (struct text){arena_copy(query->arena, (struct text){bytes.bytes, bytes.size}),
                             bytes.size};
    buffer_release(&bytes);
    return wrong;
}

static const char *read_named(struct query *query, const char *file, struct text *out)
{
    struct stat status;
    FILE *stream = fopen(file, "rb");
    if (!stream)
        return arena_printf(query->arena, "cannot be read: %s", strerror(errno));
    bool is_folder = fstat(fileno(stream), &status) == 0 && S_ISDIR(status.st_mode);
    const char *wrong =
        is_folder ? "a folder, where a file is wanted" : read_stream(query, stream, out);
    fclose(stream);
    return wrong;
}

static bool read_file(struct query *query, const char *file, struct text *out)
{
    const char *wrong =
        strcmp(file, "-") == 0 ? read_stream(query, stdin, out) : read_named(query, file, out);
    if (wrong)
        add_problem(query, file, 0, 0, wrong, EXIT_USAGE);
    return !wrong;
}

static const char *format_names(struct arena *arena)
{
    const char *const *names = document_format_names(arena);
    const char *list = names[0];
    for (size_t i = 1; names[i]; i++)
        list = arena_printf(arena, "%s%s%s", list, names[i + 1] ? ", " : " or ", names[i]);
    return list;
}

/* What to read a file as: JSON is YAML, too, so that standard input is taken for it. */
static const struct document_format *format_of(struct query *query, const char *file)
{
    if (query->format)
        return query->format;
    const struct document_format *format =
        strcmp(file, "-") == 0 ? document_format_find("yaml") : document_format_of_path(file);
    if (!format)
        add_problem(query, file, 0, 0,
                    arena_printf(query->arena, "the file's name tells no format: --as says %s",
                                 format_names(query->arena)),
                    EXIT_USAGE);
    return format;
}

static void select_from(struct query *query, const char *file, const struct document *document)
{
    struct query_answer *answer = &query->answer;
    if (!query->first_root && document->count > 0) {
        query->first_root = document->roots[0];
        query->first_file = file;
    }
    for (size_t i = 0; i < document->count; i++) {
        const struct jsonpath_location **found = NULL;
        size_t count = 0;
        if (!jsonpath_locate(query->path, query->arena, document->roots[i], &found, &count)) {
            add_problem(query, file, 0, 0,
                        "the JSONPath takes more steps than are allowed, or a "
                        "regular expression in it does",
                        EXIT_TROUBLE);
            continue;
        }
        for (size_t n = 0; n < count; n++) {
            answer->matches = arena_grow(query->arena, answer->matches, answer->match_count,
                                         &answer->match_capacity, sizeof(*answer->matches));
            answer->matches[answer->match_count++] =
                (struct query_match){.file = file,
                                     .document = i,
                                     .node = found[n]->node,
                                     .path = jsonpath_normalised(query->arena, found[n])};
        }
    }
}

static void query_file(struct query *query, const char *file)
{
    struct text text = {0};
    if (!read_file(query, file, &text))
        return;
    const struct document_format *format = format_of(query, file);
    if (!format)
        return;
    diagnostics_add_source(&query->diagnostics, file, text);
    struct document document = {0};
    struct document_problem problem = {0};
    if (format->parse(query->arena, text, &document, &problem))
        select_from(query, file, &document);
    else
        add_problem(query, file, problem.line, problem.column,
                    arena_printf(query->arena, "this is no %s: %s", format->title, problem.message),
                    EXIT_USAGE);
}

struct writing {
    const struct query *query;
    bool *is_whole;
};

static void write_answer(struct buffer *out, const char *name, const void *state)
{
    const struct writing *writing = state;
    const struct query *query = writing->query;
    const struct invocation *invocation = query->invocation;
    unsigned width = invocation->terminal_output ? invocation->width : 0;
    bool is_whole = strcmp(name, "json") == 0 ? query_write_json(out, &query->answer)
                                              : query_write_text(out, query->arena, &query->answer,
                                                                 width, invocation->colour_output);
    if (!is_whole)
        buffer_clear(out);
    *writing->is_whole &= is_whole;
}

static void print_nothing(const struct query *query)
{
    print_error("nothing matches '%s'", query->answer.expression);
    const char *why = query->first_root
                          ? jsonpath_explain_nothing(query->path, query->arena, query->first_root)
                          : NULL;
    if (why)
        print_error("in %s: %s", query->first_file, why);
}

static int print_answer(struct query *query)
{
    judging_print_diagnostics(query->invocation, &query->diagnostics);
    bool is_whole = true;
    struct writing writing = {.query = query, .is_whole = &is_whole};
    struct failure *failure = judging_write_own(query->invocation, formats, write_answer, &writing);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    if (!is_whole) {
        print_error("what is selected is too large to be written");
        return EXIT_TROUBLE;
    }
    if (query->answer.match_count > 0 || query->status != FOUND)
        return query->status;
    if (!invocation_has(query->invocation, "quiet"))
        print_nothing(query);
    return FOUND_NOTHING;
}

static bool take_format(struct query *query)
{
    const char *name = invocation_text(query->invocation, "as");
    if (!name)
        return true;
    query->format = document_format_find(name);
    if (query->format)
        return true;
    const char *meant = suggest(name, document_format_names(query->arena));
    if (meant)
        print_error("--as: no format '%s'; did you mean '%s'?", name, meant);
    else
        print_error("--as: no format '%s'; there are %s", name, format_names(query->arena));
    return false;
}

static int query_documents(const struct invocation *invocation)
{
    struct query query = {.invocation = invocation,
                          .arena = invocation->arena,
                          .answer = {.expression = invocation->arguments[0]},
                          .status = FOUND};
    diagnostics_init(&query.diagnostics, query.arena);
    diagnostics_add_source(&query.diagnostics, "JSONPATH", text_of(query.answer.expression));
    if (!take_format(&query))
        return EXIT_USAGE;
    struct jsonpath_problem problem = {0};
    struct jsonpath *path = jsonpath_new(query.arena, text_of(query.answer.expression), &problem);
    if (!path) {
        add_path_problem(&query, DIAGNOSTIC_ERROR, &problem);
        judging_print_diagnostics(invocation, &query.diagnostics);
        return EXIT_USAGE;
    }
    if (jsonpath_doubt(path))
        add_path_problem(&query, DIAGNOSTIC_WARNING, jsonpath_doubt(path));
    query.path = path;
    for (size_t i = 1; i < invocation->argument_count; i++)
        query_file(&query, invocation->arguments[i]);
    int status = print_answer(&query);
    jsonpath_release(path);
    return status;
}

static int run_sql(const struct invocation *invocation, const char *sql)
{
    if (invocation->argument_count > 1) {
        print_error("--sql asks one repository");
        return EXIT_USAGE;
    }
    return query_sql(invocation, sql,
                     invocation->argument_count > 0 ? invocation->arguments[0] : ".");
}

static int run(const struct invocation *invocation)
{
    const char *sql = invocation_text(invocation, "sql");
    if (sql)
        return run_sql(invocation, sql);
    if (!judging_own_formats(invocation, formats))
        return EXIT_USAGE;
    if (invocation->argument_count == 0) {
        print_error("query wants a JSONPATH and files, or --sql 'SELECT ...'");
        return EXIT_USAGE;
    }
    if (invocation->argument_count < 2) {
        print_error("query wants files to look into; '-' is standard input");
        return EXIT_USAGE;
    }
    return query_documents(invocation);
}

static const struct command_example examples[] = {
    {"bylaw query '$.jobs.*.steps[?@.uses && !@.with].uses' .github/workflows/*.yml",
     "steps of workflows that use an action and give it nothing"},
    {"bylaw query --sql 'SELECT image, count(*) FROM dockerfile_stage GROUP BY 1'",
     "which images are built on, and how often"},
    {0},
};

static const struct command_exit exits[] = {
    {EXIT_CLEAN, "something matches"},
    {EXIT_BLOCKED, "nothing matches"},
    {EXIT_USAGE, "the JSONPath, the SQL or a file cannot be read; other files are printed "
                 "nevertheless"},
    {EXIT_TROUBLE, "a limit was reached"},
    {0},
};

COMMAND(query) = {
    .name = "query",
    .arguments = "JSONPATH FILE... | --sql SELECT [REPOSITORY]",
    .summary = "what a JSONPath selects in files, or SQL in facts",
    .details =
        "Tries a JSONPath (RFC 9535) as rules use it: names, indexes, slices, '..', filters and "
        "functions. Each match is printed with its place, its normalised path and its value; "
        "--format json writes them for programs. The format of a file is told by its name, or by "
        "--as; '-' is standard input, which is YAML (or JSON) unless --as says otherwise.\n\n"
        "--sql asks the facts of a repository as a rule's SQL does: each kind is a table with the "
        "columns path, line, column and its fields ('bylaw facts' lists them). The rows are "
        "printed "
        "as a table or, with --format, as json or csv. A gap is a place where it cannot be known "
        "what the tables hold.",
    .options = options,
    .examples = examples,
    .exits = exits,
    .maximum_arguments = 100000,
    .run = run,
};
