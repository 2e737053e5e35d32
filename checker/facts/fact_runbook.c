/* runbook - runbooks, and whether what they name is of this repository: a service, an
 * alert, a file. */
#include "base/table.h"
#include "facts/alert_kinds.h"
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/runbook_kinds.h"
#include "facts/service_names.h"
#include "facts/supply.h"

#include <string.h>

const struct fact_kind fact_kind_runbook = {
    .name = "runbook",
    .summary = "A runbook and what it holds for somebody on call.",
    .key = (const char *const[]){"path", NULL},
    .fields = (const struct fact_field[]){RUNBOOK_COMMON_FIELDS, [RUNBOOK_CELLS] = {0}},
};

struct known {
    const struct fact_repository *repository;
    const struct service_names *names;
    const struct fact_table *alerts;
};

static bool names_alert(const struct fact_table *alerts, const char *text)
{
    enum { SHORTEST = 6 };
    for (size_t i = 0; i < alerts->count; i++) {
        const struct value *name = &alerts->rows[i].cells[ALERT_NAME];
        if (!alerts->rows[i].gap && name->kind == VALUE_TEXT && strlen(name->text) >= SHORTEST &&
            strstr(text, name->text))
            return true;
    }
    return false;
}

/* The pages that alerts link answer to them, whatever they are called. */
static void read_linked(struct table *linked, const struct fact_table *alerts)
{
    for (size_t i = 0; i < alerts->count; i++) {
        const char *path = cell_text(&alerts->rows[i], ALERT_RUNBOOK_PATH);
        if (path)
            table_set(linked, path, linked);
    }
}

/* A word with a folder in it that leads to a file or a folder from the root. */
static bool names_path(const struct snapshot *snapshot, struct arena *scratch, const char *text)
{
    static const char between[] = " \t\r\n\"'`()<>[]*,;:|=$";
    while (*(text += strspn(text, between))) {
        size_t size = strcspn(text, between);
        if (memchr(text, '/', size)) {
            const char *path = arena_copy(scratch, (struct text){text, size});
            path += strncmp(path, "./", 2) == 0 ? 2 : 0;
            if (snapshot_find(snapshot, path) || snapshot_has_folder(snapshot, path))
                return true;
        }
        text += size;
    }
    return false;
}

/* Where nothing tells how the services are called, the page's own word is taken. */
static bool is_anchored(const struct known *known, struct fact_writer *writer,
                        struct arena *scratch, const struct fact_row *page)
{
    const char *text = page->cells[RUNBOOK_PAGE_TEXT].text;
    if (cell_is_true(page, RUNBOOK_PAGE_ADDRESSES) || names_alert(known->alerts, text) ||
        names_path(known->repository->snapshot, scratch, text))
        return true;
    struct value own = service_names_in(known->names, fact_arena(writer), scratch, text, "");
    return own.kind == VALUE_UNKNOWN ? cell_is_true(page, RUNBOOK_ANCHORS) : own.boolean;
}

/* Pages with headings that nobody here understands are one gap together. */
static void add_foreign(struct fact_writer *writer, const struct fact_row *first, size_t count)
{
    const char *reason =
        count == 1
            ? "its headings are in a script that is not understood"
            : arena_printf(fact_arena(writer),
                           "the headings of %zu pages are in a script that is not understood",
                           count);
    fact_add_gap(writer, &fact_kind_runbook, first->path, UNKNOWN_UNOBSERVABLE, reason);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    enum { ENOUGH_FAMILIES = 4 };
    const struct fact_table *pages = repository->table(repository, &fact_kind_runbook_page);
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct known known = {repository, service_names_new(&scratch, repository),
                          repository->table(repository, &fact_kind_alert)};
    struct table linked;
    table_init(&linked, &scratch);
    read_linked(&linked, known.alerts);
    const struct fact_row *foreign = NULL;
    size_t foreign_count = 0;
    for (size_t i = 0; i < pages->count; i++) {
        const struct fact_row *page = &pages->rows[i];
        if (page->gap) {
            const struct unknown *why = page->cells[RUNBOOK_FILLED].unknown;
            fact_add_gap(writer, &fact_kind_runbook, page->path, why->class, why->reason);
            continue;
        }
        if (cell_is_true(page, RUNBOOK_PAGE_FOREIGN) &&
            page->cells[RUNBOOK_FAMILY_COUNT].integer < ENOUGH_FAMILIES) {
            foreign = foreign ? foreign : page;
            foreign_count++;
            continue;
        }
        struct arena_mark mark = arena_mark(&scratch);
        struct value *cells =
            fact_add(writer, &fact_kind_runbook, page->path, page->line, page->column)->cells;
        memcpy(cells, page->cells, RUNBOOK_CELLS * sizeof(*cells));
        cells[RUNBOOK_ANCHORS] = value_boolean(is_anchored(&known, writer, &scratch, page));
        if (table_has(&linked, page->path))
            cells[RUNBOOK_RESPONSE] = value_boolean(true);
        arena_reset(&scratch, mark);
    }
    if (foreign)
        add_foreign(writer, foreign, foreign_count);
    arena_release(&scratch);
    return NULL;
}

FACT(runbook) = {
    .name = "runbook",
    .area = FACT_AREA_OPERATIONS,
    .summary = "What runbooks hold for somebody on call, and whether they are about this system.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_runbook, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_runbook_page, &fact_kind_alert,
                                               SERVICE_NAMES_NEEDS, NULL},
    .recognise_repository = recognise,
};
