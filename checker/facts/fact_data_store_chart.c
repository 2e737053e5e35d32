/* data_store, of charts: what their templates keep is known when they are rendered, so a
 * chart with such templates is one gap, however many they are. */
#include "facts/backup_kinds.h"
#include "facts/gather.h"

#include <string.h>

static const char *chart_of(const struct fact_row *row)
{
    return row->cells[DATA_STORE_TEMPLATE_CHART].text;
}

/* Those of tests and of others are counted apart, as rules leave them out. */
static const struct fact_row *first_like(const struct fact_table *table, const struct fact_row *row)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct value *cells = table->rows[i].cells;
        if (!table->rows[i].gap && strcmp(chart_of(&table->rows[i]), chart_of(row)) == 0 &&
            cells[DATA_STORE_TEMPLATE_TEST].boolean ==
                row->cells[DATA_STORE_TEMPLATE_TEST].boolean &&
            cells[DATA_STORE_TEMPLATE_VENDORED].boolean ==
                row->cells[DATA_STORE_TEMPLATE_VENDORED].boolean)
            return &table->rows[i];
    }
    return row;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_data_store_template);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (row->gap || first_like(table, row) != row)
            continue;
        struct fact_row *gap =
            fact_add_gap(writer, &fact_kind_data_store, chart_of(row), UNKNOWN_UNOBSERVABLE,
                         "the chart's templates keep data, and are not rendered");
        gap->cells[DATA_STORE_TEST] = row->cells[DATA_STORE_TEMPLATE_TEST];
        gap->cells[DATA_STORE_VENDORED] = row->cells[DATA_STORE_TEMPLATE_VENDORED];
    }
    return NULL;
}

FACT(data_store_chart) = {
    .name = "data_store_chart",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Charts whose templates may keep data.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_data_store, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_data_store_template, NULL},
    .recognise_repository = recognise,
};
