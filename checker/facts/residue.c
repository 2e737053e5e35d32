#include "facts/residue.h"

#include "facts/templates.h"

const char *const residue_sort_names[] = {
    "todo", "insert", "angle", "brace", "example_address", "template_text", "date", "lorem", NULL,
};

/* A placeholder, and a line that holds no more than a value. */
enum { BRACKET_BYTES_MAX = 120, VALUE_BYTES_MAX = 500 };

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static char at_or_nul(struct text text, size_t at)
{
    return at < text.size ? text.bytes[at] : '\0';
}

static bool begins_word(struct text line, size_t at)
{
    return at == 0 || (!is_alphanumeric(line.bytes[at - 1]) && line.bytes[at - 1] != '_');
}

static bool holds_at(struct text line, size_t at, const char *word, bool folded)
{
    size_t size = strlen(word);
    if (at + size > line.size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char byte = line.bytes[at + i];
        if ((folded ? fold(byte) : byte) != word[i])
            return false;
    }
    char next = at_or_nul(line, at + size);
    return !is_alphanumeric(word[size - 1]) || (!is_alphanumeric(next) && next != '_');
}

/* Words that a template puts between its brackets. One of them makes a bracket a
 * placeholder; `<path>` in the usage of a program has none of them. */
static bool is_vocabulary(struct text word)
{
    static const char *const words[] = {
        "your",         "yours",       "my",          "insert",      "name",     "names",
        "title",        "description", "email",       "e-mail",      "address",  "organisation",
        "organization", "org",         "company",     "team",        "contact",  "date",
        "year",         "author",      "owner",       "owners",      "fullname", "holder",
        "holders",      "maintainer",  "maintainers", "placeholder", "todo",     "tbd",
        "describe",     "replace",     "enter",       "short",       "brief",    "summary",
        "reason",       "yyyy",        "xxx",         "example",     "method",   "handle",
        "domain",       "homepage",    "project",     "fill",        "add",      "specify",
        "list",         "argument",    "option",      "context",     "decision", "consequence",
        "consequences", "person",      "phone",       "channel",     "link",     "url",
        "optional",     NULL,
    };
    char folded[20];
    if (word.size >= sizeof(folded))
        return false;
    for (size_t i = 0; i < word.size; i++)
        folded[i] = fold(word.bytes[i]);
    folded[word.size] = '\0';
    return string_is_one_of(folded, words);
}

struct bracket {
    size_t words, vocabulary;
    bool strange; /* holds a byte that no placeholder has */
    bool spaced;
};

static struct bracket bracket_of(struct text inside)
{
    struct bracket bracket = {0};
    for (size_t i = 0; i < inside.size;) {
        if (is_alphanumeric(inside.bytes[i])) {
            size_t begin = i;
            while (i < inside.size && is_alphanumeric(inside.bytes[i]))
                i++;
            bracket.words++;
            bracket.vocabulary += is_vocabulary((struct text){inside.bytes + begin, i - begin});
            continue;
        }
        char byte = inside.bytes[i++];
        bracket.spaced = bracket.spaced || byte == ' ';
        if (!strchr(" -_,.'|/:;()?!&+", byte) && (unsigned char)byte < 0x80)
            bracket.strange = true;
    }
    return bracket;
}

static bool is_html_tag(struct text inside)
{
    static const char *const tags[] = {
        "a",          "abbr",    "address",    "article", "aside",   "audio",  "b",      "base",
        "blockquote", "body",    "br",         "button",  "caption", "center", "cite",   "code",
        "col",        "dd",      "del",        "details", "dfn",     "div",    "dl",     "dt",
        "em",         "embed",   "figcaption", "figure",  "font",    "footer", "form",   "h1",
        "h2",         "h3",      "h4",         "h5",      "h6",      "head",   "header", "hr",
        "html",       "i",       "iframe",     "img",     "input",   "ins",    "kbd",    "label",
        "li",         "link",    "main",       "map",     "mark",    "meta",   "nav",    "ol",
        "option",     "p",       "picture",    "pre",     "q",       "s",      "samp",   "script",
        "section",    "select",  "small",      "source",  "span",    "strike", "strong", "style",
        "sub",        "summary", "sup",        "svg",     "table",   "tbody",  "td",     "template",
        "textarea",   "tfoot",   "th",         "thead",   "time",    "title",  "tr",     "tt",
        "u",          "ul",      "var",        "video",   "wbr",     NULL,
    };
    char name[16];
    size_t size = 0;
    while (size < inside.size && is_alphanumeric(inside.bytes[size]))
        size++;
    if (!size || size >= sizeof(name))
        return false;
    for (size_t i = 0; i < size; i++)
        name[i] = fold(inside.bytes[i]);
    name[size] = '\0';
    if (!string_is_one_of(name, tags))
        return false;
    /* `<title of option>` is no tag: attributes have an equals sign. */
    struct text rest = {inside.bytes + size, inside.size - size};
    return !text_trim(rest).size || text_find(rest, "=") != SIZE_MAX ||
           inside.bytes[inside.size - 1] == '/';
}

