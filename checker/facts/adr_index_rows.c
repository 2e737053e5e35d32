/* adr_index_entry - lists of decision records, and whether they list what there is. */
#include "base/limits.h"
#include "facts/adr_register.h"
#include "facts/gather.h"
#include "facts/paths.h"
#include "source/entry.h"

#include <string.h>

enum {
    INDEX_DIRECTORY,
    INDEX_TARGET,
    INDEX_RECORD,
    INDEX_STATE,
    INDEX_TITLE,
    INDEX_TITLE_AGREES,
    INDEX_STATUS,
    INDEX_STATUS_AGREES,
};

enum state { LISTED, MISSING, DEAD };
static const char *const states[] = {"listed", "missing", "dead", NULL};

const struct fact_kind fact_kind_adr_index_entry = {
    .name = "adr_index_entry",
    .summary = "What a list of decision records says of one of them; one that it does not list "
               "is a row too.",
    .key = (const char *const[]){"path", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"directory", {.kind = TYPE_PATH}, false, "The folder whose records it lists."},
            {"target", {.kind = TYPE_TEXT}, false, "The record's path, or the link as written."},
            {"record", {.kind = TYPE_PATH}, true, "The record; absent when it is not there."},
            {"state",
             {.kind = TYPE_WORD, .words = states},
             false,
             "Listed; a record that is missing from the list; an entry without a record."},
            {"title", {.kind = TYPE_TEXT}, true, "What the entry calls it."},
            {"title_agrees",
             {.kind = TYPE_BOOLEAN},
             true,
             "Is that the record's title, more or less?"},
            {"status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "What the entry says of its status."},
            {"status_agrees",
             {.kind = TYPE_BOOLEAN},
             true,
             "Is that the record's status? Absent where either says none that is known."},
            {0},
        },
};

/* What the entry of one record says. */
struct entry_words {
    uint32_t line; /* 0: it is not listed */
    const char *title;
    bool title_agrees, has_status;
    enum adr_status status;
};

struct index_reading {
    struct fact_writer *writer;
    const struct adr_register *known;
    struct arena scratch; /* of one file */
    const char *directory;
    const struct markdown *markdown;
    const struct prose *prose;
    const char *path;
};

static bool is_counted(const struct adr_register *known, size_t index, const char *directory)
{
    const struct adr_candidate *candidate = known->candidates[index];
    return !candidate->kep && candidate->name != ADR_NAME_DRAFT &&
           strcmp(candidate->directory, directory) == 0;
}

/* The line itself, and not what a number or a bullet is. */
static bool is_entry_line(struct text line)
{
    line = text_trim(line);
    return line.size && (adr_is_among(line.bytes[0], "-*+|#[") ||
                         (line.bytes[0] >= '0' && line.bytes[0] <= '9'));
}

/* Words that name a record and say nothing of it: `ADR-7`, `0007`. */
static struct words words_of_title(struct arena *scratch, const char *title)
{
    struct words words = words_read(scratch, text_of(title ? title : ""));
    enum { TITLE_WORDS_MAX = 100 };
    size_t from = 0;
    while (from < words.count &&
           (strcmp(words.items[from].text, "adr") == 0 ||
            strspn(words.items[from].text, "0123456789") == strlen(words.items[from].text)))
        from++;
    words.items += from;
    words.count -= from;
    if (words.count > TITLE_WORDS_MAX)
        words.count = TITLE_WORDS_MAX;
    return words;
}

static size_t count_common(const struct words *a, const struct words *b)
{
    size_t common = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (strcmp(a->items[i].text, b->items[k].text) == 0) {
                common++;
                break;
            }
    return common;
}

/* Half of the words of the shorter one: a list may shorten a title. */
static bool titles_agree(const struct words *said, const struct words *title)
{
    size_t shorter = said->count < title->count ? said->count : title->count;
    return !shorter || count_common(said, title) * 2 >= shorter;
}

static struct text cell_at(struct text line, size_t index)
{
    line = text_trim(line);
    if (text_starts_with(line, "|"))
        line = (struct text){line.bytes + 1, line.size - 1};
    for (;; index--) {
        const char *bar = line.size ? memchr(line.bytes, '|', line.size) : NULL;
        size_t size = bar ? (size_t)(bar - line.bytes) : line.size;
        if (!index || !bar)
            return index ? (struct text){"", 0} : text_trim((struct text){line.bytes, size});
        line = (struct text){bar + 1, line.size - size - 1};
    }
}

