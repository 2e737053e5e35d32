/* tree_link.h - where a link in configuration (an annotation of an alert, a field of a
 * catalogue) leads: to a file and a heading of this tree, or to somewhere that this tree
 * does not show. Links of Markdown are of facts/fact_markdown_link.c. */
#ifndef FACTS_TREE_LINK_H
#define FACTS_TREE_LINK_H

#include "facts/prose_kinds.h"

enum tree_link_state {
    TREE_LINK_NONE,            /* nothing is said, or that there is none */
    TREE_LINK_PLACEHOLDER,     /* TODO, example.com, localhost */
    TREE_LINK_TEXT,            /* words, no link */
    TREE_LINK_DANGLING_PATH,   /* this tree has no such file */
    TREE_LINK_DANGLING_ANCHOR, /* the file has no such heading */
    TREE_LINK_FOUND,           /* the file, and the heading where one is named */
    TREE_LINK_ELSEWHERE,       /* on another host, in another repository */
    TREE_LINK_TEMPLATE,        /* what it is, is only known when it is used */
};
extern const char *const tree_link_state_names[]; /* by state, NULL-ended */

struct tree_link {
    enum tree_link_state state;
    const char *path;   /* of the tree; NULL when nothing was found */
    const char *anchor; /* as written, without '#'; NULL when none is named */
    const char *host;   /* of a URL; NULL for a path */
    const char *reason; /* of ELSEWHERE and TEMPLATE: why it is not known */
};

struct tree_links;
/* Lives in `arena`. */
struct tree_links *tree_links_new(struct arena *arena, const struct fact_repository *repository);
/* For `needs`. */
#define TREE_LINK_NEEDS &fact_kind_markdown_anchor, &fact_kind_repository_name
/* `name` stands for what the alert's own name is put into: {{ $labels.alertname }}. */
struct tree_link tree_links_follow(struct tree_links *links, const char *from, const char *target,
                                   const char *name);
/* True, false, or unknown with the reason. */
struct value tree_link_found(struct arena *arena, const struct tree_link *link);

#endif
