#include "facts/licence.h"

#include "facts/residue.h"

const char *const licence_sort_names[] = {
    "full", "partial", "reference", "header_only", "placeholder", "custom", "empty", NULL,
};

struct known_licence {
    const char *spdx;
    const char *title;      /* pattern of the name, as header or reference has it */
    const char *phrases[6]; /* of the text, all of which must be there, in this order */
    const char *unless;     /* a phrase that makes it another licence, or NULL */
    size_t words;           /* the least that the whole text has */
    bool holder;            /* the text has a copyright line of its own to fill in */
};

/* Distinctive phrases from the beginning, the middle and the end of each text, so
 * that a text that was cut is told from a whole one. The order matters: a licence
 * that quotes another stands before it. */
static const struct known_licence known[] = {
    {"AGPL-3.0",
     "gnu affero general public license",
     {"gnu affero general public license version 3 19 november 2007", "remote network interaction",
      "limitation of liability", "end of terms and conditions"},
     NULL,
     5000,
     false},
    {"LGPL-2.1",
     "gnu lesser general public license version|v 2 1",
     {"gnu lesser general public license version 2 1 february 1999", "to use the library",
      "no warranty", "end of terms and conditions"},
     NULL,
     3800,
     false},
    {"LGPL-2.0",
     "gnu library general public license",
     {"gnu library general public license version 2 june 1991", "no warranty",
      "end of terms and conditions"},
     NULL,
     3500,
     false},
    {"LGPL-3.0",
     "gnu lesser general public license|licence",
     {"gnu lesser general public license version 3 29 june 2007", "combined works",
      "revised versions of the gnu lesser general public license"},
     NULL,
     900,
     false},
    {"GPL-3.0",
     "gnu general public license version|v 3",
     {"gnu general public license version 3 29 june 2007", "conveying verbatim copies",
      "disclaimer of warranty", "end of terms and conditions"},
     NULL,
     4800,
     false},
    {"GPL-2.0",
     "gnu general public license|licence",
     {"gnu general public license version 2 june 1991",
      "terms and conditions for copying distribution and modification", "no warranty",
      "end of terms and conditions"},
     NULL,
     2300,
     false},
    {"Apache-2.0",
     "apache license|licence ... 2 0",
     {"apache license version 2 0 january 2004", "grant of copyright license",
      "grant of patent license", "limitation of liability",
      "accepting warranty or additional liability"},
     NULL,
     1350,
     false},
    {"MPL-2.0",
     "mozilla public license ... 2 0",
     {"mozilla public license version 2 0", "contributor version", "limitation of liability",
      "exhibit a source code form license notice"},
     NULL,
     2200,
     false},
    {"EPL-2.0",
     "eclipse public license",
     {"eclipse public license v 2 0", "grant of rights", "no warranty", "disclaimer of liability"},
     NULL,
     1900,
     false},
    {"CC0-1.0",
     "cc0 ... 1 0 universal",
     {"cc0 1 0 universal", "waiver", "limitations and disclaimers"},
     NULL,
     800,
     false},
    {"CC-BY-SA-4.0",
     "attribution sharealike 4 0",
     {"attribution sharealike 4 0 international", "scope", "sharealike", "interpretation"},
     NULL,
     2200,
     false},
    {"CC-BY-4.0",
     "attribution 4 0 international",
     {"attribution 4 0 international", "scope", "license conditions", "interpretation"},
     NULL,
     2000,
     false},
    {"BUSL-1.1",
     "business source license",
     {"business source license 1 1", "change date", "change license", "non infringement and title"},
     NULL,
     500,
     false},
    {"SSPL-1.0",
     "server side public license",
     {"server side public license version 1", "offering the program as a service",
      "end of terms and conditions"},
     NULL,
     4800,
     false},
    {"Elastic-2.0",
     "elastic license 2 0",
     {"elastic license 2 0", "limitations", "no liability"},
     NULL,
     500,
     false},
    {"EUPL-1.2",
     "european union public licence",
     {"european union public licence v 1 2", "disclaimer of warranty", "applicable law"},
     NULL,
     1900,
     false},
    {"OFL-1.1",
     "sil open font license",
     {"sil open font license version 1 1", "permission conditions", "disclaimer"},
     NULL,
     450,
     false},
    {"Artistic-2.0",
     "artistic license 2 0",
     {"the artistic license 2 0", "definitions", "disclaimer of warranty"},
     NULL,
     1100,
     false},
    {"PSF-2.0",
     "python software foundation license",
     {"psf license agreement for python|release", "python software foundation license version 2"},
     NULL,
     350,
     false},
    {"BSL-1.0",
     "boost software license",
     {"boost software license version 1 0",
      "permission is hereby granted free of charge to any person or organization",
      "in no event shall the copyright holders"},
     NULL,
     180,
     false},
    {"Unlicense",
     "unlicense",
     {"this is free and unencumbered software released into the public domain",
      "in no event shall the authors be liable"},
     NULL,
     150,
     false},
    {"MIT-0",
     "mit no attribution",
     {"permission is hereby granted free of charge to any person obtaining a copy",
      "the software is provided as is without warranty", "in no event shall"},
     "the above copyright notice",
     100,
     true},
    {"MIT",
     "mit ... license|licence",
     {"permission is hereby granted free of charge to any person obtaining a copy",
      "the above copyright notice and this permission notice",
      "the software is provided as is without warranty of any kind", "in no event shall"},
     NULL,
     140,
     true},
    {"curl",
     "curl license",
     {"permission to use copy modify and distribute this software for any purpose with or without "
      "fee",
      "the above copyright notice and this permission notice appear in all copies",
      "the software is provided as is without warranty of any kind",
      "except as contained in this notice the name of a copyright holder"},
     NULL,
     110,
     true},
    {"ISC",
     "isc license|licence",
     {"permission to use copy modify ... distribute this software for any purpose with or without "
      "fee",
      "provided that the above copyright notice and this permission notice appear in all copies",
      "the software is provided as is and ... disclaims all", "in no event shall"},
     NULL,
     90,
     true},
    {"0BSD",
     "bsd zero clause|0bsd",
     {"permission to use copy modify ... distribute this software for any purpose with or without "
      "fee",
      "the software is provided as is and ... disclaims all", "in no event shall"},
     "this permission notice appear",
     80,
     true},
    {"BSD-4-Clause",
     "bsd 4 clause",
     {"redistribution and use in source and binary forms with or without modification",
      "redistributions of source code must retain", "all advertising materials mentioning",
      "in no event shall"},
     NULL,
     200,
     true},
    {"BSD-3-Clause",
     "bsd 3 clause|new",
     {"redistribution and use in source and binary forms with or without modification",
      "redistributions of source code must retain",
      "to endorse or promote products derived from this software", "in no event shall"},
     NULL,
     180,
     true},
    {"BSD-2-Clause",
     "bsd 2 clause|simplified",
     {"redistribution and use in source and binary forms with or without modification",
      "redistributions of source code must retain", "redistributions in binary form must reproduce",
      "in no event shall"},
     NULL,
     160,
     true},
    {"Zlib",
     "zlib license",
     {"this software is provided as is without any express or implied warranty",
      "the origin of this software must not be misrepresented",
      "this notice may not be removed or altered"},
     NULL,
     110,
     true},
    {"WTFPL",
     "do what the fuck you want to public license",
     {"do what the fuck you want to public license", "you just do what the fuck you want to"},
     NULL,
     40,
     false},
};
enum { KNOWN = sizeof(known) / sizeof(*known) };