/* The cell of the column that the table's first row calls `Status`. */
static struct text status_of_row(const struct prose *prose, size_t line)
{
    enum { COLUMNS = 12 };
    size_t first = line;
    while (first > 0 && text_starts_with(text_trim(prose->lines[first - 1].text), "|"))
        first--;
    for (size_t i = 0; first < line && i < COLUMNS; i++) {
        struct text name = cell_at(prose->lines[first].text, i);
        if (name.size == 6 && text_find_folded(name, "status") == 0)
            return cell_at(prose->lines[line].text, i);
    }
    return (struct text){"", 0};
}

/* What stands behind the last link: `- [7. X](0007-x.md) (superseded)`. */
static struct text status_behind_link(struct text line)
{
    struct text rest = line;
    for (size_t at; (at = text_find(rest, "](")) != SIZE_MAX;)
        rest = (struct text){rest.bytes + at + 2, rest.size - at - 2};
    const char *close =
        rest.size && rest.bytes != line.bytes ? memchr(rest.bytes, ')', rest.size) : NULL;
    if (!close)
        return (struct text){"", 0};
    return (struct text){close + 1, rest.size - (size_t)(close + 1 - rest.bytes)};
}

static void read_status(struct index_reading *reading, size_t line, struct entry_words *out)
{
    enum { WORDS_MAX = 3 };
    struct text text = text_trim(reading->prose->lines[line].text);
    bool is_row = text_starts_with(text, "|");
    struct text said = is_row ? status_of_row(reading->prose, line) : status_behind_link(text);
    struct words words = words_read(&reading->scratch, said);
    if (!words.count || (!is_row && words.count > WORDS_MAX))
        return;
    struct text from = {said.bytes + words.items[0].offset, said.size - words.items[0].offset};
    out->has_status = adr_status_read(&reading->scratch, from, &out->status) == ADR_STATUS_KNOWN;
}

static void read_entry(struct index_reading *reading, const struct markdown_link *link,
                       size_t record, struct entry_words *out)
{
    size_t line = link->line - 1;
    bool is_entry =
        line < reading->prose->line_count && is_entry_line(reading->prose->lines[line].text);
    if (!out->line || (is_entry && !out->title))
        out->line = link->line;
    if (!is_entry)
        return;
    struct words said = words_of_title(&reading->scratch, link->text);
    struct words title = words_of_title(&reading->scratch, reading->known->records[record].title);
    if (said.count && strcmp(path_base(link->target), link->text) != 0 && !out->title_agrees) {
        out->title = arena_strdup(reading->known->arena, link->text);
        out->title_agrees = titles_agree(&said, &title);
    }
    if (!out->has_status)
        read_status(reading, line, out);
}

static void add_row(struct index_reading *reading, uint32_t line, enum state state,
                    const char *target, const char *record)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_adr_index_entry, reading->path, line, 1)->cells;
    cells[INDEX_DIRECTORY] = value_text(reading->directory);
    cells[INDEX_TARGET] = value_text(arena_strdup(reading->known->arena, target));
    cells[INDEX_RECORD] = value_text(record);
    cells[INDEX_STATE] = value_text(states[state]);
}

static void add_listed(struct index_reading *reading, size_t index, const struct entry_words *said)
{
    const struct adr_record *record = &reading->known->records[index];
    struct value *cells =
        fact_add(reading->writer, &fact_kind_adr_index_entry, reading->path, said->line, 1)->cells;
    cells[INDEX_DIRECTORY] = value_text(reading->directory);
    cells[INDEX_TARGET] = cells[INDEX_RECORD] = value_text(record->path);
    cells[INDEX_STATE] = value_text(states[LISTED]);
    cells[INDEX_TITLE] = value_text(said->title);
    if (said->title)
        cells[INDEX_TITLE_AGREES] = value_boolean(said->title_agrees);
    if (!said->has_status)
        return;
    cells[INDEX_STATUS] = value_text(adr_status_names[said->status]);
    if (record->status_state == ADR_STATUS_KNOWN)
        cells[INDEX_STATUS_AGREES] = value_boolean(said->status == record->status);
}

/* A link into the folder of the records that has the name of one, and no file. */
static bool is_dead(struct index_reading *reading, const struct markdown_link *link)
{
    struct arena *scratch = &reading->scratch;
    const char *target =
        arena_copy(scratch, (struct text){link->target, strcspn(link->target, "#?")});
    const char *folder = path_directory(scratch, reading->path);
    const char *path = strstr(target, "://") ? NULL : path_resolve(scratch, folder, target);
    struct adr_candidate candidate;
    if (!path || strcmp(path_directory(scratch, path), reading->directory) != 0)
        return false;
    enum adr_name name = adr_name_read(scratch, path_base(path), &candidate);
    return name == ADR_NAME_NUMBERED || name == ADR_NAME_DATED;
}

/* Named without a link that is one: `[7](0007-x y.md)`, a table of file names. */
static uint32_t find_name(struct index_reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->prose->line_count; i++)
        if (text_find(reading->prose->lines[i].text, name) != SIZE_MAX)
            return (uint32_t)i + 1;
    return 0;
}

