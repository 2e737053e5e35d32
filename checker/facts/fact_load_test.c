/* load_test - tests under load, the jobs that run them, and dated results in documents. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/load_kinds.h"
#include "facts/operations_dates.h"
#include "facts/paths.h"
#include "facts/prose.h"

#include <string.h>

static const char *const tools[] = {"k6",        "gatling", "locust", "jmeter",
                                    "artillery", "vegeta",  NULL};
static const char *const sources[] = {"job", "document", NULL};

const struct fact_kind fact_kind_load_test = {
    .name = "load_test",
    .summary = "A test of a service under load.",
    .key = (const char *const[]){"path", "tool", NULL},
    .fields =
        (const struct fact_field[]){
            {"tool", {.kind = TYPE_WORD, .words = tools}, false, "What runs it."},
            {"vendored",
             {.kind = TYPE_BOOLEAN},
             false,
             "others' code, by .gitattributes or convention"},
            {0},
        },
};

const struct fact_kind fact_kind_load_run = {
    .name = "load_run",
    .summary = "What shows that a test under load ran.",
    .key = (const char *const[]){"path", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"source",
             {.kind = TYPE_WORD, .words = sources},
             false,
             "A job of a pipeline, or a dated line of a document."},
            {"date", {.kind = TYPE_DATE}, true, "Of the document's line."},
            {"text", {.kind = TYPE_TEXT}, false, "The line."},
            {0},
        },
};

/* What only a script of the tool has. */
static const struct {
    const char *tool, *ending, *mark;
} scripts[] = {
    {"k6", ".js", "k6/http"},
    {"k6", ".ts", "k6/http"},
    {"k6", ".js", "from 'k6'"},
    {"gatling", ".scala", "io.gatling."},
    {"gatling", ".java", "io.gatling."},
    {"gatling", ".kt", "io.gatling."},
    {"locust", ".py", "from locust"},
    {"locust", ".py", "import locust"},
    {"jmeter", ".jmx", "<jmeterTestPlan"},
    {"artillery", ".yml", "arrivalRate:"},
    {"artillery", ".yaml", "arrivalRate:"},
    {NULL, NULL, NULL},
};

static void read_script(struct fact_writer *writer, struct fact_file *file)
{
    for (size_t i = 0; scripts[i].tool; i++) {
        if (!string_ends_with(file->path, scripts[i].ending) ||
            text_find(file->content.text, scripts[i].mark) == SIZE_MAX)
            continue;
        struct value *cells = fact_add(writer, &fact_kind_load_test, NULL, 1, 1)->cells;
        cells[LOAD_TEST_TOOL] = value_text(scripts[i].tool);
        cells[LOAD_TEST_VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
        return;
    }
}

static void add_run(struct fact_writer *writer, const char *source, uint32_t line, struct text text,
                    const int32_t *date)
{
    struct value *cells = fact_add(writer, &fact_kind_load_run, NULL, line, 1)->cells;
    cells[LOAD_RUN_SOURCE] = value_text(source);
    if (date)
        cells[LOAD_RUN_DATE] = value_date(*date);
    cells[LOAD_RUN_TEXT] = value_text(arena_copy(fact_arena(writer), text_trim(text)));
}

static bool is_pipeline(const char *path)
{
    return string_starts_with(path, ".github/workflows/") ||
           string_starts_with(path, ".circleci/") || strcmp(path, ".gitlab-ci.yml") == 0 ||
           string_starts_with(path_base(path), "azure-pipelines") ||
           string_starts_with(path_base(path), "Jenkinsfile");
}

static void read_pipeline(struct fact_writer *writer, struct fact_file *file)
{
    static const char *const commands[] = {
        "k6 run",    "grafana/k6-action", "run-k6-action", "gatling:test",  "gatlingRun",
        "locust -f", "locust --",         "jmeter -n",     "artillery run", "vegeta attack",
        NULL};
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        bool is_comment = trimmed.size && (trimmed.bytes[0] == '#' || trimmed.bytes[0] == '/');
        for (size_t i = 0; commands[i] && !is_comment; i++) {
            if (text_find(line, commands[i]) == SIZE_MAX)
                continue;
            add_run(writer, sources[0], number, line, NULL);
            break;
        }
    }
}

static bool is_about_load(const char *path)
{
    static const char *const words[] = {"load-test",   "loadtest",    "load_test",
                                        "load-report", "performance", "capacity",
                                        "stress-test", "benchmark",   NULL};
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(path), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* A dated line that tells of a run under load, and not of what is planned. */
static bool tells_of_run(struct arena *scratch, const struct prose *prose, size_t line)
{
    static const char *const runs[] = {"load test*",   "load-test*",     "stress test*",  "k6",
                                       "gatling",      "locust",         "jmeter",        "rps",
                                       "requests per", "req s",          "p95",           "p99",
                                       "throughput",   "capacity test*", "virtual users", NULL};
    static const char *const others[] = {"next",    "planned", "scheduled", "due",
                                         "updated", "review*", NULL};
    struct text text = prose->lines[line].visible;
    const char *heading = prose->sections[prose->lines[line].section].heading;
    struct words words = words_read(scratch, text), above = words_read(scratch, text_of(heading));
    return (words_have(&words, 0, words.count, runs) || words_have(&above, 0, above.count, runs)) &&
           !words_have(&words, 0, words.count, others);
}

static void read_document(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    for (size_t i = 0; prose && i < prose->line_count; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        int32_t date;
        if (!prose->lines[i].code && operations_date_find(prose->lines[i].visible, &date) &&
            tells_of_run(&scratch, prose, i))
            add_run(writer, sources[1], (uint32_t)i + 1, prose->lines[i].visible, &date);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    bool is_prose = strchr(path_base(file->path), '.') && document_is_prose(file->path);
    if (file->content.state != CONTENT_TEXT)
        return;
    if (is_prose && is_about_load(file->path) && !document_is_template(file->path))
        read_document(writer, file);
    else if (is_pipeline(file->path))
        read_pipeline(writer, file);
    else if (!is_prose)
        read_script(writer, file);
}

FACT(load_test) = {
    .name = "load_test",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Tests under load, and what shows that they ran.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_load_test, &fact_kind_load_run, NULL},
    .paths = (const char *const[]){"*.js", "*.ts", "*.py", "*.scala", "*.java", "*.kt", "*.jmx",
                                   "*.yml", "*.yaml", "Jenkinsfile*", "*.md", "*.rst", "*.adoc",
                                   NULL},
    .literals = (const char *const[]){"k6", "gatling", "ocust", "jmeter", "JMeter",
                                      "arrivalRate:", "artillery", "vegeta", "oad test", "oad Test",
                                      "oad-test", "tress test", "p95", "p99", "RPS", "rps", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
