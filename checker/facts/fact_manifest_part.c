#include "facts/manifest_read.h"
#include "facts/paths.h"
#include "facts/supply.h"

static const struct fact_field fields[] = {
    [PART_ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "npm, pip, gomod, cargo, ..."},
    [PART_DEPENDENCIES] = {"dependencies",
                           {.kind = TYPE_INTEGER},
                           false,
                           "packages from outside the repository that it declares"},
    [PART_LIBRARY] = {"library", {.kind = TYPE_BOOLEAN}, false, "made to be published"},
    [PART_PROGRAM] = {"program", {.kind = TYPE_BOOLEAN}, false, "says that it makes a program"},
    [PART_WANTS_LOCK] = {"wants_lock",
                         {.kind = TYPE_BOOLEAN},
                         false,
                         "its tool writes a lock file for it"},
    [PART_ONLY_WORKSPACE] = {"only_workspace",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "names the members of a workspace and nothing else"},
    [PART_MEMBERS] = {"members",
                      {.kind = TYPE_LIST, .of = TYPE_TEXT},
                      true,
                      "folders of its workspace, as written; !x excludes"},
    [PART_TOOL] = {"tool", {.kind = TYPE_TEXT}, true, "the package manager that it names"},
    [PART_GEMSPEC] = {"gemspec",
                      {.kind = TYPE_INTEGER},
                      true,
                      "the line that takes in the gemspec beside it, if there is one"},
    [PART_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "ecosystem", NULL};

const struct fact_kind manifest_part_kind = {
    .name = "manifest_part",
    .summary = "what one manifest says by itself; `manifest` puts them together",
    .key = key,
    .fields = fields,
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct manifest_format *format = manifest_format_of(file->path);
    if (!format || file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    struct arena *arena = fact_arena(writer);
    struct manifest_reading reading = {.arena = arena, .line = 1};
    reading.problem = fact_file_unreadable(file, &reading.problem_class);
    if (!reading.problem)
        format->read(&reading, file);
    if (reading.problem && format->naming == MANIFEST_NAME_MARKED)
        return;
    if (reading.problem) {
        struct fact_row *row =
            fact_add_gap(writer, &manifest_part_kind, NULL, reading.problem_class, reading.problem);
        row->cells[PART_ECOSYSTEM] = value_text(format->ecosystem);
        return;
    }
    if (format->naming == MANIFEST_NAME_MARKED && reading.dependencies == 0 &&
        !reading.is_workspace && !reading.is_library)
        return;
    struct value *cells = fact_add(writer, &manifest_part_kind, NULL, reading.line, 1)->cells;
    cells[PART_ECOSYSTEM] = value_text(format->ecosystem);
    cells[PART_DEPENDENCIES] = value_integer((int64_t)reading.dependencies);
    cells[PART_LIBRARY] = value_boolean(reading.is_library);
    cells[PART_PROGRAM] = value_boolean(reading.has_program);
    cells[PART_WANTS_LOCK] = value_boolean(reading.wants_lock);
    cells[PART_ONLY_WORKSPACE] = value_boolean(format->naming == MANIFEST_NAME_MEMBERS);
    cells[PART_TOOL] = fact_text(writer, reading.tool);
    if (reading.gemspec)
        cells[PART_GEMSPEC] = value_integer(reading.gemspec);
    if (reading.is_workspace)
        cells[PART_MEMBERS] = value_texts(arena, reading.members, reading.member_count);
}

static const struct fact_kind *const kinds[] = {&manifest_part_kind, NULL};

#define MANIFEST(pattern, ecosystem, naming, reader)    pattern,
#define MANIFEST_IN(pattern, ecosystem, naming, reader) "**/" pattern,
#define MANIFEST_GLOB(glob)                             glob,

static const char *const paths[] = {
#include "facts/manifest_table.inc"
    NULL,
};

FACT(manifest_part) = {
    .name = "manifest_part",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "each manifest read by itself: dependencies, role, members of its workspace",
    .version = 5,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
