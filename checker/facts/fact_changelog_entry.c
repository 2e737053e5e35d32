/* changelog_entry - what a changelog says of each version, and how much of it a person
 * wrote. Markdown, reStructuredText, AsciiDoc and plain text are read by their lines:
 * what a heading is shows alike in all of them. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/release_name.h"

#include <string.h>

enum { COMPONENT, VERSION, HUMAN_LINES, LINES, UNRELEASED };

static const struct fact_kind kind = {
    .name = "changelog_entry",
    .summary = "what a changelog says of a version",
    .key = (const char *const[]){"path", "component", "version", NULL},
    .fields =
        (const struct fact_field[]){
            {"component",
             {.kind = TYPE_TEXT},
             false,
             "what was released: as its heading, the first heading of the file or the folder says; "
             "'.' when none does"},
            {"version",
             {.kind = TYPE_TEXT},
             false,
             "without a 'v', its numbers parted by dots; 'unreleased' for what is not released "
             "yet"},
            {"human_lines",
             {.kind = TYPE_INTEGER},
             false,
             "lines that say something and that no bot writes"},
            {"lines", {.kind = TYPE_INTEGER}, false, "lines that say something"},
            {"unreleased", {.kind = TYPE_BOOLEAN}, false, "it is about what is not released yet"},
            {0},
        },
};

static bool begins(const char *text, const char *prefix)
{
    return text_find_folded(text_of(text), prefix) == 0;
}

/* `CHANGELOG.md`, `History`, `release-notes-1.2.txt`; no code. */
static bool is_text(const char *name)
{
    static const char *const endings[] = {".md",   ".markdown", ".mdx", ".rst",
                                          ".adoc", ".asciidoc", ".txt", NULL};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && endings[i]; i++)
        if (strcmp(dot, endings[i]) == 0)
            return true;
    return !dot || (dot[1] >= '0' && dot[1] <= '9');
}

static bool is_changelog(const char *path)
{
    static const char *const names[] = {
        "changelog",       "changes",         "history",        "news",
        "release-notes",   "release_notes",   "releasenotes",   "releases",
        "release-history", "release_history", "releasehistory", NULL};
    static const char *const folders[] = {"changelogs",    "changelog",    "release-notes",
                                          "release_notes", "releasenotes", ".changes",
                                          "changes",       "relnotes",     NULL};
    const char *name = path_base(path);
    bool in_documents = path_is_within(path, "docs") || path_is_within(path, "doc");
    /* The history of a project is another matter. */
    if (!is_text(name) || (in_documents && (begins(name, "history") || begins(name, "news"))))
        return false;
    for (size_t i = 0; names[i]; i++)
        if (begins(name, names[i]))
            return true;
    const char *digits = name + (name[0] == 'v');
    for (const char *at = path, *slash; (slash = strchr(at, '/')) != NULL; at = slash + 1)
        for (size_t i = 0; digits[0] >= '0' && digits[0] <= '9' && folders[i]; i++)
            if (strlen(folders[i]) == (size_t)(slash - at) &&
                text_find_folded((struct text){at, (size_t)(slash - at)}, folders[i]) == 0)
                return true;
    return false;
}