static bool close_bracket(struct text line, size_t at, char close, struct text *inside)
{
    for (size_t i = at + 1; i < line.size && i - at < BRACKET_BYTES_MAX; i++) {
        if (line.bytes[i] == line.bytes[at])
            return false;
        if (line.bytes[i] == close) {
            *inside = (struct text){line.bytes + at + 1, i - at - 1};
            return inside->size > 0;
        }
    }
    return false;
}

static bool find_angle(struct text line, size_t at, struct text *out)
{
    struct text inside;
    /* `Vec<name>` is code that somebody forgot to mark, and `a <b` a comparison. */
    if (line.bytes[at] != '<' || !begins_word(line, at) || !close_bracket(line, at, '>', &inside))
        return false;
    if (!is_alphanumeric(inside.bytes[0]) || is_html_tag(inside))
        return false;
    struct bracket bracket = bracket_of(inside);
    if (bracket.strange || !bracket.vocabulary || text_find(inside, "://") != SIZE_MAX)
        return false;
    *out = (struct text){line.bytes + at, inside.size + 2};
    return true;
}

/* `{{ name }}` and `{% name %}`, which begin at `at`. */
static bool find_template_brace(struct text line, size_t at, struct text *out)
{
    char last = line.bytes[at + 1] == '{' ? '}' : '%';
    for (size_t i = at + 2; i + 1 < line.size && i - at < BRACKET_BYTES_MAX; i++) {
        if (line.bytes[i] != last || line.bytes[i + 1] != '}')
            continue;
        struct text inside = text_trim((struct text){line.bytes + at + 2, i - at - 2});
        /* `{{ page.title }}` is filled in each time a site is made; what Backstage's scaffolder
         * makes of `${{ values.name }}` holds no values any more. */
        bool open = bracket_of(inside).vocabulary && text_find(inside, ".") == SIZE_MAX;
        bool scaffold = at > 0 && line.bytes[at - 1] == '$' && text_starts_with(inside, "values.");
        *out = (struct text){line.bytes + at, i + 2 - at};
        return open || scaffold || text_find_folded(inside, "cookiecutter") != SIZE_MAX;
    }
    return false;
}

static bool find_brace(struct text line, size_t at, struct text *out)
{
    struct text inside;
    struct text found = {0};
    if (line.bytes[at] != '{')
        return false;
    if (at_or_nul(line, at + 1) == '{' || at_or_nul(line, at + 1) == '%') {
        if (!find_template_brace(line, at, &found))
            return false;
        *out = found;
        return true;
    }
    if (at > 0 &&
        (line.bytes[at - 1] == '$' || line.bytes[at - 1] == '%' || !begins_word(line, at)))
        return false;
    if (!close_bracket(line, at, '}', &inside) || !is_alphanumeric(inside.bytes[0]))
        return false;
    struct bracket bracket = bracket_of(inside);
    if (bracket.strange || !bracket.vocabulary || text_find(inside, ":") != SIZE_MAX)
        return false;
    *out = (struct text){line.bytes + at, inside.size + 2};
    return true;
}

