#include "cli/fact_file.h"
#include "cli/fact_values.h"
#include "cli/judging.h"
#include "facts/secret_mask.h"
#include "report/coverage_matrix.h"
#include "report/decision_register.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

static const char *const format_words[] = {"text", "json", NULL};

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "of this commit instead of HEAD"},
    {"index", 0, OPTION_FLAG, NULL, NULL, "of what is staged"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "of the files as they lie there"},
    {"history", 0, OPTION_FLAG, NULL, NULL, "and of every file that any reference reaches"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "for the facts about the change since there"},
    {"sqlite", 0, OPTION_TEXT, "FILE", NULL, "write the records into an SQLite file"},
    {"dot", 0, OPTION_FLAG, NULL, NULL, "'adr_relation' as a graph for Graphviz"},
    {"declare", 0, OPTION_FLAG, NULL, NULL, "the kinds and their fields instead of records"},
    {"facts", 0, OPTION_TEXTS, "FILE", NULL,
     "evidence from outside: forge settings, SARIF or deployments; a file or folder; repeatable"},
    {0},
};

static void print_declaration(const struct fact_kind *kind, struct arena *arena, size_t width)
{
    struct buffer head = BUFFER_EMPTY;
    help_wrap(&head, arena_printf(arena, "%s - %s", kind->name, kind->summary), 0, width);
    print_out(buffer_string(&head));
    buffer_release(&head);
    printf("  key:");
    for (const char *const *key = kind->key; key && *key; key++)
        printf(" %s", *key);
    printf("%s\n", kind->nowhere ? "  (rows have no path)" : "");
    for (const struct fact_field *field = kind->fields; field->name; field++) {
        printf("  %-20s ", field->name);
        const char *said = arena_printf(arena, "%s%s  %s", field->optional ? "optional " : "",
                                        type_format(arena, &field->type), field->summary);
        struct buffer out = BUFFER_EMPTY;
        help_wrap(&out, said, 23, width);
        print_out(buffer_string(&out));
        buffer_release(&out);
    }
}

static void print_json(const struct fact_table *table, struct arena *arena, bool first)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        buffer_printf(&out, "%s\n  {\"kind\": \"%s\"", first && i == 0 ? "" : ",",
                      table->kind->name);
        if (row->path) {
            buffer_add_string(&out, ", \"path\": ");
            escape_json_string(&out, row->path);
            buffer_printf(&out, ", \"line\": %u, \"column\": %u", row->line, row->column);
        }
        if (row->gap)
            buffer_add_string(&out, ", \"gap\": true");
        for (size_t f = 0; table->kind->fields[f].name; f++) {
            buffer_printf(&out, ", \"%s\": ", table->kind->fields[f].name);
            fact_value_json(&out, arena, &row->cells[f]);
        }
        buffer_add_byte(&out, '}');
    }
    print_out(buffer_string(&out));
    buffer_release(&out);
}

static struct failure *no_table(void)
{
    return failure_new(FAILURE_ENVIRONMENT, "cannot lay out the table");
}

static bool fill_line(struct libscols_line *line, const struct fact_kind *kind,
                      const struct fact_row *row, struct arena *arena)
{
    size_t column = 0;
    if (!kind->nowhere) {
        const char *place =
            row->line ? arena_printf(arena, "%s:%u", row->path, row->line) : row->path;
        if (scols_line_set_data(line, column++, fact_text_visible(arena, place ? place : "")) != 0)
            return false;
    }
    for (size_t f = 0; kind->fields[f].name; f++) {
        const char *cell = row->gap && row->cells[f].kind == VALUE_UNKNOWN
                               ? "?"
                               : fact_value_visible(arena, &row->cells[f]);
        if (scols_line_set_data(line, column++, cell) != 0)
            return false;
    }
    return true;
}

static struct failure *fill_table(struct libscols_table *columns, const struct fact_table *table,
                                  struct arena *arena)
{
    if (!table->kind->nowhere && !scols_table_new_column(columns, "PLACE", 0.3, SCOLS_FL_TRUNC))
        return no_table();
    for (size_t f = 0; table->kind->fields[f].name; f++)
        if (!scols_table_new_column(columns, table->kind->fields[f].name, 0.1, SCOLS_FL_TRUNC))
            return no_table();
    for (size_t i = 0; i < table->count; i++) {
        struct libscols_line *line = scols_table_new_line(columns, NULL);
        if (!line || !fill_line(line, table->kind, &table->rows[i], arena))
            return no_table();
    }
    return NULL;
}

