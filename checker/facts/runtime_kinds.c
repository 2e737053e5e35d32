#include "facts/runtime_kinds.h"

#include "facts/runtimes.h"

enum { NAME, VERSION, CYCLE, END, SORT, STAGE, TEST };

const char *const runtime_names[] = {"node", "python", "ruby", "php", "go", "dotnet", NULL};
static const char *const sorts[] = {[RUNTIME_IMAGE] = "image", [RUNTIME_FILE] = "file", NULL};

const struct fact_kind fact_kind_runtime = {
    .name = "runtime",
    .summary = "a version of a runtime that the repository asks for, and until when it gets fixes",
    .key = (const char *const[]){"path", "name", "stage", "version", NULL},
    .fields =
        (const struct fact_field[]){
            {"name", {.kind = TYPE_WORD, .words = runtime_names}, false, "which runtime"},
            {"version", {.kind = TYPE_TEXT}, false, "as written"},
            {"cycle",
             {.kind = TYPE_TEXT},
             false,
             "the versions that get fixes together; unknown where it is newer than what is known"},
            {"end",
             {.kind = TYPE_DATE},
             true,
             "the last day on which it gets fixes, by rules/catalogue/runtimes.yml; absent while "
             "none is announced"},
            {"sort",
             {.kind = TYPE_WORD, .words = sorts},
             false,
             "an image of a Dockerfile, or the file of a version manager"},
            {"stage", {.kind = TYPE_TEXT}, true, "of the Dockerfile"},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material and examples stand, where others' code does, or is an "
             "image for developers"},
            {0},
        },
};

void runtime_add(struct fact_writer *writer, const struct runtime_mention *mention)
{
    struct arena *arena = fact_arena(writer);
    struct runtime_support support;
    enum runtime_answer answer =
        runtimes_find(runtimes_builtin(), mention->runtime, mention->version, &support);
    if (answer == RUNTIME_UNSAID)
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_runtime, mention->path, mention->line, mention->column)->cells;
    cells[NAME] = value_text(mention->runtime);
    cells[VERSION] = fact_text(writer, mention->version);
    cells[SORT] = value_text(sorts[mention->sort]);
    cells[STAGE] = fact_text(writer, mention->stage);
    cells[TEST] = value_boolean(mention->test);
    if (answer == RUNTIME_NEWER) {
        cells[CYCLE] = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                     "it is newer than what rules/catalogue/runtimes.yml knows");
        cells[END] = cells[CYCLE];
        return;
    }
    cells[CYCLE] = value_text(support.cycle);
    if (support.end != INT32_MIN)
        cells[END] = value_date(support.end);
}

void runtime_add_gap(struct fact_writer *writer, const char *path, bool test)
{
    struct fact_row *row = fact_add_gap(writer, &fact_kind_runtime, path, UNKNOWN_UNREADABLE,
                                        "the Dockerfile cannot be read");
    row->cells[TEST] = value_boolean(test);
}
