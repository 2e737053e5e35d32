/* What a machine or a clone of the repository is made of: toolchains, hooks,
 * containers to work in, other repositories. */
#include "facts/manifest_nodes.h"
#include "facts/nix_inputs.h"

#include <string.h>

void manifest_read_devcontainer(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, true);
    const struct node *image = node_find(root, "image");
    if (node_is_scalar(image))
        manifest_count_at(out, image);
    const struct node *features = node_find(root, "features");
    for (size_t i = 0; i < node_count_of(features, NODE_MAPPING); i++)
        if (features->keys[i]->text[0] != '.')
            manifest_count_at(out, features->keys[i]);
}

/* `local` and `meta` are hooks of the repository and of pre-commit itself. */
void manifest_read_pre_commit(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *repositories = node_find(manifest_yaml(out, file), "repos");
    for (size_t i = 0; i < node_count_of(repositories, NODE_SEQUENCE); i++) {
        const char *name = node_string(repositories->items[i], "repo");
        if (name && strcmp(name, "local") != 0 && strcmp(name, "meta") != 0)
            manifest_count_at(out, repositories->items[i]);
    }
}

void manifest_read_mise(struct manifest_reading *out, struct fact_file *file)
{
    manifest_count_keys(out, node_find(manifest_toml(out, file), "tools"));
}

void manifest_read_asdf(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        if (memchr(text_before(lines.line, "#").bytes, ' ', text_before(lines.line, "#").size))
            manifest_count(out, lines.number);
}

void manifest_read_devbox(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *packages = node_find(manifest_json(out, file, true), "packages");
    manifest_count_items(out, packages);
    manifest_count_keys(out, packages);
    out->wants_lock = true;
}

/* Without a suffix it may be of either form (rustup book, "The toolchain file"). */
void manifest_read_rust_toolchain(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = text_trim(file->content.text);
    if (!string_ends_with(file->path, ".toml") && !text_has(text, "[toolchain]")) {
        if (text.size > 0 && !memchr(text.bytes, '\n', text.size))
            manifest_count(out, 1);
        return;
    }
    const struct node *toolchain = node_find(manifest_toml(out, file), "toolchain");
    const struct node *channel = node_find(toolchain, "channel");
    if (channel)
        manifest_count_at(out, channel);
}

/* global.json: the SDK, and the build SDKs that come as packages. */
void manifest_read_dotnet_sdk(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, true);
    const struct node *version = node_find(node_find(root, "sdk"), "version");
    if (version)
        manifest_count_at(out, version);
    manifest_count_keys(out, node_find(root, "msbuild-sdks"));
}

void manifest_read_submodules(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        if (text_starts_with(lines.line, "[submodule"))
            manifest_count(out, lines.number);
}

static void count_input(void *context, const struct nix_input *input)
{
    if (!input->follows && !input->local)
        manifest_count(context, input->line);
}

void manifest_read_flake(struct manifest_reading *out, struct fact_file *file)
{
    nix_each_input(out->arena, file->content.text, count_input, out);
    out->wants_lock = true;
}
