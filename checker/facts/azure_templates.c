#include "facts/azure_reader.h"
#include "facts/paths.h"

#include <string.h>

struct azure_file *azure_file_read(struct azure_files *files, const char *path)
{
    struct azure_file *file = table_find(&files->by_path, path);
    if (file)
        return file;
    const struct entry *entry = snapshot_find(files->repository->snapshot, path);
    if (!entry || entry->kind == ENTRY_SUBMODULE)
        return NULL;
    file = ARENA_NEW(files->scratch, struct azure_file);
    file->path = entry->path;
    file->root =
        pipeline_read_yaml(files->scratch, files->repository, entry, &file->class, &file->reason);
    table_set(&files->by_path, entry->path, file);
    return file;
}

void azure_gap(struct azure_reader *reader, enum azure_level level, const char *path,
               enum unknown_class class, const char *reason)
{
    pipeline_add_gaps(reader->pipeline,
                      level <= AZURE_LEVEL_JOBS ? PIPELINE_GAP_JOBS : PIPELINE_GAP_STEPS, path,
                      class, reason);
}

static bool has_key(const struct node *node, const char *const *words)
{
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++)
        if (string_is_one_of(node->keys[i]->text, words))
            return true;
    return false;
}

/* What a list that is passed to a template of another repository holds, by what its
 * items say they are, else by the parameter's name. */
static bool level_of_list(const struct azure_list *list, const char *name, enum azure_level *out)
{
    static const char *const stage_words[] = {"stage", NULL};
    static const char *const job_words[] = {"job", "deployment", NULL};
    static const char *const step_words[] = {
        "task", "script", "bash", "pwsh", "powershell", "checkout", "publish", "download", NULL};
    static const char *const template_words[] = {"template", NULL};
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i].node;
        if (has_key(node, stage_words))
            *out = AZURE_LEVEL_STAGES;
        else if (has_key(node, job_words))
            *out = AZURE_LEVEL_JOBS;
        else if (has_key(node, step_words))
            *out = AZURE_LEVEL_STEPS;
        else if (has_key(node, template_words))
            *out = strstr(name, "tages")  ? AZURE_LEVEL_STAGES
                   : strstr(name, "obs")  ? AZURE_LEVEL_JOBS
                   : strstr(name, "teps") ? AZURE_LEVEL_STEPS
                                          : AZURE_LEVEL_VARIABLES;
        else
            continue;
        return *out != AZURE_LEVEL_VARIABLES;
    }
    return false;
}

static void read_passed(struct azure_reader *reader, const struct azure_entry *entry,
                        const struct azure_call *call, struct pipeline_run run)
{
    struct azure_value value = azure_value_of(reader->expander.scratch, entry->node, entry->scope);
    if (value.kind != AZURE_NODE || value.node->kind != NODE_SEQUENCE)
        return;
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    enum azure_level level;
    if (!level_of_list(&list, entry->key, &level))
        return;
    run = pipeline_within(run, entry->run);
    if (level == AZURE_LEVEL_STAGES)
        azure_read_stages(reader, &value, run);
    else if (level == AZURE_LEVEL_JOBS)
        azure_read_jobs(reader, &value, call->stage, run);
    else if (call->level == AZURE_LEVEL_STEPS)
        azure_read_steps(reader, call->job, &value, run);
    else
        azure_read_bare_steps(reader, &value, call->stage, entry->key,
                              azure_place(entry->scope, entry->place), run);
}

static void add_foreign_use(struct azure_reader *reader, const struct azure_call *call,
                            struct pipeline_place place, const char *text, const char *alias)
{
    struct arena *scratch = reader->expander.scratch;
    const struct azure_repository *repository = table_find(&reader->repositories, alias);
    const char *path = arena_copy(
        scratch, (struct text){.bytes = text, .size = (size_t)(strchr(text, '@') - text)});
    const char *of = repository && repository->name ? repository->name : alias;
    const char *slash = strchr(of, '/');
    pipeline_add_use(
        reader->pipeline, place, call->job ? call->job->id : NULL, 0,
        &(struct pipeline_use){
            .kind = "include",
            .uses = text,
            .owner = slash ? arena_copy(scratch,
                                        (struct text){.bytes = of, .size = (size_t)(slash - of)})
                           : NULL,
            .name = arena_printf(scratch, "%s/%s", of, path),
            .ref = repository ? repository->ref : NULL,
        });
}

/* Templates of Microsoft take the containers of a pipeline as a parameter:
 * `containers: {NAME: {image: ...}}`. */
static void note_containers(struct azure_reader *reader, const struct azure_mapping *arguments)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, arguments, "containers");
    if (value.kind != AZURE_NODE || value.node->kind != NODE_MAPPING)
        return;
    struct azure_mapping containers =
        azure_expand_mapping(&reader->expander, value.node, value.scope);
    for (size_t i = 0; i < containers.count; i++) {
        const struct azure_entry *entry = &containers.entries[i];
        struct azure_value settings = azure_value_of(scratch, entry->node, entry->scope);
        struct azure_value image = azure_property(scratch, &settings, "image");
        if (image.kind == AZURE_TEXT)
            table_set(&reader->containers, entry->key, arena_strdup(scratch, image.text));
    }
}

