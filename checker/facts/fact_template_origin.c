/* template_origin - from which template the repository, or a part of it, was made, and at
 * which version: as Copier, cruft and the scaffolder of Backstage write it down. */
#include "facts/catalogue_reading.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

enum { TOOL, TEMPLATE, VERSION, REFERENCE, TEST, VENDORED };

static const char *const tools[] = {"Copier", "cruft", "Backstage", NULL};

static const struct fact_kind kind = {
    .name = "template_origin",
    .summary = "The template from which a part of the repository was made.",
    .key = (const char *const[]){"path", "reference", NULL},
    .fields =
        (const struct fact_field[]){
            [TOOL] = {"tool", {.kind = TYPE_WORD, .words = tools}, false, "Who wrote it down."},
            [TEMPLATE] =
                {"template",
                 {.kind = TYPE_TEXT},
                 false,
                 "As it is written: Copier's `_src_path`, cruft's `template`, of Backstage "
                 "`spec.scaffoldedFrom` or the annotation `backstage.io/source-template`."},
            [VERSION] =
                {"version",
                 {.kind = TYPE_TEXT},
                 true,
                 "Copier's `_commit`; cruft's `checkout` where it begins as a version does, "
                 "else its `commit`; the annotation `backstage.io/template-version`."},
            [REFERENCE] = {"reference",
                           {.kind = TYPE_TEXT},
                           false,
                           "TEMPLATE@VERSION; without a version TEMPLATE@ alone."},
            [TEST] = {"test",
                      {.kind = TYPE_BOOLEAN},
                      false,
                      "Stands among skeletons, tests or examples."},
            [VENDORED] = {"vendored", {.kind = TYPE_BOOLEAN}, false, "Was copied from others."},
            {0},
        },
};

static void add(struct fact_writer *writer, const struct fact_file *file, size_t tool,
                const struct node *place, const char *template, const char *version)
{
    if (!template || !*template)
        return;
    if (catalogue_is_template(template) || (version && catalogue_is_template(version))) {
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE, "a template fills this in");
        return;
    }
    bool has_version = version && *version;
    struct value *cells = fact_add(writer, &kind, NULL, place->line, place->column)->cells;
    cells[TOOL] = value_text(tools[tool]);
    cells[TEMPLATE] = fact_text(writer, template);
    if (has_version)
        cells[VERSION] = fact_text(writer, version);
    cells[REFERENCE] =
        value_text(arena_printf(fact_arena(writer), "%s@%s", template, has_version ? version : ""));
    cells[TEST] = value_boolean(catalogue_is_test(file->path));
    cells[VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
}

static void read_copier(struct fact_writer *writer, const struct fact_file *file,
                        const struct node *root)
{
    const struct node *key = node_key(root, "_src_path");
    if (key)
        add(writer, file, 0, key, node_string(root, "_src_path"), node_string(root, "_commit"));
}

/* `v1.2` and `2024.1`, but not `main`. */
static bool is_version(const char *text)
{
    text += *text == 'v';
    return *text >= '0' && *text <= '9' && strchr(text, '.');
}

static void read_cruft(struct fact_writer *writer, const struct fact_file *file,
                       const struct node *root)
{
    const struct node *key = node_key(root, "template");
    const char *checkout = node_string(root, "checkout");
    if (key)
        add(writer, file, 1, key, node_string(root, "template"),
            checkout && is_version(checkout) ? checkout : node_string(root, "commit"));
}

static void read_entity(struct fact_writer *writer, const struct fact_file *file,
                        const struct node *root)
{
    const char *entity = node_string(root, "kind");
    const struct node *annotations = node_find(node_find(root, "metadata"), "annotations");
    const struct node *spec = node_find(root, "spec");
    const struct node *place = node_key(spec, "scaffoldedFrom");
    const char *template = node_string(spec, "scaffoldedFrom");
    if (!entity || strcmp(entity, "Template") == 0)
        return;
    if (!template) {
        place = node_key(annotations, "backstage.io/source-template");
        template = node_string(annotations, "backstage.io/source-template");
    }
    if (place)
        add(writer, file, 2, place, template,
            node_string(annotations, "backstage.io/template-version"));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    const char *base = path_base(file->path);
    bool is_json = string_ends_with(base, ".json");
    const struct document *document = reason    ? NULL
                                      : is_json ? fact_file_json(file, false, &problem)
                                                : fact_file_yaml(file, &problem);
    if (!reason && !document) {
        bool is_template = fact_file_is_template(file);
        class = is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        reason = is_template ? "a template makes this file" : problem->message;
    }
    if (reason) {
        fact_add_gaps(writer, NULL, class, arena_strdup(fact_arena(writer), reason));
        return;
    }
    for (size_t i = 0; document && i < document->count; i++)
        if (is_json)
            read_cruft(writer, file, document->roots[i]);
        else if (string_starts_with(base, ".copier-answers"))
            read_copier(writer, file, document->roots[i]);
        else
            read_entity(writer, file, document->roots[i]);
}

FACT(template_origin) = {
    .name = "template_origin",
    .area = FACT_AREA_REPOSITORY,
    .summary = "The templates from which a repository was made, with their versions.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){".copier-answers{,.*}.{yml,yaml}", ".cruft.json",
                                   "catalog-info{,.*,-*}.{yml,yaml}", NULL},
    .recognise_file = recognise,
};
