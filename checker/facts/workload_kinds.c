#include "facts/workload_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }
#define INTEGER              \
    {                        \
        .kind = TYPE_INTEGER \
    }

static const char *const systems[] = {"kubernetes", "helm", "compose", "serverless", "procfile",
                                      "app_engine", "ecs",  "gitops",  NULL};

static const struct fact_field workload_fields[] = {
    [WORKLOAD_SYSTEM] = {"system", {.kind = TYPE_WORD, .words = systems}, false, "what runs it"},
    [WORKLOAD_KIND] = {"kind", TEXT, false,
                       "Deployment, Job, service, function, process, chart, ..."},
    [WORKLOAD_NAME] = {"name", TEXT, false, "as it is deployed"},
    [WORKLOAD_NAMESPACE] = {"namespace", TEXT, true, "of Kubernetes"},
    [WORKLOAD_TEST] = {"test", BOOLEAN, false, "stands where test material and examples stand"},
    [WORKLOAD_VENDORED] = {"vendored", BOOLEAN, false,
                           "others' code, by .gitattributes or convention"},
    [WORKLOAD_LABELS] = {"labels", TEXTS, true, "of its pods, as name=value; Kubernetes only"},
    [WORKLOAD_HOST_NAMESPACES] = {"host_namespaces", TEXTS, true,
                                  "what its pods share with the node: network, pid, ipc"},
    [WORKLOAD_REPLICAS] = {"replicas", INTEGER, true, "how many pods it asks for"},
    [WORKLOAD_STRATEGY] = {"strategy", TEXT, true,
                           "how a new version comes: RollingUpdate, Recreate, OnDelete, canary,"
                           " blueGreen; absent: the default of its kind"},
    [WORKLOAD_MAX_UNAVAILABLE] = {"max_unavailable", TEXT, true,
                                  "pods that may be missing meanwhile, as it is written"},
    [WORKLOAD_SINGLETON] = {"singleton", TEXT, true,
                            "what an annotation that calls it a singleton gives as the reason"},
    [WORKLOAD_CLAIMS] = {"claims", BOOLEAN, true, "its pods claim a volume that stays"},
    [WORKLOAD_PATCH] = {"patch", BOOLEAN, true,
                        "no container of it has an image: it changes one that stands elsewhere"},
    [WORKLOAD_SERVED] = {"served", BOOLEAN, true, "a service of Kubernetes selects its pods"},
    [WORKLOAD_LEAST_PODS] = {"least_pods", INTEGER, true,
                             "how many pods it has at least: what its autoscaler keeps, else its"
                             " replicas, else 1"},
    [WORKLOAD_BUDGETED] = {"budgeted", BOOLEAN, true, "a disruption budget selects its pods"},
    [WORKLOAD_FIELD_COUNT] = {0},
};

static const char *const workload_key[] = {"path", "kind", "name", NULL};

const struct fact_kind fact_kind_workload = {
    .name = "workload",
    .summary = "something that this repository deploys",
    .key = workload_key,
    .fields = workload_fields,
};

const struct fact_kind workload_part_kind = {
    .name = "workload_part",
    .summary = "a workload as its own file says it, whatever patches it",
    .key = workload_key,
    .fields = workload_fields,
};

