/* service_names.h - what the services of this repository are called: by its catalogue, its
 * workloads and its own name; and whether a text names one of them. */
#ifndef FACTS_SERVICE_NAMES_H
#define FACTS_SERVICE_NAMES_H

#include "facts/component_kinds.h"
#include "facts/prose_kinds.h"
#include "facts/workload_kinds.h"

/* For `needs`. */
#define SERVICE_NAMES_NEEDS \
    &fact_kind_component, &fact_kind_workload, &fact_kind_container, &fact_kind_repository_name

struct service_names;
/* Lives in `arena`. */
struct service_names *service_names_new(struct arena *arena,
                                        const struct fact_repository *repository);
/* One after the other, as service_name_words has them; NULL behind the last one. `loose`:
 * neither its catalogue nor its remote calls it so, but a workload, an image or a badge does,
 * which may be somebody else's. */
const char *service_names_item(const struct service_names *names, size_t number, bool *loose);
/* `PayQueue_full` as `-pay-queue-full-`: a hyphen wherever a word ends. */
const char *service_name_words(struct arena *arena, const char *text);
/* Does the text, or the path of its file, name one of them? A boolean in `arena`, unknown
 * where no name is known. Words count, whatever parts them: `pay_requests_total` and
 * `PayQueueFull` name `pay`. */
struct value service_names_in(const struct service_names *names, struct arena *arena,
                              struct arena *scratch, const char *text, const char *path);

#endif