/* A folder that is for documents is no component. */
static const char *component_of_folder(struct arena *arena, const char *path)
{
    static const char *const others[] = {
        "docs",      "doc",           "documentation", ".github",      "changelogs",
        "changelog", "release-notes", "release_notes", "releasenotes", ".changes",
        "changes",   "relnotes",      "source",        "src",          NULL};
    const char *folder = path_directory(arena, path);
    const char *name = path_base(folder);
    bool is_source_of_documents = begins(name, "doc_") || begins(name, "doc-") ||
                                  begins(name, "docs_") || begins(name, "docs-");
    return strcmp(folder, ".") == 0 || string_is_one_of(name, others) || is_source_of_documents ||
                   path_is_within(path, "docs") || path_is_within(path, "doc")
               ? "."
               : name;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The word without brackets, quotes, emphasis and the target of a link. */
static struct text bare(struct text word)
{
    size_t link = text_find(word, "](");
    if (link != SIZE_MAX)
        word.size = link;
    while (word.size > 0 && strchr("[(<`*_\"'=~", word.bytes[0])) {
        word.bytes++;
        word.size--;
    }
    while (word.size > 0 && strchr("])>`*_\"':,;=~", word.bytes[word.size - 1]))
        word.size--;
    return word;
}

/* `1.2`, `v1.2.3-rc.1`, `name@1.2.3`, `name-v1.2`: it holds two numbers with a dot between.
 * A link to a comparison of two versions is none. */
static bool parse_version(struct arena *arena, struct text word, struct release_name *out)
{
    if (text_find(word, "://") != SIZE_MAX || text_find(word, "..") != SIZE_MAX)
        return false;
    bool dotted = false;
    for (size_t i = 1; i + 1 < word.size; i++)
        dotted = dotted || (word.bytes[i] == '.' && is_digit(word.bytes[i - 1]) &&
                            is_digit(word.bytes[i + 1]));
    return dotted && word.size < 80 && release_name_parse(arena, arena_copy(arena, word), out);
}

static bool next_word(struct text *rest, struct text *word)
{
    while (rest->size > 0 && strchr(" \t", rest->bytes[0])) {
        rest->bytes++;
        rest->size--;
    }
    size_t size = 0;
    while (size < rest->size && !strchr(" \t", rest->bytes[size]))
        size++;
    *word = (struct text){rest->bytes, size};
    rest->bytes += size;
    rest->size -= size;
    return size > 0;
}

struct versions {
    struct release_name items[4];
    size_t count;
};

/* `1.24.0/0.46.0`, `v2.3.7/v2.3.8` name several; `acme/pay/v1.2` a component. */
static bool parse_versions(struct arena *arena, struct text word, struct versions *out)
{
    size_t slash = text_find(word, "/");
    out->count = 0;
    if (slash != SIZE_MAX && (is_digit(word.bytes[0]) ||
                              (word.bytes[0] == 'v' && slash > 1 && is_digit(word.bytes[1])))) {
        for (; word.size > 0 && out->count < 4; word.bytes += slash, word.size -= slash) {
            slash = text_find(word, "/");
            slash = slash == SIZE_MAX ? word.size : slash;
            if (parse_version(arena, (struct text){word.bytes, slash}, &out->items[out->count]))
                out->count++;
            slash += slash < word.size;
        }
    } else if (parse_version(arena, word, &out->items[0])) {
        out->count = 1;
    }
    return out->count > 0;
}

/* `3.8.1 - 3.8.3`, `3.3 (January 2026) and 3.3.2 (March 2026)`: one entry for several. */
static void add_joined(struct arena *arena, struct text rest, struct versions *out)
{
    static const char *const joins[] = {"-", "\xe2\x80\x93", "to", "and", "&", "through", NULL};
    struct text word;
    bool in_parentheses = false, joined = false;
    while (out->count < sizeof(out->items) / sizeof(*out->items) && next_word(&rest, &word)) {
        in_parentheses = in_parentheses || word.bytes[0] == '(';
        bool is_version = joined && parse_version(arena, bare(word), &out->items[out->count]) &&
                          (out->items[out->count].scheme == RELEASE_CALENDAR) ==
                              (out->items[0].scheme == RELEASE_CALENDAR);
        if (is_version)
            out->count++;
        else if (!in_parentheses && (joined || !string_is_one_of(arena_copy(arena, word), joins)))
            return;
        joined = !in_parentheses && !is_version;
        in_parentheses = in_parentheses && text_find(word, ")") == SIZE_MAX;
    }
}

/* The first word of a line that is a version, among its first `most`. */
static bool version_in(struct arena *arena, struct text line, size_t most, struct versions *out)
{
    struct text word;
    for (size_t i = 0; i < most && next_word(&line, &word); i++)
        if (parse_versions(arena, bare(word), out)) {
            add_joined(arena, line, out);
            return true;
        }
    return false;
}

struct entry_writer {
    struct fact_writer *writer;
    struct arena *scratch;
    const char *component; /* of the file */
    bool markdown;
    bool first; /* the line at hand is the first one: `Curl and libcurl 8.1.0` */
    /* the entry that is open */
    bool open;
    struct versions versions; /* none: of what is not released yet */
    uint32_t line;
    size_t level; /* of its heading; 0 where levels are not known */
    int64_t lines, human;
};

static void add_entry(struct entry_writer *out, const struct release_name *name)
{
    struct value *cells = fact_add(out->writer, &kind, NULL, out->line, 1)->cells;
    cells[COMPONENT] = fact_text(
        out->writer, name && strcmp(name->component, ".") != 0 ? name->component : out->component);
    cells[VERSION] = fact_text(out->writer, name ? name->version : "unreleased");
    cells[HUMAN_LINES] = value_integer(out->human);
    cells[LINES] = value_integer(out->lines);
    cells[UNRELEASED] = value_boolean(name == NULL);
}

static void close_entry(struct entry_writer *out)
{
    if (out->open && out->versions.count == 0)
        add_entry(out, NULL);
    for (size_t i = 0; out->open && i < out->versions.count; i++)
        add_entry(out, &out->versions.items[i]);
    out->open = false;
}

static bool holds_one_of(struct text line, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(line, words[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool begins_with_one_of(struct text line, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(line, words[i]) == 0)
            return true;
    return false;
}

/* Updates of dependencies and links that tools write by themselves. */
static bool is_written_by_a_bot(struct text line)
{
    static const char *const marks[] = {"@dependabot",
                                        "dependabot[bot]",
                                        "by dependabot",
                                        "renovate[bot]",
                                        "@renovate",
                                        "(deps)",
                                        "(deps-dev)",
                                        "full changelog",
                                        "version bump only",
                                        "updated dependencies",
                                        "new contributors",
                                        "made their first contribution",
                                        NULL};
    static const char *const starts[] = {"deps:", "update dependency ", "**deps:**",
                                         "**deps-dev:**", NULL};
    bool bump = text_find_folded(line, "bump ") != SIZE_MAX &&
                text_find(line, " from ") != SIZE_MAX && text_find(line, " to ") != SIZE_MAX;
    return bump || holds_one_of(line, marks) || begins_with_one_of(line, starts);
}

/* Words in place of an entry. */
static bool says_nothing(struct text line)
{
    static const char *const empty[] = {"no changes",  "no notable changes",
                                        "no change",   "tbd",
                                        "todo",        "n/a",
                                        "nothing",     "coming soon",
                                        "released on", "release date",
                                        "*released",   "_released",
                                        "<!--",        "-->",
                                        ":date:",      NULL};
    size_t letters = 0;
    for (size_t i = 0; i < line.size; i++)
        letters += (line.bytes[i] >= 'a' && line.bytes[i] <= 'z') ||
                   (line.bytes[i] >= 'A' && line.bytes[i] <= 'Z') || (line.bytes[i] & 0x80) != 0;
    return letters < 4 || begins_with_one_of(line, empty) ||
           (line.bytes[0] == '[' && text_find(line, "]: ") != SIZE_MAX);
}

static void read_body(struct entry_writer *out, struct text line)
{
    line = text_trim(line);
    while (line.size > 0 && strchr("-*+ \t.o", line.bytes[0]) &&
           (line.size == 1 || strchr("-*+ \t.", line.bytes[0]) || line.bytes[1] == ' ')) {
        if (line.size > 1 && line.bytes[0] == '*' && line.bytes[1] == '*')
            break;
        line.bytes++;
        line.size--;
    }
    if (line.size == 0 || says_nothing(line))
        return;
    out->lines++;
    out->human += !is_written_by_a_bot(line);
}

/* The text of a heading and its level; size 0: the line is none. */
static struct text heading_of(struct text line, struct text next, size_t *level)
{
    struct text trimmed = text_trim(line);
    size_t marks = 0;
    *level = 0;
    while (marks < trimmed.size && (trimmed.bytes[marks] == '#' || trimmed.bytes[marks] == '='))
        marks++;
    if (marks > 0 && marks < 7 && marks < trimmed.size && trimmed.bytes[marks] == ' ') {
        *level = marks;
        return text_trim((struct text){trimmed.bytes + marks, trimmed.size - marks});
    }
    next = text_trim(next);
    bool underlined = next.size >= 3 && strchr("=-~^*+#", next.bytes[0]) && trimmed.size > 0;
    for (size_t i = 1; underlined && i < next.size; i++)
        underlined = next.bytes[i] == next.bytes[0];
    if (underlined && !strchr("-*+ ", line.bytes[0])) {
        *level = next.bytes[0] == '=' ? 1 : 2;
        return trimmed;
    }
    return (struct text){trimmed.bytes, 0};
}

/* `1.2.3 (2026-01-02)`, `Version 1.2.3`, `Overview of changes in 1.2`, `**v1.2**` at the start
 * of a line that is no sentence. */
static bool is_plain_heading(struct arena *arena, const struct entry_writer *out, struct text line,
                             struct versions *versions)
{
    static const char *const starts[] = {
        "version ",   "release ",   "changes in ", "changes for ", "overview of changes in ", "**",
        "* version ", "- version ", NULL};
    if (line.size == 0 || line.size > 100 || line.bytes[line.size - 1] == '.' ||
        (strchr(" \t-+>|*", line.bytes[0]) && !begins_with_one_of(line, starts)))
        return false;
    if (begins_with_one_of(line, starts))
        return version_in(arena, line, 6, versions);
    return !out->markdown && version_in(arena, line, out->first ? 6 : 2, versions);
}

static bool is_of_the_future(struct text heading)
{
    static const char *const words[] = {"unreleased", "[unreleased", "next",
                                        "upcoming",   "head",        "master",
                                        "main",       "development", NULL};
    struct text word = bare(heading);
    return begins_with_one_of(word, words) && word.size < 40;
}

static void open_entry(struct entry_writer *out, const struct versions *versions, uint32_t line,
                       size_t level)
{
    close_entry(out);
    out->open = true;
    out->versions = *versions;
    out->line = line;
    out->level = level;
    out->lines = out->human = 0;
}

/* The first heading of what changesets writes is the package: `# @acme/pay`. */
static void read_title(struct entry_writer *out, struct text heading)
{
    struct text word = bare(heading);
    bool one = word.size > 0 && word.size < 80 && text_find(word, " ") == SIZE_MAX;
    if (one && (word.bytes[0] == '@' || text_equals(word, out->component)))
        out->component = arena_copy(out->scratch, word);
}

static void read_line(struct entry_writer *out, struct text line, struct text next, uint32_t number)
{
    size_t level = 0;
    struct versions versions = {0};
    struct text heading = heading_of(line, next, &level);
    out->first = number == 1;
    if (heading.size > 0) {
        if (number < 5)
            read_title(out, heading);
        if (version_in(out->scratch, heading, 8, &versions) || is_of_the_future(heading))
            open_entry(out, &versions, number, level);
        else if (out->open && out->level > 0 && level < out->level)
            close_entry(out);
    } else if (is_plain_heading(out->scratch, out, line, &versions)) {
        open_entry(out, &versions, number, 0);
    } else if (out->open) {
        read_body(out, line);
    }
}

/* `changelogs/1.2.3.md` is about that version, whatever its headings are. */
static bool version_of_name(struct arena *arena, const char *path, struct release_name *out)
{
    const char *name = path_base(path);
    const char *dot = strrchr(name, '.');
    size_t size = dot && !is_digit(dot[1]) ? (size_t)(dot - name) : strlen(name);
    return parse_version(arena, (struct text){name, size}, out);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (!is_changelog(file->path) || path_is_test(file->path) || document_is_foreign(file->path) ||
        file->content.state == CONTENT_LINK)
        return;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gap(writer, &kind, NULL, class, reason);
        return;
    }
    const char *base = path_base(file->path);
    const char *dot = strrchr(base, '.');
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct entry_writer out = {
        .writer = writer,
        .scratch = &scratch,
        .component = component_of_folder(&scratch, file->path),
        .markdown = dot && (strncmp(dot, ".md", 3) == 0 || strcmp(dot, ".markdown") == 0)};
    struct versions versions = {.count = 1};
    if (version_of_name(&scratch, file->path, &versions.items[0]))
        open_entry(&out, &versions, 1, 0);
    bool fixed = out.open;
    bool code = false;
    struct text rest = file->content.text;
    struct text line = {"", 0};
    struct text next = {"", 0};
    bool more = text_next_line(&rest, &line);
    for (uint32_t number = 1; more; number++, line = next) {
        more = text_next_line(&rest, &next);
        if (!more)
            next = (struct text){"", 0};
        bool fence = text_starts_with(text_trim(line), "```");
        code = code != fence;
        size_t level = 0;
        if (code || fence)
            continue;
        if (!fixed)
            read_line(&out, line, next, number);
        else if (heading_of(line, next, &level).size == 0)
            read_body(&out, line);
    }
    close_entry(&out);
    arena_release(&scratch);
}

FACT(changelog_entry) = {
    .name = "changelog_entry",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "what changelogs say of each version",
    .version = 4,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){"*[Cc][Hh][Aa][Nn][Gg][Ee]*", "*[Hh][Ii][Ss][Tt][Oo][Rr][Yy]*",
                                   "*[Nn][Ee][Ww][Ss]*", "*[Rr][Ee][Ll][Ee][Aa][Ss][Ee]*",
                                   "**/changelog*/*", "**/release-notes/*", "**/release_notes/*",
                                   "**/releasenotes/*", "**/.changes/*", "**/changes/*",
                                   "**/[Rr]el[Nn]otes/*", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
