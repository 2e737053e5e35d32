/* adr, adr_section, adr_relation - decision records, their sections and what they
 * say of one another. */
#include "base/date.h"
#include "base/limits.h"
#include "base/table.h"
#include "document/yaml.h"
#include "facts/adr.h"
#include "facts/adr_places.h"
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/site.h"

#include <string.h>

enum {
    ADR_ID,
    ADR_TITLE,
    ADR_NUMBER,
    ADR_DIRECTORY,
    ADR_FORMAT_CELL,
    ADR_STATUS_CELL,
    ADR_STATUS_TEXT,
    ADR_STATUS_STATE,
    ADR_IN_FORCE,
    ADR_STATUS_SINCE,
    ADR_LAST_CALL,
    ADR_DATE,
    ADR_COMPLETE,
    ADR_FOUNDING,
};

static const struct fact_kind adr_kind = {
    .name = "adr",
    .summary = "A decision record.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"id", {.kind = TYPE_TEXT}, true, "The number or date of its name, as written."},
            {"title", {.kind = TYPE_TEXT}, true, "Its first heading, without the number."},
            {"number", {.kind = TYPE_INTEGER}, true, "Of its name; dates are no numbers."},
            {"directory", {.kind = TYPE_PATH}, false, "The folder in which numbers are unique."},
            {"format",
             {.kind = TYPE_WORD, .words = adr_format_names},
             false,
             "By its headings and front matter."},
            {"status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "Unknown when its word is none of these; absent when there is none."},
            {"status_text", {.kind = TYPE_TEXT}, true, "As it is written."},
            {"status_state",
             {.kind = TYPE_WORD, .words = adr_status_state_names},
             false,
             "A known word, another one, what a template has there, or no place for one."},
            {"in_force",
             {.kind = TYPE_BOOLEAN},
             false,
             "Accepted, implemented or without a status."},
            {"status_since", {.kind = TYPE_TIME}, false, "When it got this status."},
            {"last_call", {.kind = TYPE_DATE}, true, "The day on which its last call ends."},
            {"date", {.kind = TYPE_DATE}, true, "As the record or its name states it."},
            {"complete",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is every section that its format requires filled?"},
            {"founding",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it decide only that records will be kept?"},
            {0},
        },
};

enum { SECTION_FAMILY, SECTION_HEADING, SECTION_REQUIRED, SECTION_STATE };

static const struct fact_kind adr_section_kind = {
    .name = "adr_section",
    .summary = "A part of a decision record; one that is required and missing is a row too.",
    .key = (const char *const[]){"path", "family", NULL},
    .fields =
        (const struct fact_field[]){
            {"family", {.kind = TYPE_TEXT}, false, "What it is for, whatever it is called."},
            {"heading", {.kind = TYPE_TEXT}, true, "What it is called."},
            {"required", {.kind = TYPE_BOOLEAN}, false, "By the record's format."},
            {"state",
             {.kind = TYPE_WORD, .words = adr_section_state_names},
             false,
             "Template: only what a template has there."},
            {0},
        },
};

enum {
    RELATION_VERB,
    RELATION_INVERSE,
    RELATION_TARGET,
    RELATION_STRONG,
    RELATION_TARGET_TEXT,
    RELATION_TARGET_STATE,
};

enum target_state { TARGET_FOUND, TARGET_MISSING, TARGET_ELSEWHERE };
static const char *const target_states[] = {"found", "missing", "elsewhere", NULL};

static const struct fact_kind adr_relation_kind = {
    .name = "adr_relation",
    .summary = "What a decision record says of another one.",
    .key = (const char *const[]){"path", "verb", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"verb", {.kind = TYPE_WORD, .words = adr_verb_names}, false, "As one of these."},
            {"inverse",
             {.kind = TYPE_WORD, .words = adr_verb_names},
             false,
             "What the other one should say of this."},
            {"target", {.kind = TYPE_PATH}, true, "The other record; absent when it is not there."},
            {"strong",
             {.kind = TYPE_BOOLEAN},
             false,
             "Said in the status, a field or a list of links, not in passing."},
            {"target_text", {.kind = TYPE_TEXT}, false, "The link or id as it is written."},
            {"target_state",
             {.kind = TYPE_WORD, .words = target_states},
             false,
             "Elsewhere: on another host."},
            {0},
        },
};

struct records {
    struct adr_record *items;
    const struct adr_candidate **candidates;
    size_t count;
    struct table by_number; /* "DIRECTORY\nNUMBER" -> index + 1 */
    struct table by_path;   /* folded path -> index + 1 */
    struct table by_folder; /* KEP: folder -> index + 1 */
};

struct joining {
    struct arena *arena;
    const char *remote; /* NULL: not known */
    const struct fact_repository *repository;
    struct records records;
    struct sites sites;
};

static const struct node *read_kep(struct arena *scratch, const struct fact_repository *repository,
                                   const struct entry *entry)
{
    struct content content;
    struct document document;
    struct document_problem problem;
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &content);
    if (content.state != CONTENT_TEXT || !yaml_parse(scratch, content.text, &document, &problem) ||
        document.count != 1)
        return NULL;
    return document.roots[0];
}

