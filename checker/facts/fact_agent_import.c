/* agent_import - what files for AI agents lead to: the target of a link, of a file that only
 * names another, of `@path`; and what is unsafe there. */
#include "base/limits.h"
#include "facts/agent.h"
#include "facts/gather.h"

#include <string.h>

enum { BY, SMELLS };

static const struct fact_kind kind = {
    .name = "agent_import",
    .summary = "A file that AI agents read because one of their files leads to it.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            [BY] = {"by", {.kind = TYPE_PATH}, false, "The file for agents that leads to it."},
            [SMELLS] = {"smells",
                        {.kind = TYPE_LIST, .of = TYPE_WORD, .words = agent_smell_names},
                        false,
                        "What is unsafe in it, each once."},
            {0},
        },
};

static bool is_known(const struct fact_table *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->rows[i].path, path) == 0)
            return true;
    return false;
}

struct imports {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    const struct fact_table *files;
    const char **paths; /* that have a row */
    size_t count, capacity;
};

static bool is_new(struct imports *imports, const char *path)
{
    for (size_t i = 0; i < imports->count; i++)
        if (strcmp(imports->paths[i], path) == 0)
            return false;
    imports->paths = arena_grow(fact_arena(imports->writer), imports->paths, imports->count,
                                &imports->capacity, sizeof(*imports->paths));
    imports->paths[imports->count++] = path;
    return true;
}

static struct value smells_of(struct arena *arena, const struct agent_findings *findings)
{
    const char *names[AGENT_SMELLS];
    size_t count = 0;
    for (size_t smell = 0; smell < AGENT_SMELLS; smell++)
        for (size_t i = 0; i < findings->count; i++)
            if ((size_t)findings->items[i].smell == smell) {
                names[count++] = agent_smell_names[smell];
                break;
            }
    return value_texts(arena, names, count);
}

static void add_import(struct imports *imports, const char *by, const char *path)
{
    struct arena *arena = fact_arena(imports->writer);
    const struct entry *entry = path ? snapshot_find(imports->repository->snapshot, path) : NULL;
    if (!entry || is_known(imports->files, path) || !is_new(imports, entry->path))
        return;
    struct content content;
    struct agent_findings findings = {.arena = arena};
    reader_read(imports->repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
    bool text = content.state == CONTENT_TEXT;
    if (text) {
        agent_find_hidden(&findings, content.text);
        agent_find_words(&findings, content.text);
    }
    uint32_t line = findings.count ? findings.items[0].line : 1;
    struct value *cells = fact_add(imports->writer, &kind, entry->path, line, 1)->cells;
    cells[BY] = value_text(by);
    cells[SMELLS] = text ? smells_of(arena, &findings)
                         : value_unknown(arena, UNKNOWN_UNREADABLE, "it cannot be read as text");
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct imports imports = {.writer = writer,
                              .repository = repository,
                              .files = repository->table(repository, &fact_kind_agent_file)};
    for (size_t i = 0; i < imports.files->count; i++) {
        const struct fact_row *file = &imports.files->rows[i];
        const struct value *cells = file->cells;
        if (file->gap ||
            (cells[AGENT_FILE_TEST].kind == VALUE_BOOLEAN && cells[AGENT_FILE_TEST].boolean))
            continue;
        if (cells[AGENT_FILE_INDIRECTION].kind == VALUE_TEXT)
            add_import(&imports, file->path, cells[AGENT_FILE_INDIRECTION].text);
        const struct value *list = &cells[AGENT_FILE_IMPORTS];
        for (size_t k = 0; list->kind == VALUE_LIST && k < list->list->count; k++)
            add_import(&imports, file->path, list->list->items[k].text);
    }
    return NULL;
}

FACT(agent_import) = {
    .name = "agent_import",
    .area = FACT_AREA_AI,
    .summary = "What files for AI agents lead to, and what is unsafe there.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_agent_file, NULL},
    .recognise_repository = recognise,
};
