/* embedding - which files sources and projects embed: `//go:embed`
 * (https://pkg.go.dev/embed), include_str! and include_bytes! of Rust, EmbeddedResource of
 * MSBuild. */
#include "facts/embedding_kinds.h"
#include "facts/paths.h"

#include <string.h>

static const struct fact_field fields[] = {
    [EMBEDDING_PATTERN] = {"pattern",
                           {.kind = TYPE_TEXT},
                           false,
                           "of the files, from the root of the repository"},
    [EMBEDDING_FIELD_COUNT] = {0},
};

const struct fact_kind embedding_kind = {
    .name = "embedding",
    .summary = "a file, a folder or a pattern of files that a source or a project embeds",
    .key = (const char *const[]){"path", "pattern", NULL},
    .fields = fields,
};

struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    const char *directory;
    uint32_t line;
};

/* A pattern that leaves the repository tells nothing, and one of the source's own folder takes
 * what stands there for other reasons. */
static void add(const struct reading *reading, struct text written)
{
    char *pattern = arena_copy(reading->arena, text_trim(written));
    for (char *at = pattern; *at != '\0'; at++)
        if (*at == '\\')
            *at = '/';
    const char *path =
        pattern[0] == '\0' ? NULL : path_resolve(reading->arena, reading->directory, pattern);
    if (!path || strcmp(path, ".") == 0 || strcmp(path, reading->directory) == 0)
        return;
    struct value *cells = fact_add(reading->writer, &embedding_kind, NULL, reading->line, 1)->cells;
    cells[EMBEDDING_PATTERN] = value_text(path);
}

/* //go:embed all:templates "a b" `c` */
static void read_go(const struct reading *reading, struct text line)
{
    static const char mark[] = "//go:embed ";
    if (!text_starts_with(line, mark))
        return;
    size_t at = strlen(mark);
    while (at < line.size) {
        char quote = line.bytes[at];
        bool is_quoted = quote == '"' || quote == '`';
        size_t start = at + is_quoted, end = start;
        while (end < line.size &&
               (is_quoted ? line.bytes[end] != quote : !strchr(" \t\r", line.bytes[end])))
            end++;
        struct text pattern = {line.bytes + start, end - start};
        if (text_starts_with(pattern, "all:"))
            pattern = (struct text){pattern.bytes + 4, pattern.size - 4};
        if (pattern.size > 0)
            add(reading, pattern);
        at = end + 1;
    }
}

/* What stands between quotes behind the mark; a size of 0 when there is nothing. */
static struct text quoted_behind(struct text line, const char *mark)
{
    size_t at = text_find(line, mark);
    if (at == SIZE_MAX)
        return (struct text){line.bytes, 0};
    const char *start = line.bytes + at + strlen(mark);
    const char *end = memchr(start, '"', line.size - at - strlen(mark));
    return (struct text){start, end ? (size_t)(end - start) : 0};
}

static void read_rust(const struct reading *reading, struct text line)
{
    static const char *const marks[] = {"include_str!(\"", "include_bytes!(\"", NULL};
    for (size_t i = 0; marks[i]; i++) {
        struct text path = quoted_behind(line, marks[i]);
        if (path.size > 0)
            add(reading, path);
    }
}

/* <EmbeddedResource Include="Templates\a.txt;$(MSBuildThisFileDirectory)b\**" /> */
static void read_project(const struct reading *reading, struct text line)
{
    static const char *const folders[] = {"$(MSBuildThisFileDirectory)",
                                          "$(MSBuildProjectDirectory)", NULL};
    struct text list = text_find(line, "<EmbeddedResource") == SIZE_MAX
                           ? (struct text){line.bytes, 0}
                           : quoted_behind(line, "Include=\"");
    for (size_t at = 0; at < list.size;) {
        const char *end = memchr(list.bytes + at, ';', list.size - at);
        struct text item = {list.bytes + at,
                            end ? (size_t)(end - list.bytes) - at : list.size - at};
        at += item.size + 1;
        item = text_trim(item);
        for (size_t i = 0; folders[i]; i++)
            if (text_starts_with(item, folders[i]))
                item =
                    (struct text){item.bytes + strlen(folders[i]), item.size - strlen(folders[i])};
        while (item.size > 0 && (item.bytes[0] == '\\' || item.bytes[0] == '/'))
            item = (struct text){item.bytes + 1, item.size - 1};
        if (text_find(item, "$(") == SIZE_MAX)
            add(reading, item);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state != CONTENT_TEXT)
        return;
    struct reading reading = {.writer = writer, .arena = fact_arena(writer), .line = 1};
    reading.directory = path_directory(reading.arena, file->path);
    struct text rest = file->content.text, line;
    for (; text_next_line(&rest, &line); reading.line++) {
        if (string_ends_with(file->path, ".go"))
            read_go(&reading, line);
        else if (string_ends_with(file->path, ".rs"))
            read_rust(&reading, line);
        else
            read_project(&reading, line);
    }
}

static const struct fact_kind *const kinds[] = {&embedding_kind, NULL};
static const char *const paths[] = {"*.go",    "*.rs",      "*.csproj", "*.fsproj",
                                    "*.props", "*.targets", NULL};
static const char *const literals[] = {"//go:embed ", "include_str!", "include_bytes!",
                                       "<EmbeddedResource", NULL};

FACT(embedding) = {
    .name = "embedding",
    .area = FACT_AREA_FILES,
    .summary = "files that sources of Go and Rust and projects of .NET embed",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
