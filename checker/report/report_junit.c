#include "base/date.h"
#include "base/table.h"
#include "engine/trust.h"
#include "report/finding_text.h"

#include <string.h>

enum { NAMES_BLOCK = 1 << 14 };

/* The dialect that Jenkins' junit-10.xsd describes: no file or line on a case. */
struct suite {
    struct buffer cases;
    const char *classname; /* escaped */
    struct table names;    /* rule and name -> how many cases have them, a size_t */
    size_t tests, failures, errors, skipped;
};

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return NULL;
    }
}

/* For text and for attributes in quotes: XML 1.0, sections 2.2 to 2.4. */
static void add_xml(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    for (const char *at = buffer_string(&visible); *at; at++) {
        const char *instead = entity_of(*at);
        /* U+FFFE and U+FFFF are no characters */
        if (string_starts_with(at, "\xef\xbf\xbe") || string_starts_with(at, "\xef\xbf\xbf")) {
            buffer_add_string(out, "\xef\xbf\xbd");
            at += 2;
        } else if (instead) {
            buffer_add_string(out, instead);
        } else {
            buffer_add_byte(out, *at);
        }
    }
    buffer_release(&visible);
}

static void add_attribute(struct buffer *out, const char *name, const char *value)
{
    buffer_printf(out, " %s=\"", name);
    add_xml(out, value);
    buffer_add_byte(out, '"');
}

/* Which case of the rule it is of those with that name, from 1. */
static size_t count_name(struct suite *suite, const struct rule *rule, const char *name)
{
    struct buffer key = BUFFER_EMPTY;
    buffer_printf(&key, "%s %s", rule->id, name);
    size_t *count = table_find(&suite->names, buffer_string(&key));
    if (!count) {
        struct arena *arena = suite->names.arena;
        count = ARENA_NEW(arena, size_t);
        table_set(&suite->names, arena_strdup(arena, buffer_string(&key)), count);
    }
    buffer_release(&key);
    return ++*count;
}

/* GitLab keeps one case of a class and a name, so that a second one is told apart. */
static void begin_case(struct suite *suite, const struct rule *rule, const char *name)
{
    struct buffer *out = &suite->cases;
    struct buffer text = BUFFER_EMPTY;
    size_t number = count_name(suite, rule, name);
    suite->tests++;
    buffer_add_string(&text, name);
    if (number > 1)
        buffer_printf(&text, " (%zu)", number);
    buffer_printf(out, "    <testcase classname=\"%s.%s\"", suite->classname, rule->id);
    add_attribute(out, "name", buffer_string(&text));
    buffer_release(&text);
}

static void end_case(struct suite *suite, const char *element, const char *type,
                     const char *message, const char *detail)
{
    struct buffer *out = &suite->cases;
    if (!element) {
        buffer_add_string(out, "/>\n");
        return;
    }
    size_t *counter = *element == 'f'   ? &suite->failures
                      : *element == 'e' ? &suite->errors
                                        : &suite->skipped;
    ++*counter;
    buffer_printf(out, "><%s", element);
    add_attribute(out, "type", type);
    add_attribute(out, "message", message);
    buffer_add_byte(out, '>');
    add_xml(out, detail);
    buffer_printf(out, "</%s></testcase>\n", element);
}

/* What fails a build fails here; the rest is told, and skipped. */
static const char *outcome_of(const struct finding *finding)
{
    bool advisory =
        finding->severity == SEVERITY_INFO || finding->enforcement == ENFORCEMENT_ADVISORY;
    if (finding->excused || finding->tolerated)
        return "skipped";
    if (finding->verdict == VERDICT_FAIL)
        return advisory ? "skipped" : "failure";
    if (!finding->blocks)
        return "skipped";
    return finding->verdict == VERDICT_UNKNOWN ? "error" : "failure";
}

static void add_message(struct buffer *out, const struct finding *finding)
{
    if (finding->excused) {
        char day[DATE_TEXT_SIZE];
        finding_excused_until(finding, day);
        buffer_printf(out, "%s until %s: ", finding->exception->id, day);
    } else if (finding->tolerated) {
        char day[DATE_TEXT_SIZE];
        date_format(finding->recorded->first_seen, day);
        buffer_printf(out, "baseline since %s: ", day);
    } else if (finding->verdict == VERDICT_REVIEW) {
        buffer_add_string(out, "a person must look: ");
    }
    finding_add_sentence(out, finding);
    finding_add_owner_sentence(out, finding);
}

static void add_finding(struct suite *suite, const struct finding *finding)
{
    const struct rule *rule = finding->setting->rule;
    struct buffer text = BUFFER_EMPTY;
    buffer_add_folded(&text, rule->title);
    if (*finding->check->name)
        buffer_printf(&text, " (%s)", finding->check->name);
    buffer_printf(&text, ": %s",
                  finding->subject && *finding->subject ? finding->subject : finding_path(finding));
    begin_case(suite, rule, buffer_string(&text));
    buffer_clear(&text);
    add_message(&text, finding);
    struct buffer detail = BUFFER_EMPTY;
    buffer_printf(&detail, "%s:%u. Fix: ", finding_path(finding), (unsigned)finding_line(finding));
    buffer_add_folded(&detail, rule->fix);
    end_case(suite, outcome_of(finding), rule->id, buffer_string(&text), buffer_string(&detail));
    buffer_release(&text);
    buffer_release(&detail);
}

