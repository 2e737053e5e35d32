/* agent_import - what files for AI agents lead to: the target of a link, of a file that only
 * names another, of `@path`; and what is unsafe there. */
#include "base/limits.h"
#include "base/table.h"
#include "facts/agent.h"
#include "facts/gather.h"

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

struct imports {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct table paths; /* of files for agents, and of those that have a row */
};

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
    if (!entry || table_set(&imports->paths, entry->path, imports))
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
    struct imports imports = {.writer = writer, .repository = repository};
    const struct fact_table *files = repository->table(repository, &fact_kind_agent_file);
    table_init(&imports.paths, fact_arena(writer));
    for (size_t i = 0; i < files->count; i++)
        table_set(&imports.paths, files->rows[i].path, &imports);
    for (size_t i = 0; i < files->count; i++) {
        const struct fact_row *file = &files->rows[i];
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
