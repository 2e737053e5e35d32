/* nix_inputs.h - the inputs that a flake.nix declares, read as text: the attributes
 * below `inputs` of its outermost set (Nix manual, "nix flake", Flake format). A flake
 * is a program of which this part must be written out, so nothing is evaluated. */
#ifndef FACTS_NIX_INPUTS_H
#define FACTS_NIX_INPUTS_H

#include "base/text.h"

struct nix_input {
    const char *name;
    bool follows; /* taken from another input: it has no address of its own */
    bool local;   /* path:./x or ./x: a folder of the repository */
    uint32_t line;
};

/* Each name once, in order of writing. */
void nix_each_input(struct arena *arena, struct text text,
                    void (*each)(void *context, const struct nix_input *input), void *context);

#endif