/* `out` is left empty when it is none. */
static bool find_square(struct text line, size_t at, struct text *out)
{
    static const char *const openers[] = {
        "insert",
        "your",
        "enter",
        "replace",
        "describe",
        "fill",
        "todo",
        "tbd",
        "add your",
        "put",
        "specify",
        "project name",
        "year",
        "yyyy",
        "fullname",
        "full name",
        "name of",
        "company",
        "organisation name",
        "organization name",
        "team name",
        "contact method",
        "contact email",
        "contact name",
        "email address",
        "e-mail address",
        "email",
        "link to your",
        "date",
        "provide a",
        "provide the",
        "brief description",
        "short description",
        "concise summary",
        "explain what",
        "explain why",
        "explain how",
        "list of people",
        "list any",
        "list the",
        "start time",
        "end time",
        NULL,
    };
    struct text inside;
    if (line.bytes[at] != '[' || !close_bracket(line, at, ']', &inside))
        return false;
    /* A link, a footnote or the definition of one is no placeholder. */
    char next = at_or_nul(line, at + inside.size + 2);
    if (next == '(' || next == '[' || next == ':' || (at > 0 && line.bytes[at - 1] == ']'))
        return false;
    *out = (struct text){line.bytes + at, inside.size + 2};
    inside = text_trim(inside);
    bool opens = false;
    for (size_t i = 0; openers[i] && !opens; i++)
        opens = holds_at(inside, 0, openers[i], true);
    struct bracket bracket = bracket_of(inside);
    /* A single word may be a shortcut reference: only those that never are. */
    bool alone = bracket.words == 1 && !text_equals(inside, "yyyy") &&
                 !text_equals(inside, "year") && !text_equals(inside, "fullname") &&
                 text_find_folded(inside, "tbd") == SIZE_MAX &&
                 text_find_folded(inside, "todo") == SIZE_MAX && !text_equals(inside, "email") &&
                 !text_equals(inside, "date");
    if (opens && !bracket.strange && !alone)
        return true;
    out->size = 0;
    return false;
}

/* Words of the line beside [at, end): a date that stands for a value has almost
 * none, and is not explained as a format. */
static bool stands_alone(struct text line, size_t at, size_t end)
{
    size_t words = 0;
    bool inside = false;
    if (line.size > VALUE_BYTES_MAX)
        return false;
    for (size_t i = 0; i < line.size; i++) {
        if (i >= at && i < end) {
            inside = false;
            continue;
        }
        bool letter = is_alphanumeric(line.bytes[i]);
        words += letter && !inside;
        inside = letter;
    }
    return words <= 3 && text_find_folded(line, "format") == SIZE_MAX;
}

/* A field of a form: `Reviewer: ______`. */
static bool find_blank(struct text line, size_t at, struct text *out)
{
    enum { BLANK_MIN = 5 };
    size_t end = at, before = at;
    if (line.bytes[at] != '_' || (at > 0 && line.bytes[at - 1] == '_'))
        return false;
    while (end < line.size && line.bytes[end] == '_')
        end++;
    while (before > 0 && line.bytes[before - 1] == ' ')
        before--;
    if (end - at < BLANK_MIN || before == 0 || line.bytes[before - 1] != ':')
        return false;
    *out = (struct text){line.bytes + at, end - at};
    return true;
}

static bool find_todo(struct text line, size_t at, struct text *out)
{
    static const char *const marks[] = {"TODO", "TBD", "FIXME", "TBC", "XXX", NULL};
    static const char *const phrases[] = {
        "to be determined",
        "to be defined",
        "to be decided",
        "to be written",
        "to be added",
        "to be confirmed",
        "to be completed",
        "to be filled",
        "coming soon",
        "fill me in",
        "fill this in",
        "work in progress: write",
        NULL,
    };
    if (!begins_word(line, at))
        return false;
    for (size_t i = 0; marks[i]; i++) {
        if (holds_at(line, at, marks[i], false)) {
            /* `TODO.md`, `TODO-list`, `todo!()`: the name of something. */
            size_t end = at + strlen(marks[i]);
            char next = at_or_nul(line, end), after = at_or_nul(line, end + 1);
            if ((next == '.' || next == '-' || next == '/') && is_alphanumeric(after))
                return false;
            if (at > 0 && (line.bytes[at - 1] == '.' || line.bytes[at - 1] == '/' ||
                           line.bytes[at - 1] == '-'))
                return false;
            *out = (struct text){line.bytes + at, strlen(marks[i])};
            return true;
        }
    }
    for (size_t i = 0; phrases[i]; i++) {
        size_t size = strlen(phrases[i]);
        /* In the middle of a sentence these are plain words: "asks to be added". */
        if (holds_at(line, at, phrases[i], true) && stands_alone(line, at, at + size)) {
            *out = (struct text){line.bytes + at, size};
            return true;
        }
    }
    return false;
}

static bool is_host_byte(char byte)
{
    return is_alphanumeric(byte) || byte == '.' || byte == '-' || byte == '_';
}

