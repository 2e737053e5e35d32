#include "base/glob_program.h"

#include "base/text.h"

#include <string.h>

enum token_kind {
    TOKEN_BYTE,
    TOKEN_ANY,   /* ? */
    TOKEN_CLASS, /* [a-z] */
    TOKEN_STAR,  /* * */
    TOKEN_DEEP,  /* **, with its slash: any number of whole segments */
    TOKEN_TAIL,  /* ** at the end: all that follows, and something must */
    TOKEN_END,
};

static void emit(struct glob_program *program, enum token_kind kind, unsigned char byte)
{
    size_t count = program->token_count;
    unsigned last = count > 0 ? program->tokens[count - 1].kind : TOKEN_END;
    if (last == kind && (kind == TOKEN_STAR || kind == TOKEN_DEEP))
        return;
    /* What follows `**` at its end takes any number of segments by itself. */
    if (last == TOKEN_DEEP && kind == TOKEN_TAIL)
        count--;
    program->tokens[count] = (struct glob_token){.kind = (uint8_t)kind, .byte = byte};
    program->token_count = count + 1;
}

/* The slash that ends the segment at `at`, or the NUL. A slash in a class was
 * refused, and a quoted one is a slash too. */
static size_t segment_end(const char *pattern, size_t at)
{
    return at + strcspn(pattern + at, "/");
}

static bool is_deep(const char *segment, size_t size)
{
    return size >= 2 && strspn(segment, "*") >= size;
}

/* One segment between slashes, no `**`. */
static bool compile_segment(struct glob_program *program, struct arena *arena, const char *pattern,
                            size_t *at, const char **problem)
{
    size_t start = *at;
    size_t end = segment_end(pattern, start);
    size_t size = end - start;
    if (size == 0) {
        *problem = "a folder's name is empty";
        return false;
    }
    if (pattern[start] == '.' && (size == 1 || (size == 2 && pattern[start + 1] == '.'))) {
        *problem = "'.' and '..' match nothing; paths begin at the root of the tree";
        return false;
    }
    while (*at < end) {
        unsigned char byte = (unsigned char)pattern[*at];
        if (byte == '[') {
            struct glob_class class;
            if (!glob_class_read(pattern, at, &class, problem))
                return false;
            program->classes = arena_grow(arena, program->classes, program->class_count,
                                          &program->class_capacity, sizeof(class));
            program->classes[program->class_count] = class;
            emit(program, TOKEN_CLASS, 0);
            program->tokens[program->token_count - 1].class = (uint16_t)program->class_count++;
            continue;
        }
        if (byte == '\\' && *at + 1 < end)
            emit(program, TOKEN_BYTE, (unsigned char)pattern[++*at]);
        else if (byte == '*')
            emit(program, TOKEN_STAR, 0);
        else if (byte == '?')
            emit(program, TOKEN_ANY, 0);
        else if (byte != '\\')
            emit(program, TOKEN_BYTE, byte);
        (*at)++;
    }
    return true;
}

static bool compile_tokens(struct glob_program *program, struct arena *arena, const char *pattern,
                           const char **problem, size_t *at)
{
    size_t next = 0;
    size_t slash = segment_end(pattern, 0);
    if (pattern[0] == '/')
        next = 1;
    else if (pattern[slash] == '\0' || pattern[slash + 1] == '\0')
        emit(program, TOKEN_DEEP, 0);

    bool more = true;
    while (more) {
        size_t end = segment_end(pattern, next);
        bool deep = is_deep(pattern + next, end - next);
        bool last = pattern[end] == '\0';
        bool folder = !last && pattern[end + 1] == '\0';
        if (deep && !folder) {
            emit(program, last ? TOKEN_TAIL : TOKEN_DEEP, 0);
            next = end;
        } else if (deep) {
            /* Everything below any folder, so that there must be one. */
            emit(program, TOKEN_DEEP, 0);
            emit(program, TOKEN_STAR, 0);
            emit(program, TOKEN_BYTE, '/');
            next = end;
        } else {
            *at = next;
            if (!compile_segment(program, arena, pattern, at, problem))
                return false;
            next = *at;
            if (!last)
                emit(program, TOKEN_BYTE, '/');
        }
        if (folder)
            emit(program, TOKEN_TAIL, 0);
        more = !last && !folder;
        next++;
    }
    return true;
}

/* The bytes of the tokens from `first` on, as far as they are literal. */
static const char *literal_of(struct arena *arena, const struct glob_program *program, size_t first,
                              size_t *size)
{
    size_t end = first;
    while (program->tokens[end].kind == TOKEN_BYTE)
        end++;
    char *literal = arena_alloc(arena, end - first + 1, 1);
    for (size_t i = first; i < end; i++)
        literal[i - first] = (char)program->tokens[i].byte;
    *size = end - first;
    return literal;
}

