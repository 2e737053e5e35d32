/* The first byte chooses what reads the rest: a threat model in one of its formats, an
 * entry of a catalogue, the name of a tag, or a commit's message. Rows must stand within
 * the file and hold whole cells; what is found in a text must be of it. */
#include "facts/freshness.h"
#include "facts/gather.h"
#include "facts/release_name.h"
#include "facts/review.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *path, *kind;
} files[] = {
    {"threat-model.md", "threat_model_part"},
    {"SECURITY.md", "threat_model_part"},
    {"threat-model.rst", "threat_model_part"},
    {"model.json", "threat_model_part"},
    {"threagile.yaml", "threat_model_part"},
    {"pay.tm7", "threat_model_part"},
    {"pay.otm", "threat_model_part"},
    {"pay.hcl", "threat_model_part"},
    {"tm.py", "threat_model_part"},
    {"catalog-info.yaml", "component"},
    {"service.datadog.yaml", "component"},
    {"opslevel.yml", "component"},
    {"cortex.yaml", "component"},
};
enum { FILES = sizeof(files) / sizeof(*files) };

static void check_table(const struct fact_table *table, size_t size)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (!row->path || row->line > size + 1)
            abort();
        for (size_t field = 0; table->kind->fields[field].name; field++) {
            const struct value *cell = &row->cells[field];
            /* A byte that is no UTF-8 becomes three. */
            if (cell->kind == VALUE_TEXT && strlen(cell->text) > 3 * size + 100)
                abort();
            if (cell->kind == VALUE_ABSENT && !table->kind->fields[field].optional)
                abort();
        }
    }
}

static void read_file(size_t number, struct text content, struct arena *arena)
{
    const struct memory_file file = {
        .path = files[number].path, .content = content, .kind = ENTRY_FILE};
    const struct fact_kind *kind = fact_kind_find(files[number].kind);
    struct fact_table table = {.kind = kind};
    if (fact_recognise_memory(fact_recogniser_of(kind), kind, &file, 1, arena, &table))
        abort();
    check_table(&table, content.size);
    if (strlen(freshness_digest(arena, file.path, content)) != 64)
        abort();
}

static void read_names(const char *text, struct arena *arena)
{
    struct release_name name;
    if (!release_name_parse(arena, text, &name))
        return;
    size_t size = strlen(text);
    if (strlen(name.version) > size || strlen(name.component) > size ||
        release_version_order(name.version, name.version) != 0 ||
        (name.version[0] < '0' || name.version[0] > '9'))
        abort();
}

static void read_message(const char *text, struct arena *arena)
{
    const struct identity ann = {"Ann", "ann@acme.test", 0};
    const struct identity bob = {"Bob", "bob@acme.test", 0};
    struct trailer trailer = {"Reviewed-by", text};
    struct history_commit commit = {.author = ann,
                                    .committer = ann,
                                    .message = text,
                                    .summary =
                                        arena_copy(arena, (struct text){text, strcspn(text, "\n")}),
                                    .trailers = &trailer,
                                    .trailer_count = strlen(text) % 2};
    for (commit.parents = 1; commit.parents < 3; commit.parents++) {
        struct review review = review_of(arena, &commit, commit.parents > 1 ? &bob : NULL);
        if (!review.evidence || (review.state == REVIEW_UNPROVEN) != (review.unproven != NULL) ||
            (review.reviewer && review.state != REVIEW_YES))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    size_t number = data[0] % (FILES + 2);
    struct text content = {(const char *)data + 1, size - 1};
    if (number < FILES)
        read_file(number, content, &arena);
    else if (number == FILES)
        read_names(arena_copy(&arena, content), &arena);
    else
        read_message(arena_copy(&arena, content), &arena);
    arena_release(&arena);
    return 0;
}
