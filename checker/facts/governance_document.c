#include "facts/governance_document.h"

#include "facts/prose.h"

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool document_is_prose(const char *path)
{
    const char *name = name_of(path), *dot = strrchr(name, '.');
    if (!dot)
        return true;
    static const char *const endings[] = {".md",   ".markdown", ".mdown",    ".mkd",
                                          ".rst",  ".adoc",     ".asciidoc", ".txt",
                                          ".text", ".org",      NULL};
    for (size_t i = 0; endings[i]; i++) {
        if (string_equals_folded(dot, endings[i]))
            return true;
    }
    return false;
}

static bool holds_folded(const char *path, const char *word)
{
    return text_find_folded(text_of(path), word) != SIZE_MAX;
}

bool document_is_template(const char *path)
{
    return holds_folded(path, "template") || holds_folded(path, "cookiecutter") ||
           holds_folded(path, "skeleton/") || holds_folded(path, "scaffold") ||
           holds_folded(path, "boilerplate") || strstr(path, "{{") || strstr(path, "{%");
}

bool document_is_of_repository(const char *path)
{
    static const char *const folders[] = {"",         ".github/",       "docs/", "doc/",
                                          ".gitlab/", "Documentation/", NULL};
    size_t size = (size_t)(name_of(path) - path);
    for (size_t i = 0; folders[i]; i++) {
        if (strlen(folders[i]) == size && strncmp(path, folders[i], size) == 0)
            return true;
    }
    return false;
}

bool document_is_foreign(const char *path)
{
    static const char *const folders[] = {
        "testdata",    "fixtures",    "fixture",    "node_modules", "vendor",
        "third_party", "third-party", "thirdparty", "external",     "__fixtures__",
        "test-data",   "test_data",   "examples",   "example",      "samples",
        "sample",      "__tests__",   "tests",      "test",         NULL,
    };
    const char *at = path;
    for (const char *slash; (slash = strchr(at, '/')) != NULL; at = slash + 1) {
        size_t size = (size_t)(slash - at);
        for (size_t i = 0; folders[i]; i++) {
            if (strlen(folders[i]) == size && strncmp(at, folders[i], size) == 0)
                return true;
        }
    }
    return false;
}
