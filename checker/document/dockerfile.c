#include "document/dockerfile.h"

#include "base/table.h"
#include "document/dockerfile_reader.h"

#include <string.h>

enum {
    SUBSTITUTION_DEPTH = 8,
    /* Variables that double one another grow without end; a reference or a user's
     * name is far shorter than any of these. */
    VALUE_MAX = 1 << 16,
    VARIABLES_MAX = 4096,
    STAGES_MAX = 1000,
};

struct parser {
    struct arena *arena;
    struct dockerfile_reader reader;
    struct dockerfile *out;
    size_t capacity;
    size_t instruction_capacity; /* of the stage, or of what stands before the first one */
    struct table global;         /* ARG before the first FROM */
    struct table local;          /* ARG and ENV of the stage */
};

/* A variable that is declared and has no value has this one. */
static char no_value[] = "";

static void refuse(struct parser *parser, uint32_t line, const char *problem)
{
    if (parser->out->problem)
        return;
    parser->out->problem = problem;
    parser->out->problem_line = line;
}

static char byte_at(struct text text, size_t at)
{
    static const char end = '\0';
    return *(at < text.size ? &text.bytes[at] : &end);
}

static const char *variable_value(const struct parser *parser, const char *name, bool in_stage)
{
    const struct table *table = in_stage ? &parser->local : &parser->global;
    return table_find(table, name);
}

struct substitution {
    const struct parser *parser;
    bool in_stage;
    struct buffer out;
    const char *unknown;
};

static void put(struct substitution *substitution, const char *bytes, size_t size)
{
    if (substitution->out.size + size <= VALUE_MAX)
        buffer_add(&substitution->out, bytes, size);
    else if (!substitution->unknown)
        substitution->unknown = "a value that is too long";
}

static void substitute(struct substitution *substitution, struct text text, unsigned depth);

/* `${NAME}`, `${NAME:-word}`, `${NAME:+word}` and the forms without a colon;
 * other operators (of newer frontends) make the value unknown. */
static void substitute_braced(struct substitution *substitution, struct text inside, unsigned depth)
{
    const struct parser *parser = substitution->parser;
    size_t length = 0;
    while (length < inside.size && dockerfile_is_name_byte(inside.bytes[length], length == 0))
        length++;
    const char *name = arena_copy(parser->arena, (struct text){inside.bytes, length});
    const char *value = variable_value(parser, name, substitution->in_stage);
    bool has_value = value && value != no_value;
    if (length == inside.size) {
        if (has_value)
            put(substitution, value, strlen(value));
        else if (!substitution->unknown)
            substitution->unknown = name;
        return;
    }
    size_t at = length;
    bool has_colon = inside.bytes[at] == ':';
    at += has_colon;
    char sign = byte_at(inside, at);
    struct text word = {inside.bytes + at + 1, inside.size > at ? inside.size - at - 1 : 0};
    bool counts = has_value && !(has_colon && value[0] == '\0');
    if (length > 0 && sign == '-') {
        if (counts)
            put(substitution, value, strlen(value));
        else
            substitute(substitution, word, depth + 1);
    } else if (length > 0 && sign == '+') {
        if (counts)
            substitute(substitution, word, depth + 1);
    } else if (!substitution->unknown) {
        substitution->unknown = arena_copy(parser->arena, inside);
    }
}

static size_t closing_brace(struct text text, size_t at)
{
    unsigned open = 1;
    for (; at < text.size; at++) {
        open += text.bytes[at] == '{';
        open -= text.bytes[at] == '}';
        if (open == 0)
            return at;
    }
    return SIZE_MAX;
}

