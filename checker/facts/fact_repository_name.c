/* repository_name - under which owner and name the repository says that it is
 * kept on a forge: by its manifests and its badges. */
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/prose_kinds.h"

static const char *const statements[] = {"manifest", "badge", NULL};

const struct fact_kind fact_kind_repository_name = {
    .name = "repository_name",
    .summary = "An owner and a name on a forge that the repository states as its own.",
    .key = (const char *const[]){"path", "owner", "name", NULL},
    .fields =
        (const struct fact_field[]){
            {"owner", {.kind = TYPE_TEXT}, false, "The owner: a user, an organisation or a group."},
            {"name", {.kind = TYPE_TEXT}, false, "The name below the owner."},
            {"stated_by",
             {.kind = TYPE_WORD, .words = statements},
             false,
             "A field of a manifest, or the badge of a build."},
            {0},
        },
};

static void add(struct fact_writer *writer, struct arena *scratch, uint32_t line, const char *url,
                size_t statement)
{
    const char *owner, *name, *rest;
    if (!contact_forge_names(scratch, url, &owner, &name, &rest))
        return;
    struct fact_row *row = fact_add(writer, &fact_kind_repository_name, NULL, line, 1);
    row->cells[REPOSITORY_NAME_OWNER] = fact_text(writer, owner);
    row->cells[REPOSITORY_NAME_NAME] = fact_text(writer, name);
    row->cells[REPOSITORY_NAME_STATED_BY] = value_text(statements[statement]);
}

/* package.json: a URL, `github:owner/name` or `owner/name`. */
static void add_package(struct fact_writer *writer, struct arena *scratch, struct fact_file *file)
{
    const struct document *document = fact_file_json(file, false, NULL);
    if (!document || !document->count)
        return;
    const struct node *repository = node_find(document->roots[0], "repository");
    if (repository && repository->kind == NODE_MAPPING)
        repository = node_find(repository, "url");
    if (!repository || repository->kind != NODE_TEXT)
        return;
    const char *url = repository->text;
    if (string_starts_with(url, "github:"))
        url = arena_printf(scratch, "https://github.com/%s", url + strlen("github:"));
    else if (string_starts_with(url, "gitlab:"))
        url = arena_printf(scratch, "https://gitlab.com/%s", url + strlen("gitlab:"));
    else if (!strchr(url, ':'))
        url = arena_printf(scratch, "https://github.com/%s", url);
    const char *at = strstr(url, "git@");
    if (at && !strstr(url, "://")) {
        char *path = arena_strdup(scratch, at + 4);
        char *colon = strchr(path, ':');
        if (colon)
            *colon = '/';
        url = arena_printf(scratch, "https://%s", path);
    }
    add(writer, scratch, repository->line, url, 0);
}

static void add_lines(struct fact_writer *writer, struct arena *scratch, struct fact_file *file,
                      const char *const *keys)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        bool states = false;
        for (size_t i = 0; keys[i] && !states; i++)
            states = text_find_folded(trimmed, keys[i]) == 0;
        size_t url = states ? text_find(trimmed, "https://") : SIZE_MAX;
        if (url == SIZE_MAX)
            continue;
        size_t end = url;
        while (end < trimmed.size && !strchr("\"'<> ,\t", trimmed.bytes[end]))
            end++;
        add(writer, scratch, number,
            arena_copy(scratch, (struct text){trimmed.bytes + url, end - url}), 0);
    }
}

static void add_module(struct fact_writer *writer, struct arena *scratch, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        if (!text_starts_with(trimmed, "module "))
            continue;
        struct text path = text_trim((struct text){trimmed.bytes + 7, trimmed.size - 7});
        add(writer, scratch, number,
            arena_printf(scratch, "https://%.*s", (int)path.size, path.bytes), 0);
        return;
    }
}

/* A badge of a build is the project's own; a link to another project is not. */
static void add_badges(struct fact_writer *writer, struct arena *scratch, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct contact contact;
        for (size_t from = 0; contact_next(scratch, line, &from, &contact);) {
            if (contact.kind != CONTACT_URL)
                continue;
            const char *url = contact.value;
            if (strstr(url, "/badge.svg") || strstr(url, "/badges/"))
                add(writer, scratch, number, url, 1);
            static const char shields[] = "img.shields.io/github/";
            const char *shield = strstr(url, shields);
            if (!shield)
                continue;
            /* .../github/<what>/[<what>/]OWNER/NAME: the last two before the query. */
            const char *path = shield + strlen(shields);
            size_t size = strcspn(path, "?#"), slashes = 0, begin = size;
            while (begin > 0 && slashes < 2)
                slashes += path[--begin] == '/';
            if (slashes == 2 && strncmp(path, "actions/", 8) != 0)
                add(writer, scratch, number,
                    arena_printf(scratch, "https://github.com%.*s", (int)(size - begin),
                                 path + begin),
                    1);
        }
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    static const char *const cargo[] = {"repository", NULL};
    static const char *const python[] = {"repository", "source", "homepage",   "\"source",
                                         "code",       "github", "\"homepage", "\"repository",
                                         "url",        NULL};
    static const char *const maven[] = {"<url>", "<connection>", NULL};
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        /* A file that cannot be read states no name; others may. */
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    if (strcmp(file->path, "package.json") == 0)
        add_package(writer, &scratch, file);
    else if (strcmp(file->path, "go.mod") == 0)
        add_module(writer, &scratch, file);
    else if (strcmp(file->path, "Cargo.toml") == 0)
        add_lines(writer, &scratch, file, cargo);
    else if (strcmp(file->path, "pyproject.toml") == 0 || strcmp(file->path, "setup.cfg") == 0)
        add_lines(writer, &scratch, file, python);
    else if (strcmp(file->path, "pom.xml") == 0)
        add_lines(writer, &scratch, file, maven);
    else
        add_badges(writer, &scratch, file);
    arena_release(&scratch);
}

FACT(repository_name) = {
    .name = "repository_name",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "Names that the repository states of itself.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_repository_name, NULL},
    .paths = (const char *const[]){"/package.json", "/go.mod", "/Cargo.toml", "/pyproject.toml",
                                   "/setup.cfg", "/pom.xml", "/README*", "/Readme*", "/readme*",
                                   NULL},
    .recognise_file = recognise,
};
