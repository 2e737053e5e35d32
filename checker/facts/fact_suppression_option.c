/* suppression_option - vulnerabilities that a scanner is told to pass over by an option of its
 * command, or by an input of its action. From their own pages: pip-audit
 * (pypi.org/project/pip-audit), cargo-audit, bundler-audit, better-npm-audit, audit-ci (its
 * README), yarnpkg.com/cli/npm/audit, pnpm.io/cli/audit and mix_audit (hexdocs.pm/mix_audit);
 * from their sources: Safety's cli.py, nancy's sleuth.go and the action.yml of each action, but
 * for pypa/gh-action-pip-audit, whose `ignore-vulns` is from workflows that use it. */
#include "facts/invocation_kinds.h"
#include "facts/supply.h"
#include "facts/suppression_reader.h"

#include "base/limits.h"
#include "base/table.h"

#include <string.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* How the ids stand behind an option. */
enum listing {
    LISTING_ONE,   /* one; the option comes again for another */
    LISTING_WORDS, /* all words up to the next option */
};

static const struct {
    const char *name;           /* of the program or the action */
    const char *verbs[2];       /* the words that must follow, or NULL */
    const char *tool;           /* a word of the kind's field */
    const char *const *options; /* or names of inputs */
    enum listing listing;
} scanners[] = {
    {"pip-audit", {NULL}, "pip_audit", WORDS("--ignore-vuln"), LISTING_ONE},
    {"pip_audit", {NULL}, "pip_audit", WORDS("--ignore-vuln"), LISTING_ONE},
    {"cargo", {"audit"}, "cargo_audit", WORDS("--ignore"), LISTING_ONE},
    {"cargo-audit", {NULL}, "cargo_audit", WORDS("--ignore"), LISTING_ONE},
    {"bundle-audit", {NULL}, "bundler_audit", WORDS("--ignore", "-i"), LISTING_WORDS},
    {"bundler-audit", {NULL}, "bundler_audit", WORDS("--ignore", "-i"), LISTING_WORDS},
    {"bundle", {"audit"}, "bundler_audit", WORDS("--ignore", "-i"), LISTING_WORDS},
    {"safety", {"check"}, "safety", WORDS("--ignore", "-i"), LISTING_ONE},
    {"audit-ci", {NULL}, "audit_ci", WORDS("--allowlist", "-a"), LISTING_WORDS},
    {"better-npm-audit", {"audit"}, "npm_audit", WORDS("--exclude", "-x"), LISTING_ONE},
    {"yarn", {"npm", "audit"}, "yarn_audit", WORDS("--ignore", "--exclude"), LISTING_ONE},
    {"pnpm", {"audit"}, "pnpm_audit", WORDS("--ignore"), LISTING_ONE},
    {"nancy", {"sleuth"}, "nancy", WORDS("--exclude-vulnerability", "-e"), LISTING_ONE},
    {"mix",
     {"deps.audit"},
     "mix_audit",
     WORDS("--ignore-advisory-ids", "--ignore-package-names"),
     LISTING_ONE},
    {"pypa/gh-action-pip-audit", {NULL}, "pip_audit", WORDS("ignore-vulns"), LISTING_WORDS},
    {"rustsec/audit-check", {NULL}, "cargo_audit", WORDS("ignore"), LISTING_WORDS},
    {"actions-rust-lang/audit", {NULL}, "cargo_audit", WORDS("ignore"), LISTING_WORDS},
    {"actions/dependency-review-action",
     {NULL},
     "dependency_review",
     WORDS("allow-ghsas"),
     LISTING_WORDS},
};

/* Of one invocation. */
struct reading {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct table *files;   /* path to struct text */
    struct table *written; /* rows that there are */
    const struct fact_row *row;
    const char *tool;
    const char *option; /* that is being read */
};

static const struct text *file_of(const struct reading *reading, const char *path)
{
    struct text *text = table_find(reading->files, path);
    if (text)
        return text;
    struct arena *arena = fact_arena(reading->writer);
    text = ARENA_NEW(arena, struct text);
    const struct entry *entry = snapshot_find(reading->repository->snapshot, path);
    struct content content = {0};
    if (entry)
        reader_read(reading->repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
    if (entry && content.state == CONTENT_TEXT)
        *text = content.text;
    table_set(reading->files, path, text);
    return text;
}

/* The line that holds a word, from that of the invocation on: a command may go on over lines,
 * and inputs stand below the action. */
static uint32_t line_with(const struct reading *reading, struct text text, const char *word)
{
    enum { LINES_MAX = 60 };
    struct text line = {0};
    for (uint32_t i = 1; text_next_line(&text, &line); i++) {
        if (i >= reading->row->line + LINES_MAX)
            break;
        if (i >= reading->row->line && text_find(line, word) != SIZE_MAX)
            return i;
    }
    return reading->row->line;
}

static void add_id(const struct reading *reading, const char *id)
{
    struct arena *arena = fact_arena(reading->writer);
    const char *path = reading->row->path;
    struct suppression_reading comments = {.arena = arena, .content = *file_of(reading, path)};
    struct suppression item = {.line = line_with(reading, comments.content, id), .id = id};
    /* Where jobs share a script, and legs of a matrix a step, it is told once. */
    const char *key = arena_printf(arena, "%s\n%u\n%s", path, item.line, id);
    if (table_set(reading->written, key, reading->written))
        return;
    const uint32_t lines[] = {item.line, line_with(reading, comments.content, reading->option),
                              reading->row->line};
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines) && !item.reason; i++)
        item.reason = suppression_comment(&comments, lines[i]);
    suppression_write(reading->writer, path, reading->tool, &item);
}

