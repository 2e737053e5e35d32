#include "facts/archive.h"
#include "facts/executable_format.h"
#include "facts/fact.h"
#include "facts/paths.h"

enum { FORMAT, SIZE, TEST, STORED, HOLDS };

static const char *const stored_words[] = {"git", "lfs", NULL};

static const struct fact_field fields[] = {
    {"format", {.kind = TYPE_WORD, .words = executable_format_words}, false, "by its first bytes"},
    {"size", {.kind = TYPE_INTEGER}, false, "bytes"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {"stored",
     {.kind = TYPE_WORD, .words = stored_words},
     false,
     "in git itself, or behind a pointer of Git LFS"},
    {"holds",
     {.kind = TYPE_TEXT},
     true,
     "of an archive: the first program in it, or what marks it as a package"},
    {0},
};

static const char *const key[] = {"path", NULL};

static const struct fact_kind binary_kind = {
    .name = "binary",
    .summary = "a program or object code in the tree, told by its first bytes",
    .key = key,
    .fields = fields,
};

static struct value *add(struct fact_writer *writer, const struct fact_file *file,
                         const char *format, const char *stored)
{
    struct value *cells = fact_add(writer, &binary_kind, NULL, 1, 1)->cells;
    cells[FORMAT] = value_text(format);
    cells[SIZE] =
        value_integer(file->content.size > INT64_MAX ? INT64_MAX : (int64_t)file->content.size);
    cells[TEST] = value_boolean(path_is_test(file->path));
    cells[STORED] = value_text(stored);
    return cells;
}

/* The name is all that is known: it can accuse, and cannot acquit. */
static void add_unread(struct fact_writer *writer, const struct fact_file *file)
{
    const char *format = executable_format_of_name(file->path);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (format)
        add(writer, file, format, "git");
    else
        fact_add_gap(writer, &binary_kind, NULL, class, reason ? reason : "cannot be read");
}

/* A program, or an archive that holds one; `whole`: the bytes are all of the file. */
static void judge(struct fact_writer *writer, const struct fact_file *file, struct text bytes,
                  bool whole)
{
    const char *format = executable_format_of(file->path, bytes);
    if (format) {
        add(writer, file, format, "git");
        return;
    }
    struct archive_contents contents = archive_read(file->arena, file->path, bytes, whole);
    if (contents.program)
        add(writer, file, "archive", "git")[HOLDS] = fact_text(writer, contents.program);
    else if (contents.unknown && path_is_test(file->path))
        /* A test's archive may be broken on purpose: whatever it holds, somebody must look. */
        add(writer, file, "archive", "git")[HOLDS] =
            value_unknown(fact_arena(writer), contents.class, contents.unknown);
    else if (contents.unknown)
        fact_add_gap(writer, &binary_kind, NULL, contents.class, contents.unknown);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *format;
    switch (file->content.state) {
    case CONTENT_TEXT:
    case CONTENT_BINARY:
        judge(writer, file, file->content.text, true);
        return;
    case CONTENT_LFS_POINTER:
        format = executable_format_of_name(file->path);
        if (format)
            add(writer, file, format, "lfs");
        return;
    case CONTENT_TOO_LARGE:
        if (file->content.head.size == 0) {
            add_unread(writer, file);
            return;
        }
        judge(writer, file, file->content.head, false);
        return;
    case CONTENT_MISSING:
    case CONTENT_CORRUPT:
        add_unread(writer, file);
        return;
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
}

static const struct fact_kind *const kinds[] = {&binary_kind, NULL};
static const char *const paths[] = {"**", NULL};

FACT(binary) = {
    .name = "binary",
    .area = FACT_AREA_FILES,
    .summary = "programs and object code by their first bytes, also in archives; images, fonts and "
               "data are"
               " none",
    .version = 4,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
