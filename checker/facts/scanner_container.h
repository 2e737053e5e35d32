/* scanner_container.h - where a path within the container of `docker run`, or of an action that
 * is an image, lies outside of it: through the folders that are mounted. The tree is not
 * looked at, and nothing is known of what an image itself holds but its working folder, where
 * the catalogue tells it.
 *
 * docs.docker.com/reference/cli/docker/container/run (--volume, --mount, --workdir);
 * docs.github.com, "Dockerfile support for GitHub Actions" (WORKDIR). */
#ifndef FACTS_SCANNER_CONTAINER_H
#define FACTS_SCANNER_CONTAINER_H

#include "facts/scanner_match.h"

/* The path as what starts the container writes it; relative to its folder there, or with that
 * folder's own names. NULL, and why, where no mounted folder holds it. `path` may be relative
 * to the container's working folder; "." is that folder. */
const char *scanner_path_outside(const struct scanner_match *match, const char *path,
                                 const char **problem);

#endif
