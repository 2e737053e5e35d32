/* licence_header, reuse_annotation - source files that say at their top which licence they are
 * under, and the files of REUSE that say it for others. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/language.h"
#include "facts/licence_header.h"
#include "facts/paths.h"

#include <string.h>

/* A header stands at the top; what is told further down is about something else. */
enum { HEADER_LINES = 40 };

const struct fact_kind fact_kind_licence_header = {
    .name = "licence_header",
    .summary = "A source file, and whether its top says which licence it is under.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            [LICENCE_HEADER_PRESENT] = {"present",
                                        {.kind = TYPE_BOOLEAN},
                                        false,
                                        "Is there an SPDX tag, or a notice of a licence?"},
            [LICENCE_HEADER_SPDX] = {"spdx",
                                     {.kind = TYPE_TEXT},
                                     true,
                                     "The expression of its SPDX-License-Identifier."},
            {0},
        },
};

const struct fact_kind fact_kind_reuse_annotation = {
    .name = "reuse_annotation",
    .summary = "Files whose licence REUSE.toml or .reuse/dep5 says.",
    .key = (const char *const[]){"path", "glob", NULL},
    .fields =
        (const struct fact_field[]){
            [REUSE_ANNOTATION_GLOB] = {"glob", {.kind = TYPE_GLOB}, false, "Which files."},
            {0},
        },
};

static bool has(struct text line, const char *part)
{
    return text_find_folded(line, part) != SIZE_MAX;
}

static bool is_notice(struct text line)
{
    static const char *const words[] = {
        "licensed under",
        "license agreement",
        "permission is hereby granted",
        "redistribution and use in source",
        "governed by a",
        "subject to the terms of the",
        "under the terms of",
        "all rights reserved",
        "see the license",
        "see license",
        "license:",
        "@license",
        NULL,
    };
    for (size_t i = 0; words[i]; i++)
        if (has(line, words[i]))
            return true;
    return false;
}

static const char *spdx_of(struct arena *arena, struct text line)
{
    static const char tag[] = "SPDX-License-Identifier:";
    size_t at = text_find_folded(line, tag);
    if (at == SIZE_MAX)
        return NULL;
    size_t begin = at + sizeof(tag) - 1;
    struct text rest = text_trim((struct text){line.bytes + begin, line.size - begin});
    size_t size = 0;
    while (size < rest.size &&
           !text_starts_with((struct text){rest.bytes + size, rest.size - size}, "*/") &&
           !text_starts_with((struct text){rest.bytes + size, rest.size - size}, "-->"))
        size++;
    rest = text_trim((struct text){rest.bytes, size});
    return rest.size ? arena_copy(arena, rest) : NULL;
}

static void read_source(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    bool notice = false;
    const char *spdx = NULL;
    if (!text_trim(rest).size)
        return;
    for (unsigned i = 0; i < HEADER_LINES && !spdx && text_next_line(&rest, &line); i++) {
        /* What a program wrote bears what the program was told. */
        if (has(line, "do not edit") || has(line, "@generated") || has(line, "code generated"))
            return;
        notice = notice || is_notice(line);
        spdx = spdx_of(fact_arena(writer), line);
    }
    struct value *cells = fact_add(writer, &fact_kind_licence_header, NULL, 1, 1)->cells;
    cells[LICENCE_HEADER_PRESENT] = value_boolean(spdx || notice);
    cells[LICENCE_HEADER_SPDX] = value_text(spdx);
}

static void add_annotation(struct fact_writer *writer, uint32_t line, const char *directory,
                           const char *pattern, bool crosses)
{
    struct arena *arena = fact_arena(writer);
    size_t size = strlen(pattern);
    const char *end =
        crosses && size && pattern[size - 1] == '*' && (size < 2 || pattern[size - 2] != '*') ? "*"
                                                                                              : "";
    const char *folder = strcmp(directory, ".") == 0 ? "" : directory;
    fact_add(writer, &fact_kind_reuse_annotation, NULL, line, 1)->cells[REUSE_ANNOTATION_GLOB] =
        value_text(arena_printf(arena, "/%s%s%s%s", folder, *folder ? "/" : "", pattern, end));
}

static void read_toml(struct fact_writer *writer, struct fact_file *file)
{
    const struct document *document = fact_file_toml(file, NULL);
    const char *directory = path_directory(fact_arena(writer), file->path);
    if (!document) {
        fact_add_gap(writer, &fact_kind_reuse_annotation, NULL, UNKNOWN_UNREADABLE,
                     "it is no TOML document");
        return;
    }
    const struct node *all = node_find(document->roots[0], "annotations");
    for (size_t i = 0; all && all->kind == NODE_SEQUENCE && i < all->count; i++) {
        const struct node *path = node_find(all->items[i], "path");
        if (!path || !node_find(all->items[i], "SPDX-License-Identifier"))
            continue;
        if (node_is_scalar(path))
            add_annotation(writer, path->line, directory, path->text, false);
        for (size_t k = 0; path->kind == NODE_SEQUENCE && k < path->count; k++)
            if (node_is_scalar(path->items[k]))
                add_annotation(writer, path->items[k]->line, directory, path->items[k]->text,
                               false);
    }
}

/* Debian's machine-readable copyright file, 1.0: `Files:` and what is indented below it. */
static void read_dep5(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    bool files = false;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        bool begins = text_starts_with(line, "Files:");
        files = begins || (files && line.size && line.bytes[0] == ' ');
        size_t at = begins ? 6 : 0;
        while (files && at < line.size) {
            while (at < line.size && line.bytes[at] == ' ')
                at++;
            size_t size = 0;
            while (at + size < line.size && line.bytes[at + size] != ' ')
                size++;
            if (size)
                add_annotation(writer, number, ".",
                               arena_copy(fact_arena(writer), (struct text){line.bytes + at, size}),
                               true);
            at += size;
        }
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *name = path_base(file->path);
    bool reuse = strcmp(name, "REUSE.toml") == 0 || strcmp(name, "dep5") == 0;
    if (document_is_foreign(file->path) || file->content.state != CONTENT_TEXT)
        return;
    if (strcmp(name, "REUSE.toml") == 0)
        read_toml(writer, file);
    else if (reuse)
        read_dep5(writer, file);
    else if (language_of_name(file->path))
        read_source(writer, file);
}

FACT(licence_header) = {
    .name = "licence_header",
    .area = FACT_AREA_FILES,
    .summary = "Source files that say at their top which licence they are under.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_licence_header,
                                               &fact_kind_reuse_annotation, NULL},
    .paths =
        (const char *const[]){
            "*.{c,h,cc,cpp,cxx,hh,hpp,hxx,ino,cs,go,java,kt,kts,js,cjs,mjs,jsx,ts,cts,mts,tsx,py,"
            "pyw,rb,rake,rs,php,scala,swift,m,mm,ex,exs,erl,hs,clj,cljs,dart,lua,pl,pm,r,R,jl,ml,"
            "fs,vb,groovy,sh,bash,zsh,ps1,psm1,cls,sol,zig,nim,f90,cob,cbl}",
            "REUSE.toml", "/.reuse/dep5", NULL},
    .recognise_file = recognise,
};
