/* runtime - the files of version managers: .tool-versions of asdf and mise, the files of one
 * runtime (.nvmrc, .python-version, ...), runtime.txt of buildpacks, global.json of .NET. */
#include "facts/catalogue_reading.h"
#include "facts/paths.h"
#include "facts/runtime_kinds.h"

#include <string.h>

/* What the managers call them. */
static const struct {
    const char *written, *runtime;
} aliases[] = {
    {"node", "node"}, {"nodejs", "node"},   {"python", "python"},
    {"ruby", "ruby"}, {"php", "php"},       {"go", "go"},
    {"golang", "go"}, {"dotnet", "dotnet"}, {"dotnet-core", "dotnet"},
};

static const struct {
    const char *name, *runtime;
} files[] = {
    {".nvmrc", "node"},        {".node-version", "node"}, {".python-version", "python"},
    {".ruby-version", "ruby"}, {".php-version", "php"},   {".go-version", "go"},
};

static const char *runtime_of(struct text name)
{
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
        if (text_equals(name, aliases[i].written))
            return aliases[i].runtime;
    return NULL;
}

static void add(struct fact_writer *writer, struct fact_file *file, uint32_t line,
                const char *runtime, struct text version)
{
    version = text_trim(version);
    if (version.size && version.size < 64)
        runtime_add(writer,
                    &(struct runtime_mention){.line = line,
                                              .column = 1,
                                              .sort = RUNTIME_FILE,
                                              .runtime = runtime,
                                              .version = arena_copy(fact_arena(writer), version),
                                              .test = catalogue_is_foreign(file)});
}

static struct text without_comment(struct text line)
{
    const char *hash = memchr(line.bytes, '#', line.size);
    return text_trim((struct text){line.bytes, hash ? (size_t)(hash - line.bytes) : line.size});
}

/* `nodejs 16.13.0 system`: the first version is the one that is used. */
static void read_tool_versions(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = without_comment(line);
        size_t name = 0;
        while (name < line.size && line.bytes[name] != ' ' && line.bytes[name] != '\t')
            name++;
        const char *runtime = runtime_of((struct text){line.bytes, name});
        struct text version = text_trim((struct text){line.bytes + name, line.size - name});
        size_t end = 0;
        while (end < version.size && version.bytes[end] != ' ' && version.bytes[end] != '\t')
            end++;
        if (runtime)
            add(writer, file, number, runtime, (struct text){version.bytes, end});
    }
}

/* The first line that says something; `python-3.8.12` in runtime.txt. */
static void read_line(struct fact_writer *writer, struct fact_file *file, const char *runtime)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = without_comment(line);
        if (!line.size)
            continue;
        if (runtime || text_starts_with(line, "python-"))
            add(writer, file, number, runtime ? runtime : "python", line);
        return;
    }
}

/* `rollForward: major` takes any later one. */
static void read_global_json(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, true, &problem);
    const struct node *sdk =
        document && document->count ? node_find(document->roots[0], "sdk") : NULL;
    const struct node *version = node_find(sdk, "version");
    const char *roll = node_string(sdk, "rollForward");
    bool floats =
        roll && (string_equals_folded(roll, "major") || string_equals_folded(roll, "latestMajor") ||
                 string_equals_folded(roll, "minor") || string_equals_folded(roll, "latestMinor"));
    if (version && version->kind == NODE_TEXT && !floats)
        add(writer, file, version->line, "dotnet", text_of(version->text));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *name = path_base(file->path);
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        if (!catalogue_is_foreign(file))
            fact_add_gaps(writer, file->path, class, reason);
        return;
    }
    if (strcmp(name, ".tool-versions") == 0)
        read_tool_versions(writer, file);
    else if (strcmp(name, "global.json") == 0)
        read_global_json(writer, file);
    else if (strcmp(name, "runtime.txt") == 0)
        read_line(writer, file, NULL);
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        if (strcmp(name, files[i].name) == 0)
            read_line(writer, file, files[i].runtime);
}

FACT(runtime) = {
    .name = "runtime",
    .area = FACT_AREA_OPERATIONS,
    .summary = "versions of runtimes in the files of version managers",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_runtime, NULL},
    .paths = (const char *const[]){".tool-versions", ".nvmrc", ".node-version", ".python-version",
                                   ".ruby-version", ".php-version", ".go-version", "runtime.txt",
                                   "global.json", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
