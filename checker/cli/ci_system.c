#include "cli/ci_system.h"

#include "base/arena.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

enum {
    GITHUB,
    GITLAB,
    AZURE,
    BITBUCKET,
    CIRCLECI,
    JENKINS,
    TEKTON,
    HOOK,
    NONE,
};

const char *const ci_system_words[] = {"github",  "gitlab", "azure", "bitbucket", "circleci",
                                       "jenkins", "tekton", "hook",  "none",      NULL};

#define IMAGE "its image is one of yours: build bylaw's Dockerfile, and name it there"
#define AGENT "its agent needs the program"

/* What a template names as the commit of the action; a release knows its own. */
static const char no_commit[] = "0000000000000000000000000000000000000000";

/* "main" in a template is replaced where what is in `branch` stands before it. */
static const struct ci_system systems[] = {
    [GITHUB] = {.path = ".github/workflows/bylaw.yml",
                .template = "github/governance.yml",
                .branch = "branches: [",
                .next = "name the commit of a release in it, for the zeros"},
    [GITLAB] = {.path = ".gitlab-ci.yml",
                .template = "gitlab/governance.yml",
                .is_shared = true,
                .next = IMAGE},
    [AZURE] = {.path = "azure-pipelines.yml",
               .template = "azure/pipeline.yml",
               .branch = "trigger: [",
               .is_shared = true,
               .next = AGENT},
    [BITBUCKET] = {.path = "bitbucket-pipelines.yml",
                   .template = "bitbucket/governance.yml",
                   .branch = "branches:\n    ",
                   .is_shared = true,
                   .next = IMAGE},
    [CIRCLECI] = {.path = ".circleci/config.yml",
                  .template = "circleci/governance.yml",
                  .branch = "default: ",
                  .is_shared = true,
                  .next = IMAGE},
    [JENKINS] = {.path = "Jenkinsfile",
                 .template = "jenkins/pipeline.groovy",
                 .is_shared = true,
                 .next = AGENT},
    [TEKTON] = {.path = ".tekton/bylaw.yaml", .template = "tekton/task.yaml", .next = IMAGE},
    [HOOK] = {.path = ".githooks/pre-push",
              .template = "hooks/pre-push",
              .next = "each clone turns it on: git config core.hooksPath .githooks"},
    [NONE] = {.path = NULL},
};

const struct ci_system *ci_system_at(size_t number)
{
    return &systems[number];
}

static const char *host_of(const char *remote, struct arena *arena)
{
    const char *start = strstr(remote, "://");
    start = start ? start + 3 : remote;
    char *host = arena_copy(arena, (struct text){.bytes = start, .size = strcspn(start, "/:")});
    for (char *byte = host; *byte; byte++)
        *byte = (char)tolower((unsigned char)*byte);
    return host;
}

const struct ci_system *ci_system_of_remote(const char *remote, struct arena *arena)
{
    if (!remote)
        return NULL;
    const char *host = host_of(remote, arena);
    /* Servers of one's own are called after what runs on them, github.acme.com. */
    if (strstr(host, "github"))
        return &systems[GITHUB];
    if (strstr(host, "gitlab"))
        return &systems[GITLAB];
    if (strcmp(host, "dev.azure.com") == 0 || string_ends_with(host, ".dev.azure.com") ||
        string_ends_with(host, ".visualstudio.com"))
        return &systems[AZURE];
    /* Bitbucket's own servers have no pipelines, its cloud has. */
    return strcmp(host, "bitbucket.org") == 0 ? &systems[BITBUCKET] : NULL;
}

const struct ci_system *ci_system_of_files(const char *root, struct arena *arena)
{
    static const struct {
        const char *path;
        int system;
    } signs[] = {
        {".github", GITHUB},
        {".gitlab-ci.yml", GITLAB},
        {"azure-pipelines.yml", AZURE},
        {"bitbucket-pipelines.yml", BITBUCKET},
        {".circleci", CIRCLECI},
        {"Jenkinsfile", JENKINS},
        {".tekton", TEKTON},
    };
    struct stat status;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (lstat(arena_printf(arena, "%s/%s", root, signs[i].path), &status) == 0)
            return &systems[signs[i].system];
    return NULL;
}

/* What stands after each `before` is replaced, as far as it is `old`. */
static struct text replaced(struct text text, const char *before, const char *old, const char *new,
                            struct arena *arena)
{
    struct buffer out = BUFFER_EMPTY;
    size_t at;
    while ((at = text_find(text, before)) != SIZE_MAX) {
        size_t end = at + strlen(before);
        buffer_add(&out, text.bytes, end);
        text = (struct text){.bytes = text.bytes + end, .size = text.size - end};
        if (!text_starts_with(text, old))
            continue;
        buffer_add_string(&out, new);
        text = (struct text){.bytes = text.bytes + strlen(old), .size = text.size - strlen(old)};
    }
    buffer_add(&out, text.bytes, text.size);
    struct text whole = text_of(arena_strdup(arena, buffer_string(&out)));
    buffer_release(&out);
    return whole;
}

const char *ci_system_text(const struct ci_system *system, const char *branch, struct arena *arena)
{
    const struct builtin_file *file = ci_template_files;
    while (file->path && strcmp(file->path, system->template) != 0)
        file++;
    struct text text = {.bytes = file->bytes, .size = file->size};
    if (system->branch)
        text = replaced(text, system->branch, "main", branch, arena);
    text = replaced(text, "bylaw/bylaw@", no_commit, BYLAW_COMMIT, arena);
    return arena_copy(arena, text);
}

const char *ci_system_next(const struct ci_system *system, const char *text)
{
    bool has_commit = system == &systems[GITHUB] && !strstr(text, no_commit);
    return has_commit ? NULL : system->next;
}
