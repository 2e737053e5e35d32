/* licence_text - which licence a LICENSE or COPYING file holds. */
#include "base/limits.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/licence.h"
#include "facts/prose_kinds.h"

const struct fact_kind fact_kind_licence_text = {
    .name = "licence_text",
    .summary = "The text of a LICENSE, LICENCE, COPYING or UNLICENSE file.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"spdx", {.kind = TYPE_TEXT}, true, "Its SPDX id, where the text is known."},
            {"sort",
             {.kind = TYPE_WORD, .words = licence_sort_names},
             false,
             "How much of it is there."},
            {0},
        },
};

/* `LICENSE.go` and `license-report.json` are no licences. */
static bool is_licence_name(const char *name)
{
    static const char *const stems[] = {"license", "licence", "copying", "unlicense", NULL};
    static const char *const code[] = {
        ".go",  ".py",    ".js",   ".ts",  ".tsx",  ".jsx", ".java",   ".rb",   ".rs",  ".c",
        ".h",   ".html",  ".json", ".yml", ".yaml", ".xml", ".php",    ".tmpl", ".sh",  ".png",
        ".svg", ".cs",    ".hpp",  ".cpp", ".toml", ".csv", ".sql",    ".mjs",  ".cjs", ".vue",
        ".kt",  ".swift", ".tpl",  ".j2",  ".erb",  ".hbs", ".header", ".lua",  ".css", NULL};
    const char *dot = strrchr(name, '.');
    if (dot && string_is_one_of(dot, code))
        return false;
    for (size_t i = 0; stems[i]; i++) {
        size_t size = strlen(stems[i]);
        if (text_find_folded(text_of(name), stems[i]) == 0 &&
            (name[size] == '\0' || name[size] == '.' || name[size] == '-' || name[size] == '_'))
            return true;
    }
    return false;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *slash = strrchr(file->path, '/');
    if (!is_licence_name(slash ? slash + 1 : file->path) || document_is_template(file->path))
        return;
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    if (file->content.text.size > LIMIT_PROSE_BYTES) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "longer than what is read as prose");
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const char *spdx;
    enum licence_sort sort = licence_recognise(&scratch, file->content.text, &spdx);
    struct fact_row *row = fact_add(writer, &fact_kind_licence_text, NULL, 1, 1);
    row->cells[LICENCE_TEXT_SPDX] = value_text(spdx);
    row->cells[LICENCE_TEXT_SORT] = value_text(licence_sort_names[sort]);
    arena_release(&scratch);
}

FACT(licence_text) = {
    .name = "licence_text",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "Which licences the files of a repository hold.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_licence_text, NULL},
    .paths = (const char *const[]){"LICENSE*", "LICENCE*", "License*", "Licence*", "license*",
                                   "licence*", "COPYING*", "copying*", "Copying*", "UNLICENSE*",
                                   "unlicense*", NULL},
    .recognise_file = recognise,
};
