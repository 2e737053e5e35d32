#include "facts/threat_model.h"

#include <string.h>

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Where `name(` is called in a line, or SIZE_MAX. */
static size_t call_of(struct text line, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = 0; at + size < line.size; at++)
        if (memcmp(line.bytes + at, name, size) == 0 && line.bytes[at + size] == '(' &&
            (at == 0 || !is_name_byte(line.bytes[at - 1])))
            return at;
    return SIZE_MAX;
}

static bool imports(struct text line)
{
    return text_starts_with(line, "from pytm import") || text_equals(line, "import pytm") ||
           text_starts_with(line, "import pytm ");
}

/* The text in quotes behind `TM(`. */
static const char *title_of(struct arena *scratch, struct text line, size_t call)
{
    const char *start = line.bytes + call + 3;
    size_t left = line.size - call - 3;
    if (left < 2 || (*start != '"' && *start != '\''))
        return NULL;
    const char *end = memchr(start + 1, *start, left - 1);
    return end ? arena_copy(scratch, (struct text){start + 1, (size_t)(end - start - 1)}) : NULL;
}

bool threat_model_of_pytm(struct arena *scratch, struct text text, struct threat_model *out)
{
    static const char *const elements[] = {"Server",         "Datastore",     "Lambda",
                                           "Process",        "Data",          "Actor",
                                           "ExternalEntity", "SetOfProcesses"};
    struct threat_model model = {.format = THREAT_PYTM, .line = 1};
    bool is_imported = false;
    bool is_model = false;
    struct text rest = text;
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = text_trim(line);
        if (line.size == 0 || line.bytes[0] == '#')
            continue;
        is_imported = is_imported || imports(line);
        size_t call = call_of(line, "TM");
        if (call != SIZE_MAX && !is_model) {
            is_model = true;
            model.line = number;
            model.title = title_of(scratch, line, call);
        }
        model.boundaries += call_of(line, "Boundary") != SIZE_MAX ? 1 : 0;
        for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
            model.assets += call_of(line, elements[i]) != SIZE_MAX ? 1 : 0;
    }
    if (!is_imported || !is_model)
        return false;
    model.not_there = "pytm finds the threats when it runs";
    model.is_template = model.title && string_equals_folded(model.title, "my test tm");
    *out = model;
    return true;
}
