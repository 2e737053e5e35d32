/* label - what the owner says of the repository in .bylaw.yml: every label, as rows, for
 * rules that ask for one that is no field of `repository`. */
#include "facts/label_kinds.h"

static const char *const key[] = {"name", NULL};

const struct fact_kind fact_kind_label = {
    .name = "label",
    .summary = "A label of .bylaw.yml.",
    .nowhere = true,
    .key = key,
    .fields =
        (const struct fact_field[]){
            [LABEL_NAME] = {"name", {.kind = TYPE_TEXT}, false, "Its name."},
            [LABEL_VALUE] = {"value", {.kind = TYPE_TEXT}, false, "What it says."},
            {0},
        },
};

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    for (const struct fact_label *label = repository->labels; label && label->name; label++) {
        struct value *cells = fact_add(writer, &fact_kind_label, NULL, 0, 0)->cells;
        cells[LABEL_NAME] = fact_text(writer, label->name);
        cells[LABEL_VALUE] = fact_text(writer, label->value ? label->value : "");
    }
    return NULL;
}

FACT(label) = {
    .name = "label",
    .area = FACT_AREA_REPOSITORY,
    .summary = "Labels of .bylaw.yml.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_label, NULL},
    .recognise_repository = recognise,
};
