/* scan_result - what a scanner found, from its SARIF (2.1.0) that the user passes with
 * --facts. Severity: `security-severity` of the result or its rule, as GitHub reads it
 * ("SARIF support for code scanning"), else the level. Age: `provenance` of the result,
 * property firstDetectionTimeUtc (SARIF 3.48.3). */
#include "facts/fact.h"
#include "facts/paths.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

enum {
    TOOL,
    RULE,
    SEVERITY,
    SCORE,
    LOCATION,
    FIRST_SEEN,
    FIXED,
    SUPPRESSED,
    MESSAGE,
    SOURCE,
    FIELD_COUNT
};

static const char *const severities[] = {"critical", "high", "medium", "low", "none", NULL};

static const struct fact_field fields[] = {
    [TOOL] = {"tool", {.kind = TYPE_TEXT}, false, "the scanner's name"},
    [RULE] = {"rule", {.kind = TYPE_TEXT}, false, "its id of what is wrong: CVE-2026-1234"},
    [SEVERITY] = {"severity", {.kind = TYPE_WORD, .words = severities}, false, "how grave it is"},
    [SCORE] = {"score", {.kind = TYPE_NUMBER}, true, "its security severity, 0 to 10"},
    [LOCATION] = {"location", {.kind = TYPE_PATH}, true, "the file that it is about"},
    [FIRST_SEEN] = {"first_seen",
                    {.kind = TYPE_TIME},
                    false,
                    "when it was first found; unknown where the scanner does not say it"},
    [FIXED] = {"fixed", {.kind = TYPE_BOOLEAN}, false, "no longer there (baselineState: absent)"},
    [SUPPRESSED] = {"suppressed",
                    {.kind = TYPE_BOOLEAN},
                    false,
                    "the scanner was told to accept it"},
    [MESSAGE] = {"message", {.kind = TYPE_TEXT}, true, "what the scanner says"},
    [SOURCE] = {"source", {.kind = TYPE_TEXT}, false, "the file of --facts and the line in it"},
    [FIELD_COUNT] = {0},
};

static const struct fact_kind kind = {
    .name = "scan_result",
    .summary = "what a scanner found, from SARIF that the user passes with --facts",
    .nowhere = true,
    .key = (const char *const[]){"tool", "rule", "location", "message", NULL},
    .fields = fields,
};

struct run {
    struct fact_writer *writer;
    const char *file;
    const char *tool;
    const struct node *rules; /* of the driver */
};

static const struct node *item(const struct node *list, int64_t index)
{
    return list && list->kind == NODE_SEQUENCE && index >= 0 && (size_t)index < list->count
               ? list->items[index]
               : NULL;
}

static const struct node *rule_of(const struct run *run, const struct node *result, const char **id)
{
    const struct node *rule = NULL;
    int64_t index;
    const struct node *reference = node_find(result, "rule");
    *id = node_string(result, "ruleId");
    if (!*id)
        *id = node_string(reference, "id");
    const struct node *at = node_find(result, "ruleIndex");
    if (!at)
        at = node_find(reference, "index");
    if (at && node_integer(at, &index))
        rule = item(run->rules, index);
    for (size_t i = 0; !rule && *id && run->rules && i < run->rules->count; i++) {
        const char *name = node_string(run->rules->items[i], "id");
        if (name && strcmp(name, *id) == 0)
            rule = run->rules->items[i];
    }
    if (!*id)
        *id = node_string(rule, "id");
    return rule;
}

/* A text in most SARIF, a number in some. */
static bool score_of(const struct node *owner, double *out)
{
    const struct node *node = node_find(node_find(owner, "properties"), "security-severity");
    if (!node || !node_is_scalar(node))
        return false;
    char *end = NULL;
    *out = strtod(node->text, &end);
    return end != node->text && *end == '\0' && *out >= 0 && *out <= 10;
}

static const char *severity_of_score(double score)
{
    return score >= 9   ? "critical"
           : score >= 7 ? "high"
           : score >= 4 ? "medium"
           : score > 0  ? "low"
                        : "none";
}