static const struct fact_field container_fields[] = {
    [CONTAINER_WORKLOAD] = {"workload", TEXT, false, "the name of its workload"},
    [CONTAINER_WORKLOAD_KIND] = {"workload_kind", TEXT, false, "Deployment, StatefulSet, ..."},
    [CONTAINER_NAMESPACE] = {"namespace", TEXT, true, "of its workload"},
    [CONTAINER_NAME] = {"name", TEXT, false, "its own"},
    [CONTAINER_IMAGE] = {"image", TEXT, true, "with tag and digest, as written; a patch has none"},
    [CONTAINER_TAG] = {"tag", TEXT, true,
                       "of the image, as the kustomization beside or above it has it; unknown "
                       "where Skaffold or a kustomization elsewhere may set it"},
    [CONTAINER_DIGEST] = {"digest", TEXT, true, "of the image: sha256:..."},
    [CONTAINER_INIT] = {"init", BOOLEAN, false, "runs before the others"},
    [CONTAINER_SIDECAR] = {"sidecar", BOOLEAN, false, "a proxy or an agent beside the program"},
    [CONTAINER_PORTS] = {"ports",
                         {.kind = TYPE_LIST, .of = TYPE_INTEGER},
                         false,
                         "container ports"},
    [CONTAINER_READINESS_PROBE] = {"readiness_probe", BOOLEAN, false, "has one"},
    [CONTAINER_LIVENESS_PROBE] = {"liveness_probe", BOOLEAN, false, "has one"},
    [CONTAINER_NON_ROOT] = {"non_root", BOOLEAN, false, "its manifest forbids uid 0"},
    [CONTAINER_TEST] = {"test", BOOLEAN, false, "stands where test material and examples stand"},
    [CONTAINER_VENDORED] = {"vendored", BOOLEAN, false,
                            "others' code, by .gitattributes or convention"},
    [CONTAINER_IMAGE_BASE] = {"image_base", TEXT, true,
                              "the last part of the image's name, without tag"},
    [CONTAINER_STARTUP_PROBE] = {"startup_probe", BOOLEAN, false, "has one"},
    [CONTAINER_LIVENESS_ASKS] = {"liveness_asks", TEXT, true,
                                 "the path, command, service or port that its liveness probe asks"},
    [CONTAINER_LIVENESS_COPIES] = {"liveness_copies", BOOLEAN, false,
                                   "its liveness probe asks what its readiness probe asks, as"
                                   " often and as patiently, and more than whether a port is open"},
    [CONTAINER_LIVENESS_WAITS] = {"liveness_waits", BOOLEAN, false,
                                  "the liveness probe gives it time to start: a startup probe, a"
                                  " delay, more failures than Kubernetes' three or less often than"
                                  " every ten seconds"},
    [CONTAINER_CPU_REQUEST] = {"cpu_request", TEXT, true,
                               "as written; a limit without a request is one too"},
    [CONTAINER_CPU_LIMIT] = {"cpu_limit", TEXT, true, "as written"},
    [CONTAINER_MEMORY_REQUEST] = {"memory_request", TEXT, true,
                                  "as written; a limit without a request is one too"},
    [CONTAINER_MEMORY_LIMIT] = {"memory_limit", TEXT, true, "as written"},
    [CONTAINER_PRIVILEGED] = {"privileged", BOOLEAN, false, "it has all rights of the node"},
    [CONTAINER_ESCALATION] = {"escalation", BOOLEAN, false,
                              "a program in it may gain more rights than the one that started it:"
                              " allowPrivilegeEscalation is not false"},
    [CONTAINER_DROPS_ALL] = {"drops_all", BOOLEAN, false, "it drops all capabilities of Linux"},
    [CONTAINER_ADDS] = {"adds", TEXTS, false,
                        "capabilities that it adds, in capitals and without CAP_"},
    [CONTAINER_SECCOMP] = {"seccomp", TEXT, true,
                           "the type of its seccomp profile, or of its pod's"},
    [CONTAINER_READ_ONLY_ROOT] = {"read_only_root", BOOLEAN, false,
                                  "its root file system cannot be written"},
    [CONTAINER_WINDOWS] = {"windows", BOOLEAN, false, "its pod runs on Windows"},
    [CONTAINER_PRE_STOP] = {"pre_stop", BOOLEAN, false, "has a preStop hook"},
    [CONTAINER_PRE_STOP_SECONDS] = {"pre_stop_seconds", INTEGER, true,
                                    "how long its preStop hook sleeps, where that is all to read"},
    [CONTAINER_GRACE_SECONDS] = {"grace_seconds", INTEGER, false,
                                 "how long its pod may take to end; 30 where it does not say"},
    [CONTAINER_PORT_NAMES] = {"port_names", TEXTS, false,
                              "names of its ports, where they have one"},
    [CONTAINER_PATCHES] = {"patches",
                           {.kind = TYPE_PATH},
                           true,
                           "the manifest that it changes, from which it has what it does not say"},
    [CONTAINER_SERVED] = {"served", BOOLEAN, true,
                          "a service of Kubernetes sends requests to a port of it, or to one of its"
                          " pod that no container names"},
    [CONTAINER_ROOT] = {"root", BOOLEAN, false, "its manifest says uid 0, whatever its image says"},
    [CONTAINER_FIELD_COUNT] = {0},
};

static const char *const container_key[] = {"path", "workload", "name", NULL};

const struct fact_kind fact_kind_container = {
    .name = "container",
    .summary = "a container of a workload of Kubernetes",
    .key = container_key,
    .fields = container_fields,
};

const struct fact_kind container_part_kind = {
    .name = "container_part",
    .summary = "a container as its own file says it, whatever patches it",
    .key = container_key,
    .fields = container_fields,
};

static const struct fact_field host_mount_fields[] = {
    [HOST_MOUNT_HOST_PATH] = {"host_path", TEXT, false, "the path on the node"},
    [HOST_MOUNT_VOLUME] = {"volume", TEXT, false, "the name of the pod's volume"},
    [HOST_MOUNT_WORKLOAD] = {"workload", TEXT, false, "the name of its workload"},
    [HOST_MOUNT_WORKLOAD_KIND] = {"workload_kind", TEXT, false, "Deployment, DaemonSet, ..."},
    [HOST_MOUNT_TEST] = {"test", BOOLEAN, false, "stands where test material and examples stand"},
    [HOST_MOUNT_VENDORED] = {"vendored", BOOLEAN, false,
                             "others' code, by .gitattributes or convention"},
    [HOST_MOUNT_FIELD_COUNT] = {0},
};

static const char *const host_mount_key[] = {"path", "workload", "host_path", NULL};

const struct fact_kind fact_kind_host_mount = {
    .name = "host_mount",
    .summary = "a folder or a socket of the node that a pod of Kubernetes mounts",
    .key = host_mount_key,
    .fields = host_mount_fields,
};

const struct fact_kind host_mount_part_kind = {
    .name = "host_mount_part",
    .summary = "such a folder or socket as a file says it, each template of a chart by itself",
    .key = host_mount_key,
    .fields = host_mount_fields,
};
