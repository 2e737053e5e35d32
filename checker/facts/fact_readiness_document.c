/* readiness_document - reviews before something goes into production, as they are
 * written, and their items. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/readiness.h"
#include "facts/readiness_kinds.h"

static const struct fact_field fields[] = {READINESS_COMMON_FIELDS, {0}};

const struct fact_kind fact_kind_readiness_document = {
    .name = "readiness_document",
    .summary = "A review of readiness for production, as it is written.",
    .key = (const char *const[]){"path", NULL},
    .fields = fields,
};

const struct fact_kind fact_kind_readiness_item = {
    .name = "readiness_item",
    .summary = "What a review of readiness asks, and how it is answered.",
    .key = (const char *const[]){"text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text", {.kind = TYPE_TEXT}, false, "What is asked."},
            {"state",
             {.kind = TYPE_WORD, .words = readiness_state_names},
             false,
             "No answer, 'N/A' without and with a reason, yes without and with something that "
             "shows it."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material and examples stand"},
            {0},
        },
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum { ITEMS_LEAST = 3 };
    if (!readiness_is_review(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    struct readiness readiness = {0};
    if (prose)
        readiness = readiness_read(&scratch, prose);
    if (readiness.count >= ITEMS_LEAST) {
        struct value test = value_boolean(document_is_foreign(file->path));
        struct value *cells = fact_add(writer, &fact_kind_readiness_document, NULL, 1, 1)->cells;
        cells[READINESS_ITEMS] = value_integer((int64_t)readiness.count);
        cells[READINESS_OPEN] = value_integer(
            (int64_t)(readiness.states[READINESS_IS_OPEN] + readiness.states[READINESS_IS_BARE]));
        cells[READINESS_EVIDENCE] = value_integer((int64_t)readiness.states[READINESS_IS_EVIDENT]);
        struct value signers[READINESS_SIGNERS_MAX];
        for (size_t i = 0; i < readiness.signer_count; i++)
            signers[i] = fact_text(writer, readiness.signers[i]);
        cells[READINESS_SIGNERS] =
            value_list_of(fact_arena(writer), signers, readiness.signer_count);
        cells[READINESS_TEST] = test;
        for (size_t i = 0; i < readiness.count; i++) {
            const struct readiness_item *item = &readiness.items[i];
            cells = fact_add(writer, &fact_kind_readiness_item, NULL, item->line, 1)->cells;
            cells[READINESS_ITEM_TEXT] = fact_text(writer, item->text);
            cells[READINESS_ITEM_STATE] = value_text(readiness_state_names[item->state]);
            cells[READINESS_ITEM_TEST] = test;
        }
    }
    arena_release(&scratch);
}

FACT(readiness_document) = {
    .name = "readiness_document",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Reviews of readiness for production, as they are written.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_readiness_document,
                                               &fact_kind_readiness_item, NULL},
    .paths = (const char *const[]){"*.md", "*.markdown", "*.rst", "*.adoc", "*.org", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