bool residue_is_example_host(struct text host)
{
    static const char *const hosts[] = {
        "example.com",     "example.org",          "example.net",
        "example.edu",     "yourcompany.com",      "your-company.com",
        "yourdomain.com",  "your-domain.com",      "yourorg.com",
        "your-org.com",    "mycompany.com",        "company.com",
        "domain.com",      "mydomain.com",         "localhost",
        "yourproject.org", "your-project.org",     "yourproject.com",
        "email.com",       "domain.tld",           "example.co",
        "example.io",      "yourorganization.com", NULL,
    };
    static const char *const endings[] = {".example", ".invalid", ".test", ".localhost", NULL};
    char folded[128];
    if (host.size >= sizeof(folded))
        return false;
    for (size_t i = 0; i < host.size; i++)
        folded[i] = fold(host.bytes[i]);
    folded[host.size] = '\0';
    size_t size = host.size;
    while (size && folded[size - 1] == '.')
        folded[--size] = '\0';
    for (size_t i = 0; hosts[i]; i++) {
        size_t length = strlen(hosts[i]);
        if (size < length || strcmp(folded + size - length, hosts[i]) != 0)
            continue;
        /* `email.com` and `domain.com` are also the ends of real names: whole only. */
        if (size == length ||
            (folded[size - length - 1] == '.' && string_starts_with(hosts[i], "example.")))
            return true;
    }
    for (size_t i = 0; endings[i]; i++) {
        if (string_ends_with(folded, endings[i]))
            return true;
    }
    return string_equals_folded(folded, "example") || string_equals_folded(folded, "domain");
}

/* What is around the '@' at `at`: an address of an example host, or a handle that stands for one.
 */
static bool find_at_sign(struct text line, size_t at, struct text *out)
{
    size_t end = at + 1;
    while (end < line.size && is_host_byte(line.bytes[end]))
        end++;
    struct text host = {line.bytes + at + 1, end - at - 1};
    size_t begin = at;
    while (begin > 0 && (is_host_byte(line.bytes[begin - 1]) || line.bytes[begin - 1] == '+'))
        begin--;
    if (begin < at && residue_is_example_host(host)) {
        *out = (struct text){line.bytes + begin, end - begin};
        return true;
    }
    static const char *const handles[] = {
        "org/team",      "org/team-name", "your-org",      "yourorg",     "my-org", "username",
        "your-username", "yourusername",  "global-owner1", "example-org", "owner1", NULL};
    for (size_t i = 0; begin == at && handles[i]; i++) {
        if (!holds_at(line, at + 1, handles[i], true))
            continue;
        *out = (struct text){line.bytes + at, strlen(handles[i]) + 1};
        return true;
    }
    return false;
}

static bool find_address(struct text line, size_t at, struct text *out)
{
    static const char *const names[] = {
        "your-org",          "your_org",     "yourorg",      "your-organization",
        "your-organisation", "your-team",    "your-company", "your-username",
        "your_username",     "yourusername", "your-project", "your-github-username",
        "your-repo",         "my-org",       NULL,
    };
    char byte = line.bytes[at];
    if (byte == '@')
        return find_at_sign(line, at, out);
    if (!begins_word(line, at) || (byte != 'y' && byte != 'Y' && byte != 'm' && byte != 'M'))
        return false;
    for (size_t i = 0; names[i]; i++) {
        /* Only in an address: `github.com/your-org`, `your-org/name`. */
        size_t size = strlen(names[i]);
        char before = at > 0 ? line.bytes[at - 1] : '\0';
        if (holds_at(line, at, names[i], true) &&
            (before == '/' || before == '@' || at_or_nul(line, at + size) == '/')) {
            *out = (struct text){line.bytes + at, size};
            return true;
        }
    }
    return false;
}

static bool find_date(struct text line, size_t at, struct text *out)
{
    static const char *const dates[] = {"yyyy-mm-dd", "yyyy/mm/dd", "dd/mm/yyyy", "mm/dd/yyyy",
                                        "dd.mm.yyyy", "yyyymmdd",   "20xx-xx-xx", NULL};
    if (!begins_word(line, at))
        return false;
    if (holds_at(line, at, "NNNN", false) || holds_at(line, at, "20XX", false)) {
        if (!stands_alone(line, at, at + 4))
            return false;
        *out = (struct text){line.bytes + at, 4};
        return true;
    }
    for (size_t i = 0; dates[i]; i++) {
        size_t size = strlen(dates[i]);
        if (holds_at(line, at, dates[i], true) && stands_alone(line, at, at + size)) {
            *out = (struct text){line.bytes + at, size};
            return true;
        }
    }
    return false;
}

