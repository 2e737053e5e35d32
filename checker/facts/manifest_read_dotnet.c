#include "facts/manifest_nodes.h"

#include <string.h>

/* paket.dependencies: one source a line, in groups or not. */
void manifest_read_paket(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const words[] = {"nuget ", "github ", "gist ",    "git ",
                                        "http ",  "npm ",    "clitool ", NULL};
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        for (size_t i = 0; words[i]; i++)
            if (text_starts_with(lines.line, words[i])) {
                manifest_count(out, lines.number);
                break;
            }
    out->wants_lock = true;
}

void manifest_read_dotnet_tools(struct manifest_reading *out, struct fact_file *file)
{
    manifest_count_keys(out, node_find(manifest_json(out, file, true), "tools"));
}