/* A document of another name is a record when it is shaped as one. */
static bool is_record(const struct adr_candidate *candidate, const struct adr_record *record)
{
    if (candidate->name == ADR_NAME_FREE)
        return record->format != ADR_OTHER;
    /* Number 0, or none: a template that is not called one. */
    if (candidate->number > 0 || candidate->name == ADR_NAME_DATED)
        return true;
    return !record->untouched;
}

/* False when what is there cannot be read; the gap is added. */
static bool read_record(struct fact_writer *writer, const struct fact_repository *repository,
                        const struct adr_candidate *candidate, struct adr_record *out)
{
    struct arena *arena = fact_arena(writer);
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct entry *entry = candidate->entry;
    const struct node *kep = NULL;
    const char *reason = NULL;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    out->path = entry->path;
    if (candidate->kep) {
        kep = read_kep(&scratch, repository, candidate->kep);
        reason = kep ? NULL : "its kep.yaml is no YAML document";
    }
    if (!reason && entry == candidate->kep) {
        adr_record_read_kep(out, arena, &scratch, kep);
    } else if (!reason) {
        struct content content;
        reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, &scratch, &content);
        bool limit = false;
        if (content.state == CONTENT_TEXT) {
            const struct markdown *markdown = prose_syntax_of(entry->path) == PROSE_MARKDOWN
                                                  ? markdown_parse(&scratch, content.text, &limit)
                                                  : NULL;
            const struct prose *prose = prose_read(&scratch, entry->path, content.text, markdown);
            adr_record_read(out, arena, &scratch, prose, markdown, kep);
            reason = limit ? "a limit was reached: not all of it was read" : NULL;
        } else {
            reason = "its content cannot be read as text";
            class = content.state == CONTENT_MISSING || content.state == CONTENT_LFS_POINTER
                        ? UNKNOWN_UNOBSERVABLE
                        : UNKNOWN_UNREADABLE;
        }
    }
    arena_release(&scratch);
    if (reason)
        fact_add_gaps(writer, entry->path, class, reason);
    return !reason;
}

static const char *fold(struct arena *arena, const char *text)
{
    return prose_fold(arena, text);
}

static const char *number_key(struct arena *arena, const char *directory, int64_t number)
{
    return arena_printf(arena, "%s\n%lld", directory, (long long)number);
}

static void *index_value(struct arena *arena, size_t index)
{
    size_t *value = ARENA_NEW(arena, size_t);
    *value = index;
    return value;
}

static void index_records(struct joining *joining)
{
    struct records *records = &joining->records;
    table_init(&records->by_number, joining->arena);
    table_init(&records->by_path, joining->arena);
    table_init(&records->by_folder, joining->arena);
    for (size_t i = 0; i < records->count; i++) {
        const struct adr_candidate *candidate = records->candidates[i];
        const char *path = records->items[i].path;
        table_set(&records->by_path, fold(joining->arena, path), index_value(joining->arena, i));
        if (candidate->kep)
            table_set(&records->by_folder, path_directory(joining->arena, path),
                      index_value(joining->arena, i));
        if (candidate->number < 0)
            continue;
        const char *key = number_key(joining->arena, candidate->directory, candidate->number);
        if (!table_has(&records->by_number, key))
            table_set(&records->by_number, key, index_value(joining->arena, i));
    }
}

/* In the record's own folder first; elsewhere only when no other has the number. */
static const char *find_number(const struct joining *joining, const char *directory, int64_t number)
{
    const struct records *records = &joining->records;
    const size_t *own =
        table_find(&records->by_number, number_key(joining->arena, directory, number));
    if (own)
        return records->items[*own].path;
    const char *found = NULL;
    for (size_t i = 0; i < records->count; i++) {
        if (records->candidates[i]->number != number)
            continue;
        if (found)
            return NULL;
        found = records->items[i].path;
    }
    return found;
}

