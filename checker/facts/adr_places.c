#include "facts/adr_places.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/table.h"
#include "document/yaml.h"
#include "facts/paths.h"
#include "source/entry.h"

#include <string.h>

/* In the order of preference: within one part of a repository the first that holds
 * a record is where it keeps them. */
static const struct {
    const char *folder;
    bool root;     /* too common a name to count below the root */
    bool numbered; /* what else stands there is no record */
} usual[] = {
    {"docs/adr", false, false},
    {"docs/adrs", false, false},
    {"doc/adr", false, false},
    {"doc/adrs", false, false},
    {"docs/decisions", false, false},
    {"doc/decisions", false, false},
    {"docs/architecture/decisions", false, false},
    {"doc/architecture/decisions", false, false},
    {"docs/architecture-decisions", false, false},
    {"docs/architecture-decision-records", false, false},
    {"docs/architecture_decision_records", false, false},
    {"docs/architecture/adr", false, false},
    {"docs/architecture/adrs", false, false},
    {"doc/architecture/adr", false, false},
    {"docs/architecture", false, true},
    {"doc/arch", false, true},
    {"docs/arch", false, true},
    {"src/adr", false, false},
    {"adr", false, false},
    {"adrs", false, false},
    {"architecture-decisions", false, false},
    {"architecture-decision-records", false, false},
    {"architecture-decision-record", false, false},
    {"docs/architecture-decision-record", false, false},
    {"decisions", true, false},
    {"architecture/decisions", false, false},
    {"architecture/adr", false, false},
    {"decisions", false, true},
    {"docs/rfcs", true, true},
    {"rfcs", true, true},
    {"text", true, true},
    {"keps", true, true},
};
enum { USUAL = sizeof(usual) / sizeof(usual[0]), PREFIX_DEPTH_MAX = 4, BELOW_DEPTH_MAX = 4 };

struct place {
    const char *folder;
    const char *prefix; /* the part of the repository, with its slash; "" the whole */
    bool numbered;
};