static const char *severity_of_level(const struct node *result, const struct node *rule)
{
    const char *level = node_string(result, "level");
    if (!level)
        level = node_string(node_find(rule, "defaultConfiguration"), "level");
    if (!level)
        return "medium"; /* SARIF 3.27.10: a result without a level is a warning */
    return strcmp(level, "error") == 0     ? "high"
           : strcmp(level, "warning") == 0 ? "medium"
           : strcmp(level, "note") == 0    ? "low"
                                           : "none";
}

static struct value first_seen_of(struct arena *arena, const struct node *result)
{
    const char *text = node_string(node_find(result, "provenance"), "firstDetectionTimeUtc");
    int64_t time;
    if (text && time_parse(text, &time))
        return value_time(time);
    return value_unknown(arena, text ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                         text ? "its firstDetectionTimeUtc is no instant"
                              : "its SARIF does not say when it was first found"
                                " (provenance.firstDetectionTimeUtc)");
}

/* A suppression without a status is accepted (SARIF 3.35.3). */
static bool is_suppressed(const struct node *result)
{
    const struct node *list = node_find(result, "suppressions");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *status = node_string(list->items[i], "status");
        if (!status || strcmp(status, "accepted") == 0)
            return true;
    }
    return false;
}

static void add_result(const struct run *run, const struct node *result)
{
    struct arena *arena = fact_arena(run->writer);
    const char *kind_text = node_string(result, "kind");
    if (kind_text && strcmp(kind_text, "fail") != 0 && strcmp(kind_text, "open") != 0)
        return; /* a pass, or for a person to look at */
    const char *id = NULL;
    const struct node *rule = rule_of(run, result, &id);
    double score = 0;
    bool scored = score_of(result, &score) || score_of(rule, &score);
    const struct node *location = node_find(
        node_find(item(node_find(result, "locations"), 0), "physicalLocation"), "artifactLocation");
    const char *uri = node_string(location, "uri");
    const char *state = node_string(result, "baselineState");
    struct value *cells = fact_add(run->writer, &kind, NULL, 0, 0)->cells;
    cells[TOOL] = fact_text(run->writer, run->tool);
    cells[RULE] = fact_text(run->writer, id ? id : "none");
    cells[SEVERITY] =
        value_text(scored ? severity_of_score(score) : severity_of_level(result, rule));
    if (scored)
        cells[SCORE] = value_number(score);
    if (uri && !strstr(uri, "://"))
        cells[LOCATION] = value_text(path_resolve(arena, ".", uri));
    cells[FIRST_SEEN] = first_seen_of(arena, result);
    cells[FIXED] = value_boolean(state && strcmp(state, "absent") == 0);
    cells[SUPPRESSED] = value_boolean(is_suppressed(result));
    cells[MESSAGE] = fact_text(run->writer, node_string(node_find(result, "message"), "text"));
    cells[SOURCE] = value_text(arena_printf(arena, "%s:%u", run->file, result->line));
}

static void read_run(struct fact_writer *writer, const char *file, const struct node *node)
{
    const struct node *driver = node_find(node_find(node, "tool"), "driver");
    const char *tool = node_string(driver, "name");
    const struct run run = {
        .writer = writer,
        .file = file,
        .tool = tool ? tool : "unnamed",
        .rules = node_find(driver, "rules"),
    };
    const struct node *results = node_find(node, "results");
    for (size_t i = 0; results && results->kind == NODE_SEQUENCE && i < results->count; i++)
        add_result(&run, results->items[i]);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    bool any = false;
    for (size_t i = 0; i < repository->evidence_count; i++) {
        const struct node *runs = node_find(repository->evidence[i].root, "runs");
        for (size_t k = 0; runs && runs->kind == NODE_SEQUENCE && k < runs->count; k++)
            read_run(writer, repository->evidence[i].name, runs->items[k]);
        any |= runs != NULL;
    }
    if (!any)
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE,
                     "git does not show what scanners found: pass their SARIF with --facts");
    return NULL;
}

FACT(scan_result) = {
    .name = "scan_result",
    .area = FACT_AREA_SECURITY,
    .summary = "findings of scanners that the user passes as SARIF with --facts",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .recognise_repository = recognise,
};