static void print_gaps(const struct fact_table *table, struct arena *arena)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const struct fact_field *field = table->kind->fields;
        const struct value *cell = row->cells;
        while (row->gap && field->name && cell->kind != VALUE_UNKNOWN) {
            field++;
            cell++;
        }
        if (row->gap && field->name && row->path)
            printf("gap at %s: %s\n", fact_text_visible(arena, row->path),
                   fact_text_visible(arena, cell->unknown->reason));
        else if (row->gap && field->name)
            printf("gap: %s\n", fact_text_visible(arena, cell->unknown->reason));
    }
}

static struct failure *print_table(const struct invocation *invocation,
                                   const struct fact_table *table)
{
    size_t gaps = 0;
    for (size_t i = 0; i < table->count; i++)
        gaps += table->rows[i].gap;
    printf("%s: %zu record%s", table->kind->name, table->count - gaps,
           table->count - gaps == 1 ? "" : "s");
    if (gaps > 0)
        printf(", %zu gap%s", gaps, gaps == 1 ? "" : "s");
    printf("\n");
    if (table->count == 0)
        return NULL;
    struct libscols_table *columns = scols_new_table();
    if (!columns)
        return no_table();
    if (invocation->terminal_output)
        scols_table_set_termwidth(columns, invocation->width);
    scols_table_set_termforce(columns, invocation->terminal_output ? SCOLS_TERMFORCE_ALWAYS
                                                                   : SCOLS_TERMFORCE_NEVER);
    struct failure *failure = fill_table(columns, table, invocation->arena);
    if (!failure && scols_print_table(columns) != 0)
        failure = no_table();
    scols_unref_table(columns);
    print_gaps(table, invocation->arena);
    return failure;
}

static bool add_kind(const struct invocation *invocation, const char *word,
                     const char *const *names, const struct fact_kind **kinds, size_t *count)
{
    const struct fact_kind *kind = fact_kind_find(word);
    for (size_t i = 0; i < *count; i++)
        if (kinds[i] == kind)
            return true;
    kinds[*count] = kind;
    *count += kind ? 1 : 0;
    if (kind)
        return true;
    const char *meant = suggest(word, names);
    print_error("no kind of facts '%s'%s%s%s", fact_text_visible(invocation->arena, word),
                meant ? "; did you mean '" : "", meant ? meant : "",
                meant ? "'?" : " ('bylaw facts --declare' lists them)");
    return false;
}

/* Those named, with commas between them; every one for NULL and for `all`. */
static const struct fact_kind **wanted_kinds(const struct invocation *invocation, const char *words)
{
    struct arena *arena = invocation->arena;
    const char *const *names = fact_kind_names(arena);
    size_t count = 0;
    while (names[count])
        count++;
    const struct fact_kind **kinds = ARENA_ARRAY(arena, const struct fact_kind *, count + 1);
    size_t found = 0;
    if (!words || strcmp(words, "all") == 0) {
        for (size_t i = 0; i < count; i++)
            kinds[i] = fact_kind_find(names[i]);
        return kinds;
    }
    for (const char *word = words; word;) {
        size_t length = strcspn(word, ",");
        if (!add_kind(invocation, arena_copy(arena, (struct text){word, length}), names, kinds,
                      &found))
            return NULL;
        word = word[length] ? word + length + 1 : NULL;
    }
    return kinds;
}

static int print_all(const struct invocation *invocation, const struct fact_table *const *tables,
                     bool json)
{
    bool first = true;
    if (json)
        print_out("[");
    for (size_t i = 0; tables[i]; i++) {
        if (json) {
            print_json(tables[i], invocation->arena, first);
            first &= tables[i]->count == 0;
            continue;
        }
        struct failure *failure = print_table(invocation, tables[i]);
        if (failure) {
            print_failure(failure);
            failure_free(failure);
            return EXIT_TROUBLE;
        }
    }
    if (json)
        print_out("\n]\n");
    return EXIT_CLEAN;
}

/* Kinds that say more as a view for people than as their own rows. */
enum view { VIEW_ROWS, VIEW_COVERAGE, VIEW_DECISIONS, VIEW_GRAPH };

/* What a view is made of. */
static const char *const view_kinds[] = {NULL, "coverage,manifest", "adr,adr_relation",
                                         "adr,adr_relation"};

static void print_view(const struct invocation *invocation, enum view view,
                       const struct fact_table *const *tables)
{
    struct buffer out = BUFFER_EMPTY;
    size_t width = invocation->terminal_output ? invocation->width : SIZE_MAX;
    if (view == VIEW_COVERAGE)
        coverage_matrix_write(&out, invocation->arena, tables[1], tables[0], width);
    else if (view == VIEW_DECISIONS)
        decision_register_write(&out, invocation->arena, tables[0], tables[1], width);
    else
        decision_graph_write(&out, invocation->arena, tables[0], tables[1]);
    secret_mask_buffer(&out);
    print_out(buffer_string(&out));
    buffer_release(&out);
}

