/* contributing_link - where a README sends those who want to contribute, unless that is
 * a page whose name is CONTRIBUTING: a page of another name, another repository, the
 * organisation's, a site. */
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/prose.h"

enum { CELL_TARGET, CELL_REPOSITORY, CELL_STANDS };

static const struct fact_kind kind = {
    .name = "contributing_link",
    .summary = "A link of the repository's README to a page for contributors of any other name.",
    .key = (const char *const[]){"path", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"target", {.kind = TYPE_TEXT}, false, "The URL or the path, as written."},
            {"repository",
             {.kind = TYPE_TEXT},
             true,
             "The repository that the URL names, as 'https://HOST/OWNER/NAME'."},
            {"stands",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is it a page for contributors? False where the path leads nowhere; else unknown, for"
             " pages of other names and other places are not read."},
            {0},
        },
};

static bool speaks_of_contributing(struct arena *scratch, struct text text)
{
    static const char *const patterns[] = {
        "contributing|contribute",
        ("contribution|contributions|contributor|contributors "
         "guide|guides|guideline|guidelines|process|documentation|docs|page|instructions"),
        NULL};
    struct words words = words_read(scratch, text);
    return words_have(&words, 0, words.count, patterns);
}

/* Trackers and lists of people are no page that says what a change must bring. */
static bool is_other_page(const char *url)
{
    static const char *const marks[] = {"/issues",
                                        "/pulls",
                                        "/pull/",
                                        "/graphs/",
                                        "/compare/",
                                        "/fork",
                                        "/discussions",
                                        "/labels/",
                                        "shields.io",
                                        "contrib.rocks",
                                        "contributor-covenant",
                                        NULL};
    for (size_t i = 0; marks[i]; i++)
        if (strstr(url, marks[i]))
            return true;
    return false;
}

static void add_url(struct fact_writer *writer, struct arena *scratch, uint32_t line,
                    uint32_t column, const char *url)
{
    struct fact_row *row = fact_add(writer, &kind, NULL, line, column);
    row->cells[CELL_TARGET] = fact_text(writer, url);
    row->cells[CELL_STANDS] = value_unknown(
        fact_arena(writer), UNKNOWN_UNOBSERVABLE,
        arena_printf(fact_arena(writer), "the page for contributors is kept elsewhere: %s", url));
    const char *owner, *name, *rest;
    if (!contact_forge_names(scratch, url, &owner, &name, &rest))
        return;
    struct text host = contact_host(url);
    row->cells[CELL_REPOSITORY] =
        fact_text(writer, arena_printf(scratch, "https://%.*s/%s/%s", (int)host.size, host.bytes,
                                       owner, name));
}

static bool is_url(const char *target)
{
    return string_starts_with(target, "https://") || string_starts_with(target, "http://");
}

static bool is_contributing(const char *name)
{
    static const char *const names[] = {"contributing", "contribute", NULL};
    for (size_t i = 0; names[i]; i++) {
        size_t size = strlen(names[i]);
        if (text_find_folded(text_of(name), names[i]) == 0 && (!name[size] || name[size] == '.'))
            return true;
    }
    return false;
}

/* A page called CONTRIBUTING is a row of its own kind, wherever it stands. */
static void add_path(struct fact_writer *writer, struct arena *scratch, struct fact_file *file,
                     const struct markdown_link *link)
{
    const char *target =
        arena_copy(scratch, (struct text){link->target, strcspn(link->target, "#?")});
    const char *folder = path_directory(scratch, file->path);
    const char *path = path_resolve(scratch, folder, target);
    if (!*target || strchr(target, ':') || !path || is_contributing(path_base(path)))
        return;
    struct fact_row *row = fact_add(writer, &kind, NULL, link->line, link->column);
    row->cells[CELL_TARGET] = fact_text(writer, link->target);
    bool is_there =
        snapshot_find(file->snapshot, path) || snapshot_has_folder(file->snapshot, path);
    /* That it is there says nothing of what it holds. */
    row->cells[CELL_STANDS] =
        is_there ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                 arena_printf(fact_arena(writer),
                                              "'%s' is there, and only a page called "
                                              "CONTRIBUTING is read for what it says",
                                              path))
                 : value_boolean(false);
}

static void read_markdown(struct fact_writer *writer, struct arena *scratch, struct fact_file *file)
{
    const struct markdown *markdown = fact_file_markdown(file);
    for (size_t i = 0; i < markdown->link_count; i++) {
        const struct markdown_link *link = &markdown->links[i];
        if (link->image || link->reference || !link->target || is_other_page(link->target))
            continue;
        if (!speaks_of_contributing(scratch, text_of(link->target)) &&
            !speaks_of_contributing(scratch, text_of(link->text ? link->text : "")))
            continue;
        if (is_url(link->target))
            add_url(writer, scratch, link->line, link->column, link->target);
        else
            add_path(writer, scratch, file, link);
    }
}

/* Other markups: a URL in a line that speaks of contributing. */
static void read_lines(struct fact_writer *writer, struct arena *scratch, const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text line = prose->lines[i].text;
        if (prose->lines[i].code || !speaks_of_contributing(scratch, line))
            continue;
        struct contact contact;
        for (size_t from = 0; contact_next(scratch, line, &from, &contact);) {
            if (contact.kind == CONTACT_URL && !is_other_page(contact.value))
                add_url(writer, scratch, (uint32_t)i + 1,
                        prose_column(line, line.bytes + contact.offset), contact.value);
        }
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path) ||
        !document_is_of_repository(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose && prose->syntax == PROSE_MARKDOWN)
        read_markdown(writer, &scratch, file);
    else if (prose)
        read_lines(writer, &scratch, prose);
    arena_release(&scratch);
}

FACT(contributing_link) = {
    .name = "contributing_link",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Where a README sends contributors.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){README_PATHS, NULL},
    .recognise_file = recognise,
};
