/* alert - alerts with their runbooks looked up, and whether they are about something that
 * this repository holds. */
#include "facts/alert_kinds.h"
#include "facts/gather.h"
#include "facts/service_names.h"
#include "facts/tree_link.h"

#include <string.h>

static const char *const key[] = {"path", "name", NULL};

static const struct fact_field fields[] = {
    ALERT_COMMON_FIELDS,
    [ALERT_RUNBOOK_STATE] = {"runbook_state",
                             {.kind = TYPE_WORD, .words = tree_link_state_names},
                             false,
                             "Where the link leads: nowhere, to words that are no link, to a file "
                             "or a heading that is there or not, out of this repository."},
    [ALERT_RUNBOOK_FOUND] = {"runbook_found",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "Is it there? Unknown for other hosts and for templates."},
    [ALERT_RUNBOOK_PATH] = {"runbook_path",
                            {.kind = TYPE_PATH},
                            true,
                            "The file of this tree that the link leads to."},
    [ALERT_RUNBOOK_HOST] = {"runbook_host", {.kind = TYPE_TEXT}, true, "The host of the link."},
    [ALERT_OWN] = {"own",
                   {.kind = TYPE_BOOLEAN},
                   false,
                   "Does it name the repository, or a component or workload of it? Unknown where "
                   "nothing tells how these are called."},
    [ALERT_OWN + 1] = {0},
};

const struct fact_kind fact_kind_alert = {
    .name = "alert",
    .summary = "An alert, where its runbook is, and whether it is about this repository.",
    .key = key,
    .fields = fields,
};

static void add_alert(struct fact_writer *writer, struct arena *scratch,
                      const struct fact_row *definition, struct tree_links *links,
                      const struct service_names *names)
{
    struct fact_row *row =
        fact_add(writer, &fact_kind_alert, definition->path, definition->line, definition->column);
    struct value *cells = row->cells;
    memcpy(cells, definition->cells, ALERT_DEFINITION_CELLS * sizeof(*cells));
    const char *name = cells[ALERT_NAME].kind == VALUE_TEXT ? cells[ALERT_NAME].text : "";
    struct tree_link link = tree_links_follow(
        links, definition->path,
        cells[ALERT_RUNBOOK].kind == VALUE_TEXT ? cells[ALERT_RUNBOOK].text : NULL, name);
    cells[ALERT_RUNBOOK_STATE] = value_text(tree_link_state_names[link.state]);
    cells[ALERT_RUNBOOK_FOUND] = tree_link_found(fact_arena(writer), &link);
    cells[ALERT_RUNBOOK_PATH] = fact_text(writer, link.path);
    cells[ALERT_RUNBOOK_HOST] = fact_text(writer, link.host);
    cells[ALERT_OWN] = service_names_in(names, fact_arena(writer), scratch, cells[ALERT_TEXT].text,
                                        definition->path);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_alert_definition);
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct tree_links *links = tree_links_new(&scratch, repository);
    const struct service_names *names = service_names_new(&scratch, repository);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *definition = &table->rows[i];
        struct arena_mark mark = arena_mark(&scratch);
        if (definition->gap) {
            const struct unknown *why = definition->cells[ALERT_NAME].unknown;
            struct fact_row *gap =
                fact_add_gap(writer, &fact_kind_alert, definition->path, why->class, why->reason);
            gap->cells[ALERT_TEST] = definition->cells[ALERT_TEST];
            gap->cells[ALERT_VENDORED] = definition->cells[ALERT_VENDORED];
        } else {
            add_alert(writer, &scratch, definition, links, names);
        }
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    return NULL;
}

FACT(alert) = {
    .name = "alert",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Alerts, and where their runbooks are.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_alert, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_alert_definition, SERVICE_NAMES_NEEDS,
                                               &fact_kind_markdown_anchor, NULL},
    .recognise_repository = recognise,
};
