#include "facts/site.h"

#include "base/limits.h"

struct mark {
    const char *name;
    const char *folder; /* the pages stand here, below the mark's folder; "" the same */
};

/* The files by which the usual generators are configured. */
static const struct mark marks[] = {
    {"mkdocs.yml", "docs"},
    {"mkdocs.yaml", "docs"},
    {"docusaurus.config.js", ""},
    {"docusaurus.config.ts", ""},
    {"hugo.toml", ""},
    {"hugo.yaml", ""},
    {"hugo.yml", ""},
    {"_config.yml", ""},
    {"_config.yaml", ""},
    {"conf.py", ""},
    {"book.toml", ""},
    {"_toc.yml", ""},
    {"SUMMARY.md", ""},
    {"_sidebar.md", ""},
    {"_Sidebar.md", ""},
    {"mint.json", ""},
    {"docs.json", ""},
    {"antora.yml", ""},
    {"astro.config.mjs", ""},
    {"astro.config.ts", ""},
    {"gatsby-config.js", ""},
    {"gatsby-config.ts", ""},
    {"next.config.js", ""},
    {"next.config.mjs", ""},
    {"eleventy.config.js", ""},
    {".eleventy.js", ""},
    {"sidebars.js", ""},
    {"sidebars.ts", ""},
    {"_quarto.yml", ""},
    {"vuepress.config.js", ""},
    {"zensical.toml", "docs"},
    {"book.json", ""},
    {"DocFxConfig.json", ""},
    {"docfx.json", ""},
    {".vitepress/config.js", ""},
    {".vitepress/config.ts", ""},
    {".vitepress/config.mjs", ""},
    {".vitepress/config.mts", ""},
    {".vuepress/config.js", ""},
    {".vuepress/config.ts", ""},
};

static const char *joined(struct arena *arena, const char *path, size_t size, const char *folder)
{
    if (size && *folder)
        return arena_printf(arena, "%.*s/%s", (int)size, path, folder);
    return size ? arena_copy(arena, (struct text){path, size}) : folder;
}

void sites_init(struct sites *sites, struct arena *arena)
{
    table_init(&sites->folders, arena);
}

void sites_add(struct sites *sites, const char *folder)
{
    table_set(&sites->folders, folder, sites);
}

void sites_find(struct sites *sites, struct arena *arena, const struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        for (size_t m = 0; m < sizeof(marks) / sizeof(*marks); m++) {
            size_t length = strlen(path), size = strlen(marks[m].name);
            if (length < size || strcmp(path + length - size, marks[m].name) != 0)
                continue;
            size_t folder = length - size;
            if (folder && path[folder - 1] != '/')
                continue;
            folder -= folder > 0;
            sites_add(sites, joined(arena, path, folder, marks[m].folder));
        }
        /* Hugo's older name for its configuration is too common a word: only beside
         * a folder of its own. */
        const char *config = strstr(path, "config.toml");
        if (!config || config[strlen("config.toml")] || (config > path && config[-1] != '/'))
            continue;
        size_t folder = (size_t)(config - path);
        folder -= folder > 0;
        const char *content = joined(arena, path, folder, "content");
        if (snapshot_has_folder(snapshot, content))
            sites_add(sites, content);
    }
}

bool sites_hold(const struct sites *sites, const char *path)
{
    if (table_has(&sites->folders, ""))
        return true;
    char folder[LIMIT_PATH_BYTES + 1];
    for (size_t i = 0; path[i] && i < LIMIT_PATH_BYTES; i++) {
        folder[i] = path[i];
        if (path[i] != '/')
            continue;
        folder[i] = '\0';
        if (table_has(&sites->folders, folder))
            return true;
        folder[i] = '/';
    }
    return false;
}
