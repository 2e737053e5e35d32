/* Private keys, tokens and settings in any bytes: the search ends, keeps inside the
 * text, and never shows what it found. The first byte chooses the file's name. */
#include "base/pattern.h"
#include "facts/private_key.h"
#include "facts/secret_mask.h"
#include "facts/secret_pattern.h"
#include "facts/secret_settings.h"
#include "facts/secret_value.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void find_keys(struct arena *arena, struct text text)
{
    struct private_key key;
    for (size_t from = 0; private_key_find(arena, text, from, &key); from = key.end) {
        check(key.start >= from && key.start < key.end && key.end <= text.size);
        check(text_starts_with(key.header, "-----BEGIN ") && key.header.size < 80);
        check(key.body.size >= 40);
    }
}

static struct pattern_matcher *matcher_once(void)
{
    static struct pattern_matcher *matcher;
    if (!matcher)
        matcher = pattern_matcher_new();
    return matcher;
}

/* What is found lies in the text, apart from what else is found; and what is masked
 * holds none of it. */
static void find_all(struct arena *arena, const char *path, struct text text)
{
    struct secret_search search = {
        .arena = arena, .matcher = matcher_once(), .path = path, .text = text};
    secret_search(&search);
    for (size_t i = 0; i < search.count; i++) {
        const struct secret_span *span = &search.spans[i];
        check(span->start <= span->from && span->from < span->to && span->to <= span->end);
        check(span->end <= text.size && span->shown <= 4 && span->shown < span->to - span->from);
    }
    struct text masked = secret_mask(arena, matcher_once(), path, text);
    check((masked.bytes == text.bytes) == (search.count == 0));
}

static void find_formats(struct arena *arena, struct text text)
{
    struct pattern_matcher *matcher = matcher_once();
    struct secret_hints hints = secret_hints_in(arena, text);
    for (size_t i = 0; i < secret_format_count; i++) {
        size_t start = 0;
        size_t end = 0;
        /* A match without one of its literals would never be found in a file. */
        if (pattern_search(secret_pattern(i), matcher, text, 0, &start, &end) == PATTERN_MATCH) {
            check(hints.formats[i]);
            check(start < end && end <= text.size);
            struct text value = {text.bytes + start, end - start};
            (void)secret_is_made_up(value);
            (void)secret_has_github_checksum(value);
            (void)secret_has_gitlab_checksum(value);
            (void)secret_has_grafana_checksum(value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {
        ".env",  "a.tfvars", ".netrc",    ".pypirc",   ".git-credentials", ".docker/config.json",
        "a.txt", ".npmrc",   ".htpasswd", "kubeconfig"};
    if (size == 0)
        return 0;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *path = names[data[0] % (sizeof(names) / sizeof(*names))];
    char *copy = arena_copy(&arena, (struct text){(const char *)data + 1, size - 1});
    struct text text = {copy, size - 1};
    find_keys(&arena, text);
    find_formats(&arena, text);
    find_all(&arena, path, text);
    struct secret_settings settings = {0};
    secret_settings_find(&arena, path, text, &settings);
    for (size_t i = 0; i < settings.count; i++)
        check(settings.items[i].start < settings.items[i].end &&
              settings.items[i].end <= text.size);
    arena_release(&arena);
    return 0;
}
