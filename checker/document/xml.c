#include "document/xml.h"

#include "base/limits.h"
#include "base/table.h"
#include "document/build.h"
#include "document/keys.h"

#include <expat.h>
#include <string.h>

/* From so many names on, an element's children are looked up in a table. */
enum { FEW_NAMES = 16 };

struct frame {
    struct node *node; /* a mapping until it is known that there is text alone */
    const char *name;
    struct table names; /* name -> its sequence, once there are many */
    bool has_table;
    struct buffer text;
    bool has_text; /* more than white space */
    struct position text_at;
};

struct reader {
    struct build build;
    XML_Parser parser;
    struct text text;
    struct frame frames[LIMIT_DOCUMENT_DEPTH];
    unsigned depth;
    struct node *root;
    bool failed; /* and the problem is told */
};

static struct position here(struct reader *reader)
{
    return (struct position){(uint32_t)XML_GetCurrentLineNumber(reader->parser),
                             (uint32_t)XML_GetCurrentColumnNumber(reader->parser) + 1};
}

static void stop(struct reader *reader)
{
    reader->failed = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

/* The bytes of the tag that expat is at. */
static struct text raw_tag(const struct reader *reader)
{
    XML_Index at = XML_GetCurrentByteIndex(reader->parser);
    int size = XML_GetCurrentByteCount(reader->parser);
    if (at < 0 || size < 0 || (size_t)at + (size_t)size > reader->text.size)
        return (struct text){"", 0};
    return (struct text){reader->text.bytes + at, (size_t)size};
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void step(struct text *text, struct position *at)
{
    char byte = text->bytes[0];
    if (byte == '\n') {
        at->line++;
        at->column = 1;
    } else if (((unsigned char)byte & 0xC0) != 0x80) {
        at->column++;
    }
    text->bytes++;
    text->size--;
}

/* Steps over the tag's name, or an attribute and its value, to the next attribute. */
static void step_to_attribute(struct text *tag, struct position *at)
{
    char quote = '\0';
    while (tag->size > 0 && (quote || !is_space(tag->bytes[0]))) {
        char byte = tag->bytes[0];
        if (quote == byte)
            quote = '\0';
        else if (!quote && (byte == '"' || byte == '\''))
            quote = byte;
        step(tag, at);
        /* `a = "1"`: space around the sign belongs to the attribute */
        struct text rest = text_trim(*tag);
        if (!quote && (byte == '=' || (rest.size > 0 && rest.bytes[0] == '=')))
            while (tag->size > 0 && is_space(tag->bytes[0]))
                step(tag, at);
    }
    while (tag->size > 0 && is_space(tag->bytes[0]))
        step(tag, at);
}

static bool add_attributes(struct reader *reader, struct node *node, const char **attributes)
{
    struct text tag = raw_tag(reader);
    struct position at = {node->line, node->column};
    for (size_t i = 0; attributes[i]; i += 2) {
        step_to_attribute(&tag, &at);
        const char *name = arena_printf(reader->build.arena, "@%s", attributes[i]);
        struct node *key = build_text(&reader->build, text_of(name), at);
        struct node *value = build_text(&reader->build, text_of(attributes[i + 1]), at);
        if (!build_pair(&reader->build, node, key, value))
            return false;
    }
    return true;
}

static void clear(struct frame *frame)
{
    frame->has_table = false;
    frame->has_text = false;
    buffer_clear(&frame->text);
}

static void XMLCALL open_element(void *data, const char *name, const char **attributes)
{
    struct reader *reader = data;
    if (reader->failed)
        return;
    struct position at = here(reader);
    if (reader->depth == LIMIT_DOCUMENT_DEPTH) {
        document_problem_set(reader->build.problem, true, at.line, at.column, "nested too deeply");
        stop(reader);
        return;
    }
    struct frame *frame = &reader->frames[reader->depth++];
    clear(frame);
    frame->name = arena_strdup(reader->build.arena, name);
    frame->node = build_node(&reader->build, NODE_MAPPING, at);
    if (!frame->node || !add_attributes(reader, frame->node, attributes))
        stop(reader);
}

static struct node *find_sequence(struct frame *parent, const char *name)
{
    if (parent->has_table)
        return table_find(&parent->names, name);
    for (size_t i = 0; i < parent->node->count; i++)
        if (strcmp(parent->node->keys[i]->text, name) == 0)
            return parent->node->items[i];
    return NULL;
}

/* The elements of a name within `parent`. */
static struct node *sequence_of(struct reader *reader, struct frame *parent,
                                const struct frame *child)
{
    struct node *sequence = find_sequence(parent, child->name);
    if (sequence)
        return sequence;
    struct position at = {child->node->line, child->node->column};
    sequence = build_node(&reader->build, NODE_SEQUENCE, at);
    struct node *key = build_text(&reader->build, text_of(child->name), at);
    if (!build_pair(&reader->build, parent->node, key, sequence))
        return NULL;
    if (parent->has_table) {
        table_set(&parent->names, key->text, sequence);
    } else if (parent->node->count == FEW_NAMES) {
        table_init(&parent->names, reader->build.arena);
        for (size_t i = 0; i < parent->node->count; i++)
            table_set(&parent->names, parent->node->keys[i]->text, parent->node->items[i]);
        parent->has_table = true;
    }
    return sequence;
}

static bool finish_text(struct reader *reader, struct frame *frame)
{
    struct text text = text_trim((struct text){buffer_string(&frame->text), frame->text.size});
    struct node *node = frame->node;
    if (node->count > 0) {
        return !frame->has_text || build_field(&reader->build, node, "#text",
                                               build_text(&reader->build, text, frame->text_at));
    }
    node->kind = NODE_TEXT;
    node->text = arena_copy(reader->build.arena, text);
    node->size = text.size;
    return true;
}

static void XMLCALL close_element(void *data, const char *name)
{
    (void)name;
    struct reader *reader = data;
    if (reader->failed)
        return;
    struct frame *frame = &reader->frames[--reader->depth];
    bool good = finish_text(reader, frame);
    struct position end = here(reader);
    for (struct text tag = raw_tag(reader); tag.size > 0;)
        step(&tag, &end);
    frame->node->end_line = end.line;
    frame->node->end_column = end.column;
    if (good && reader->depth == 0) {
        struct position at = {frame->node->line, frame->node->column};
        reader->root = build_node(&reader->build, NODE_MAPPING, at);
        struct node *key = build_text(&reader->build, text_of(frame->name), at);
        good = build_pair(&reader->build, reader->root, key, frame->node);
    } else if (good) {
        struct frame *parent = &reader->frames[reader->depth - 1];
        good = build_add(&reader->build, sequence_of(reader, parent, frame), frame->node);
    }
    if (!good)
        stop(reader);
}

static void XMLCALL add_characters(void *data, const char *bytes, int size)
{
    struct reader *reader = data;
    if (reader->failed || reader->depth == 0)
        return;
    struct frame *frame = &reader->frames[reader->depth - 1];
    if (!frame->has_text) {
        struct text rest = {bytes, (size_t)size};
        struct position at = {0};
        while (rest.size > 0 && is_space(rest.bytes[0])) {
            if (at.line == 0)
                at = here(reader);
            step(&rest, &at);
        }
        frame->has_text = rest.size > 0;
        if (frame->has_text)
            frame->text_at = at.line == 0 ? here(reader) : at;
    }
    buffer_add(&frame->text, bytes, (size_t)size);
}

/* NOLINTNEXTLINE(readability-function-size): expat says which parameters */
static void XMLCALL refuse_entity(void *data, const char *name, int is_parameter, const char *value,
                                  int size, const char *base, const char *system,
                                  const char *public, const char *notation)
{
    (void)is_parameter, (void)value, (void)size, (void)base, (void)system, (void)public,
        (void)notation;
    struct reader *reader = data;
    if (reader->failed)
        return;
    build_refuse(&reader->build, here(reader),
                 "the entity '%.100s' is declared: a file that declares entities is not read",
                 name);
    stop(reader);
}

static void XMLCALL refuse_use(void *data, const char *name, int is_parameter)
{
    struct reader *reader = data;
    if (reader->failed || is_parameter)
        return;
    build_refuse(&reader->build, here(reader), "the entity '%.100s' is not one of XML's own", name);
    stop(reader);
}

static void tell_error(struct reader *reader)
{
    enum XML_Error error = XML_GetErrorCode(reader->parser);
    if (error == XML_ERROR_TAG_MISMATCH && reader->depth > 0) {
        const struct frame *frame = &reader->frames[reader->depth - 1];
        build_refuse(&reader->build, here(reader),
                     "'</%.60s>' is expected: the element was opened on line %u", frame->name,
                     frame->node->line);
        return;
    }
    if (error == XML_ERROR_NO_ELEMENTS && reader->depth > 0) {
        const struct frame *frame = &reader->frames[reader->depth - 1];
        build_refuse(&reader->build, here(reader), "'<%.60s>' of line %u has no end", frame->name,
                     frame->node->line);
        return;
    }
    build_refuse(&reader->build, here(reader), "%s", XML_ErrorString(error));
}

static bool parse(struct reader *reader)
{
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, open_element, close_element);
    XML_SetCharacterDataHandler(reader->parser, add_characters);
    XML_SetEntityDeclHandler(reader->parser, refuse_entity);
    XML_SetSkippedEntityHandler(reader->parser, refuse_use);
    enum XML_Status status =
        XML_Parse(reader->parser, reader->text.bytes, (int)reader->text.size, XML_TRUE);
    if (status != XML_STATUS_OK && !reader->failed)
        tell_error(reader);
    return status == XML_STATUS_OK && !reader->failed;
}

bool xml_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}, .text = text};
    if (text.size > LIMIT_BLOB_BYTES) {
        document_problem_set(problem, true, 1, 1, "larger than %d bytes", LIMIT_BLOB_BYTES);
        return false;
    }
    reader.parser = XML_ParserCreate(NULL);
    if (!reader.parser)
        return build_refuse(&reader.build, (struct position){1, 1}, "no memory for a parser");
    bool good = parse(&reader);
    XML_ParserFree(reader.parser);
    for (size_t i = 0; i < LIMIT_DOCUMENT_DEPTH; i++)
        buffer_release(&reader.frames[i].text);
    return good && build_document(&reader.build, reader.root, out);
}
