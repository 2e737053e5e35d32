#include "document/problem.h"
#include "document/yaml.h"
#include "policy/policy_file.h"

struct place node_place(const char *path, const struct node *node)
{
    return (struct place){
        .path = path, .line = node ? node->line : 1, .column = node ? node->column : 1};
}

const struct node *policy_file_root(struct arena *arena, const char *path, struct text text,
                                    struct diagnostics *diagnostics)
{
    diagnostics_add_source(diagnostics, path, text);
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(arena, text, &document, &problem)) {
        document_problem_add(diagnostics, path, &problem);
        return NULL;
    }
    struct place start = {.path = path, .line = 1, .column = 1};
    if (document.count == 0 || document.roots[0]->kind == NODE_NULL) {
        diagnostics_add(diagnostics, E102, start, "the file is empty");
        return NULL;
    }
    if (document.count > 1) {
        diagnostics_add(diagnostics, E103, node_place(path, document.roots[1]),
                        "a second YAML document: one file holds one");
        return NULL;
    }
    return document.roots[0];
}

bool policy_file_version(const char *path, const struct node *root, struct diagnostics *diagnostics)
{
    int64_t version = 0;
    const struct node *node = node_find(root, "bylaw");
    if (!node || !node_integer(node, &version) || version <= 1)
        return true; /* the schema says what is wrong, if anything is */
    diagnostics_add(diagnostics, E106, node_place(path, node),
                    "format version %s is newer than this program knows (1)", node->text);
    return false;
}

/* Three numbers, of which a huge one is as good as the greatest. */
static void read_version(const char *text, unsigned out[3])
{
    for (size_t i = 0; i < 3; i++) {
        out[i] = 0;
        for (; *text >= '0' && *text <= '9'; text++)
            if (out[i] < 100000000)
                out[i] = out[i] * 10 + (unsigned)(*text - '0');
        text += *text == '.';
    }
}

bool policy_file_min_version(const char *path, const struct node *root, const char *what,
                             const char *version, struct diagnostics *diagnostics)
{
    const struct node *node = node_find(root, "min_version");
    if (!version || !node || !node_is_scalar(node) || node->kind == NODE_NULL)
        return true; /* the schema says what is wrong, if anything is */
    unsigned wanted[3];
    unsigned have[3];
    read_version(node->text, wanted);
    read_version(version, have);
    size_t i = 0;
    while (i < 2 && wanted[i] == have[i])
        i++;
    if (wanted[i] <= have[i])
        return true;
    diagnostics_add(diagnostics, E509, node_place(path, node),
                    "this %s needs bylaw %.100s or newer; this is %s", what, node->text, version)
        ->length = (uint32_t)node->size;
    return false;
}
