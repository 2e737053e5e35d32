#include "document/dockerfile.h"
#include "facts/dockerfile_kinds.h"
#include "facts/fact.h"
#include "facts/paths.h"

#include <string.h>

enum {
    STAGE,
    FINAL,
    IMAGE,
    TAG,
    DIGEST,
    ALIAS_OF_STAGE,
    SCRATCH,
    USER,
    ROOT,
    HEALTHCHECK,
    COMMAND,
    PORT,
    TEST,
    VENDORED,
    DEVELOPMENT,
    NAMES,
    IMAGE_BASE,
};

static const struct fact_field fields[] = {
    {"stage", {.kind = TYPE_TEXT}, false, "its name, or its number counted from 1"},
    {"final",
     {.kind = TYPE_BOOLEAN},
     false,
     "the one that is shipped: the last, or where that is for developers one called production"},
    {"image", {.kind = TYPE_TEXT}, false, "what it is built on, without tag and digest"},
    {"tag", {.kind = TYPE_TEXT}, true, "of the image"},
    {"digest", {.kind = TYPE_TEXT}, true, "of the image: sha256:..."},
    {"alias_of_stage", {.kind = TYPE_BOOLEAN}, false, "it is built on an earlier stage"},
    {"scratch", {.kind = TYPE_BOOLEAN}, false, "it is built on nothing"},
    {"user", {.kind = TYPE_TEXT}, true, "the last USER, also of the stages below it"},
    {"root",
     {.kind = TYPE_BOOLEAN},
     false,
     "runs as root; unknown where only the base image could tell"},
    {"healthcheck", {.kind = TYPE_BOOLEAN}, false, "has a HEALTHCHECK that is not NONE"},
    {"command", {.kind = TYPE_BOOLEAN}, false, "has a CMD or an ENTRYPOINT of its own"},
    {"port", {.kind = TYPE_BOOLEAN}, false, "EXPOSEs a port"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention"},
    {"development",
     {.kind = TYPE_BOOLEAN},
     false,
     "stands where images for developers, for the pipeline and for previews of pages stand, or"
     " is a stage called so"},
    {"names",
     {.kind = TYPE_LIST, .of = TYPE_TEXT},
     false,
     "what its image is likely called: the two folders it stands in, the rest of the file's name"},
    {"image_base",
     {.kind = TYPE_TEXT},
     true,
     "the last part of the image's name, without tag; none where it is an earlier stage"},
    {0},
};

static const char *const key[] = {"path", "stage", NULL};

const struct fact_kind fact_kind_dockerfile_stage = {
    .name = "dockerfile_stage",
    .summary = "a stage of a Dockerfile or Containerfile",
    .key = key,
    .fields = fields,
};

static const char *const development_marks[] = {
    "dev",  "devel",        "tilt",      "ci",   "development", "local", "debug", "gitpod",
    "docs", "devcontainer", "dev-tools", "lint", "test",        "tests", NULL};

/* Is the part of a file's name a mark, or does it end with one: Dockerfile-dev, tracer-dev? */
static bool is_mark(const char *part)
{
    const char *last = strrchr(part, '-');
    return string_is_one_of(part, development_marks) ||
           (last && last != part && string_is_one_of(last + 1, development_marks));
}

/* Nobody ships what `docs/Dockerfile`, `hack/Dockerfile` or `Dockerfile.dev` build. */
static bool is_for_development(const char *path)
{
    static const char *const folders[] = {"docs",       "doc",          ".devcontainer",
                                          "hack",       "ci",           ".ci",
                                          ".github",    ".gitlab",      "dev",
                                          ".circleci",  "devcontainer", ".gitpod",
                                          "docs-site",  ".gitlab-ci",   "openshift-ci",
                                          ".buildkite", ".tekton",      ".azure-pipelines",
                                          "local-dev",  "localdev",     NULL};
    char part[64];
    for (const char *at = path;;) {
        size_t size = strcspn(at, "/");
        bool name = at[size] == '\0';
        for (size_t from = 0; from < size;) {
            /* The parts of a name: Dockerfile.ui.tilt, dev.Dockerfile, Dockerfile-dev. */
            size_t length = name ? strcspn(at + from, "._") : size;
            if (length < sizeof(part)) {
                memcpy(part, at + from, length);
                part[length] = '\0';
                if (name ? is_mark(part) : string_is_one_of(part, folders))
                    return true;
            }
            from += length + 1;
        }
        if (name)
            return false;
        at += size + 1;
    }
}

static bool is_stage_for_development(const struct dockerfile_stage *stage)
{
    return stage->name && string_is_one_of(stage->name, development_marks);
}

/* What is shipped is the last stage; where that is for developers, it is built with
 * `--target`, and the last one that is called so. */
static size_t shipped_stage(const struct dockerfile *dockerfile)
{
    static const char *const names[] = {"prod",   "production", "release", "final",  "runtime",
                                        "runner", "server",     "app",     "deploy", "publish",
                                        "prd",    "live",       NULL};
    size_t last = dockerfile->count - 1;
    for (size_t i = dockerfile->count; is_stage_for_development(&dockerfile->stages[last]) && i > 0;
         i--)
        if (dockerfile->stages[i - 1].name &&
            string_is_one_of(dockerfile->stages[i - 1].name, names))
            return i - 1;
    return last;
}

/* src/cart/src/Dockerfile -> cart, src; Dockerfile.api and api.Dockerfile -> api. */
static struct value names_of(struct fact_writer *writer, const char *path)
{
    enum { FOLDERS = 2 };
    struct arena *arena = fact_arena(writer);
    const char *names[FOLDERS + 1];
    size_t count = 0;
    const char *base = path_base(path), *dot = strchr(base, '.');
    if (dot && dot != base) {
        bool is_suffix =
            text_find_folded((struct text){base, (size_t)(dot - base)}, "file") != SIZE_MAX;
        names[count++] = is_suffix ? arena_strdup(arena, dot + 1)
                                   : arena_copy(arena, (struct text){base, (size_t)(dot - base)});
    }
    const char *end = base;
    for (size_t i = 0; i < FOLDERS && end > path; i++) {
        const char *start = --end;
        while (start > path && start[-1] != '/')
            start--;
        names[count++] = arena_copy(arena, (struct text){start, (size_t)(end - start)});
        end = start;
    }
    return value_texts(arena, names, count);
}

static bool is_root_user(const char *user)
{
    size_t length = strcspn(user, ":");
    if (length == 4 && strncmp(user, "root", 4) == 0)
        return true;
    return length > 0 && strspn(user, "0") == length;
}

static const char *library_name(const char *name)
{
    static const char *const prefixes[] = {"docker.io/library/", "library/", "docker.io/",
                                           "public.ecr.aws/docker/library/", NULL};
    for (size_t i = 0; prefixes[i]; i++)
        if (string_starts_with(name, prefixes[i]))
            return name + strlen(prefixes[i]);
    return name;
}

/* Images of Docker's library start as root unless these say otherwise; a name
 * with a folder is somebody's own and may set any user. */
static bool is_known_to_run_as_root(const char *name)
{
    static const char *const others[] = {"elasticsearch", "kibana",    "logstash", "solr",
                                         "haproxy",       "memcached", "jenkins",  "varnish",
                                         "sonarqube",     "neo4j",     "odoo",     "couchbase",
                                         "emqx",          "kong",      NULL};
    name = library_name(name);
    return !strchr(name, '/') && !string_is_one_of(name, others);
}

/* Images of Docker's library whose entrypoint starts as root, sets the owner of its data,
 * and runs the server as a user of its own (their docker-entrypoint.sh). */
static bool gives_root_up(const char *name)
{
    static const char *const names[] = {"cassandra", "couchdb", "ghost",     "mariadb",
                                        "mongo",     "mysql",   "postgres",  "rabbitmq",
                                        "redis",     "valkey",  "zookeeper", NULL};
    return string_is_one_of(library_name(name), names);
}

static struct value root_of(struct fact_writer *writer, const struct dockerfile *dockerfile,
                            const struct dockerfile_stage *stage)
{
    struct arena *arena = fact_arena(writer);
    if (stage->has_user && !stage->user.unknown)
        return value_boolean(is_root_user(stage->user.text));
    if (stage->has_user)
        return value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                             arena_printf(arena, "USER depends on '%s', which has no value here",
                                          stage->user.unknown));
    const bool has_command = stage->has_command;
    while (stage->parent != SIZE_MAX)
        stage = &dockerfile->stages[stage->parent];
    if (stage->is_scratch)
        return value_boolean(true);
    if (stage->from.unknown)
        return value_unknown(
            arena, UNKNOWN_UNOBSERVABLE,
            arena_printf(arena, "the base image depends on '%s'", stage->from.unknown));
    struct image_reference image = image_reference_parse(arena, stage->from.text);
    /* The chiseled images of .NET and the nonroot ones of distroless have a user. */
    if (image.tag && (strstr(image.tag, "nonroot") || strstr(image.tag, "chiseled")))
        return value_boolean(false);
    if (!has_command && gives_root_up(image.name))
        return value_boolean(false);
    if (is_known_to_run_as_root(image.name) || strstr(image.name, "/distroless/"))
        return value_boolean(true);
    return value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        arena_printf(arena, "only the base image '%s' can tell the user", image.name));
}

