/* github_uses.h - what `uses:` and `image:` name: an action, a reusable workflow,
 * an image or something of this repository; and the version that a comment on the
 * same line tells. */
#ifndef FACTS_GITHUB_USES_H
#define FACTS_GITHUB_USES_H

#include "base/text.h"

enum github_use_kind {
    GITHUB_USE_ACTION,
    GITHUB_USE_WORKFLOW,
    GITHUB_USE_IMAGE,
    GITHUB_USE_LOCAL,
};

struct github_use {
    enum github_use_kind kind;
    const char *owner; /* of an action or workflow, else NULL */
    const char *name;  /* `owner/repository/folder`, or the image without tag and digest */
    const char *ref;   /* behind the @; of an image the digest, else the tag; or NULL */
};

/* `./x` (of the work tree), `$/x` (of the repository at the commit that runs) and
 * `docker://image` too. */
struct github_use github_use_parse(struct arena *arena, const char *uses);
/* An image as container engines read it: host:port/name:tag@digest. */
struct github_use github_image_parse(struct arena *arena, const char *image);

/* The version in what follows a value on its line: `# v4.1.2`, `# tag=v4`,
 * `# ratchet:actions/checkout@v4`. NULL when there is no comment or no version in it. */
const char *github_version_comment(struct arena *arena, struct text rest_of_line);

#endif
