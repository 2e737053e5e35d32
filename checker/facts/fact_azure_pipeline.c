/* azure_pipeline - pipelines of Azure Pipelines and the templates of this repository
 * that they use. Which file is a pipeline is a setting of Azure DevOps that no file shows:
 * one is taken for a pipeline that has the marks of one, is no template of another, and
 * says what starts it or bears the name. Semantics: learn.microsoft.com/azure/devops/
 * pipelines/yaml-schema (pipeline, trigger, pr, stages, jobs, steps), .../pipelines/process/
 * templates, .../process/template-expressions, .../process/conditions. */
#include "base/limits.h"
#include "facts/azure_reader.h"
#include "facts/paths.h"
#include "source/entry.h"

#include <string.h>

/* Files whose names say that they may be pipelines: others' YAML is left alone. */
enum { FILES_MAX = 2000 };

static bool is_yaml(const char *path)
{
    return string_ends_with(path, ".yml") || string_ends_with(path, ".yaml");
}

static bool is_named(const char *path)
{
    static const char *const words[] = {"pipeline", "azure", "vsts", "devops", NULL};
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(path), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* A name, or one of the folders where builds are kept; what is in it decides. Pipelines that
 * came with others' code run where it is developed; templates among it are read when used. */
static bool may_be_pipeline(const struct snapshot *snapshot, const struct entry *entry)
{
    static const char *const folders[] = {".ado/",   ".ci/", "ci/",      ".build/", "build/",
                                          "builds/", "eng/", ".config/", NULL};
    const char *path = entry->path;
    if (!entry_is_file(entry) || !is_yaml(path) || string_starts_with(path, ".github/") ||
        string_starts_with(path, ".circleci/") || path_is_test(path) ||
        snapshot_is_vendored(snapshot, path))
        return false;
    if (is_named(path) || !strchr(path, '/'))
        return true;
    for (size_t i = 0; folders[i]; i++)
        if (string_starts_with(path, folders[i]))
            return true;
    return false;
}

static bool has_step(const struct node *node, unsigned depth)
{
    static const char *const words[] = {"task",     "script",   "bash",       "pwsh", "powershell",
                                        "template", "checkout", "deployment", NULL};
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++)
        if (string_is_one_of(node->keys[i]->text, words) && node_is_scalar(node->items[i]))
            return true;
    for (size_t i = 0; node && depth < 12 && i < node->count; i++)
        if (has_step(node->items[i], depth + 1))
            return true;
    return false;
}

/* The marks of a pipeline or of a template of one. */
static bool is_pipeline_like(const struct node *root)
{
    static const char *const contents[] = {"stages", "jobs", "steps", NULL};
    const struct node *extends = node_find(root, "extends");
    if (extends && node_string(extends, "template"))
        return true;
    /* Of other systems. */
    if (node_find(root, "on") || node_find(root, "runs") || node_find(root, "kind") ||
        node_find(root, "workflows") || node_find(root, "image") || node_find(root, "definitions"))
        return false;
    for (size_t i = 0; contents[i]; i++) {
        const struct node *content = node_find(root, contents[i]);
        if (content && content->kind == NODE_SEQUENCE && has_step(content, 0))
            return true;
    }
    return false;
}

static bool has_any(const struct node *root, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (node_find(root, words[i]))
            return true;
    return false;
}

/* Does it say what a pipeline says and a template does not, or is it called one? Where
 * templates are kept only what starts a pipeline tells. */
static bool starts(const struct azure_file *file)
{
    static const char *const starting[] = {"trigger", "pr", "schedules", NULL};
    static const char *const whole[] = {"resources", "pool", "name", "extends", NULL};
    if (has_any(file->root, starting))
        return true;
    if (text_find_folded(text_of(file->path), "template") != SIZE_MAX)
        return false;
    const char *base = path_base(file->path);
    return has_any(file->root, whole) ||
           (!node_find(file->root, "parameters") &&
            (text_find_folded(text_of(base), "pipeline") != SIZE_MAX || !strchr(file->path, '/') ||
             node_find(file->root, "stages")));
}

/* A template that nothing here uses: for others' pipelines, as GitHub's reusable
 * workflows are. */
