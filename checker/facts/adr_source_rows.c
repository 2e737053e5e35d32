#include "facts/adr_register.h"

enum { SOURCE_PLACE, SOURCE_STATE, SOURCE_STATUS, SOURCE_TEXT, SOURCE_FIRST };

const struct fact_kind fact_kind_adr_status_source = {
    .name = "adr_status_source",
    .summary = "A place where a decision record says its status.",
    .key = (const char *const[]){"path", "source", NULL},
    .fields =
        (const struct fact_field[]){
            {"source",
             {.kind = TYPE_WORD, .words = adr_source_names},
             false,
             "A field of its front matter, its section, or a line like `Status: x`."},
            {"state",
             {.kind = TYPE_WORD, .words = adr_status_state_names},
             false,
             "Whether the word is known."},
            {"status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "Absent unless the word is known."},
            {"text", {.kind = TYPE_TEXT}, false, "As it is written."},
            {"first", {.kind = TYPE_BOOLEAN}, false, "Is it the one that counts?"},
            {0},
        },
};

void adr_source_rows(struct fact_writer *writer, const struct adr_register *known, size_t index)
{
    const struct adr_record *record = &known->records[index];
    for (size_t i = 0; i < record->source_count; i++) {
        const struct adr_source *source = &record->sources[i];
        struct value *cells =
            fact_add(writer, &fact_kind_adr_status_source, record->path, source->line, 1)->cells;
        cells[SOURCE_PLACE] = value_text(adr_source_names[source->place]);
        cells[SOURCE_STATE] = value_text(adr_status_state_names[source->state]);
        if (source->state == ADR_STATUS_KNOWN)
            cells[SOURCE_STATUS] = value_text(adr_status_names[source->status]);
        cells[SOURCE_TEXT] = value_text(source->text);
        cells[SOURCE_FIRST] = value_boolean(i == 0);
    }
}
