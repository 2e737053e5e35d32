/* launcher_container.h - `docker run [options] IMAGE [arguments]`, and the same of podman and
 * nerdctl: what is run, and which folders of outside lie where within.
 *
 * docs.docker.com/reference/cli/docker/container/run. */
#ifndef FACTS_LAUNCHER_CONTAINER_H
#define FACTS_LAUNCHER_CONTAINER_H

#include "facts/script_commands.h"

/* Names of what `container` of a command tells. */
#define LAUNCHER_MOUNT   "mount"
#define LAUNCHER_WORKDIR "workdir"

/* The first word is then the image, without its tag, which is the version. False, and nothing
 * is changed, for what is no such command. */
bool launcher_take_container(struct arena *arena, struct script_command *command);

#endif