static bool read_number(const char *text, int64_t *out)
{
    const char *at = text + strcspn(text, "0123456789");
    size_t digits = strspn(at, "0123456789");
    if (!digits || digits > 8)
        return false;
    *out = 0;
    for (size_t i = 0; i < digits; i++)
        *out = *out * 10 + (at[i] - '0');
    return true;
}

/* Without `#anchor`, `?query` and what URLs escape. */
static char *clean_link(struct arena *arena, const char *link)
{
    char *copy = arena_copy(arena, (struct text){link, strcspn(link, "#?")});
    char *out = copy;
    for (const char *at = copy; *at; at++) {
        bool space = at[0] == '%' && at[1] == '2' && at[2] == '0';
        *out++ = space ? ' ' : *at;
        at += space ? 2 : 0;
    }
    *out = '\0';
    return copy;
}

static const char *find_path(const struct joining *joining, const char *path)
{
    const struct entry *entry = snapshot_find(joining->repository->snapshot, path);
    if (entry)
        return entry->path;
    const size_t *index = table_find(&joining->records.by_path, fold(joining->arena, path));
    if (!index)
        index = table_find(&joining->records.by_folder, path);
    return index ? joining->records.items[*index].path : NULL;
}

/* With other endings too: pages of sites are linked without one, or as .html. */
static const char *find_document(const struct joining *joining, const char *path)
{
    const char *found = find_path(joining, path);
    if (found)
        return found;
    size_t length = strlen(path);
    if (string_ends_with(path, ".html"))
        length -= 5;
    if (length && path[length - 1] == '/')
        length--;
    const char *stem = arena_copy(joining->arena, (struct text){path, length});
    static const char *const endings[] = {".md", ".adoc", ".rst", "/README.md", "/index.md", NULL};
    for (size_t i = 0; endings[i] && !found; i++)
        found = find_path(joining, arena_printf(joining->arena, "%s%s", stem, endings[i]));
    return found;
}

/* `https://host/org/repository/blob/main/docs/adr/0007-x.md`: a file of this tree,
 * when it has one of that path and it is a record. */
static const char *find_url(const struct joining *joining, const char *url)
{
    static const char *const marks[] = {"/blob/", "/tree/", "/-/blob/", "/src/", NULL};
    for (size_t i = 0; marks[i]; i++) {
        const char *at = strstr(url, marks[i]);
        at = at ? strchr(at + strlen(marks[i]), '/') : NULL;
        if (!at)
            continue;
        const size_t *index = table_find(&joining->records.by_path, fold(joining->arena, at + 1));
        return index ? joining->records.items[*index].path : NULL;
    }
    return NULL;
}

/* A page of this very repository that no file is behind is gone. */
static bool is_own_page(const struct joining *joining, const char *url)
{
    size_t length = joining->remote ? strlen(joining->remote) : 0;
    return length && string_starts_with(url, joining->remote) &&
           (string_starts_with(url + length, "/blob/") ||
            string_starts_with(url + length, "/-/blob/"));
}

static const char *resolve_link(const struct joining *joining,
                                const struct adr_candidate *candidate, const char *written)
{
    const char *link = clean_link(joining->arena, written);
    if (!*link)
        return NULL;
    const char *folder = path_directory(joining->arena, candidate->entry->path);
    const char *path = path_resolve(joining->arena, folder, link);
    const char *found = path ? find_document(joining, path) : NULL;
    /* `/keps/..` and `docs/adr/..` as seen from the root. */
    if (!found && (path = path_resolve(joining->arena, ".", link)) != NULL)
        found = find_document(joining, path);
    /* log4brains: `slug`, `package/slug`. */
    int64_t number = 0;
    if (!found && !strchr(link, '/') && !strchr(link, '.') && read_number(link, &number))
        found = find_number(joining, candidate->directory, number);
    return found;
}

static const char *resolve(const struct joining *joining, const struct adr_candidate *candidate,
                           const struct adr_relation *relation, enum target_state *state)
{
    const char *text = relation->target;
    const char *found = NULL;
    int64_t number = 0;
    if (strstr(text, "://") || string_starts_with(text, "mailto:")) {
        found = find_url(joining, text);
        *state = found                        ? TARGET_FOUND
                 : is_own_page(joining, text) ? TARGET_MISSING
                                              : TARGET_ELSEWHERE;
        return found;
    }
    if (!relation->is_link && read_number(text, &number)) {
        found = find_number(joining, candidate->directory, number);
        if (!found) {
            /* A record by its name: `20200101-use-x`, `adr_0007`. */
            const char *folder = path_directory(joining->arena, candidate->entry->path);
            found = find_document(joining, path_join(joining->arena, folder, text));
        }
    } else {
        found = resolve_link(joining, candidate, text);
    }
    *state = found ? TARGET_FOUND : TARGET_MISSING;
    return found;
}

