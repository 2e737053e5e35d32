#include "facts/service_names.h"

#include "base/table.h"
#include "facts/paths.h"
#include "facts/prose.h"

#include <string.h>

struct service_names {
    struct table names; /* in words: "-pay-api-"; NULL for a loose one */
    bool gap;           /* there may be workloads that nobody can read */
};

const char *service_name_words(struct arena *arena, const char *text)
{
    struct buffer parted = BUFFER_EMPTY;
    for (size_t i = 0; text[i]; i++) {
        bool is_upper = text[i] >= 'A' && text[i] <= 'Z';
        bool after_lower = i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z';
        if (is_upper && after_lower)
            buffer_add_byte(&parted, '-');
        buffer_add_byte(&parted, text[i]);
    }
    const char *squeezed = prose_squeeze(arena, buffer_string(&parted));
    buffer_release(&parted);
    size_t size = strlen(squeezed);
    while (size && squeezed[size - 1] == '-')
        size--;
    while (size && squeezed[0] == '-') {
        squeezed++;
        size--;
    }
    return arena_printf(arena, "-%.*s-", (int)size, squeezed);
}

/* Words that labels and files of any service have. */
static bool is_common(const char *words)
{
    static const char *const common[] = {
        "-app-",     "-web-",        "-api-",       "-job-",     "-main-",       "-test-",
        "-name-",    "-all-",        "-service-",   "-server-",  "-http-",       "-node-",
        "-pod-",     "-container-",  "-host-",      "-cluster-", "-instance-",   "-alerts-",
        "-default-", "-worker-",     "-namespace-", "-rules-",   "-monitoring-", "-release-",
        "-prod-",    "-production-", NULL};
    return strlen(words) < 5 || string_is_one_of(words, common);
}

static void add(struct service_names *names, const struct value *cell, bool loose)
{
    if (cell->kind != VALUE_TEXT)
        return;
    const char *words = service_name_words(names->names.arena, cell->text);
    if (!is_common(words) && (!loose || !table_has(&names->names, words)))
        table_set(&names->names, words, loose ? NULL : names);
}

static void add_table(struct service_names *names, const struct fact_table *table, int name,
                      int test, bool loose)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        names->gap = names->gap || row->gap;
        if (!row->gap &&
            (test < 0 || row->cells[test].kind != VALUE_BOOLEAN || !row->cells[test].boolean))
            add(names, &row->cells[name], loose);
    }
}

struct service_names *service_names_new(struct arena *arena,
                                        const struct fact_repository *repository)
{
    struct service_names *names = ARENA_NEW(arena, struct service_names);
    table_init(&names->names, arena);
    const struct fact_kind *workload = &fact_kind_workload, *container = &fact_kind_container;
    add_table(names, repository->table(repository, &fact_kind_component), COMPONENT_NAME,
              COMPONENT_TEST, false);
    add_table(names, repository->table(repository, workload), fact_field_find(workload, "name"),
              fact_field_find(workload, "test"), true);
    add_table(names, repository->table(repository, container),
              fact_field_find(container, "image_base"), fact_field_find(container, "test"), true);
    add_table(names, repository->table(repository, &fact_kind_repository_name),
              REPOSITORY_NAME_NAME, -1, true);
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    if (remote) {
        /* The last name of its path: groups of GitLab may stand within groups. */
        struct value cell = value_text(path_base(remote));
        add(names, &cell, false);
    }
    return names;
}

const char *service_names_item(const struct service_names *names, size_t number, bool *loose)
{
    if (number >= names->names.count)
        return NULL;
    *loose = names->names.entries[number].value == NULL;
    return names->names.entries[number].key;
}

struct value service_names_in(const struct service_names *names, struct arena *arena,
                              struct arena *scratch, const char *text, const char *path)
{
    const char *words = service_name_words(scratch, text),
               *folders = service_name_words(scratch, path);
    for (size_t i = 0; i < names->names.count; i++) {
        const char *name = names->names.entries[i].key;
        if (strstr(words, name) || strstr(folders, name))
            return value_boolean(true);
    }
    if (!names->names.count || names->gap)
        return value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                             "nothing tells how the services of this repository are called");
    return value_boolean(false);
}