/* Which phrases of a licence follow each other in the text; `at` is the place of
 * the first. */
static size_t matched_phrases(const struct words *words, const struct known_licence *licence,
                              size_t *at)
{
    size_t from = 0, count = 0;
    *at = SIZE_MAX;
    for (; count < sizeof(licence->phrases) / sizeof(*licence->phrases) && licence->phrases[count];
         count++) {
        size_t end, found = words_find(words, from, words->count, licence->phrases[count], &end);
        if (found == SIZE_MAX)
            break;
        if (!count)
            *at = found;
        from = end;
    }
    if (licence->unless && words_have_one(words, 0, words->count, licence->unless))
        return 0;
    return count;
}

static size_t phrase_count(const struct known_licence *licence)
{
    size_t count = 0;
    while (count < sizeof(licence->phrases) / sizeof(*licence->phrases) && licence->phrases[count])
        count++;
    return count;
}

/* A copyright line of the text's first part that still has its brackets. */
static bool lacks_holder(struct text text)
{
    struct text rest = text, line;
    for (size_t lines = 0; lines < 40 && text_next_line(&rest, &line); lines++) {
        struct residue residue;
        size_t from = 0;
        if (text_find_folded(line, "copyright") == SIZE_MAX)
            continue;
        if (residue_next(line, &from, &residue) &&
            text_find_folded(line, "permission notice") == SIZE_MAX)
            return true;
    }
    return false;
}

static enum licence_sort recognise_short(const struct words *words, const char **spdx)
{
    static const char *const references[] = {
        "see",
        "licensed under",
        "released under",
        "distributed under",
        "available under",
        "governed by",
        "terms of",
        "under the",
        "refer to",
        "http|https",
        "found at|in",
        "dual licensed",
        NULL,
    };
    for (size_t i = 0; i < KNOWN; i++) {
        if (words_have_one(words, 0, words->count, known[i].title)) {
            *spdx = known[i].spdx;
            break;
        }
    }
    if (words->count <= 400 && words_have(words, 0, words->count, references))
        return LICENCE_REFERENCE;
    if (*spdx && words->count <= 60)
        return LICENCE_HEADER_ONLY;
    /* A text of its own that mentions another licence is not that licence. */
    *spdx = NULL;
    return LICENCE_CUSTOM;
}

