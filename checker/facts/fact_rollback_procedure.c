/* rollback_procedure - sections of documents that say how to take a release back, and what
 * their commands name. */
#include "base/limits.h"
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/rollback.h"

enum { HEADING, COMMANDS, WORDS, GIT, SCOPE, SENTENCES, TEST };

static const struct fact_kind kind = {
    .name = "rollback_procedure",
    .summary = "A section that says how a release or a step of a schema is taken back.",
    .key = (const char *const[]){"path", "heading", NULL},
    .fields =
        (const struct fact_field[]){
            {"heading", {.kind = TYPE_TEXT}, false, "Its heading."},
            {"commands", {.kind = TYPE_INTEGER}, false, "Commands that it shows."},
            {"words",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "The words of these commands, and the parts of those with a slash or a colon."},
            {"git",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is this repository itself taken back, by git revert or git checkout?"},
            {"scope",
             {.kind = TYPE_WORD, .words = rollback_scope_names},
             false,
             "What goes back: what runs, or a schema."},
            {"sentences", {.kind = TYPE_INTEGER}, false, "Sentences of prose."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it stand among tests, examples or what was copied?"},
            {0},
        },
};

static const char *const phrases[] = {"rollback",
                                      "rollbacks",
                                      "roll back",
                                      "rolling back",
                                      "roll-back",
                                      "revert a release",
                                      "revert the release",
                                      "reverting a release",
                                      "revert a deploy",
                                      "revert a deployment",
                                      "reverting a deployment",
                                      "reverting a deploy",
                                      "undo a deployment",
                                      "undo a release",
                                      "undoing a deployment",
                                      "backing out",
                                      "back out",
                                      NULL};

static bool is_about(const struct prose *prose, size_t section)
{
    for (size_t i = 0; phrases[i]; i++)
        if (prose_has_phrase(prose->sections[section].folded, phrases[i]))
            return true;
    return false;
}

struct collected {
    struct arena *arena;
    const char **words;
    size_t count, capacity, commands;
    bool git;
};

static void add_word(struct collected *out, struct text word)
{
    enum { WORDS_MAX = 400 };
    if (word.size < 2 || out->count >= WORDS_MAX)
        return;
    out->words =
        arena_grow(out->arena, out->words, out->count, &out->capacity, sizeof(*out->words));
    out->words[out->count++] = arena_copy(out->arena, word);
}

/* `deployment/web`, `registry/web:1.2` and `app=web` name what stands between the marks. */
static void add_words(struct collected *out, const char *text)
{
    size_t count;
    const char **words = command_words(out->arena, text, &count);
    /* The program is nothing of this repository, unless it is a script of its own. */
    for (size_t i = count > 0 && !strchr(words[0], '/'); i < count; i++) {
        const char *word = words[i];
        add_word(out, text_of(word));
        if (string_starts_with(word, "./"))
            add_word(out, text_of(word + 2));
        if (word[strcspn(word, "/:=,@")] == '\0')
            continue;
        for (const char *at = word; *at;) {
            size_t size = strcspn(at, "/:=,@");
            add_word(out, (struct text){at, size});
            at += size + (at[size] != '\0');
        }
    }
    out->git |= count > 1 && strcmp(words[0], "git") == 0 &&
                (strcmp(words[1], "revert") == 0 || strcmp(words[1], "checkout") == 0 ||
                 strcmp(words[1], "reset") == 0);
}

/* From the heading to the next one that is not below it. */
static size_t end_of(const struct prose *prose, size_t section)
{
    size_t last = section + 1;
    while (last < prose->section_count &&
           prose->sections[last].level > prose->sections[section].level)
        last++;
    return prose->sections[last - 1].end;
}

static enum rollback_scope scope_of(const char *folded)
{
    static const char *const stores[] = {"database",   "schema", "migration",
                                         "migrations", "db",     NULL};
    for (size_t i = 0; stores[i]; i++)
        if (prose_has_phrase(folded, stores[i]))
            return ROLLBACK_DATABASE;
    return ROLLBACK_DEPLOYMENT;
}

static void add_section(struct fact_writer *writer, struct arena *scratch,
                        const struct prose *prose, const struct commands *commands, size_t section)
{
    const struct prose_section *at = &prose->sections[section];
    size_t end = end_of(prose, section);
    struct collected found = {.arena = fact_arena(writer)};
    for (size_t i = 0; i < commands->count; i++) {
        size_t line = commands->items[i].line;
        if (line <= at->first || line > end)
            continue;
        found.commands++;
        add_words(&found, commands->items[i].text);
    }
    struct fact_row *row = fact_add(writer, &kind, NULL, (uint32_t)(at->first ? at->first : 1), 1);
    row->cells[HEADING] = fact_text(writer, at->heading);
    row->cells[COMMANDS] = value_integer((int64_t)found.commands);
    row->cells[WORDS] = value_texts(fact_arena(writer), found.words, found.count);
    row->cells[GIT] = value_boolean(found.git);
    row->cells[SCOPE] = value_text(rollback_scope_names[scope_of(at->folded)]);
    row->cells[SENTENCES] =
        value_integer((int64_t)prose_count_sentences(scratch, prose, at->first, end));
    row->cells[TEST] =
        value_boolean(path_is_test(writer->path) || document_is_foreign(writer->path));
}

/* What was decided, proposed or released is no way back from it. */
static bool is_record(const char *path)
{
    static const char *const lists[] = {"changelog", "changes", "history", "news", NULL};
    static const char *const folders[] = {
        "keps",        "kep",        "rfc",           "rfcs",         "proposal",
        "proposals",   "adr",        "adrs",          "decisions",    "designs",
        "design",      "specs",      "plans",         "blog",         "incidents",
        "postmortems", "changelogs", "release-notes", "releasenotes", NULL};
    for (size_t i = 0; lists[i]; i++)
        if (text_find_folded(text_of(path_base(path)), lists[i]) == 0)
            return true;
    for (const char *at = path, *slash; (slash = strchr(at, '/')) != NULL; at = slash + 1)
        for (size_t i = 0; folders[i]; i++)
            if (strlen(folders[i]) == (size_t)(slash - at) &&
                text_find_folded((struct text){at, (size_t)(slash - at)}, folders[i]) == 0)
                return true;
    return false;
}

/* Of a file that cannot be read only its name tells what it is for. */
static void add_lost(struct fact_writer *writer, const struct fact_file *file,
                     enum unknown_class class, const char *reason)
{
    static const char *const names[] = {"rollback", "roll-back", "runbook", "deploy", NULL};
    for (size_t i = 0; names[i]; i++)
        if (text_find_folded(text_of(path_base(file->path)), names[i]) != SIZE_MAX) {
            fact_add_gap(writer, &kind, NULL, class, reason)->cells[TEST] =
                value_boolean(path_is_test(file->path) || document_is_foreign(file->path));
            return;
        }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (document_is_template(file->path) || is_record(file->path) ||
        file->content.state == CONTENT_LINK)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (!reason && file->content.text.size > LIMIT_PROSE_BYTES)
        reason = "longer than what is read as prose";
    if (reason) {
        add_lost(writer, file, class, reason);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    struct commands commands = {0};
    bool is_read = false;
    size_t end = 0;
    for (size_t i = 0; prose && i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        if (section->level == 0 || section->first < end || !is_about(prose, i))
            continue;
        if (!is_read)
            commands = commands_read(&scratch, prose);
        is_read = true;
        add_section(writer, &scratch, prose, &commands, i);
        end = end_of(prose, i);
    }
    arena_release(&scratch);
}

FACT(rollback_procedure) = {
    .name = "rollback_procedure",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Sections that say how a release is taken back, and what their commands name.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){"*.md", "*.mdx", "*.markdown", "*.rst", "*.adoc", "*.asciidoc",
                                   NULL},
    .literals = (const char *const[]){"ollback", "oll back", "oll-back", "olling back", "evert",
                                      "ndo", "ack out", "acking out", "ROLLBACK", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