static struct value in_force_of(struct arena *arena, const struct adr_record *record)
{
    switch (record->status_state) {
    case ADR_STATUS_KNOWN:
        return value_boolean(record->status == ADR_ACCEPTED || record->status == ADR_IMPLEMENTED);
    case ADR_STATUS_MISSING:
        return value_boolean(true);
    case ADR_STATUS_TEMPLATE:
        return value_boolean(false);
    case ADR_STATUS_OTHER:
        break;
    }
    return value_unknown(arena, UNKNOWN_UNOBSERVABLE, "its status is a word that is not known");
}

static void add_record(struct fact_writer *writer, const struct adr_candidate *candidate,
                       const struct adr_record *record)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &adr_kind, record->path, record->status_line, 1)->cells;
    bool complete = true;
    for (size_t i = 0; i < record->section_count; i++)
        complete =
            complete && (!record->sections[i].required || record->sections[i].state == ADR_FILLED);
    cells[ADR_ID] = value_text(candidate->id);
    cells[ADR_TITLE] = value_text(record->title);
    if (candidate->number >= 0)
        cells[ADR_NUMBER] = value_integer(candidate->number);
    cells[ADR_DIRECTORY] = value_text(candidate->directory);
    cells[ADR_FORMAT_CELL] = value_text(adr_format_names[record->format]);
    if (record->status_state == ADR_STATUS_KNOWN)
        cells[ADR_STATUS_CELL] = value_text(adr_status_names[record->status]);
    else if (record->status_state == ADR_STATUS_OTHER)
        cells[ADR_STATUS_CELL] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "its status is a word that is not known");
    cells[ADR_STATUS_TEXT] = value_text(record->status_text);
    cells[ADR_STATUS_STATE] = value_text(adr_status_state_names[record->status_state]);
    cells[ADR_IN_FORCE] = in_force_of(arena, record);
    cells[ADR_STATUS_SINCE] =
        value_unknown(arena, UNKNOWN_UNOBSERVABLE, "the history of single records is not followed");
    if (record->has_last_call)
        cells[ADR_LAST_CALL] = value_date(record->last_call);
    if (record->has_date)
        cells[ADR_DATE] = value_date(record->date);
    else if (candidate->name == ADR_NAME_DATED)
        cells[ADR_DATE] = value_date(candidate->date);
    cells[ADR_COMPLETE] = value_boolean(complete);
    cells[ADR_FOUNDING] = value_boolean(record->founding);
}

static void add_sections(struct fact_writer *writer, const struct adr_record *record)
{
    for (size_t i = 0; i < record->section_count; i++) {
        const struct adr_section *section = &record->sections[i];
        struct value *cells =
            fact_add(writer, &adr_section_kind, record->path, section->line, 1)->cells;
        cells[SECTION_FAMILY] = value_text(adr_family_names[section->family]);
        cells[SECTION_HEADING] = value_text(section->heading);
        cells[SECTION_REQUIRED] = value_boolean(section->required);
        cells[SECTION_STATE] = value_text(adr_section_state_names[section->state]);
    }
}

/* Is the same relation told by another wording, by a surer one or above? */
static bool is_told(const struct adr_record *record, const char *const *targets, size_t index)
{
    const struct adr_relation *relation = &record->relations[index];
    for (size_t i = 0; targets[index] && i < record->relation_count; i++) {
        const struct adr_relation *other = &record->relations[i];
        if (i == index || !targets[i] || strcmp(targets[i], targets[index]) != 0)
            continue;
        bool same = other->verb == relation->verb;
        if (same &&
            (other->strong > relation->strong || (other->strong == relation->strong && i < index)))
            return true;
        /* A field knows only the whole; the sentence that says "parts of" is the truth. */
        if (other->strong &&
            ((relation->verb == ADR_SUPERSEDES && other->verb == ADR_AMENDS) ||
             (relation->verb == ADR_SUPERSEDED_BY && other->verb == ADR_AMENDED_BY)))
            return true;
        /* To name a record is less than to say what it is to this one. */
        if (!same && relation->verb == ADR_RELATES && !relation->strong)
            return true;
    }
    return false;
}