enum licence_sort licence_recognise(struct arena *scratch, struct text text, const char **spdx)
{
    *spdx = NULL;
    struct words words = words_read(scratch, text);
    if (words.count == 0)
        return LICENCE_EMPTY;
    const struct known_licence *best = NULL;
    size_t best_at = SIZE_MAX, best_count = 0;
    bool best_whole = false;
    for (size_t i = 0; i < KNOWN; i++) {
        size_t at, count = matched_phrases(&words, &known[i], &at);
        bool whole = count == phrase_count(&known[i]) && words.count >= known[i].words;
        if (!count || (!whole && count < 2 && phrase_count(&known[i]) > 1))
            continue;
        /* A file with several texts is known by its first; of those that begin alike
         * the one that fits wholly is meant. */
        bool better = !best || (whole && !best_whole) || (whole == best_whole && at < best_at) ||
                      (!whole && !best_whole && at == best_at && count > best_count);
        if (!better)
            continue;
        best = &known[i];
        best_at = at;
        best_count = count;
        best_whole = whole;
    }
    if (!best)
        return recognise_short(&words, spdx);
    *spdx = best->spdx;
    if (!best_whole)
        return words.count < 200 && best->words > 600 ? recognise_short(&words, spdx)
                                                      : LICENCE_PARTIAL;
    return best->holder && lacks_holder(text) ? LICENCE_PLACEHOLDER : LICENCE_FULL;
}

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Names that manifests have instead of SPDX ids. */
static const char *spdx_of_name(const char *name)
{
    static const struct {
        const char *name, *spdx;
    } names[] = {
        {"apache 2.0", "Apache-2.0"},
        {"apache 2", "Apache-2.0"},
        {"apache-2", "Apache-2.0"},
        {"apache license 2.0", "Apache-2.0"},
        {"apache license, version 2.0", "Apache-2.0"},
        {"the apache license, version 2.0", "Apache-2.0"},
        {"apache license version 2.0", "Apache-2.0"},
        {"the apache software license, version 2.0", "Apache-2.0"},
        {"apache software license", "Apache-2.0"},
        {"apache2", "Apache-2.0"},
        {"mit license", "MIT"},
        {"the mit license", "MIT"},
        {"mit licence", "MIT"},
        {"bsd", "BSD-3-Clause"},
        {"bsd-3", "BSD-3-Clause"},
        {"bsd 3-clause", "BSD-3-Clause"},
        {"bsd license", "BSD-3-Clause"},
        {"new bsd", "BSD-3-Clause"},
        {"isc license", "ISC"},
        {"gplv3", "GPL-3.0"},
        {"gplv2", "GPL-2.0"},
        {"lgplv3", "LGPL-3.0"},
        {"agplv3", "AGPL-3.0"},
        {"mpl 2.0", "MPL-2.0"},
        {"mpl2", "MPL-2.0"},
        {"mozilla public license 2.0", "MPL-2.0"},
        {"eclipse public license 2.0", "EPL-2.0"},
        {"eclipse public license v2.0", "EPL-2.0"},
        {"eclipse public license - v 2.0", "EPL-2.0"},
        {"the unlicense", "Unlicense"},
        {"boost", "BSL-1.0"},
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (string_equals_folded(name, names[i].name))
            return names[i].spdx;
    }
    return name;
}

/* Does one id of an expression, without `-only`, `-or-later` and `+`, equal it? */
static bool id_equals(struct text id, const char *spdx)
{
    static const char *const endings[] = {"-only", "-or-later", "+", NULL};
    for (size_t i = 0; endings[i]; i++) {
        size_t size = strlen(endings[i]);
        if (id.size > size && memcmp(id.bytes + id.size - size, endings[i], size) == 0)
            id.size -= size;
    }
    if (id.size != strlen(spdx))
        return false;
    for (size_t i = 0; i < id.size; i++) {
        if (fold(id.bytes[i]) != fold(spdx[i]))
            return false;
    }
    return true;
}

bool licence_expression_names(struct arena *scratch, const char *expression, const char *spdx)
{
    const char *name = arena_copy(scratch, text_trim(text_of(expression)));
    if (string_equals_folded(spdx_of_name(name), spdx))
        return true;
    /* BSD says no clauses, so any of them agrees. */
    if (string_equals_folded(spdx_of_name(name), "BSD-3-Clause") &&
        string_starts_with(spdx, "BSD-") && !string_starts_with(name, "BSD-3"))
        return true;
    for (const char *at = name; *at;) {
        at += strspn(at, " ()/,");
        size_t size = strcspn(at, " ()/,");
        if (size && id_equals((struct text){at, size}, spdx))
            return true;
        at += size;
    }
    return false;
}

bool licence_expression_is_open(const char *expression)
{
    return text_find_folded(text_of(expression), "see licen") != SIZE_MAX ||
           text_find_folded(text_of(expression), "licenseref") != SIZE_MAX ||
           text_find_folded(text_of(expression), "custom") != SIZE_MAX;
}