/* Recognises what need not be run; the tokens are complete, TOKEN_END included. */
static void find_shape(struct glob_program *program, struct arena *arena)
{
    const struct glob_token *tokens = program->tokens;
    size_t last = program->token_count - 1;
    program->prefix = literal_of(arena, program, 0, &program->prefix_size);
    bool deep = tokens[0].kind == TOKEN_DEEP;
    bool star = deep && tokens[1].kind == TOKEN_STAR;
    size_t first = (size_t)deep + (size_t)star;
    size_t size;
    const char *literal = literal_of(arena, program, first, &size);
    size_t after = first + size;
    bool one_segment = strchr(literal, '/') == NULL;
    enum glob_shape shape = GLOB_GENERAL;
    if (after == last) {
        if (!deep)
            shape = GLOB_PATH;
        else if (!star)
            shape = GLOB_NAME;
        else if (one_segment)
            shape = GLOB_SUFFIX;
    } else if (deep && !star && one_segment && tokens[after].kind == TOKEN_STAR &&
               after + 1 == last) {
        shape = GLOB_STEM;
    } else if (tokens[after].kind == TOKEN_TAIL) {
        if (!deep)
            shape = size == 0 ? GLOB_ALL : GLOB_TREE;
        else if (!star && size > 0 && strchr(literal, '/') == literal + size - 1)
            shape = GLOB_FOLDER;
    }
    if (shape == GLOB_FOLDER)
        size--;
    if (shape == GLOB_GENERAL) {
        first = last;
        while (first > 0 && tokens[first - 1].kind == TOKEN_BYTE)
            first--;
        literal = literal_of(arena, program, first, &size);
        deep = first > 0 && tokens[first - 1].kind == TOKEN_DEEP;
    }
    program->shape = shape;
    program->literal = literal;
    program->literal_size = size;
    program->whole_name =
        shape == GLOB_PATH || shape == GLOB_NAME || (shape == GLOB_GENERAL && deep && size > 0);
}

bool glob_program_compile(struct glob_program *program, struct arena *arena, const char *pattern,
                          const char **problem, size_t *at)
{
    /* A byte gives one token at most; beside that there are a DEEP before, a STAR,
     * a slash and a TAIL behind, and the END. */
    struct glob_program built = {0};
    built.tokens = ARENA_ARRAY(arena, struct glob_token, strlen(pattern) + 6);
    if (!compile_tokens(&built, arena, pattern, problem, at))
        return false;
    emit(&built, TOKEN_END, 0);
    find_shape(&built, arena);
    *program = built;
    return true;
}

static bool token_takes(const struct glob_program *program, const struct glob_token *token,
                        unsigned char byte)
{
    if (token->kind == TOKEN_BYTE)
        return token->byte == byte;
    if (token->kind == TOKEN_CLASS)
        return program->classes[token->class].bits[byte / 8] >> (byte % 8) & 1;
    return token->kind == TOKEN_ANY && byte != '/';
}

/* Two levels of going back are enough: to the last STAR within the segment, and
 * to the last DEEP. An earlier one could only take what the later one takes as
 * well, so nothing is tried twice over. */
static bool run(const struct glob_program *program, const char *path, size_t size)
{
    const struct glob_token *token = program->tokens;
    const struct glob_token *star = NULL;
    const struct glob_token *deep = NULL;
    size_t at = 0;
    size_t star_at = 0;
    size_t deep_at = 0;
    for (;;) {
        if (token->kind == TOKEN_STAR) {
            star = ++token;
            star_at = at;
            continue;
        }
        if (token->kind == TOKEN_DEEP) {
            deep = ++token;
            deep_at = at;
            star = NULL;
            continue;
        }
        if (token->kind == TOKEN_TAIL && at < size)
            return true;
        if (token->kind == TOKEN_END && at == size)
            return true;
        if (at < size && token_takes(program, token, (unsigned char)path[at])) {
            if (path[at] == '/')
                star = NULL;
            token++;
            at++;
            continue;
        }
        if (star && star_at < size && path[star_at] != '/') {
            at = ++star_at;
            token = star;
            continue;
        }
        const char *slash = deep ? memchr(path + deep_at, '/', size - deep_at) : NULL;
        if (!slash)
            return false;
        at = deep_at = (size_t)(slash - path) + 1;
        token = deep;
        star = NULL;
    }
}

static bool name_starts_with(const char *path, size_t size, const char *stem, size_t stem_size)
{
    size_t name = size;
    while (name > 0 && path[name - 1] != '/')
        name--;
    return size - name >= stem_size && memcmp(path + name, stem, stem_size) == 0;
}

static bool has_folder(const char *path, size_t size, const char *name, size_t name_size)
{
    const char *end = path + size;
    for (const char *slash; (slash = memchr(path, '/', (size_t)(end - path))); path = slash + 1)
        if ((size_t)(slash - path) == name_size && memcmp(path, name, name_size) == 0)
            return slash + 1 < end;
    return false;
}

bool glob_program_matches(const struct glob_program *program, const char *path, size_t size)
{
    size_t literal_size = program->literal_size;
    if (size < literal_size || size == 0)
        return false;
    const char *tail = path + (size - literal_size);
    switch (program->shape) {
    case GLOB_PATH:
        return size == literal_size && memcmp(path, program->literal, size) == 0;
    case GLOB_NAME:
        return memcmp(tail, program->literal, literal_size) == 0 &&
               (tail == path || tail[-1] == '/');
    case GLOB_SUFFIX:
        return memcmp(tail, program->literal, literal_size) == 0;
    case GLOB_STEM:
        return name_starts_with(path, size, program->literal, literal_size);
    case GLOB_TREE:
        return size > literal_size && memcmp(path, program->literal, literal_size) == 0;
    case GLOB_FOLDER:
        return has_folder(path, size, program->literal, literal_size);
    case GLOB_ALL:
        return true;
    case GLOB_GENERAL:
        break;
    }
    return size >= program->prefix_size &&
           memcmp(path, program->prefix, program->prefix_size) == 0 &&
           memcmp(tail, program->literal, literal_size) == 0 && run(program, path, size);
}
