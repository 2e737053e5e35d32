#include "policy/comment_marker.h"

#include <string.h>

enum {
    HASH = 1,
    SLASH = 2, /* and the block of C */
    BLOCK = 4,
    DASH = 8,
    SEMICOLON = 16,
    PERCENT = 32,
    MARKUP = 64,
    ALONE = 128, /* behind other words it is none */
    MARKDOWN = 256,
    C_LIKE = SLASH | BLOCK,
};

struct syntax_row {
    const char *names; /* between blanks */
    unsigned syntax;
};

static const struct syntax_row by_extension[] = {
    {" sh bash zsh ksh fish py pyi pyw rb pl pm yml yaml toml mk cmake r jl ex exs nix ps1 psm1 "
     "psd1 bzl star graphql gql rego tcl awk sed nim cr coffee raku ",
     HASH},
    {" conf cfg properties env gitignore gitattributes dockerignore service timer socket "
     "dockerfile ",
     HASH | ALONE},
    {" c h cc cpp cxx hpp hh hxx java kt kts scala go rs js jsx ts tsx mjs cjs mts cts cs fs fsx "
     "swift gradle groovy proto dart m mm json5 jsonc scss less sol zig v sv cue bicep jenkinsfile "
     "pkl ",
     C_LIKE},
    {" tf hcl tfvars php ", HASH | C_LIKE},
    {" css ", BLOCK},
    {" sql lua hs elm adb ads ", DASH},
    {" lisp clj cljs el scm rkt asm ", SEMICOLON},
    {" ini ", HASH | SEMICOLON | ALONE},
    {" tex erl hrl ", PERCENT},
    {" html htm xhtml xml svg csproj fsproj vbproj props targets config xaml xsd xsl wsdl ",
     MARKUP},
    {" vue svelte ", MARKUP | C_LIKE},
    {" md markdown mdx ", MARKDOWN},
};

static const struct syntax_row by_name[] = {
    {" dockerfile containerfile codeowners .editorconfig .env .npmrc .gitignore .gitattributes "
     ".dockerignore ",
     HASH | ALONE},
    {" makefile gnumakefile gemfile rakefile vagrantfile podfile fastfile brewfile brewfile build "
     "workspace tiltfile snakefile cmakelists.txt requirements.txt constraints.txt procfile "
     "justfile ",
     HASH},
    {" jenkinsfile go.mod go.work ", C_LIKE},
};

/* In lower case, between blanks; longer than any name of the tables: not there. */
static unsigned find_row(const struct syntax_row *rows, size_t count, const char *name, size_t size)
{
    char word[24] = " ";
    if (size == 0 || size > sizeof(word) - 3)
        return 0;
    for (size_t i = 0; i < size; i++) {
        char byte = name[i];
        word[i + 1] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        if (byte == ' ')
            return 0;
    }
    word[size + 1] = ' ';
    word[size + 2] = '\0';
    for (size_t i = 0; i < count; i++)
        if (strstr(rows[i].names, word))
            return rows[i].syntax;
    return 0;
}

static unsigned syntax_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t names = sizeof(by_name) / sizeof(by_name[0]);
    unsigned syntax = find_row(by_name, names, name, strlen(name));
    if (!syntax && dot)
        syntax = find_row(by_extension, sizeof(by_extension) / sizeof(by_extension[0]), dot + 1,
                          strlen(dot + 1));
    /* Dockerfile.dev, Makefile.am */
    const char *first = strchr(name, '.');
    if (!syntax && first)
        syntax = find_row(by_name, names, name, (size_t)(first - name));
    return syntax;
}

bool comment_has_syntax(const char *path)
{
    return syntax_of(path) != 0;
}

void comment_scan_init(struct comment_scan *scan, const char *path, struct text text,
                       const char *word)
{
    *scan = (struct comment_scan){.word = word, .syntax = syntax_of(path), .rest = text};
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t count_blanks(struct text line)
{
    size_t count = 0;
    while (count < line.size && is_blank(line.bytes[count]))
        count++;
    return count;
}

/* How many bytes before `end` are this sign. */
static size_t count_back(struct text line, size_t end, char sign)
{
    size_t count = 0;
    while (count < end && line.bytes[end - count - 1] == sign)
        count++;
    return count;
}

static bool ends_with(struct text line, size_t end, const char *word)
{
    size_t size = strlen(word);
    return end >= size && memcmp(line.bytes + end - size, word, size) == 0;
}

/* The size of what begins a comment and ends at `end`; 0: nothing does. */
static size_t leader_size(unsigned syntax, struct text line, size_t end)
{
    static const struct {
        unsigned syntax;
        char sign;
        size_t least;
    } signs[] = {{HASH, '#', 1}, {SEMICOLON, ';', 1}, {PERCENT, '%', 1}, {DASH, '-', 2}};
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        size_t count = syntax & signs[i].syntax ? count_back(line, end, signs[i].sign) : 0;
        if (count >= signs[i].least)
            return count;
    }
    if (syntax & (MARKUP | MARKDOWN) && ends_with(line, end, "<!--"))
        return 4;
    if (syntax & SLASH) {
        size_t bang = end > 0 && line.bytes[end - 1] == '!' ? 1 : 0;
        size_t count = count_back(line, end - bang, '/');
        if (count >= 2)
            return count + bang;
    }
    if (syntax & BLOCK) {
        size_t stars = count_back(line, end, '*');
        if (stars > 0 && end > stars && line.bytes[end - stars - 1] == '/')
            return stars + 1;
        /* a further line of a block */
        if (stars == 1 && count_blanks(line) == end - 1)
            return 1;
    }
    return 0;
}

