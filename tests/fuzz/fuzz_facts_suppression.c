/* Files of settings that tell scanners what to pass over, by each of their names, and pages
 * that promise terms: whatever the bytes are, every row has what it must have. */
#include "facts/gather.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_suppression;
extern const struct recogniser fact_remediation_term;

static void check(const struct recogniser *recogniser, const char *path, struct text content)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    const struct memory_file file = {.path = path, .content = content};
    const struct fact_kind *kind = recogniser->kinds[0];
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(recogniser, kind, &file, 1, &arena, &table);
    if (failure)
        abort();
    for (size_t i = 0; i < table.count; i++)
        for (size_t k = 0; kind->fields[k].name; k++)
            if (table.rows[i].line == 0 ||
                (table.rows[i].cells[k].kind == VALUE_ABSENT && !kind->fields[k].optional))
                abort();
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {
        ".trivyignore",       ".trivyignore.yaml", "osv-scanner.toml", ".snyk",
        ".grype.yaml",        "audit-ci.jsonc",    ".nsprc",           "deny.toml",
        ".bundler-audit.yml", "suppression.xml",   "a.openvex.json",   "a.cdx.json",
    };
    struct text content = {(const char *)data, size};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        check(&fact_suppression, paths[i], content);
    check(&fact_remediation_term, "SECURITY.md", content);
    return 0;
}
