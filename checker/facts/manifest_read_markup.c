#include "document/dockerfile.h"
#include "facts/manifest_nodes.h"

#include <string.h>

void manifest_read_pnpm_workspace(struct manifest_reading *out, struct fact_file *file)
{
    manifest_add_members(out, node_find(manifest_yaml(out, file), "packages"), "");
}

/* `sdk:` and `path:` come with Flutter and from the repository. */
void manifest_read_pub(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    static const char *const tables[] = {"dependencies", "dev_dependencies", NULL};
    for (size_t t = 0; tables[t]; t++) {
        const struct node *table = node_find(root, tables[t]);
        for (size_t i = 0; table && table->kind == NODE_MAPPING && i < table->count; i++)
            if (!node_find(table->items[i], "sdk") && !node_find(table->items[i], "path"))
                manifest_count(out, table->keys[i]->line);
    }
    const char *publish_to = node_string(root, "publish_to");
    /* A plugin of Flutter is there for an application, published or not. */
    out->is_library = !publish_to || strcmp(publish_to, "none") != 0 ||
                      node_find(node_find(root, "flutter"), "plugin");
    manifest_add_members(out, node_find(root, "workspace"), "");
    out->wants_lock = true;
}

void manifest_read_compose(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *services = node_find(manifest_yaml(out, file), "services");
    for (size_t i = 0; services && services->kind == NODE_MAPPING && i < services->count; i++) {
        const struct node *image = node_find(services->items[i], "image");
        if (node_is_scalar(image) && !node_find(services->items[i], "build"))
            manifest_count(out, image->line);
    }
}

/* `uses:` of jobs and steps that leads out of the repository. */
static void count_uses(struct manifest_reading *out, const struct node *holder)
{
    const struct node *uses = node_find(holder, "uses");
    if (node_is_scalar(uses) && uses->text[0] != '.' && uses->text[0] != '$')
        manifest_count(out, uses->line);
}

static void count_steps(struct manifest_reading *out, const struct node *steps)
{
    for (size_t i = 0; steps && steps->kind == NODE_SEQUENCE && i < steps->count; i++)
        count_uses(out, steps->items[i]);
}

void manifest_read_workflow(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    const struct node *jobs = node_find(root, "jobs");
    for (size_t i = 0; jobs && jobs->kind == NODE_MAPPING && i < jobs->count; i++) {
        count_uses(out, jobs->items[i]);
        count_steps(out, node_find(jobs->items[i], "steps"));
    }
    count_steps(out, node_find(node_find(root, "runs"), "steps"));
}

void manifest_read_docker(struct manifest_reading *out, struct fact_file *file)
{
    struct dockerfile dockerfile;
    dockerfile_parse(&dockerfile, out->arena, file->content.text);
    if (dockerfile.problem && fact_file_is_template(file))
        return; /* what is made of it declares something, it does not */
    if (dockerfile.problem) {
        out->problem = dockerfile.problem;
        out->problem_class = UNKNOWN_UNREADABLE;
        return;
    }
    /* What whoever builds it chooses is no version that stands here. */
    for (size_t i = 0; i < dockerfile.count; i++) {
        const struct dockerfile_stage *stage = &dockerfile.stages[i];
        if (stage->parent == SIZE_MAX && !stage->is_scratch && !stage->from.unknown)
            manifest_count(out, stage->line);
    }
}

/* Calls `each` for every `<name` element, comments left out, with the text behind
 * the name. Enough for the few elements of build files that matter here. */
static void each_element(struct manifest_reading *out, struct text text, const char *name,
                         void (*each)(struct manifest_reading *out, struct text behind,
                                      uint32_t line))
{
    size_t length = strlen(name);
    uint32_t line = 1;
    for (size_t at = 0; at < text.size; at++) {
        line += text.bytes[at] == '\n';
        if (text.bytes[at] != '<')
            continue;
        struct text rest = {text.bytes + at + 1, text.size - at - 1};
        if (text_starts_with(rest, "!--")) {
            size_t end = text_find(rest, "-->");
            size_t skip = end == SIZE_MAX ? rest.size : end;
            for (size_t i = 0; i < skip; i++)
                line += rest.bytes[i] == '\n';
            at += skip;
        } else if (text_starts_with(rest, name) && rest.size > length &&
                   strchr(" \t\r\n/>", rest.bytes[length])) {
            each(out, (struct text){rest.bytes + length, rest.size - length}, line);
        }
    }
}