/* `FROM BASEIMAGE`: names of repositories are in lower case, so something writes one in its
 * place before it is built (github.com/distribution/reference, path-component). */
static bool is_placeholder(const char *name)
{
    const char *slash = strchr(name, '/');
    size_t host = slash ? (size_t)(slash - name) : 0;
    bool has_host = slash && (memchr(name, '.', host) || memchr(name, ':', host));
    for (const char *at = has_host ? slash : name; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            return true;
    return false;
}

static void add_image(struct fact_writer *writer, const struct dockerfile *dockerfile,
                      const struct dockerfile_stage *stage, struct value *cells)
{
    struct arena *arena = fact_arena(writer);
    cells[ALIAS_OF_STAGE] = value_boolean(stage->parent != SIZE_MAX);
    cells[SCRATCH] = value_boolean(stage->is_scratch);
    if (stage->parent != SIZE_MAX) {
        const struct dockerfile_stage *parent = &dockerfile->stages[stage->parent];
        cells[IMAGE] = value_text(arena_strdup(arena, parent->name));
        return;
    }
    struct image_reference image = image_reference_parse(arena, stage->from.text);
    bool is_open = stage->from.unknown || is_placeholder(image.name);
    if (!is_open) {
        cells[IMAGE] = value_text(image.name);
        cells[IMAGE_BASE] = value_text(path_base(image.name));
        cells[TAG] = value_text(image.tag);
        cells[DIGEST] = value_text(image.digest);
        return;
    }
    /* ${IMAGE}@sha256:... is pinned, whatever the variable holds. */
    struct value unknown = value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        stage->from.unknown
            ? arena_printf(arena, "'%s' has no value in the Dockerfile", stage->from.unknown)
            : arena_printf(arena, "'%s' is no name of an image: something writes one in its place",
                           image.name));
    const char *at = strrchr(stage->from.text, '@');
    cells[IMAGE] = unknown;
    cells[IMAGE_BASE] = unknown;
    cells[TAG] = unknown;
    cells[DIGEST] = at && string_starts_with(at, "@sha256:") && strlen(at) == 72
                        ? value_text(arena_strdup(arena, at + 1))
                        : unknown;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    struct arena *arena = fact_arena(writer);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    struct dockerfile dockerfile = {0};
    if (!reason) {
        dockerfile_parse(&dockerfile, arena, file->content.text);
        if (dockerfile.problem) {
            reason =
                arena_printf(arena, "line %u: %s", dockerfile.problem_line, dockerfile.problem);
            class = fact_file_is_template(file) ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        }
    }
    if (reason) {
        struct fact_row *row =
            fact_add_gap(writer, &fact_kind_dockerfile_stage, NULL, class, reason);
        row->cells[TEST] = value_boolean(path_is_test(file->path));
        row->cells[VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
        row->cells[DEVELOPMENT] = value_boolean(is_for_development(file->path));
        row->cells[NAMES] = names_of(writer, file->path);
        return;
    }
    size_t shipped = dockerfile.count > 0 ? shipped_stage(&dockerfile) : 0;
    for (size_t i = 0; i < dockerfile.count; i++) {
        const struct dockerfile_stage *stage = &dockerfile.stages[i];
        struct value *cells =
            fact_add(writer, &fact_kind_dockerfile_stage, NULL, stage->line, 1)->cells;
        cells[STAGE] = value_text(stage->name ? stage->name : arena_printf(arena, "%zu", i + 1));
        cells[FINAL] = value_boolean(i == shipped);
        add_image(writer, &dockerfile, stage, cells);
        if (stage->has_user)
            cells[USER] = stage->user.unknown
                              ? value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                              "it depends on a build argument without a value")
                              : value_text(stage->user.text);
        cells[ROOT] = root_of(writer, &dockerfile, stage);
        cells[HEALTHCHECK] = value_boolean(stage->has_healthcheck);
        cells[COMMAND] = value_boolean(stage->has_command);
        cells[PORT] = value_boolean(stage->has_port);
        cells[TEST] = value_boolean(path_is_test(file->path));
        cells[VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
        cells[NAMES] = names_of(writer, file->path);
        cells[DEVELOPMENT] =
            value_boolean(is_for_development(file->path) || is_stage_for_development(stage));
    }
}

static const struct fact_kind *const kinds[] = {&fact_kind_dockerfile_stage, NULL};
static const char *const paths[] = {"[Dd]ockerfile",    "[Dd]ockerfile.*",    "*.[Dd]ockerfile",
                                    "[Cc]ontainerfile", "[Cc]ontainerfile.*", "*.[Cc]ontainerfile",
                                    "[Dd]ockerfile-*",  "[Dd]ockerfile_*",    NULL};

static void recognise_dockerfile(struct fact_writer *writer, struct fact_file *file)
{
    if (dockerfile_is_name(file->path))
        recognise(writer, file);
}

FACT(dockerfile_stage) = {
    .name = "dockerfile_stage",
    .area = FACT_AREA_WORKLOADS,
    .summary = "stages of Dockerfiles: their base image, user, command and health check",
    .version = 7,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise_dockerfile,
};