static void add_rows(struct index_reading *reading, struct entry_words *said, const bool *dead)
{
    const struct adr_register *known = reading->known;
    for (size_t i = 0; i < known->count; i++) {
        if (!is_counted(known, i, reading->directory))
            continue;
        if (!said[i].line)
            said[i].line = find_name(reading, path_base(known->records[i].path));
        if (said[i].line)
            add_listed(reading, i, &said[i]);
        else
            add_row(reading, 1, MISSING, known->records[i].path, known->records[i].path);
    }
    for (size_t i = 0; i < reading->markdown->link_count; i++)
        if (dead[i])
            add_row(reading, reading->markdown->links[i].line, DEAD,
                    reading->markdown->links[i].target, NULL);
}

/* It is a list of the records when it links half of them. */
static void read_links(struct index_reading *reading)
{
    const struct adr_register *known = reading->known;
    const struct markdown *markdown = reading->markdown;
    struct entry_words *said = ARENA_ARRAY(&reading->scratch, struct entry_words, known->count + 1);
    bool *dead = ARENA_ARRAY(&reading->scratch, bool, markdown->link_count + 1);
    size_t listed = 0, count = 0;
    for (size_t i = 0; i < markdown->link_count; i++) {
        const struct markdown_link *link = &markdown->links[i];
        enum adr_target state;
        if (link->image || link->reference || !link->line)
            continue;
        const char *found = adr_register_resolve(known, reading->path, reading->directory,
                                                 link->target, true, &state);
        size_t record = found ? adr_register_find(known, found) : SIZE_MAX;
        if (record != SIZE_MAX && is_counted(known, record, reading->directory))
            read_entry(reading, link, record, &said[record]);
        else
            dead[i] = state == ADR_TARGET_MISSING && is_dead(reading, link);
    }
    for (size_t i = 0; i < known->count; i++) {
        bool is_one = is_counted(known, i, reading->directory);
        count += is_one;
        listed += is_one && said[i].line;
    }
    if (listed >= 2 && listed * 2 >= count)
        add_rows(reading, said, dead);
}

static void read_index(struct index_reading *reading, const struct entry *entry)
{
    const struct fact_repository *repository = reading->known->repository;
    struct content content;
    bool limit = false;
    arena_init(&reading->scratch, 1 << 16);
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, &reading->scratch, &content);
    if (content.state == CONTENT_TEXT) {
        reading->path = entry->path;
        reading->markdown = markdown_parse(&reading->scratch, content.text, &limit);
        reading->prose =
            prose_read(&reading->scratch, entry->path, content.text, reading->markdown);
        if (limit)
            fact_add_gap(reading->writer, &fact_kind_adr_index_entry, entry->path,
                         UNKNOWN_UNREADABLE, "a limit was reached: not all of it was read");
        else
            read_links(reading);
    }
    arena_release(&reading->scratch);
}

/* In the folder of the records, the one above it and the one above that. */
static void look_for_indexes(struct index_reading *reading)
{
    static const char *const names[] = {
        "README.md", "Readme.md",    "readme.md",   "index.md",     "INDEX.md",
        "_index.md", "AGENTS.md",    "TOC.md",      "toc.md",       "SUMMARY.md",
        "adr.md",    "adrs.md",      "ADRs.md",     "decisions.md", "decision-log.md",
        "log.md",    "adr-index.md", "overview.md", "list.md",      "architecture-decisions.md",
        NULL};
    enum { FOLDERS = 3 };
    const struct adr_register *known = reading->known;
    const char *folder = reading->directory;
    for (unsigned up = 0; up < FOLDERS; up++) {
        for (size_t i = 0; names[i]; i++) {
            const char *path =
                strcmp(folder, ".") == 0 ? names[i] : path_join(known->arena, folder, names[i]);
            const struct entry *entry = snapshot_find(known->repository->snapshot, path);
            bool is_file = entry && entry_is_file(entry);
            if (is_file && adr_register_find(known, path) == SIZE_MAX)
                read_index(reading, entry);
        }
        if (strcmp(folder, ".") == 0)
            return;
        folder = path_directory(known->arena, folder);
    }
}

void adr_index_rows(struct fact_writer *writer, const struct adr_register *known)
{
    struct table seen;
    table_init(&seen, known->arena);
    for (size_t i = 0; i < known->count; i++) {
        const struct adr_candidate *candidate = known->candidates[i];
        if (candidate->kep || table_has(&seen, candidate->directory))
            continue;
        table_set(&seen, candidate->directory, &known->records[i]);
        struct index_reading reading = {
            .writer = writer, .known = known, .directory = candidate->directory};
        look_for_indexes(&reading);
    }
}
