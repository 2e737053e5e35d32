/* github_event.h - the contexts whose value does not depend on the file: what a
 * webhook of GitHub brings, and what the runner knows. From docs.github.com,
 * "Contexts reference", "Script injections" and the webhook payloads. */
#ifndef FACTS_GITHUB_EVENT_H
#define FACTS_GITHUB_EVENT_H

#include "facts/github_context.h"

/* For `github.*`. `path` in lower case. A serialised object carries all below it. */
enum github_control github_event_control(const char *path, bool serialised);

/* Does the context name the commit, branch or repository of a pull request's head? */
bool github_event_is_head(const char *path);

#endif