static void add_rule(struct suite *suite, const struct evaluation *evaluation,
                     const struct rule_result *result)
{
    const struct rule *rule = result->setting->rule;
    const char *reason = result->reason ? result->reason : verdict_words[result->verdict];
    size_t findings = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (evaluation->findings[i].setting == result->setting) {
            add_finding(suite, &evaluation->findings[i]);
            findings++;
        }
    if (findings > 0 && result->verdict != VERDICT_PASS)
        return;
    bool left_out = evaluation->only_new && result->verdict != VERDICT_NOT_APPLICABLE;
    begin_case(suite, rule, rule->title);
    if (result->verdict == VERDICT_PASS)
        end_case(suite, NULL, NULL, NULL, NULL);
    else if (result->verdict == VERDICT_NOT_APPLICABLE)
        end_case(suite, "skipped", "not_applicable", reason, "");
    else if (left_out)
        end_case(suite, "skipped", "unchanged", "nothing new: what was there is not shown", "");
    else
        end_case(suite, result->verdict == VERDICT_UNKNOWN ? "error" : "failure", rule->id, reason,
                 "");
}

static void add_property(struct buffer *out, const char *name, const char *value)
{
    buffer_add_string(out, "      <property");
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    buffer_add_string(out, "/>\n");
}

static void add_properties(struct buffer *out, const struct evaluation *evaluation)
{
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    buffer_add_string(out, "    <properties>\n");
    for (const char *const *policy = evaluation->ruleset->policies; *policy; policy++)
        add_property(out, "policy", *policy);
    add_property(out, "policy-digest", evaluation->ruleset->digest);
    if (evaluation->ruleset->bundle)
        add_property(out, "policy-bundle", evaluation->ruleset->bundle);
    if (trust_bootstrap_sentence(evaluation->trust))
        add_property(out, "base", trust_bootstrap_sentence(evaluation->trust));
    if (trust_exceptions_sentence(evaluation->trust))
        add_property(out, "exceptions", trust_exceptions_sentence(evaluation->trust));
    if (trust_evidence_sentence(evaluation->trust))
        add_property(out, "facts", trust_evidence_sentence(evaluation->trust));
    if (!object_id_is_zero(&evaluation->head.commit))
        add_property(out, "commit", commit);
    buffer_add_string(out, "    </properties>\n");
}

static void add_counts(struct buffer *out, const struct suite *suite, bool skipped)
{
    buffer_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", suite->tests,
                  suite->failures, suite->errors);
    if (skipped)
        buffer_printf(out, " skipped=\"%zu\"", suite->skipped);
}

static void add_suite(struct suite *all, const struct evaluation *evaluation)
{
    struct buffer name = BUFFER_EMPTY;
    struct buffer classname = BUFFER_EMPTY;
    char now[TIME_TEXT_SIZE];
    repository_add_name(&name, evaluation);
    add_xml(&classname, buffer_string(&name));
    struct arena arena;
    arena_init(&arena, NAMES_BLOCK);
    struct suite suite = {.classname = buffer_string(&classname)};
    table_init(&suite.names, &arena);
    for (size_t i = 0; i < evaluation->rule_count; i++)
        add_rule(&suite, evaluation, &evaluation->rules[i]);
    time_format(evaluation->now, now);
    now[strlen(now) - 1] = '\0'; /* its readers know no zone */
    buffer_add_string(&all->cases, "  <testsuite");
    add_attribute(&all->cases, "name", buffer_string(&name));
    add_counts(&all->cases, &suite, true);
    add_attribute(&all->cases, "timestamp", now);
    buffer_add_string(&all->cases, ">\n");
    add_properties(&all->cases, evaluation);
    buffer_add(&all->cases, buffer_string(&suite.cases), suite.cases.size);
    buffer_add_string(&all->cases, "  </testsuite>\n");
    all->tests += suite.tests;
    all->failures += suite.failures;
    all->errors += suite.errors;
    arena_release(&arena);
    buffer_release(&suite.cases);
    buffer_release(&classname);
    buffer_release(&name);
}

static struct failure *write_junit(struct buffer *out, const struct evaluation *const *evaluations,
                                   size_t count, const struct report_options *options)
{
    (void)options;
    struct suite all = {0};
    for (size_t i = 0; i < count; i++)
        add_suite(&all, evaluations[i]);
    buffer_add_string(out,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bylaw\"");
    add_counts(out, &all, false);
    buffer_add_string(out, ">\n");
    buffer_add(out, buffer_string(&all.cases), all.cases.size);
    buffer_add_string(out, "</testsuites>\n");
    buffer_release(&all.cases);
    return NULL;
}

REPORT(junit) = {
    .name = "junit",
    .summary = "JUnit XML: a suite a repository, a case a finding or a rule that passes",
    .extension = "xml",
    .write = write_junit,
};