static void substitute(struct substitution *substitution, struct text text, unsigned depth)
{
    if (depth > SUBSTITUTION_DEPTH) {
        substitution->unknown = "a substitution";
        return;
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == substitution->parser->reader.escape && i + 1 < text.size &&
            text.bytes[i + 1] == '$') {
            put(substitution, "$", 1);
            i++;
        } else if (c == '$' && i + 1 < text.size && text.bytes[i + 1] == '{') {
            size_t end = closing_brace(text, i + 2);
            if (end == SIZE_MAX) {
                substitution->unknown = "a substitution";
                return;
            }
            substitute_braced(substitution, (struct text){text.bytes + i + 2, end - i - 2}, depth);
            i = end;
        } else if (c == '$' && i + 1 < text.size &&
                   dockerfile_is_name_byte(text.bytes[i + 1], true)) {
            size_t length = 1;
            while (i + 1 + length < text.size &&
                   dockerfile_is_name_byte(text.bytes[i + 1 + length], false))
                length++;
            substitute_braced(substitution, (struct text){text.bytes + i + 1, length}, depth);
            i += length;
        } else if (c != '"' && c != '\'') {
            put(substitution, &c, 1);
        }
    }
}

static struct dockerfile_text resolve(struct parser *parser, struct text text, bool in_stage)
{
    struct substitution substitution = {.parser = parser, .in_stage = in_stage};
    substitute(&substitution, text, 0);
    struct dockerfile_text out = {
        .text = arena_strdup(parser->arena, buffer_string(&substitution.out)),
        .unknown = substitution.unknown,
    };
    buffer_release(&substitution.out);
    return out;
}

static struct text next_word(struct text *rest)
{
    *rest = text_trim(*rest);
    size_t size = 0;
    char quote = '\0';
    for (; size < rest->size; size++) {
        char c = rest->bytes[size];
        if (quote == '\0' && (c == ' ' || c == '\t'))
            break;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (quote == c)
            quote = '\0';
    }
    struct text word = {rest->bytes, size};
    *rest = text_trim((struct text){rest->bytes + size, rest->size - size});
    return word;
}

static size_t stage_named(const struct dockerfile *dockerfile, const char *name)
{
    for (size_t i = dockerfile->count; i > 0; i--)
        if (dockerfile->stages[i - 1].name &&
            string_equals_folded(dockerfile->stages[i - 1].name, name))
            return i - 1;
    return SIZE_MAX;
}

static void set_environment(struct parser *parser, struct dockerfile_stage *stage, const char *name,
                            char *value)
{
    if (stage->environment->count >= VARIABLES_MAX) {
        refuse(parser, stage->line, "a stage has too many variables");
        return;
    }
    table_set(stage->environment, name, value);
    table_set(&parser->local, name, value);
}

/* ENV goes into the image and on to the stages built on it; ARG does not. */
static void inherit_environment(struct parser *parser, struct dockerfile_stage *stage)
{
    const struct table *environment = parser->out->stages[stage->parent].environment;
    for (size_t i = 0; i < environment->count; i++)
        set_environment(parser, stage, environment->entries[i].key, environment->entries[i].value);
}