/* Do the quotes before it leave a text open? One within a word is an apostrophe. */
static bool is_quoted(struct text before)
{
    char open = '\0';
    for (size_t i = 0; i < before.size; i++) {
        char byte = before.bytes[i];
        if (byte == '\\')
            i++;
        else if (open)
            open = byte == open ? '\0' : open;
        else if (byte == '"' || byte == '`' ||
                 (byte == '\'' && (i == 0 || strchr(" \t=(,[{:", before.bytes[i - 1]))))
            open = byte;
    }
    return open != '\0';
}

/* Cuts the words where the comment ends; what follows it is code again. */
static void cut_words(unsigned syntax, struct comment_marker *out)
{
    bool quoted = false;
    for (size_t i = 0; i < out->words.size; i++) {
        struct text rest = {out->words.bytes + i, out->words.size - i};
        size_t close = 0;
        if (*rest.bytes == '"')
            quoted = !quoted;
        if (!quoted && syntax & BLOCK && rest.size >= 2 && memcmp(rest.bytes, "*/", 2) == 0)
            close = 2;
        if (!quoted && syntax & (MARKUP | MARKDOWN) && rest.size >= 3 &&
            memcmp(rest.bytes, "-->", 3) == 0)
            close = 3;
        if (close == 0)
            continue;
        struct text behind = text_trim((struct text){rest.bytes + close, rest.size - close});
        out->is_alone = out->is_alone && behind.size == 0;
        out->behind = behind;
        out->words.size = i;
        return;
    }
}

/* A marker in this line: its word stands at `at`. */
static bool take_marker(const struct comment_scan *scan, struct text line, size_t at,
                        struct comment_marker *out)
{
    size_t size = strlen(scan->word);
    size_t end = at;
    struct text words = {line.bytes + at + size, line.size - at - size};
    while (end > 0 && is_blank(line.bytes[end - 1]))
        end--;
    size_t leader = leader_size(scan->syntax, line, end);
    if (leader == 0 || (words.size > 0 && !is_blank(*words.bytes)))
        return false;
    struct text before = {line.bytes, end - leader};
    bool is_alone = count_blanks(before) == before.size;
    if (!is_alone && (scan->syntax & (ALONE | MARKDOWN) || is_quoted(before) ||
                      !strchr(" \t>", before.bytes[before.size - 1])))
        return false;
    if (scan->syntax & MARKDOWN && before.size > 3)
        return false;
    *out = (struct comment_marker){
        .line = scan->line,
        .column = (uint32_t)at + 1,
        .is_alone = is_alone,
        .words = words,
        .before = text_trim(before),
    };
    cut_words(scan->syntax, out);
    return true;
}

/* Follows the fences of Markdown: is the line one, or within them? */
static bool is_fenced(struct comment_scan *scan, struct text line)
{
    size_t blanks = count_blanks(line);
    char sign = blanks < line.size ? line.bytes[blanks] : '\0';
    size_t size = 0;
    if (!(scan->syntax & MARKDOWN))
        return false;
    while ((sign == '`' || sign == '~') && blanks + size < line.size &&
           line.bytes[blanks + size] == sign)
        size++;
    struct text info = {line.bytes + blanks + size, line.size - blanks - size};
    if (scan->fence) {
        bool closes = sign == scan->fence && size >= scan->fence_size && text_trim(info).size == 0;
        scan->fence = closes ? '\0' : scan->fence;
        return true;
    }
    if (size < 3 || (sign == '`' && memchr(info.bytes, '`', info.size)))
        return false;
    scan->fence = sign;
    scan->fence_size = size;
    return true;
}

bool comment_scan_next(struct comment_scan *scan, struct comment_marker *out)
{
    struct text line;
    while (scan->syntax && text_next_line(&scan->rest, &line)) {
        scan->line++;
        if (is_fenced(scan, line))
            continue;
        for (size_t from = 0; from < line.size;) {
            size_t at = text_find((struct text){line.bytes + from, line.size - from}, scan->word);
            if (at == SIZE_MAX)
                break;
            if (take_marker(scan, line, from + at, out))
                return true;
            from += at + strlen(scan->word);
        }
    }
    return false;
}