static enum view view_of(const struct invocation *invocation, const char *word)
{
    const char *format = invocation_text(invocation, "format");
    if (!word || invocation_has(invocation, "declare") || invocation_has(invocation, "sqlite"))
        return VIEW_ROWS;
    if (invocation_has(invocation, "dot") && strcmp(word, "adr_relation") == 0)
        return VIEW_GRAPH;
    if (format && strcmp(format, "json") == 0)
        return VIEW_ROWS;
    if (strcmp(word, "adr") == 0)
        return VIEW_DECISIONS;
    return strcmp(word, "coverage") == 0 ? VIEW_COVERAGE : VIEW_ROWS;
}

static void print_declarations(const struct invocation *invocation, const struct fact_kind **kinds)
{
    for (size_t i = 0; kinds[i]; i++)
        print_declaration(kinds[i], invocation->arena,
                          invocation->terminal_output ? invocation->width : SIZE_MAX);
}

/* False, with a message printed, where --dot has nothing to draw, or is no format of its own. */
static bool may_draw(const struct invocation *invocation, enum view view)
{
    if (invocation_has(invocation, "dot") && view != VIEW_GRAPH)
        print_error("--dot draws 'adr_relation' and nothing else");
    else if (view == VIEW_GRAPH && invocation_has(invocation, "format"))
        print_error("--dot and --format contradict each other");
    else
        return true;
    return false;
}

static int run(const struct invocation *invocation)
{
    const char *word = invocation->argument_count > 0 ? invocation->arguments[0] : NULL;
    enum view view = view_of(invocation, word);
    if (!may_draw(invocation, view))
        return EXIT_USAGE;
    const struct fact_kind **kinds =
        wanted_kinds(invocation, view == VIEW_ROWS ? word : view_kinds[view]);
    if (!kinds)
        return EXIT_USAGE;
    const char *file = invocation_text(invocation, "sqlite");
    if (invocation_has(invocation, "declare") || (!word && !file)) {
        print_declarations(invocation, kinds);
        return EXIT_CLEAN;
    }
    const char *format = invocation_text(invocation, "format");
    if (format && !string_is_one_of(format, format_words)) {
        print_error("facts are written as text or json, not '%s'", format);
        return EXIT_USAGE;
    }
    struct judge_options judging;
    const char *repository = invocation->argument_count > 1 ? invocation->arguments[1] : ".";
    if (!judging_options(invocation, repository, &judging))
        return EXIT_USAGE;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    const struct fact_table **tables = NULL;
    int status = EXIT_USAGE;
    struct failure *failure = file ? fact_file_check(file) : NULL;
    if (!failure)
        failure = judge_facts(&tables, kinds, &judging, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    if (!failure && !tables) /* a policy was refused */
        return status;
    if (!failure && file) {
        failure = fact_file_write(file, tables);
        status = failure ? EXIT_TROUBLE : EXIT_CLEAN;
    }
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (file)
        return EXIT_CLEAN;
    if (view != VIEW_ROWS) {
        print_view(invocation, view, tables);
        return EXIT_CLEAN;
    }
    return print_all(invocation, tables, format && strcmp(format, "json") == 0);
}

static const struct command_example examples[] = {
    {"bylaw facts --declare workflow_use", "the fields of a kind"},
    {"bylaw facts workflow_use .", "its rows in a repository"},
    {"bylaw facts coverage .", "which tool looks after which manifest"},
    {"bylaw facts adr .", "the register of decision records"},
    {"bylaw facts adr_relation . --dot", "how they relate, for Graphviz"},
    {"bylaw facts manifest . --format json", "the same for a program"},
    {0},
};

COMMAND(facts) = {
    .name = "facts",
    .arguments = "[KIND[,KIND] [REPOSITORY]]",
    .summary = "what the recognisers see",
    .details =
        "Without a kind: every kind of facts with its fields. With one, some or 'all': the "
        "records of a repository, as a table or, with --format json, as JSON. A gap is a "
        "place where it cannot be known which records there are. Of 'coverage' alone the text "
        "is a table of manifests and purposes, with the share that is covered; of 'adr' the "
        "register of decision records. --sqlite writes the "
        "records of the kinds named, or of all, as tables of an SQLite file, and the gaps as "
        "the table 'gap'; it replaces such a file and no other.",
    .options = options,
    .maximum_arguments = 2,
    .examples = examples,
    .run = run,
};