static void read_from(struct parser *parser, struct text arguments, uint32_t line)
{
    struct dockerfile *out = parser->out;
    struct dockerfile_stage stage = {.line = line, .parent = SIZE_MAX};
    if (out->count >= STAGES_MAX) {
        refuse(parser, line, "it has too many stages");
        return;
    }
    struct text image = next_word(&arguments);
    while (text_starts_with(image, "--")) {
        if (text_starts_with(image, "--platform="))
            stage.platform =
                arena_copy(parser->arena, (struct text){image.bytes + 11, image.size - 11});
        image = next_word(&arguments);
    }
    struct text as = next_word(&arguments);
    struct text alias = next_word(&arguments);
    bool has_alias = as.size == 2 && text_find_folded(as, "as") == 0 && alias.size > 0;
    if (image.size == 0 || (as.size > 0 && !has_alias) || arguments.size > 0) {
        refuse(parser, line, "FROM wants an image, or an image, AS and a name");
        return;
    }
    static const char *const marks[] = {"<%", "{{", "{%", "%>", NULL};
    for (size_t i = 0; marks[i]; i++)
        if (text_find(image, marks[i]) != SIZE_MAX)
            refuse(parser, line, "the image is filled in by a template");
    if (has_alias)
        stage.name = arena_copy(parser->arena, alias);
    stage.written = image;
    stage.from = resolve(parser, image, false);
    if (!stage.from.unknown) {
        stage.parent = stage_named(out, stage.from.text);
        stage.is_scratch = stage.parent == SIZE_MAX && strcmp(stage.from.text, "scratch") == 0;
        if (stage.from.text[0] == '\0')
            refuse(parser, line, "FROM names no image");
    }
    if (stage.parent != SIZE_MAX) {
        const struct dockerfile_stage *parent = &out->stages[stage.parent];
        stage.user = parent->user;
        stage.has_user = parent->has_user;
        stage.user_line = parent->user_line;
        stage.has_command = parent->has_command;
        stage.has_port = parent->has_port;
        stage.has_healthcheck = parent->has_healthcheck;
        stage.healthcheck_is_none = parent->healthcheck_is_none;
    }
    out->stages =
        arena_grow(parser->arena, out->stages, out->count, &parser->capacity, sizeof(*out->stages));
    table_init(&parser->local, parser->arena);
    stage.environment = ARENA_NEW(parser->arena, struct table);
    table_init(stage.environment, parser->arena);
    if (stage.parent != SIZE_MAX)
        inherit_environment(parser, &stage);
    out->stages[out->count++] = stage;
}

/* `ARG NAME`, `ARG NAME=value …`. In a stage a name without a value takes the
 * one that was given before the first FROM. */
static void read_argument(struct parser *parser, struct text arguments)
{
    bool in_stage = parser->out->count > 0;
    while (arguments.size > 0) {
        struct text word = next_word(&arguments);
        size_t equals = text_find(word, "=");
        size_t length = equals == SIZE_MAX ? word.size : equals;
        const char *name = arena_copy(parser->arena, (struct text){word.bytes, length});
        char *value = no_value;
        if (equals != SIZE_MAX) {
            struct text written = {word.bytes + equals + 1, word.size - equals - 1};
            struct dockerfile_text resolved = resolve(parser, written, in_stage);
            if (!resolved.unknown)
                value = arena_strdup(parser->arena, resolved.text);
        } else if (in_stage && table_find(&parser->global, name)) {
            value = table_find(&parser->global, name);
        }
        table_set(in_stage ? &parser->local : &parser->global, name, value);
    }
}

static void add_environment(struct parser *parser, struct text name, struct text written)
{
    struct dockerfile_text resolved = resolve(parser, written, true);
    set_environment(parser, &parser->out->stages[parser->out->count - 1],
                    arena_copy(parser->arena, name),
                    resolved.unknown ? no_value : arena_strdup(parser->arena, resolved.text));
}

/* `ENV NAME=value …` and the older `ENV NAME value`. */
static void read_environment(struct parser *parser, struct text arguments)
{
    struct text all = arguments;
    struct text word = next_word(&arguments);
    if (text_find(word, "=") == SIZE_MAX) {
        add_environment(parser, word, arguments);
        return;
    }
    while (all.size > 0) {
        word = next_word(&all);
        size_t equals = text_find(word, "=");
        if (equals != SIZE_MAX)
            add_environment(parser, (struct text){word.bytes, equals},
                            (struct text){word.bytes + equals + 1, word.size - equals - 1});
    }
}

static void read_user(struct parser *parser, struct text arguments, uint32_t line)
{
    struct dockerfile_stage *stage = &parser->out->stages[parser->out->count - 1];
    stage->user = resolve(parser, arguments, true);
    stage->user_line = line;
    stage->has_user = true;
    if (!stage->user.unknown && stage->user.text[0] == '\0')
        refuse(parser, line, "USER names nobody");
}

static bool is(const struct dockerfile_instruction *instruction, const char *name)
{
    return strcmp(instruction->name, name) == 0;
}

