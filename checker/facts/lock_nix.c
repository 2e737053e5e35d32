/* flake.lock: every input of flake.nix is one of its root node, else Nix stops where it
 * may not change the file: "requires lock file changes" (Nix, flake.cc; its manual, "Lock
 * files"). An input that follows another is there too. */
#include "facts/lock_check.h"
#include "facts/nix_inputs.h"

#include <string.h>

struct flake {
    struct lock_check *check;
    const struct node *inputs;
};

static void check_input(void *context, const struct nix_input *input)
{
    const struct flake *flake = context;
    struct lock_check *check = flake->check;
    if (!node_find(flake->inputs, input->name) && strcmp(input->name, "self") != 0)
        lock_problem_add(check, 0, "missing_entry", &check->manifests[0], input->name,
                         arena_printf(check->scratch, "input '%s' of '%s' is not in it",
                                      input->name, check->manifests[0].path));
}

void lock_check_nix(struct lock_check *check)
{
    const struct node *root = lock_root(check, "json");
    const char *name = node_string(root, "root");
    if (!name)
        return;
    struct flake flake = {
        .check = check,
        .inputs = node_find(node_find(node_find(root, "nodes"), name), "inputs"),
    };
    nix_each_input(check->scratch, check->manifests[0].text, check_input, &flake);
}
