/* mailmap.h - private to this folder: a .mailmap file (gitmailmap(5), mailmap.c
 * of git 2.39). libgit2 compares names with their case, git does not. */
#ifndef SOURCE_MAILMAP_H
#define SOURCE_MAILMAP_H

#include "base/table.h"
#include "base/text.h"

struct mailmap {
    struct arena *arena;
    struct table by_person;
};

void mailmap_init(struct mailmap *mailmap, struct text lines, struct arena *arena);
/* Replaces what the file replaces; the strings live as long as its arena. */
void mailmap_resolve(const struct mailmap *mailmap, const char **name, const char **email);

#endif