/* Ids with commas or blanks between them. */
static void add_ids(const struct reading *reading, const char *text)
{
    static const char between[] = ", \t\r\n";
    struct arena *arena = fact_arena(reading->writer);
    for (const char *at = text + strspn(text, between); *at;) {
        size_t size = strcspn(at, between);
        add_id(reading, arena_copy(arena, (struct text){at, size}));
        at += size;
        at += strspn(at, between);
    }
}

/* What stands behind `name` in a word: nothing yet, or `=value`; NULL: another option. */
static const char *behind(const char *word, const char *name)
{
    size_t size = strlen(name);
    if (strncmp(word, name, size) != 0 || (word[size] && word[size] != '='))
        return NULL;
    return word + size;
}

static void read_words(struct reading *reading, size_t scanner, const struct value *words,
                       size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const char *value = NULL;
        for (size_t k = 0; scanners[scanner].options[k] && !value; k++) {
            reading->option = scanners[scanner].options[k];
            value = behind(words[i].text, reading->option);
        }
        if (!value)
            continue;
        if (*value) {
            add_ids(reading, value + 1);
            continue;
        }
        do {
            if (i + 1 < count && words[i + 1].text[0] != '-')
                add_ids(reading, words[++i].text);
            else
                break;
        } while (scanners[scanner].listing == LISTING_WORDS);
    }
}

static void read_inputs(struct reading *reading, size_t scanner)
{
    const struct value *inputs = NULL;
    size_t count = cell_list(reading->row, INVOCATION_INPUTS, &inputs);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; scanners[scanner].options[k]; k++) {
            reading->option = scanners[scanner].options[k];
            const char *value = behind(inputs[i].text, reading->option);
            if (value && *value)
                add_ids(reading, value + 1);
        }
}

/* Do the words behind the program, options left out, begin with the verbs? */
static bool has_verbs(size_t scanner, const struct value *words, size_t count)
{
    size_t at = 1;
    for (size_t i = 0; i < 2 && scanners[scanner].verbs[i]; i++, at++) {
        while (at < count && (words[at].text[0] == '-' || words[at].text[0] == '+'))
            at++;
        if (at >= count || strcmp(words[at].text, scanners[scanner].verbs[i]) != 0)
            return false;
    }
    return true;
}

static void read_invocation(struct reading *reading)
{
    const char *name = cell_text(reading->row, INVOCATION_NAME);
    if (!name || cell_is(reading->row, INVOCATION_ACTIVATION, "disabled"))
        return;
    bool command = cell_is(reading->row, INVOCATION_SORT, "command");
    const struct value *words = NULL;
    size_t count = command ? cell_list(reading->row, INVOCATION_WORDS, &words) : 0;
    for (size_t i = 0; i < sizeof(scanners) / sizeof(*scanners); i++) {
        bool action = strchr(scanners[i].name, '/') != NULL;
        if (action == command || !string_equals_folded(name, scanners[i].name))
            continue;
        reading->tool = scanners[i].tool;
        if (action)
            read_inputs(reading, i);
        else if (has_verbs(i, words, count))
            read_words(reading, i, words, count);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *invocations = repository->table(repository, &fact_kind_invocation);
    struct table files, written;
    table_init(&files, fact_arena(writer));
    table_init(&written, fact_arena(writer));
    for (size_t i = 0; i < invocations->count; i++) {
        struct reading reading = {.writer = writer,
                                  .repository = repository,
                                  .files = &files,
                                  .written = &written,
                                  .row = &invocations->rows[i]};
        const struct value *any = &reading.row->cells[INVOCATION_NAME];
        if (!reading.row->gap)
            read_invocation(&reading);
        else if (any->kind == VALUE_UNKNOWN)
            suppression_add_gap(writer, reading.row->path, NULL, any->unknown->class,
                                any->unknown->reason);
    }
    return NULL;
}

FACT(suppression_option) = {
    .name = "suppression_option",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "vulnerabilities that scanners are told to pass over where they are called",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_suppression, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_invocation, NULL},
    .recognise_repository = recognise,
};
