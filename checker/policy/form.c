#include "policy/form.h"

#include "policy/rule.h"

#include <stdint.h>

const char *const on_empty_words[] = {"not_applicable", "pass", "review", "fail", NULL};
const char *const stricter_words[] = {"lower", "higher", "longer", "shorter", NULL};
static const char *const review_words[] = {"review", NULL};
static const char *const stability_words[] = {"experimental", "stable", "deprecated", NULL};

/* The fragments are the grammar in JSON Schema. What is recursive stands at one
 * property of the rule and is referred to from everywhere else; rule_schema.c puts
 * the names of the facts in. */
#define CONDITION_SCHEMA "{\"$ref\": \"#/properties/where\"}"
#define SOURCE_SCHEMA    "{\"$ref\": \"#/properties/for_each\"}"
#define TEXT_SCHEMA      "{\"type\": \"string\", \"minLength\": 1}"

const struct schema grade_schema = {
    .name = "grade",
    .summary = "Adjusts a failing subject: the first grade whose `when` is true wins.",
    .size = sizeof(struct grade_form),
    .node_offset = offsetof(struct grade_form, node),
    .fields = (const struct schema_field[]){{.name = "when",
                                             .type = SCHEMA_NODE,
                                             .offset = offsetof(struct grade_form, when),
                                             .required = true,
                                             .summary = "A condition on the subject.",
                                             .node_schema = CONDITION_SCHEMA},
                                            {.name = "severity",
                                             .type = SCHEMA_WORD,
                                             .offset = offsetof(struct grade_form, severity),
                                             .words = severity_words,
                                             .summary = "Lower than the check's."},
                                            {.name = "verdict",
                                             .type = SCHEMA_WORD,
                                             .offset = offsetof(struct grade_form, verdict),
                                             .words = review_words,
                                             .summary = "A person must look."},
                                            {.name = "message",
                                             .type = SCHEMA_NODE,
                                             .offset = offsetof(struct grade_form, message),
                                             .summary = "In place of the check's.",
                                             .node_schema = TEXT_SCHEMA},
                                            {0}}};

const struct schema on_empty_schema = {
    .name = "on_empty",
    .summary = "What it means that there is nothing to judge.",
    .size = sizeof(struct on_empty_form),
    .node_offset = offsetof(struct on_empty_form, node),
    .fields = (const struct schema_field[]){{.name = "verdict",
                                             .type = SCHEMA_WORD,
                                             .offset = offsetof(struct on_empty_form, verdict),
                                             .required = true,
                                             .words = on_empty_words,
                                             .summary = "The check's verdict."},
                                            {.name = "message",
                                             .type = SCHEMA_NODE,
                                             .offset = offsetof(struct on_empty_form, message),
                                             .summary = "In place of the check's.",
                                             .node_schema = TEXT_SCHEMA},
                                            {.name = "place",
                                             .type = SCHEMA_TEXTS,
                                             .offset = offsetof(struct on_empty_form, place),
                                             .summary = "In place of the check's."},
                                            {0}}};

const struct schema parameter_schema = {
    .name = "parameter",
    .summary = "A value that a policy may set.",
    .size = sizeof(struct parameter_form),
    .node_offset = offsetof(struct parameter_form, node),
    .fields = (const struct schema_field[]){
        {.name = "type",
         .type = SCHEMA_NODE,
         .offset = offsetof(struct parameter_form, type),
         .required = true,
         .summary = "A type, `KIND.FIELD` for that field's type, or `list of` one.",
         .node_schema = TEXT_SCHEMA},
        {.name = "default",
         .type = SCHEMA_NODE,
         .offset = offsetof(struct parameter_form, initial),
         .required = true,
         .summary = "The value where no policy sets one."},
        {.name = "stricter",
         .type = SCHEMA_WORD,
         .offset = offsetof(struct parameter_form, stricter),
         .words = stricter_words,
         .summary = "Which way is stricter, so that a loosening is seen as one."},
        {.name = "why",
         .type = SCHEMA_TEXT,
         .offset = offsetof(struct parameter_form, why),
         .summary = "What it is for."},
        {0}}};

/* The fields of a check, at an offset: a rule has them too, for its inline check. */
#define CHECK_FIELDS(base, is_required)                                                    \
    {.name = "for_each",                                                                   \
     .type = SCHEMA_NODE,                                                                  \
     .offset = (base) + offsetof(struct check_form, for_each),                             \
     .required = (is_required),                                                            \
     .summary = "The subjects: a source, or `repository`.",                                \
     .node_schema = SOURCE_SCHEMA},                                                        \
        {.name = "where",                                                                  \
         .type = SCHEMA_NODE,                                                              \
         .offset = (base) + offsetof(struct check_form, where),                            \
         .summary = "Which rows are subjects; all of them without it.",                    \
         .node_schema = CONDITION_SCHEMA},                                                 \
        {.name = "require",                                                                \
         .type = SCHEMA_NODE,                                                              \
         .offset = (base) + offsetof(struct check_form, require),                          \
         .required = (is_required),                                                        \
         .summary = "What each subject must satisfy.",                                     \
         .node_schema = CONDITION_SCHEMA},                                                 \
        {.name = "on_empty",                                                               \
         .type = SCHEMA_NODE,                                                              \
         .offset = (base) + offsetof(struct check_form, on_empty),                         \
         .summary = "What it means that there is no subject: `not_applicable`, `pass`, "   \
                    "`review`, `fail`, or a mapping of `verdict`, `message` and `place`.", \
         .node_schema = "{\"$ref\": \"#/properties/on_empty\"}"},                          \
        {.name = "place",                                                                  \
         .type = SCHEMA_TEXTS,                                                             \
         .offset = (base) + offsetof(struct check_form, place),                            \
         .summary = "Where a finding stands, instead of at its subject: the first of "     \
                    "`$each.FIELD`, `$NAME` of a quantifier, or a glob that exists."},     \
        {.name = "message",                                                                \
         .type = SCHEMA_NODE,                                                              \
         .offset = (base) + offsetof(struct check_form, message),                          \
         .required = (is_required),                                                        \
         .summary = "What a finding says, a full sentence; `{field}` names a field.",      \
         .node_schema = TEXT_SCHEMA},                                                      \
    {                                                                                      \
        .name = "grades", .type = SCHEMA_OBJECTS,                                          \
        .offset = (base) + offsetof(struct check_form, grades), .object = &grade_schema,   \
        .summary = "Adjustments of failing subjects."                                      \
    }