/* `0007-x.md`, and `0007-x.html` where pages are made of them: no route leads there
 * but one of a file. */
static bool names_record(const char *target)
{
    const char *base = path_base(target);
    return strstr(base, ".md") || (strstr(base, ".html") && base[0] >= '0' && base[0] <= '9');
}

/* A link under "More information" may lead to any page: `0007-x.md`, `adr_7.md` and what
 * stands in a folder of records are surely records. */
static bool may_be_other_page(const struct adr_relation *relation)
{
    const char *base = path_base(relation->target);
    bool numbered = base[0] >= '0' && base[0] <= '9';
    struct text text = text_of(relation->target);
    return relation->is_link && relation->zone == ADR_ZONE_LINKS && !numbered &&
           text_find_folded(text, "adr") == SIZE_MAX && text_find_folded(text, "kep") == SIZE_MAX &&
           text_find_folded(text, "decision") == SIZE_MAX;
}

static void add_relations(struct fact_writer *writer, const struct joining *joining, size_t index)
{
    const struct adr_record *record = &joining->records.items[index];
    const struct adr_candidate *candidate = joining->records.candidates[index];
    size_t count = record->relation_count;
    const char **targets = ARENA_ARRAY(joining->arena, const char *, count + 1);
    enum target_state *states = ARENA_ARRAY(joining->arena, enum target_state, count + 1);
    for (size_t i = 0; i < count; i++)
        targets[i] = resolve(joining, candidate, &record->relations[i], &states[i]);
    for (size_t i = 0; i < count; i++) {
        const struct adr_relation *relation = &record->relations[i];
        bool itself = targets[i] && strcmp(targets[i], record->path) == 0;
        /* What prose mentions in passing and no file here is, is no relation of records. */
        bool stray = !targets[i] && (!relation->strong ||
                                     (states[i] == TARGET_MISSING && may_be_other_page(relation)));
        if (stray || is_told(record, targets, i) || (itself && relation->verb == ADR_RELATES))
            continue;
        struct value *cells =
            fact_add(writer, &adr_relation_kind, record->path, relation->line, relation->column)
                ->cells;
        cells[RELATION_VERB] = value_text(adr_verb_names[relation->verb]);
        cells[RELATION_INVERSE] = value_text(adr_verb_names[adr_verb_inverse(relation->verb)]);
        cells[RELATION_STRONG] = value_boolean(relation->strong);
        cells[RELATION_TARGET_TEXT] = value_text(relation->target);
        /* On the pages of a site the route is not the path. */
        bool route = states[i] == TARGET_MISSING && relation->is_link &&
                     sites_hold(&joining->sites, record->path) && !names_record(relation->target);
        if (route) {
            cells[RELATION_TARGET] = cells[RELATION_TARGET_STATE] =
                value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                              "a route of a site that is made from these files");
            continue;
        }
        cells[RELATION_TARGET] = value_text(targets[i]);
        cells[RELATION_TARGET_STATE] = value_text(target_states[states[i]]);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct adr_candidates candidates =
        adr_candidates_find(arena, repository->snapshot, repository->reader);
    struct joining joining = {
        .arena = arena,
        .repository = repository,
        .remote = repository->repository ? repository_remote(repository->repository, arena) : NULL,
    };
    struct records *records = &joining.records;
    records->items = ARENA_ARRAY(arena, struct adr_record, candidates.count + 1);
    records->candidates = ARENA_ARRAY(arena, const struct adr_candidate *, candidates.count + 1);
    for (size_t i = 0; i < candidates.count; i++) {
        struct adr_record *record = &records->items[records->count];
        if (!read_record(writer, repository, &candidates.items[i], record) ||
            !is_record(&candidates.items[i], record))
            continue;
        records->candidates[records->count++] = &candidates.items[i];
    }
    index_records(&joining);
    sites_init(&joining.sites, arena);
    if (records->count)
        sites_find(&joining.sites, arena, repository->snapshot);
    for (size_t i = 0; i < records->count; i++) {
        add_record(writer, records->candidates[i], &records->items[i]);
        add_sections(writer, &records->items[i]);
        if (fact_is_wanted(writer, &adr_relation_kind))
            add_relations(writer, &joining, i);
    }
    return NULL;
}

FACT(adr) = {
    .name = "adr",
    .area = FACT_AREA_DECISIONS,
    .summary = "Decision records, their sections and their relations.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&adr_kind, &adr_section_kind, &adr_relation_kind,
                                               NULL},
    .recognise_repository = recognise,
};
