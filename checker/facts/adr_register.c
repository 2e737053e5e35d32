#include "facts/adr_register.h"

#include "base/limits.h"
#include "document/yaml.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

const char *const adr_target_names[] = {"found", "missing", "elsewhere", NULL};

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

static void index_records(struct adr_register *known)
{
    table_init(&known->by_number, known->arena);
    table_init(&known->by_path, known->arena);
    table_init(&known->by_folder, known->arena);
    for (size_t i = 0; i < known->count; i++) {
        const struct adr_candidate *candidate = known->candidates[i];
        const char *path = known->records[i].path;
        table_set(&known->by_path, fold(known->arena, path), index_value(known->arena, i));
        if (candidate->kep)
            table_set(&known->by_folder, path_directory(known->arena, path),
                      index_value(known->arena, i));
        if (candidate->number < 0)
            continue;
        const char *key = number_key(known->arena, candidate->directory, candidate->number);
        if (!table_has(&known->by_number, key))
            table_set(&known->by_number, key, index_value(known->arena, i));
    }
}

/* In the record's own folder first; elsewhere only when no other has the number. */
const char *adr_register_find_number(const struct adr_register *known, const char *directory,
                                     int64_t number)
{
    const size_t *own = table_find(&known->by_number, number_key(known->arena, directory, number));
    if (own)
        return known->records[*own].path;
    const char *found = NULL;
    for (size_t i = 0; i < known->count; i++) {
        if (known->candidates[i]->number != number)
            continue;
        if (found)
            return NULL;
        found = known->records[i].path;
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
    return percent_decode(arena, (struct text){link, strcspn(link, "#?")});
}

static const char *find_path(const struct adr_register *known, const char *path)
{
    const struct entry *entry = snapshot_find(known->repository->snapshot, path);
    if (entry)
        return entry->path;
    const size_t *index = table_find(&known->by_path, fold(known->arena, path));
    if (!index)
        index = table_find(&known->by_folder, path);
    return index ? known->records[*index].path : NULL;
}

/* With other endings too: pages of sites are linked without one, or as .html. */
static const char *find_document(const struct adr_register *known, const char *path)
{
    const char *found = find_path(known, path);
    if (found)
        return found;
    size_t length = strlen(path);
    if (string_ends_with(path, ".html"))
        length -= 5;
    if (length && path[length - 1] == '/')
        length--;
    const char *stem = arena_copy(known->arena, (struct text){path, length});
    static const char *const endings[] = {".md", ".adoc", ".rst", "/README.md", "/index.md", NULL};
    for (size_t i = 0; endings[i] && !found; i++)
        found = find_path(known, arena_printf(known->arena, "%s%s", stem, endings[i]));
    return found;
}

/* `https://host/org/repository/blob/main/docs/adr/0007-x.md`: a record of this tree, when it
 * has one of that path. */
static const char *find_url(const struct adr_register *known, const char *url)
{
    struct adr_page page;
    if (!adr_page_read(known->arena, known->remote, url, &page))
        return NULL;
    const size_t *index = table_find(&known->by_path, fold(known->arena, page.path));
    return index ? known->records[*index].path : NULL;
}

/* A page of this very repository, as its branch is now, that no file is behind is gone. */
static bool is_own_page(const struct adr_register *known, const char *url)
{
    static const char *const branches[] = {"main", "master", "trunk", "develop", "HEAD", NULL};
    size_t length = known->remote ? strlen(known->remote) : 0;
    struct adr_page page;
    if (!length || !string_starts_with(url, known->remote) || url[length] != '/' ||
        !adr_page_read(known->arena, known->remote, url, &page))
        return false;
    for (size_t i = 0; branches[i]; i++)
        if (strcmp(page.revision, branches[i]) == 0)
            return true;
    return false;
}

static const char *resolve_link(const struct adr_register *known, const char *from,
                                const char *directory, const char *written)
{
    const char *link = clean_link(known->arena, written);
    if (!*link)
        return NULL;
    const char *folder = path_directory(known->arena, from);
    const char *path = path_resolve(known->arena, folder, link);
    const char *found = path ? find_document(known, path) : NULL;
    /* `/keps/..` and `docs/adr/..` as seen from the root. */
    if (!found && (path = path_resolve(known->arena, ".", link)) != NULL)
        found = find_document(known, path);
    /* log4brains: `slug`, `package/slug`. */
    int64_t number = 0;
    if (!found && !strchr(link, '/') && !strchr(link, '.') && read_number(link, &number))
        found = adr_register_find_number(known, directory, number);
    return found;
}

const char *adr_register_resolve(const struct adr_register *known, const char *path,
                                 const char *directory, const char *text, bool is_link,
                                 enum adr_target *state)
{
    const char *found = NULL;
    int64_t number = 0;
    /* `organisation/repository/blob/main/..` leaves out the host alone. */
    if (strstr(text, "://") || strstr(text, "/blob/") || string_starts_with(text, "mailto:")) {
        found = find_url(known, text);
        *state = found                      ? ADR_TARGET_FOUND
                 : is_own_page(known, text) ? ADR_TARGET_MISSING
                                            : ADR_TARGET_ELSEWHERE;
        return found;
    }
    if (!is_link && read_number(text, &number)) {
        found = adr_register_find_number(known, directory, number);
        if (!found) {
            /* A record by its name: `20200101-use-x`, `adr_0007`. */
            const char *folder = path_directory(known->arena, path);
            found = find_document(known, path_join(known->arena, folder, text));
        }
    } else {
        found = resolve_link(known, path, directory, text);
    }
    *state = found ? ADR_TARGET_FOUND : ADR_TARGET_MISSING;
    return found;
}

size_t adr_register_find(const struct adr_register *known, const char *path)
{
    const size_t *index = table_find(&known->by_path, fold(known->arena, path));
    return index ? *index : SIZE_MAX;
}

void adr_register_read(struct adr_register *out, struct fact_writer *writer,
                       const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct adr_candidates candidates =
        adr_candidates_find(arena, repository->snapshot, repository->reader);
    *out = (struct adr_register){
        .arena = arena,
        .repository = repository,
        .remote = repository->repository ? repository_remote(repository->repository, arena) : NULL,
    };
    out->records = ARENA_ARRAY(arena, struct adr_record, candidates.count + 1);
    out->candidates = ARENA_ARRAY(arena, const struct adr_candidate *, candidates.count + 1);
    for (size_t i = 0; i < candidates.count; i++) {
        struct adr_record *record = &out->records[out->count];
        if (!read_record(writer, repository, &candidates.items[i], record) ||
            !is_record(&candidates.items[i], record))
            continue;
        out->candidates[out->count++] = &candidates.items[i];
    }
    index_records(out);
    sites_init(&out->sites, arena);
    if (out->count)
        sites_find(&out->sites, arena, repository->snapshot);
}