static void count_element(struct manifest_reading *out, struct text behind, uint32_t line)
{
    (void)behind;
    manifest_count(out, line);
}

static void add_module(struct manifest_reading *out, struct text behind, uint32_t line)
{
    (void)line;
    const char *start = memchr(behind.bytes, '>', behind.size);
    const char *end = memchr(behind.bytes, '<', behind.size);
    if (!start || !end || end < start)
        return;
    struct text name = text_trim((struct text){start + 1, (size_t)(end - start) - 1});
    manifest_add_member(out, arena_copy(out->arena, name));
}

/* A project that others name as their parent is a library too, but Maven has no
 * lock file, so the difference is never asked for. */
void manifest_read_maven(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    if (text_find(text, "<project") == SIZE_MAX) {
        out->problem = "it is no Maven project";
        out->problem_class = UNKNOWN_UNREADABLE;
        return;
    }
    each_element(out, text, "dependency", count_element);
    each_element(out, text, "plugin", count_element);
    each_element(out, text, "parent", count_element);
    each_element(out, text, "module", add_module);
    manifest_add_member(out, ".mvn");
    manifest_add_member(out, ".mvn/wrapper");
}

/* `Remove` takes a package out, and `Update` without a version changes how one is used
 * that something else asks for (learn.microsoft.com/nuget/consume-packages/package-
 * references-in-project-files). */
static void count_package(struct manifest_reading *out, struct text behind, uint32_t line)
{
    const char *end = memchr(behind.bytes, '>', behind.size);
    struct text tag = {behind.bytes, end ? (size_t)(end - behind.bytes) : behind.size};
    bool is_whole = tag.size > 0 && tag.bytes[tag.size - 1] == '/';
    enum { BODY_MAX = 4096 }; /* one that nobody closes is not looked through to the end */
    struct text body = {tag.bytes + tag.size, is_whole ? 0 : behind.size - tag.size};
    if (body.size > BODY_MAX)
        body.size = BODY_MAX;
    size_t close = text_find(body, "</Package");
    if (close != SIZE_MAX)
        body.size = close;
    bool has_version = text_find(tag, "Version=") != SIZE_MAX ||
                       text_find(tag, "VersionOverride=") != SIZE_MAX ||
                       text_find(body, "<Version") != SIZE_MAX;
    if (text_find(tag, "Remove=") != SIZE_MAX ||
        (text_find(tag, "Update=") != SIZE_MAX && !has_version))
        return;
    manifest_count(out, line);
}

/* NuGet writes packages.lock.json only when it is told to. */
void manifest_read_nuget(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    each_element(out, text, "PackageReference", count_package);
    each_element(out, text, "PackageVersion", count_package);
    each_element(out, text, "GlobalPackageReference", count_package);
    each_element(out, text, "package", count_element);
    out->wants_lock = text_find_folded(text, "<RestorePackagesWithLockFile>true") != SIZE_MAX ||
                      text_find_folded(text, "<RestoreLockedMode>true") != SIZE_MAX;
    out->is_library = text_find_folded(text, "<PackageId>") != SIZE_MAX ||
                      text_find_folded(text, "<IsPackable>true") != SIZE_MAX;
}

/* Projects of a solution stand in quotes: "A", "src\A\A.csproj", or Path="...". */
void manifest_read_solution(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    for (size_t at = 0; at < text.size; at++) {
        if (text.bytes[at] != '"')
            continue;
        size_t end = at + 1;
        while (end < text.size && text.bytes[end] != '"' && text.bytes[end] != '\n')
            end++;
        char *path = arena_copy(out->arena, (struct text){text.bytes + at + 1, end - at - 1});
        if (string_ends_with(path, "proj")) {
            for (char *c = path; *c != '\0'; c++)
                if (*c == '\\')
                    *c = '/';
            char *slash = strrchr(path, '/');
            if (slash)
                *slash = '\0';
            manifest_add_member(out, slash ? path : ".");
        }
        at = end;
    }
}