const struct schema check_schema = {
    .name = "check",
    .summary = "One of several checks of a rule.",
    .size = sizeof(struct check_form),
    .node_offset = offsetof(struct check_form, node),
    .fields = (const struct schema_field[]){
        {.name = "name",
         .type = SCHEMA_TEXT,
         .offset = offsetof(struct check_form, name),
         .required = true,
         .pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
         .pattern_hint = "lower case words joined by '-'",
         .summary = "Names the check within the rule; part of the fingerprint."},
        {.name = "severity",
         .type = SCHEMA_WORD,
         .offset = offsetof(struct check_form, severity),
         .words = severity_words,
         .summary = "Its own; not above the rule's."},
        {.name = "applies_when",
         .type = SCHEMA_NODE,
         .offset = offsetof(struct check_form, applies_when),
         .summary = "A condition on the repository; where it is false the check does not apply.",
         .node_schema = CONDITION_SCHEMA},
        CHECK_FIELDS(0, true),
        {0}}};

#define OF_RULE(member) offsetof(struct rule_form, member)

const struct schema rule_schema = {
    .name = "rule",
    .summary = "One demand. It has one check, written inline, or a list of `checks`.",
    .size = sizeof(struct rule_form),
    .node_offset = OF_RULE(node),
    .fields = (const struct schema_field[]){
        {.name = "bylaw",
         .type = SCHEMA_NODE,
         .offset = OF_RULE(bylaw),
         .required = true,
         .summary = "The version of the format: 1.",
         .node_schema = "{\"const\": 1}"},
        {.name = "id",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(id),
         .required = true,
         .pattern = "^[A-Z]{3}[0-9]{3}$",
         .pattern_hint = "three capitals and three digits, such as ABC001",
         .summary = "Never reused. The prefixes of the built-in rules are reserved."},
        {.name = "name",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(name),
         .required = true,
         .pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
         .pattern_hint = "lower case words joined by '-'",
         .summary = "A short name for people and files."},
        {.name = "title",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(title),
         .required = true,
         .summary = "What is true where the rule is kept."},
        {.name = "severity",
         .type = SCHEMA_WORD,
         .offset = OF_RULE(severity),
         .required = true,
         .words = severity_words,
         .summary = "How grave a finding is; `info` is a note and never blocks."},
        {.name = "tags",
         .type = SCHEMA_TEXTS,
         .offset = OF_RULE(tags),
         .pattern = "^[a-z0-9][a-z0-9.-]*$",
         .pattern_hint = "lower case letters, digits, '.' and '-'",
         .summary = "For finding and grouping rules."},
        {.name = "why",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(why),
         .required = true,
         .summary = "Why it is demanded."},
        {.name = "fix",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(fix),
         .required = true,
         .summary = "What to do about a finding."},
        {.name = "controls",
         .type = SCHEMA_TEXTS,
         .offset = OF_RULE(controls),
         .summary = "Controls that it supports, `framework-version/id`."},
        {.name = "references",
         .type = SCHEMA_TEXTS,
         .offset = OF_RULE(references),
         .summary = "Further reading."},
        {.name = "aliases",
         .type = SCHEMA_TEXTS,
         .offset = OF_RULE(aliases),
         .summary = "Other names, so that old references are understood."},
        {.name = "stability",
         .type = SCHEMA_WORD,
         .offset = OF_RULE(stability),
         .words = stability_words,
         .summary = "`stable` where unsaid."},
        {.name = "replaced_by",
         .type = SCHEMA_TEXT,
         .offset = OF_RULE(replaced_by),
         .pattern = "^[A-Z]{3}[0-9]{3}$",
         .pattern_hint = "the id of a rule",
         .summary = "Of a deprecated rule: the one that took its place."},
        {.name = "deprecated_on",
         .type = SCHEMA_DATE,
         .offset = OF_RULE(deprecated_on),
         .summary =
             "Of a deprecated rule: from this day on (UTC) a policy that names it is warned; "
             "at once when absent."},
        {.name = "removed_on",
         .type = SCHEMA_DATE,
         .offset = OF_RULE(removed_on),
         .summary = "Of a deprecated rule: from this day on a policy that names it is refused."},
        {.name = "params",
         .type = SCHEMA_NODE,
         .offset = OF_RULE(params),
         .summary = "Values that a policy may set, by name: mappings of `type`, `default`, "
                    "`stricter` and `why`.",
         .node_schema = "{\"type\": \"object\"}"},
        {.name = "applies_when",
         .type = SCHEMA_NODE,
         .offset = OF_RULE(check.applies_when),
         .summary = "A condition on the repository; where it is false the rule does not apply.",
         .node_schema = CONDITION_SCHEMA},
        CHECK_FIELDS(OF_RULE(check), false),
        {.name = "checks",
         .type = SCHEMA_OBJECTS,
         .offset = OF_RULE(checks),
         .object = &check_schema,
         .summary = "Several checks, in place of the inline one."},
        {0}}};
