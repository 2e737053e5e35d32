#include "facts/paths.h"

#include "base/text.h"

#include <string.h>

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_directory(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return arena_copy(arena, (struct text){path, (size_t)(slash - path)});
}

const char *path_join(struct arena *arena, const char *directory, const char *name)
{
    if (directory[0] == '\0' || strcmp(directory, ".") == 0)
        return arena_strdup(arena, name);
    return arena_printf(arena, "%s/%s", directory, name);
}

const char *path_resolve(struct arena *arena, const char *directory, const char *relative)
{
    const char *parts[2] = {directory, relative};
    if (relative[0] == '/')
        parts[0] = "";
    char *out = ARENA_ARRAY(arena, char, strlen(parts[0]) + strlen(relative) + 3);
    size_t size = 0;
    for (size_t i = 0; i < 2; i++) {
        for (const char *at = parts[i]; *at != '\0';) {
            size_t length = strcspn(at, "/");
            bool is_dot = length == 0 || (length == 1 && at[0] == '.');
            if (length == 2 && at[0] == '.' && at[1] == '.') {
                if (size == 0)
                    return NULL;
                while (size > 0 && out[size - 1] != '/')
                    size--;
                size -= size > 0;
            } else if (!is_dot) {
                if (size > 0)
                    out[size++] = '/';
                memcpy(out + size, at, length);
                size += length;
            }
            at += length + (at[length] == '/');
        }
    }
    out[size] = '\0';
    return size == 0 ? "." : out;
}

bool path_is_within(const char *path, const char *directory)
{
    if (strcmp(directory, ".") == 0)
        return true;
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

static bool is_same_folded(struct text name, const char *other)
{
    return name.size == strlen(other) && text_find_folded(name, other) == 0;
}

/* Folders of .NET, and of Swift: `Tests.Acme.Pay`, `Acme.Pay.UnitTests`. A capital tells them
 * from `acme.contest`. */
static bool is_test_project(struct text name)
{
    static const char *const words[] = {"Tests", "Test"};
    const char *dot = memchr(name.bytes, '.', name.size);
    if (!dot)
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t size = strlen(words[i]);
        struct text last = {name.bytes + name.size - size, size};
        if (text_equals((struct text){name.bytes, (size_t)(dot - name.bytes)}, words[i]) ||
            (name.size > size && text_equals(last, words[i])))
            return true;
    }
    return false;
}

/* smoke-tests, performance_tests: the plural tells them from a program that is called so,
 * as a `speed-test` may be. */
static bool is_folder_of_tests(struct text name)
{
    static const char *const words[] = {"-tests", "_tests"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t size = strlen(words[i]);
        if (name.size > size &&
            is_same_folded((struct text){name.bytes + name.size - size, size}, words[i]))
            return true;
    }
    return false;
}

static bool is_test_folder(struct text name)
{
    static const char *const names[] = {
        "test",
        "tests",
        "testing",
        "testdata",
        "test-data",
        "test_data",
        "testutil",
        "testutils",
        "__tests__",
        "__mocks__",
        "mocks",
        "mock",
        "fixture",
        "fixtures",
        "__fixtures__",
        "example",
        "examples",
        "sample",
        "samples",
        "spec",
        "e2e",
        "its", /* the integration tests of Maven's own projects */
        "e2etest",
        "e2etests",
        "integrationtest",
        "integrationtests",
        "acceptancetest",
        "acceptancetests",
        "demo",
        "demos",
        "cypress",
        "testfixtures",
        "integration-test",
        "integration_test",
        "e2e-test",
        "e2e_test",
        "acceptance-test",
        "acceptance_test",
        "smoke-test",
        "smoke_test",
        "helm-test",
        "test-fixtures",
        "test-files",
        "test_files",
        NULL,
    };
    /* `_test`: so that tools pass the folder by, or that it stands first */
    struct text plain = name;
    if (plain.size > 1 && plain.bytes[0] == '_' && plain.bytes[1] != '_')
        plain = (struct text){plain.bytes + 1, plain.size - 1};
    for (size_t i = 0; names[i]; i++)
        if (is_same_folded(name, names[i]) || is_same_folded(plain, names[i]))
            return true;
    return is_folder_of_tests(name) || is_test_project(name);
}

static bool is_test_file(const char *base)
{
    static const char *const suffixes[] = {
        "_test.go", "_test.py",  "_test.rb",  "_spec.rb",    "_test.c",    "_test.cc", "_test.cpp",
        "_test.rs", "_test.exs", "Test.java", "Tests.java",  "IT.java",    "Test.kt",  "Tests.kt",
        "Test.php", "Tests.cs",  "Test.cs",   "Tests.swift", "_test.dart", NULL,
    };
    for (size_t i = 0; suffixes[i]; i++)
        if (string_ends_with(base, suffixes[i]))
            return true;
    if (string_starts_with(base, "test_") || strcmp(base, "conftest.py") == 0)
        return true;
    return strstr(base, ".test.") || strstr(base, ".spec.") || strstr(base, ".fixture.");
}

bool path_is_test(const char *path)
{
    for (const char *at = path;;) {
        const char *slash = strchr(at, '/');
        if (!slash)
            return is_test_file(at);
        if (is_test_folder((struct text){at, (size_t)(slash - at)}))
            return true;
        at = slash + 1;
    }
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

char *percent_decode(struct arena *arena, struct text text)
{
    char *out = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        int high = i + 2 < text.size && text.bytes[i] == '%' ? hex_digit(text.bytes[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.bytes[i + 2]) : -1;
        if (low >= 0 && (high || low)) {
            out[size++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[size++] = text.bytes[i];
        }
    }
    return out;
}
