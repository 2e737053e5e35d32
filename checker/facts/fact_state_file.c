#include "facts/fact.h"
#include "facts/paths.h"

enum { HOLDS, RESOURCES, VERSION, TEST };

static const char *const holds_words[] = {"resources", "empty", "backend",
                                          "encrypted", "other", NULL};

static const struct fact_field fields[] = {
    {"holds",
     {.kind = TYPE_WORD, .words = holds_words},
     false,
     "what is in it; `other` is no state of Terraform at all"},
    {"resources", {.kind = TYPE_INTEGER}, false, "resources and outputs that it lists"},
    {"version", {.kind = TYPE_INTEGER}, true, "of the state's format"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {0},
};

static const char *const key[] = {"path", NULL};

static const struct fact_kind state_file_kind = {
    .name = "state_file",
    .summary = "a state file of Terraform or OpenTofu in the tree",
    .key = key,
    .fields = fields,
};

static size_t count_of(const struct node *root, const char *name)
{
    const struct node *node = node_find(root, name);
    return node && (node->kind == NODE_SEQUENCE || node->kind == NODE_MAPPING) ? node->count : 0;
}

/* Format 4 lists `resources`; formats 1 to 3 list them in `modules`. An output
 * can hold a password as well as a resource can. */
static size_t count_resources(const struct node *root)
{
    size_t count = count_of(root, "resources") + count_of(root, "outputs");
    const struct node *modules = node_find(root, "modules");
    for (size_t i = 0; modules && modules->kind == NODE_SEQUENCE && i < modules->count; i++)
        count += count_of(modules->items[i], "resources") + count_of(modules->items[i], "outputs");
    return count;
}

static const char *what_it_holds(const struct node *root, size_t resources)
{
    if (node_find(root, "encrypted_data") || node_find(root, "sops"))
        return "encrypted";
    if (!node_find(root, "version") ||
        !(node_find(root, "serial") || node_find(root, "terraform_version") ||
          node_find(root, "resources") || node_find(root, "modules")))
        return "other";
    if (resources > 0)
        return "resources";
    return node_find(root, "backend") ? "backend" : "empty";
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = NULL;
    if (!reason && text_trim(file->content.text).size == 0) {
        struct value *cells = fact_add(writer, &state_file_kind, NULL, 1, 1)->cells;
        cells[HOLDS] = value_text("empty");
        cells[RESOURCES] = value_integer(0);
        cells[TEST] = value_boolean(path_is_test(file->path));
        return;
    }
    if (!reason) {
        document = fact_file_json(file, false, &problem);
        if (!document || document->count == 0)
            reason = "it is no JSON";
    }
    if (reason) {
        struct fact_row *row = fact_add_gap(writer, &state_file_kind, NULL, class, reason);
        row->cells[TEST] = value_boolean(path_is_test(file->path));
        return;
    }
    const struct node *root = document->roots[0];
    size_t resources = count_resources(root);
    int64_t version = 0;
    struct value *cells = fact_add(writer, &state_file_kind, NULL, 1, 1)->cells;
    cells[HOLDS] = value_text(what_it_holds(root, resources));
    cells[RESOURCES] = value_integer((int64_t)resources);
    if (node_integer(node_find(root, "version"), &version))
        cells[VERSION] = value_integer(version);
    cells[TEST] = value_boolean(path_is_test(file->path));
}

static const struct fact_kind *const kinds[] = {&state_file_kind, NULL};
static const char *const paths[] = {"*.tfstate", "*.tfstate.backup", "*.tfstate.[0-9]*", NULL};

FACT(state_file) = {
    .name = "state_file",
    .area = FACT_AREA_WORKLOADS,
    .summary = "state files of Terraform and OpenTofu, and whether anything is in them",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