/* What it makes of the lists that it is given, nobody here can see; they are read as if
 * it used them. */
static void follow_foreign(struct azure_reader *reader, const struct azure_mapping *arguments,
                           const struct azure_call *call, struct pipeline_place place,
                           const char *text, const char *alias)
{
    struct arena *scratch = reader->expander.scratch;
    const char *reason = arena_printf(scratch, "the template '%s' is in another repository", text);
    add_foreign_use(reader, call, place, text, alias);
    note_containers(reader, arguments);
    azure_gap(reader, call->level, place.path, UNKNOWN_UNOBSERVABLE, reason);
    struct pipeline_run run = pipeline_within(call->run, pipeline_stopped(PIPELINE_OPEN, reason));
    for (size_t i = 0; call->level != AZURE_LEVEL_VARIABLES && i < arguments->count; i++)
        read_passed(reader, &arguments->entries[i], call, run);
}

static void read_level(struct azure_reader *reader, const struct azure_mapping *content,
                       const struct azure_call *call)
{
    struct arena *scratch = reader->expander.scratch;
    if (call->level == AZURE_LEVEL_STEPS) {
        struct azure_value steps = azure_get(scratch, content, "steps");
        azure_read_steps(reader, call->job, &steps, call->run);
    } else if (call->level == AZURE_LEVEL_VARIABLES) {
        struct azure_value variables = azure_get(scratch, content, "variables");
        azure_read_variables(reader, &variables, call->job);
    } else {
        azure_read_content(reader, content, call->stage, call->run);
    }
}

static void follow_local(struct azure_reader *reader, const struct azure_mapping *arguments,
                         const struct azure_call *call, const struct azure_entry *entry,
                         const char *path)
{
    struct arena *scratch = reader->expander.scratch;
    const struct azure_frame *caller = entry->scope->frame;
    const char *full = path_resolve(scratch, path_directory(scratch, caller->path), path);
    struct azure_file *file = full ? azure_file_read(reader->files, full) : NULL;
    if (!file || !file->root) {
        azure_gap(reader, call->level, caller->path, file ? file->class : UNKNOWN_UNREADABLE,
                  arena_printf(scratch, "line %u: the template '%s' %s", entry->node->line, path,
                               file ? file->reason : "is not there"));
        return;
    }
    file->used = true;
    if (reader->templates >= AZURE_TEMPLATES_MAX || caller->depth >= AZURE_TEMPLATE_DEPTH_MAX) {
        azure_gap(reader, call->level, caller->path, UNKNOWN_UNREADABLE,
                  "templates use each other without end");
        return;
    }
    reader->templates++;
    struct azure_frame *frame = ARENA_NEW(scratch, struct azure_frame);
    struct azure_scope *scope = ARENA_NEW(scratch, struct azure_scope);
    *frame = (struct azure_frame){
        .path = file->path,
        .declared = node_find(file->root, "parameters"),
        .arguments = arguments->entries,
        .argument_count = arguments->count,
        .called = true,
        .variables = caller->variables,
        .depth = caller->depth + 1,
    };
    scope->frame = frame;
    struct azure_mapping content = azure_expand_mapping(&reader->expander, file->root, scope);
    read_level(reader, &content, call);
}

void azure_follow(struct azure_reader *reader, const struct azure_mapping *mapping,
                  const struct azure_call *call)
{
    struct arena *scratch = reader->expander.scratch;
    const struct azure_entry *entry = azure_find(mapping, "template");
    const char *text = azure_get_text(scratch, mapping, "template");
    if (!entry || call->run.activation == PIPELINE_DISABLED)
        return;
    struct pipeline_place place = azure_place(entry->scope, entry->place);
    if (!text || strstr(text, "${{") || strstr(text, "$(")) {
        azure_gap(reader, call->level, place.path, UNKNOWN_UNOBSERVABLE,
                  arena_printf(scratch, "line %u: an expression names the template", place.line));
        return;
    }
    struct azure_value passed = azure_get(scratch, mapping, "parameters");
    struct azure_mapping arguments = {0};
    if (passed.kind == AZURE_NODE)
        arguments = azure_expand_mapping(&reader->expander, passed.node, passed.scope);
    const char *at = strrchr(text, '@');
    if (at && strcmp(at + 1, "self") != 0) {
        follow_foreign(reader, &arguments, call, place, text, at + 1);
        return;
    }
    size_t size = at ? (size_t)(at - text) : strlen(text);
    follow_local(reader, &arguments, call, entry,
                 arena_copy(scratch, (struct text){.bytes = text, .size = size}));
}