bool residue_next(struct text line, size_t *from, struct residue *out)
{
    for (size_t at = *from; at < line.size; at++) {
        struct residue found = {0};
        if (find_angle(line, at, &found.text))
            found.sort = RESIDUE_ANGLE;
        else if (find_brace(line, at, &found.text))
            found.sort = RESIDUE_BRACE;
        else if (find_square(line, at, &found.text) || find_blank(line, at, &found.text))
            found.sort = RESIDUE_INSERT;
        else if (find_todo(line, at, &found.text))
            found.sort = RESIDUE_TODO;
        else if (find_address(line, at, &found.text))
            found.sort = RESIDUE_EXAMPLE_ADDRESS;
        else if (find_date(line, at, &found.text))
            found.sort = RESIDUE_DATE;
        else if (begins_word(line, at) && holds_at(line, at, "lorem ipsum", true)) {
            found.sort = RESIDUE_LOREM;
            found.text = (struct text){line.bytes + at, strlen("lorem ipsum")};
        }
        if (!found.text.size)
            continue;
        *out = found;
        *from = (size_t)(found.text.bytes - line.bytes) + found.text.size;
        return true;
    }
    *from = line.size;
    return false;
}

bool residue_next_phrase(const struct words *words, size_t *from, size_t *end)
{
    return template_next_phrase(templates_builtin(), words, from, end, NULL);
}

bool residue_is_value(const char *value)
{
    struct text text = text_trim(text_of(value));
    size_t from = 0;
    struct residue found;
    if (!text.size || residue_next(text, &from, &found))
        return true;
    static const char *const words[] = {
        "tbd",        "todo",      "tbc",        "fixme",     "xxx",        "n/a",
        "none",       "unknown",   "changeme",   "change-me", "change_me",  "placeholder",
        "replace-me", "replaceme", "owner/repo", "owner",     "user:guest", "guest",
        "foo",        "bar",       "example",    "your-name", "name",       "team-name",
        "team",       "insert",    "-",          "?",         "...",        NULL,
    };
    char folded[32];
    if (text.size < sizeof(folded)) {
        for (size_t i = 0; i < text.size; i++)
            folded[i] = fold(text.bytes[i]);
        folded[text.size] = '\0';
        if (string_is_one_of(folded, words))
            return true;
    }
    size_t scheme = text_find(text, "://");
    if (scheme != SIZE_MAX) {
        struct text host = {text.bytes + scheme + 3, text.size - scheme - 3};
        size_t size = 0;
        while (size < host.size && is_host_byte(host.bytes[size]))
            size++;
        host.size = size;
        return !size || residue_is_example_host(host);
    }
    return false;
}

/* Behind a TODO stands what is to be written: it goes to the end of the sentence. */
static void blank_residue(char *rest, struct text visible, struct text line,
                          const struct residue *residue)
{
    size_t begin = (size_t)(residue->text.bytes - visible.bytes);
    size_t end = begin + residue->text.size;
    size_t line_end = (size_t)(line.bytes - visible.bytes) + line.size;
    if (line_end > end + VALUE_BYTES_MAX)
        line_end = end + VALUE_BYTES_MAX;
    if (residue->sort == RESIDUE_TODO) {
        while (end < line_end && !(visible.bytes[end] == '.' &&
                                   (end + 1 == line_end || visible.bytes[end + 1] == ' ')))
            end++;
    }
    memset(rest + begin, ' ', end - begin);
}

bool residue_is_whole(struct arena *scratch, struct text visible)
{
    if (!text_trim(visible).size)
        return false;
    struct arena_mark mark = arena_mark(scratch);
    char *rest = arena_copy(scratch, visible);
    size_t found = 0;
    struct text lines = visible, line;
    while (text_next_line(&lines, &line)) {
        struct residue residue;
        for (size_t from = 0; residue_next(line, &from, &residue); found++)
            blank_residue(rest, visible, line, &residue);
    }
    struct words all = words_read(scratch, visible);
    for (size_t from = 0, end; residue_next_phrase(&all, &from, &end); from = end, found++) {
        size_t begin = all.items[from].offset;
        size_t stop = end < all.count ? all.items[end].offset : visible.size;
        memset(rest + begin, ' ', stop - begin);
    }
    struct words left = words_read(scratch, (struct text){rest, visible.size});
    bool whole = (found > 0 && left.count <= 3 * found) ||
                 template_explains(templates_builtin(), scratch, &all, rest);
    arena_reset(scratch, mark);
    return whole;
}