static void keep(struct parser *parser, const struct dockerfile_instruction *instruction)
{
    struct dockerfile *out = parser->out;
    struct dockerfile_instructions *list =
        out->count == 0 ? &out->before : &out->stages[out->count - 1].instructions;
    if (list->count == 0)
        parser->instruction_capacity = 0;
    list->items = arena_grow(parser->arena, list->items, list->count, &parser->instruction_capacity,
                             sizeof(*list->items));
    list->items[list->count++] = *instruction;
}

static void read_instruction(struct parser *parser,
                             const struct dockerfile_instruction *instruction)
{
    struct text arguments = instruction->arguments;
    if (is(instruction, "FROM")) {
        read_from(parser, arguments, instruction->line);
        return;
    }
    keep(parser, instruction);
    if (is(instruction, "ARG")) {
        read_argument(parser, arguments);
        return;
    }
    if (parser->out->count == 0) {
        refuse(parser, instruction->line, "the first instruction is not FROM");
        return;
    }
    struct dockerfile_stage *stage = &parser->out->stages[parser->out->count - 1];
    if (is(instruction, "ENV"))
        read_environment(parser, arguments);
    else if (is(instruction, "USER"))
        read_user(parser, arguments, instruction->line);
    else if (is(instruction, "CMD") || is(instruction, "ENTRYPOINT"))
        stage->has_command = arguments.size > 0 && !text_equals(arguments, "[]");
    else if (is(instruction, "EXPOSE"))
        stage->has_port = stage->has_port || arguments.size > 0;
    else if (is(instruction, "HEALTHCHECK")) {
        stage->healthcheck_is_none =
            arguments.size == 4 && text_find_folded(arguments, "none") == 0;
        stage->has_healthcheck = !stage->healthcheck_is_none;
    }
}

void dockerfile_parse(struct dockerfile *out, struct arena *arena, struct text text)
{
    *out = (struct dockerfile){0};
    struct parser parser = {.arena = arena, .out = out};
    table_init(&parser.global, arena);
    table_init(&parser.local, arena);
    dockerfile_reader_open(&parser.reader, arena, text);
    struct dockerfile_instruction instruction;
    while (dockerfile_reader_next(&parser.reader, &instruction)) {
        if (parser.reader.problem)
            refuse(&parser, parser.reader.problem_line, parser.reader.problem);
        read_instruction(&parser, &instruction);
    }
    dockerfile_reader_close(&parser.reader);
    if (out->count == 0)
        refuse(&parser, 1, "it has no FROM");
}

bool dockerfile_is_name(const char *path)
{
    static const char *const others[] = {
        ".dockerignore", ".md",   ".txt", ".go",   ".py",   ".js",  ".ts",   ".sh", ".rb",
        ".rs",           ".json", ".yml", ".yaml", ".java", ".rst", ".html", ".c",  ".h",
        ".cc",           ".cpp",  ".o",   ".lua",  ".vim",  ".php", ".kt",   ".cs", ".toml",
        ".xml",          ".svg",  ".png", ".adoc", ".snap", ".tsx", ".ex",   NULL,
    };
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    for (size_t i = 0; others[i]; i++)
        if (string_ends_with(base, others[i]))
            return false;
    struct text name = text_of(base);
    return text_find_folded(name, "dockerfile") != SIZE_MAX ||
           text_find_folded(name, "containerfile") != SIZE_MAX;
}

struct image_reference image_reference_parse(struct arena *arena, const char *reference)
{
    struct image_reference out = {0};
    const char *digest = strchr(reference, '@');
    size_t length = digest ? (size_t)(digest - reference) : strlen(reference);
    if (digest && digest[1] != '\0')
        out.digest = arena_strdup(arena, digest + 1);
    size_t name = length;
    for (size_t i = length; i > 0 && reference[i - 1] != '/'; i--)
        if (reference[i - 1] == ':')
            name = i - 1;
    if (name + 1 < length)
        out.tag = arena_copy(arena, (struct text){reference + name + 1, length - name - 1});
    out.name = arena_copy(arena, (struct text){reference, name});
    return out;
}
