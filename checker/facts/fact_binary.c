#include "facts/executable_format.h"
#include "facts/fact.h"
#include "facts/paths.h"

enum { FORMAT, SIZE, TEST, STORED };

static const char *const stored_words[] = {"git", "lfs", NULL};

static const struct fact_field fields[] = {
    {"format", {.kind = TYPE_WORD, .words = executable_format_words}, false, "by its first bytes"},
    {"size", {.kind = TYPE_INTEGER}, false, "bytes"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {"stored",
     {.kind = TYPE_WORD, .words = stored_words},
     false,
     "in git itself, or behind a pointer of Git LFS"},
    {0},
};

static const char *const key[] = {"path", NULL};

static const struct fact_kind binary_kind = {
    .name = "binary",
    .summary = "a program or object code in the tree, told by its first bytes",
    .key = key,
    .fields = fields,
};

/* Text that is large now and then. Only content over the limit is asked for its
 * name, so that an endless list is not needed; what is lost or damaged is unknown,
 * whatever it is called. */
static bool is_data_name(const char *path)
{
    static const char *const suffixes[] = {
        ".json", ".csv", ".tsv", ".sql",  ".xml",   ".txt",     ".md", ".svg", ".tar",
        ".pb",   ".db",  ".log", ".yaml", ".yml",   ".html",    ".js", ".ts",  ".map",
        ".c",    ".h",   ".go",  ".dat",  ".ipynb", ".geojson", NULL,
    };
    for (size_t i = 0; suffixes[i]; i++)
        if (string_ends_with(path, suffixes[i]))
            return true;
    return path_is_media(path);
}

static void add(struct fact_writer *writer, const struct fact_file *file, const char *format,
                const char *stored)
{
    struct value *cells = fact_add(writer, &binary_kind, NULL, 1, 1)->cells;
    cells[FORMAT] = value_text(format);
    cells[SIZE] =
        value_integer(file->content.size > INT64_MAX ? INT64_MAX : (int64_t)file->content.size);
    cells[TEST] = value_boolean(path_is_test(file->path));
    cells[STORED] = value_text(stored);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *format = NULL;
    switch (file->content.state) {
    case CONTENT_TEXT:
    case CONTENT_BINARY:
        format = executable_format_of(file->path, file->content.text);
        if (format)
            add(writer, file, format, "git");
        return;
    case CONTENT_LFS_POINTER:
        format = executable_format_of_name(file->path);
        if (format)
            add(writer, file, format, "lfs");
        return;
    case CONTENT_TOO_LARGE:
    case CONTENT_MISSING:
    case CONTENT_CORRUPT: {
        format = executable_format_of_name(file->path);
        enum unknown_class class = UNKNOWN_UNREADABLE;
        const char *reason = fact_file_unreadable(file, &class);
        if (format)
            add(writer, file, format, "git");
        else if (file->content.state != CONTENT_TOO_LARGE || !is_data_name(file->path))
            fact_add_gap(writer, &binary_kind, NULL, class, reason ? reason : "cannot be read");
        return;
    }
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
}

static const struct fact_kind *const kinds[] = {&binary_kind, NULL};
static const char *const paths[] = {"**", NULL};

FACT(binary) = {
    .name = "binary",
    .summary = "programs and object code by their first bytes; images, fonts and data are none",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