static void read_pipeline(struct fact_writer *writer, struct azure_files *files,
                          const struct azure_file *file)
{
    struct arena *scratch = files->scratch;
    struct pipeline pipeline = {
        .writer = writer, .scratch = scratch, .system = "azure", .workflow = file->path};
    struct azure_reader reader = {
        .pipeline = &pipeline,
        .files = files,
        .expander = {.scratch = scratch, .rest = AZURE_ITEMS_MAX},
        .called = !starts(file),
    };
    table_init(&reader.variables, scratch);
    table_init(&reader.containers, scratch);
    table_init(&reader.repositories, scratch);
    const struct azure_frame frame = {.path = file->path,
                                      .declared = node_find(file->root, "parameters"),
                                      .variables = &reader.variables};
    const struct azure_scope scope = {.frame = &frame};
    struct azure_mapping root = azure_expand_mapping(&reader.expander, file->root, &scope);
    struct pipeline_run run =
        reader.called
            ? pipeline_stopped(PIPELINE_AUTOMATIC, "only other pipelines use it, none of them"
                                                   " here")
            : azure_read_triggers(&reader, &root);
    struct azure_value variables = azure_get(scratch, &root, "variables");
    azure_read_variables(&reader, &variables, NULL);
    azure_read_content(&reader, &root, NULL, (struct pipeline_run){0});
    azure_write_jobs(&reader, &root);
    pipeline_add_workflow(&pipeline, node_string(file->root, "name"), 1, run, reader.called);
    if (reader.expander.rest == 0)
        pipeline_add_gaps(&pipeline, PIPELINE_GAP_JOBS, file->path, UNKNOWN_UNREADABLE,
                          "more than is read of one pipeline");
}

static bool may_hold_steps(struct azure_files *files, const struct entry *entry)
{
    static const char *const marks[] = {
        "task:", "script:", "bash:", "pwsh:", "powershell:", "template:", "checkout:", NULL};
    struct arena_mark before = arena_mark(files->scratch);
    struct content content;
    reader_read(files->repository->reader, entry, LIMIT_BLOB_BYTES, files->scratch, &content);
    bool found = content.state != CONTENT_TEXT && is_named(path_base(entry->path));
    for (size_t i = 0; !found && content.state == CONTENT_TEXT && marks[i]; i++)
        found = text_find(content.text, marks[i]) != SIZE_MAX;
    arena_reset(files->scratch, before);
    return found;
}

static void mark_templates(struct azure_files *files, const struct node *node, const char *path,
                           unsigned depth)
{
    const char *text = node_string(node, "template");
    const char *at = text ? strrchr(text, '@') : NULL;
    if (text && (!at || strcmp(at, "@self") == 0)) {
        size_t size = at ? (size_t)(at - text) : strlen(text);
        const char *relative =
            arena_copy(files->scratch, (struct text){.bytes = text, .size = size});
        const char *full =
            path_resolve(files->scratch, path_directory(files->scratch, path), relative);
        struct azure_file *file = full ? table_find(&files->by_path, full) : NULL;
        if (file && strcmp(file->path, path) != 0)
            file->used = true;
    }
    for (size_t i = 0; node && depth < 40 && i < node->count; i++)
        mark_templates(files, node->items[i], path, depth + 1);
}

static void add_unreadable(struct fact_writer *writer, struct arena *scratch,
                           const struct azure_file *file)
{
    struct pipeline pipeline = {
        .writer = writer, .scratch = scratch, .system = "azure", .workflow = file->path};
    if (string_starts_with(path_base(file->path), "azure-pipelines"))
        pipeline_add_gaps(&pipeline, PIPELINE_GAP_FILE, file->path, file->class, file->reason);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct azure_files files = {.repository = repository, .scratch = &scratch};
    table_init(&files.by_path, &scratch);
    const struct snapshot *snapshot = repository->snapshot;
    for (size_t i = 0, count = 0; i < snapshot->count && count < FILES_MAX; i++)
        if (may_be_pipeline(snapshot, &snapshot->entries[i]) &&
            may_hold_steps(&files, &snapshot->entries[i])) {
            azure_file_read(&files, snapshot->entries[i].path);
            count++;
        }
    size_t count = files.by_path.count;
    for (size_t i = 0; i < count; i++) {
        const struct azure_file *file = files.by_path.entries[i].value;
        if (file->root && is_pipeline_like(file->root))
            mark_templates(&files, file->root, file->path, 0);
    }
    for (size_t i = 0; i < count; i++) {
        const struct azure_file *file = files.by_path.entries[i].value;
        if (!file->root)
            add_unreadable(writer, &scratch, file);
        else if (!file->used && is_pipeline_like(file->root))
            read_pipeline(writer, &files, file);
    }
    arena_release(&scratch);
    return NULL;
}

FACT(azure_pipeline) = {
    .name = "azure_pipeline",
    .area = FACT_AREA_AUTOMATION,
    .summary = "pipelines and templates of Azure Pipelines",
    .version = 2,
    .kinds = pipeline_kinds,
    .recognise_repository = recognise,
};
