#include "policy/form.h"
#include "policy/parse.h"

static const char *const predicate_summaries[] = {
    [PREDICATE_EQUALS] = "is this value; a scalar alone stands for it",
    [PREDICATE_IN] = "is one of these; a list alone stands for it",
    [PREDICATE_MATCHES] = "a regular expression is found in it; anchor it yourself",
    [PREDICATE_GLOB] = "one of the globs matches it",
    [PREDICATE_CONTAINS] = "has this part, or this member when it is a list",
    [PREDICATE_STARTS_WITH] = "begins with this text",
    [PREDICATE_ENDS_WITH] = "ends with this text",
    [PREDICATE_EXISTS] = "`true`: it is there; `false`: it is absent",
    [PREDICATE_EMPTY] = "`true`: it is absent, an empty text or an empty list",
    [PREDICATE_LESS_THAN] = "<",
    [PREDICATE_AT_MOST] = "<=",
    [PREDICATE_AT_LEAST] = ">=",
    [PREDICATE_MORE_THAN] = ">",
    [PREDICATE_BEFORE] = "a date or time strictly before this one",
    [PREDICATE_AFTER] = "a date or time strictly after this one",
    [PREDICATE_OLDER_THAN] = "now minus it is more than this duration",
    [PREDICATE_YOUNGER_THAN] = "now minus it is at most this duration",
    [PREDICATE_NOT] = "these predicates do not all hold",
};

static const char sources[] =
    "\n## Sources\n\n"
    "A source gives rows, in the order of path, line, column and key.\n\n"
    "| source | its rows | their fields |\n|---|---|---|\n"
    "| `{fact: KIND}` | the records of a kind | those of the kind, and `path`, `line`, `column` |\n"
    "| `{files: GLOBS}` | files | those of the kind `file`, and `path` |\n"
    "| `{document: GLOBS, select: JSONPATH}` | nodes of YAML, JSON and other files | `path`, "
    "`line`, `column`, `value`, and `'@...'`, a JSONPath from the node |\n"
    "| `{text: GLOBS, match: REGEX}` | matches in files | `path`, `line`, `column`, `match` |\n"
    "| `{list: $params.NAME}` | the items of a parameter | `value` |\n"
    "| `{sql: SELECT, key: [COLUMN, ...]}` | the rows of a SELECT over facts | its columns |\n"
    "| `repository` (`for_each` only) | one row | those of the kind `repository` |\n\n"
    "`at: base` reads the base instead of the snapshot. A document's format is told by the file's "
    "name, or by `format:` beside `document`:";

static const char conditions[] =
    "\n## Conditions\n\n"
    "A mapping means all of its entries. An entry is `FIELD: VALUE`, `FIELD: [VALUE, ...]`, "
    "`FIELD: {PREDICATE: OPERAND, ...}`, `all: [...]`, `any: [...]`, `not: {...}`, or a "
    "quantifier over a source.\n\n"
    "| quantifier | true when |\n|---|---|\n"
    "| `exists: {SOURCE, where}` | some row is selected |\n"
    "| `none: {SOURCE, where}` | no row is selected |\n"
    "| `count: {SOURCE, where, PREDICATES}` | the number selected satisfies the predicates |\n"
    "| `share: {SOURCE, where, that, PREDICATE}` | the share of the rows selected that satisfy "
    "`that` satisfies the predicate; of no rows: false |\n\n"
    "`as: NAME` names a quantifier. Inside it `$NAME.FIELD` is its row.\n";

static const char references[] =
    "\n## References\n\n"
    "| reference | is |\n|---|---|\n"
    "| `$params.NAME` | a parameter; a list where a value is asked stands for `in` |\n"
    "| `$each.FIELD` | a field of the subject |\n"
    "| `$NAME.FIELD` | a field of the row of an enclosing quantifier |\n"
    "| `$repository.FIELD` | a field of the repository |\n"
    "| `$now` | the day or the instant of the run |\n";

static const char messages[] =
    "\n## Messages\n\n"
    "`{field}` of the subject, `{params.NAME}`, `{repository.FIELD}`, and of a quantifier that "
    "is named and not within another: `{NAME.count}`, `{NAME.first}`, and for a `share` "
    "`{NAME.total}`, `{NAME.rest}` and `{NAME.share}`. `{{` is a brace.\n";

static const char types[] =
    "\n## Types\n\n"
    "`text`, `path`, `glob`, `regex`, `integer`, `number`, `share` (`95%`), `boolean`, `date` "
    "(`2026-12-31`), `time`, `duration` (`90d`, `12h`), `severity`, `semver` "
    "(`1.2.0-rc.1`), `pep440` (`1.2rc1`), `word(a|b)`, `KIND.FIELD` for the type of that field, "
    "and `list of` any of these.\n";

void rule_write_reference(struct buffer *out)
{
    schema_write_reference(&rule_schema, out);
    buffer_add_string(out, "\n## Parameters\n\nA mapping of names to:\n\n");
    schema_write_reference(&parameter_schema, out);
    buffer_add_string(out, "\n## Nothing to judge\n\n");
    schema_write_reference(&on_empty_schema, out);
    buffer_add_string(out, sources);
    for (const struct document_format *format = document_formats; format->name; format++)
        buffer_printf(out, "%s `%s`", format == document_formats ? "" : ",", format->name);
    buffer_add_string(out, ".\n");
    buffer_add_string(out, conditions);
    buffer_add_string(out, "\n## Predicates\n\n| predicate | the field |\n|---|---|\n");
    for (size_t i = 0; predicate_words[i]; i++)
        buffer_printf(out, "| `%s` | %s |\n", predicate_words[i], predicate_summaries[i]);
    buffer_add_string(out, references);
    buffer_add_string(out, types);
    buffer_add_string(out, messages);
    buffer_add_string(out, "\n## Frameworks of controls\n\n");
    for (const char *const *name = control_frameworks(); *name; name++)
        buffer_printf(out, "* `%s`\n", *name);
}