struct finding {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct reader *reader;
    struct place *places;
    size_t count, capacity;
    struct table folders, prefixes; /* of the places */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool has_document_ending(const char *base)
{
    static const char *const endings[] = {".md", ".markdown", ".adoc", ".asciidoc", ".rst", NULL};
    const char *dot = strrchr(base, '.');
    for (size_t i = 0; dot && dot != base && endings[i]; i++)
        if (string_equals_folded(dot, endings[i]))
            return true;
    return false;
}

static bool is_reserved(const char *base)
{
    static const char *const names[] = {
        "readme",
        "index",
        "_index",
        "backlog",
        "agents",
        "claude",
        "gemini",
        "process",
        "contributing",
        "changelog",
        "summary",
        "toc",
        "log",
        "glossary",
        "overview",
        "introduction",
        "decision-log",
        "adr-index",
        "code_of_conduct",
        "security",
        "support",
        "license",
        "copilot-instructions",
        "list",
        NULL,
    };
    if (base[0] == '.')
        return true;
    const char *dot = strchr(base, '.');
    size_t size = dot ? (size_t)(dot - base) : strlen(base);
    for (size_t i = 0; names[i]; i++)
        if (size == strlen(names[i]) && text_find_folded((struct text){base, size}, names[i]) == 0)
            return true;
    return false;
}

/* `adr-template-bare.md` and `0000-modele.md` are templates; `0012-template-engine.md` is a
 * record about one. `slug` is what follows the number. */
static bool is_template_name(const char *slug, bool numbered)
{
    static const char *const words[] = {"template", "modele",    "mod\xc3\xa8le",
                                        "vorlage",  "plantilla", NULL};
    struct text text = text_of(slug);
    if (!numbered && text_find_folded(text, words[0]) != SIZE_MAX)
        return true;
    if (text.size > 4 && text_find_folded((struct text){slug, 4}, "adr-") == 0)
        text = (struct text){slug + 4, text.size - 4};
    for (size_t i = 0; words[i]; i++) {
        size_t size = strlen(words[i]);
        if (text.size >= size && text_find_folded((struct text){text.bytes, size}, words[i]) == 0 &&
            (!numbered || text.size == size || text.bytes[size] == '.'))
            return true;
    }
    return false;
}

static int64_t number_of(const char *digits, size_t size)
{
    int64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

static bool read_date(const char *digits, int32_t *out)
{
    char written[DATE_TEXT_SIZE] = "0000-00-00";
    memcpy(written, digits, 4);
    memcpy(written + 5, digits + 4, 2);
    memcpy(written + 8, digits + 6, 2);
    return date_parse(written, out);
}

/* `2022-10-04-x`. */
static bool read_dashed_date(const char *name, int32_t *out)
{
    char written[DATE_TEXT_SIZE];
    if (strlen(name) < DATE_TEXT_SIZE || !strchr("-_. ", name[DATE_TEXT_SIZE - 1]))
        return false;
    memcpy(written, name, DATE_TEXT_SIZE - 1);
    written[DATE_TEXT_SIZE - 1] = '\0';
    return date_parse(written, out);
}

/* `####-x`, `XXXX-x`, `NNNN-x`, `00NN-x`. */
static bool is_draft_name(const char *base)
{
    size_t marks = strspn(base, "#xXnN0");
    return marks >= 3 && marks <= 5 && base[marks] == '-' && strcspn(base, "#xXnN") < marks;
}

/* `adr-007-x`, `ADR7-x`, and with the project or the part in front or behind:
 * `ODH-ADR-0001-x`, `ODH-ADR-EH-0002-x`. Where the number may stand. */
static const char *behind_prefix(const char *base)
{
    bool named = false;
    const char *at = base;
    for (unsigned part = 0; part < 4; part++) {
        size_t letters = 0;
        while ((at[letters] >= 'a' && at[letters] <= 'z') ||
               (at[letters] >= 'A' && at[letters] <= 'Z'))
            letters++;
        if (letters == 0)
            return named ? at : base;
        named = named || (letters == 3 && text_find_folded((struct text){at, 3}, "adr") == 0);
        at += letters;
        if (is_digit(*at) && letters == 3)
            return named ? at : base;
        if (*at == '\0' || !strchr("-_ ", *at))
            return base;
        at++;
    }
    return base;
}

enum adr_name adr_name_read(struct arena *arena, const char *base, struct adr_candidate *out)
{
    out->id = NULL;
    out->number = -1;
    if (!has_document_ending(base) || is_reserved(base))
        return ADR_NAME_NONE;
    const char *at = behind_prefix(base);
    size_t digits = 0;
    while (is_digit(at[digits]))
        digits++;
    bool bounded = at[digits] != '\0' && strchr("-_. ", at[digits]);
    bool numbered = digits > 0 && bounded && strspn(at, "0") < digits;
    const char *slug = digits && bounded ? at + digits + 1 : at;
    if (is_template_name(slug, numbered))
        return ADR_NAME_NONE;
    if (digits == 8 && bounded && read_date(at, &out->date)) {
        out->id = arena_copy(arena, (struct text){at, digits});
        return ADR_NAME_DATED;
    }
    if (digits == 4 && bounded && read_dashed_date(at, &out->date)) {
        out->id = arena_copy(arena, (struct text){at, DATE_TEXT_SIZE - 1});
        return ADR_NAME_DATED;
    }
    if (digits >= 1 && digits <= 5 && bounded) {
        out->id = arena_copy(arena, (struct text){at, digits});
        out->number = number_of(at, digits);
        return ADR_NAME_NUMBERED;
    }
    return is_draft_name(base) ? ADR_NAME_DRAFT : ADR_NAME_FREE;
}

static const char *read_text(struct finding *finding, const struct entry *entry)
{
    struct content content;
    reader_read(finding->reader, entry, LIMIT_POLICY_BYTES, finding->arena, &content);
    return content.state == CONTENT_TEXT ? arena_copy(finding->arena, content.text) : NULL;
}

static void add_place(struct finding *finding, const char *folder, const char *prefix,
                      bool numbered)
{
    if (table_set(&finding->folders, folder, finding))
        return;
    table_set(&finding->prefixes, prefix, finding);
    finding->places = arena_grow(finding->arena, finding->places, finding->count,
                                 &finding->capacity, sizeof(*finding->places));
    finding->places[finding->count++] = (struct place){folder, prefix, numbered};
}

static void add_configured(struct finding *finding, const char *directory, const char *relative)
{
    struct text text = text_trim(text_of(relative));
    if (!text.size || memchr(text.bytes, '\n', text.size) || text_find(text, "://") != SIZE_MAX)
        return;
    const char *folder = path_resolve(finding->arena, directory, arena_copy(finding->arena, text));
    if (!folder || strcmp(folder, ".") == 0 || !snapshot_has_folder(finding->snapshot, folder))
        return;
    const char *prefix =
        strcmp(directory, ".") == 0 ? "" : arena_printf(finding->arena, "%s/", directory);
    add_place(finding, folder, prefix, false);
}

static void read_log4brains(struct finding *finding, const char *directory, const struct node *root)
{
    const struct node *project = node_find(root, "project");
    const char *folder = node_string(project, "adrFolder");
    if (folder)
        add_configured(finding, directory, folder);
    const struct node *packages = node_find(project, "packages");
    for (size_t i = 0; packages && packages->kind == NODE_SEQUENCE && i < packages->count; i++) {
        folder = node_string(packages->items[i], "adrFolder");
        if (folder)
            add_configured(finding, directory, folder);
    }
}

static void read_configuration(struct finding *finding, const struct entry *entry)
{
    const char *base = path_base(entry->path);
    const char *directory = path_directory(finding->arena, entry->path);
    bool adr_dir = strcmp(base, ".adr-dir") == 0;
    bool log4brains = strcmp(base, ".log4brains.yml") == 0;
    bool catalog = strcmp(base, "catalog-info.yaml") == 0 || strcmp(base, "catalog-info.yml") == 0;
    if (entry->kind != ENTRY_FILE || (!adr_dir && !log4brains && !catalog) ||
        path_is_test(entry->path))
        return;
    const char *text = read_text(finding, entry);
    struct document document;
    struct document_problem problem;
    if (text && adr_dir)
        add_configured(finding, directory, text);
    else if (text && yaml_parse(finding->arena, text_of(text), &document, &problem))
        for (size_t i = 0; i < document.count; i++) {
            const struct node *metadata = node_find(document.roots[i], "metadata");
            const char *location =
                node_string(node_find(metadata, "annotations"), "backstage.io/adr-location");
            if (log4brains)
                read_log4brains(finding, directory, document.roots[i]);
            else if (location)
                add_configured(finding, directory, location);
        }
}

static size_t count_slashes(const char *path, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += path[i] == '/';
    return count;
}

/* Does the folder end with the usual one? `prefix` is what stands before it. */
static bool ends_with(const char *folder, const char *name, size_t *prefix)
{
    size_t length = strlen(folder), size = strlen(name);
    if (length < size || !string_equals_folded(folder + length - size, name))
        return false;
    *prefix = length - size;
    return *prefix == 0 || folder[*prefix - 1] == '/';
}

static bool is_candidate(const struct place *place, struct arena *arena, const struct entry *entry,
                         struct adr_candidate *out)
{
    size_t length = strlen(place->folder);
    /* A damaged tree may have a file of the folder's own name. */
    if (!entry_is_file(entry) || entry->path[length] != '/')
        return false;
    const char *below = entry->path + length + 1;
    if (count_slashes(below, strlen(below)) > BELOW_DEPTH_MAX)
        return false;
    static const char *const asides[] = {"templates/", "template/", "assets/",
                                         "images/",    "img/",      NULL};
    for (size_t i = 0; asides[i]; i++)
        if (string_starts_with(below, asides[i]))
            return false;
    *out = (struct adr_candidate){.entry = entry, .number = -1};
    if (strcmp(path_base(entry->path), "kep.yaml") == 0) {
        out->kep = entry;
        out->name = ADR_NAME_NUMBERED;
        const char *directory = path_directory(arena, entry->path);
        const char *base = path_base(directory);
        size_t digits = strspn(base, "0123456789");
        if (digits && digits <= 8) {
            out->id = arena_copy(arena, (struct text){base, digits});
            out->number = number_of(base, digits);
        }
        out->directory = place->folder;
        return text_find_folded(text_of(base), "template") == SIZE_MAX;
    }
    out->name = adr_name_read(arena, path_base(entry->path), out);
    out->directory = path_directory(arena, entry->path);
    if (place->numbered)
        return out->name == ADR_NAME_NUMBERED || out->name == ADR_NAME_DATED;
    return out->name != ADR_NAME_NONE;
}

/* Index of the first entry below the folder, by binary search. */
static size_t first_below(const struct snapshot *snapshot, const char *folder)
{
    size_t low = 0, high = snapshot->count, length = strlen(folder);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *path = snapshot->entries[middle].path;
        int order = strncmp(path, folder, length);
        if (order < 0 || (order == 0 && (unsigned char)path[length] < '/'))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool holds_records(struct finding *finding, const struct place *place)
{
    const struct snapshot *snapshot = finding->snapshot;
    struct adr_candidate candidate;
    for (size_t i = first_below(snapshot, place->folder);
         i < snapshot->count && path_is_within(snapshot->entries[i].path, place->folder); i++)
        if (is_candidate(place, finding->arena, &snapshot->entries[i], &candidate))
            return true;
    return false;
}

static bool is_taken(const struct finding *finding, const char *folder, const char *prefix)
{
    if (table_has(&finding->prefixes, prefix))
        return true;
    for (const char *above = folder; strcmp(above, ".") != 0;
         above = path_directory(finding->arena, above))
        if (table_has(&finding->folders, above))
            return true;
    return false;
}

/* What stands in `docs/` is of the part that the documents are about. */
static const char *part_of(struct arena *arena, const char *folder, size_t size)
{
    static const char *const names[] = {"docs/", "doc/", "documentation/", NULL};
    for (size_t i = 0; names[i]; i++) {
        size_t length = strlen(names[i]);
        if (size >= length && memcmp(folder + size - length, names[i], length) == 0 &&
            (size == length || folder[size - length - 1] == '/'))
            return arena_copy(arena, (struct text){folder, size - length});
    }
    return arena_copy(arena, (struct text){folder, size});
}

static void add_usual(struct finding *finding)
{
    const struct snapshot *snapshot = finding->snapshot;
    for (size_t name = 0; name < USUAL; name++) {
        for (size_t i = 0; i < snapshot->folder_count; i++) {
            const char *folder = snapshot->folders[i];
            size_t before = 0;
            if (!ends_with(folder, usual[name].folder, &before) || (before && usual[name].root) ||
                count_slashes(folder, before) > PREFIX_DEPTH_MAX || path_is_test(folder) ||
                snapshot_is_vendored(snapshot, arena_printf(finding->arena, "%s/x.md", folder)))
                continue;
            const char *prefix = part_of(finding->arena, folder, before);
            struct place place = {folder, prefix, usual[name].numbered};
            if (!is_taken(finding, folder, prefix) && holds_records(finding, &place))
                add_place(finding, folder, prefix, usual[name].numbered);
        }
    }
}

static const struct entry *readme_beside(struct finding *finding, const struct entry *kep)
{
    static const char *const names[] = {"README.md", "README.MD", "Readme.md", "readme.md", NULL};
    const char *folder = path_directory(finding->arena, kep->path);
    for (size_t i = 0; names[i]; i++) {
        const struct entry *readme =
            snapshot_find(finding->snapshot, path_join(finding->arena, folder, names[i]));
        if (readme && readme->kind == ENTRY_FILE)
            return readme;
    }
    return kep;
}

struct adr_candidates adr_candidates_find(struct arena *arena, const struct snapshot *snapshot,
                                          struct reader *reader)
{
    struct finding finding = {.arena = arena, .snapshot = snapshot, .reader = reader};
    table_init(&finding.folders, arena);
    table_init(&finding.prefixes, arena);
    for (size_t i = 0; i < snapshot->count; i++)
        read_configuration(&finding, &snapshot->entries[i]);
    add_usual(&finding);
    struct adr_candidates out = {0};
    size_t capacity = 0;
    struct table seen;
    table_init(&seen, arena);
    for (size_t p = 0; p < finding.count; p++) {
        const struct place *place = &finding.places[p];
        for (size_t i = first_below(snapshot, place->folder);
             i < snapshot->count && path_is_within(snapshot->entries[i].path, place->folder); i++) {
            struct adr_candidate candidate;
            if (!is_candidate(place, arena, &snapshot->entries[i], &candidate) ||
                table_has(&seen, candidate.entry->path))
                continue;
            table_set(&seen, candidate.entry->path, &finding);
            if (candidate.kep)
                candidate.entry = readme_beside(&finding, candidate.kep);
            out.items = arena_grow(arena, out.items, out.count, &capacity, sizeof(*out.items));
            out.items[out.count++] = candidate;
        }
    }
    return out;
}

/* The last part of the path of a URL that ends at `end`, without `.git`. */
static struct text last_part(const char *url, const char *end)
{
    while (end > url && end[-1] == '/')
        end--;
    if (end - url > 4 && memcmp(end - 4, ".git", 4) == 0)
        end -= 4;
    const char *from = end;
    while (from > url && from[-1] != '/' && from[-1] != ':')
        from--;
    return (struct text){from, (size_t)(end - from)};
}

bool adr_page_read(struct arena *arena, const char *remote, const char *url, struct adr_page *out)
{
    static const char *const marks[] = {"/-/blob/", "/-/tree/", "/blob/", "/tree/", "/src/"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        const char *mark = strstr(url, marks[i]);
        const char *from = mark ? mark + strlen(marks[i]) : NULL;
        const char *slash = from ? strchr(from, '/') : NULL;
        if (!slash)
            continue;
        if (remote) {
            struct text own = last_part(remote, remote + strlen(remote));
            struct text its = last_part(url, mark);
            if (own.size != its.size || text_find_folded(its, arena_copy(arena, own)) != 0)
                return false;
        }
        out->revision = arena_copy(arena, (struct text){from, (size_t)(slash - from)});
        out->path = percent_decode(arena, (struct text){slash + 1, strcspn(slash + 1, "#?")});
        return true;
    }
    return false;
}
