/* workload_kinds.h - the kinds of what a repository deploys, with the order of their
 * cells. A recogniser of files writes the parts, as each file says them; `workload` and
 * `container` are the same rows once Kustomize's patches are looked at. */
#ifndef FACTS_WORKLOAD_KINDS_H
#define FACTS_WORKLOAD_KINDS_H

#include "facts/fact.h"

enum workload_field {
    WORKLOAD_SYSTEM,
    WORKLOAD_KIND,
    WORKLOAD_NAME,
    WORKLOAD_NAMESPACE,
    WORKLOAD_TEST,
    WORKLOAD_VENDORED,
    WORKLOAD_LABELS,
    WORKLOAD_HOST_NAMESPACES,
    WORKLOAD_REPLICAS,
    WORKLOAD_STRATEGY,
    WORKLOAD_MAX_UNAVAILABLE,
    WORKLOAD_SINGLETON,
    WORKLOAD_CLAIMS,
    WORKLOAD_PATCH,
    WORKLOAD_SERVED,
    WORKLOAD_LEAST_PODS,
    WORKLOAD_BUDGETED,
    WORKLOAD_FIELD_COUNT,
};

enum container_field {
    CONTAINER_WORKLOAD,
    CONTAINER_WORKLOAD_KIND,
    CONTAINER_NAMESPACE,
    CONTAINER_NAME,
    CONTAINER_IMAGE,
    CONTAINER_TAG,
    CONTAINER_DIGEST,
    CONTAINER_INIT,
    CONTAINER_SIDECAR,
    CONTAINER_PORTS,
    CONTAINER_READINESS_PROBE,
    CONTAINER_LIVENESS_PROBE,
    CONTAINER_NON_ROOT,
    CONTAINER_TEST,
    CONTAINER_VENDORED,
    CONTAINER_IMAGE_BASE,
    CONTAINER_STARTUP_PROBE,
    CONTAINER_LIVENESS_ASKS,
    CONTAINER_LIVENESS_COPIES,
    CONTAINER_LIVENESS_WAITS,
    CONTAINER_CPU_REQUEST,
    CONTAINER_CPU_LIMIT,
    CONTAINER_MEMORY_REQUEST,
    CONTAINER_MEMORY_LIMIT,
    CONTAINER_PRIVILEGED,
    CONTAINER_ESCALATION,
    CONTAINER_DROPS_ALL,
    CONTAINER_ADDS,
    CONTAINER_SECCOMP,
    CONTAINER_READ_ONLY_ROOT,
    CONTAINER_WINDOWS,
    CONTAINER_PRE_STOP,
    CONTAINER_PRE_STOP_SECONDS,
    CONTAINER_GRACE_SECONDS,
    CONTAINER_PORT_NAMES,
    CONTAINER_PATCHES,
    CONTAINER_SERVED,
    CONTAINER_ROOT,
    CONTAINER_FIELD_COUNT,
};

/* A folder or socket of the node in a pod. */
enum host_mount_field {
    HOST_MOUNT_HOST_PATH,
    HOST_MOUNT_VOLUME,
    HOST_MOUNT_WORKLOAD,
    HOST_MOUNT_WORKLOAD_KIND,
    HOST_MOUNT_TEST,
    HOST_MOUNT_VENDORED,
    HOST_MOUNT_FIELD_COUNT,
};

extern const struct fact_kind fact_kind_host_mount;
extern const struct fact_kind host_mount_part_kind;
extern const struct fact_kind fact_kind_workload;
extern const struct fact_kind fact_kind_container;
extern const struct fact_kind workload_part_kind;
extern const struct fact_kind container_part_kind;

#endif
