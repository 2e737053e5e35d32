#include "document/format.h"

#include "document/dotenv.h"
#include "document/hcl.h"
#include "document/ini.h"
#include "document/json.h"
#include "document/json5.h"
#include "document/properties.h"
#include "document/xml.h"
#include "document/yaml.h"

#include <assert.h>
#include <string.h>

static bool parse_json(struct arena *arena, struct text text, struct document *out,
                       struct document_problem *problem)
{
    return json_parse(arena, text, false, out, problem);
}

static bool parse_jsonc(struct arena *arena, struct text text, struct document *out,
                        struct document_problem *problem)
{
    return json_parse(arena, text, true, out, problem);
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

const struct document_format document_formats[] = {
    {
        .name = "yaml",
        .title = "YAML",
        .names = NAMES(".clang-format", ".clang-tidy", ".yamllint"),
        .endings = NAMES(".yml", ".yaml", ".cff"),
        .parse = yaml_parse,
    },
    /* Strictly as RFC 8259: for who names it. Files get what their tools read. */
    {
        .name = "json",
        .title = "JSON",
        .parse = parse_json,
    },
    {
        .name = "jsonc",
        .title = "JSON",
        .names = NAMES("composer.lock", "Pipfile.lock", ".arclint", ".babelrc", ".eslintrc",
                       ".prettierrc"),
        .endings = NAMES(".json", ".jsonc", ".sarif", ".webmanifest", ".code-workspace"),
        .parse = parse_jsonc,
    },
    {
        .name = "json5",
        .title = "JSON5",
        .endings = NAMES(".json5"),
        .parse = json5_parse,
    },
    {
        .name = "xml",
        .title = "XML",
        .endings = NAMES(".xml", ".csproj", ".fsproj", ".vbproj", ".props", ".targets", ".nuspec",
                         ".xsd", ".xsl", ".xslt", ".plist", ".svg", ".wsdl"),
        .parse = xml_parse,
    },
    {
        .name = "ini",
        .title = "INI",
        .names = NAMES(".editorconfig", ".gitmodules", ".gitconfig", ".flake8", ".pylintrc",
                       ".npmrc", ".coveragerc", ".bandit", ".hgrc"),
        .endings = NAMES(".ini", ".cfg", ".service", ".timer", ".socket", ".desktop"),
        .parse = ini_parse,
    },
    {
        .name = "properties",
        .title = "Java properties",
        .endings = NAMES(".properties"),
        .parse = properties_parse,
    },
    {
        .name = "dotenv",
        .title = "dotenv",
        .names = NAMES(".env"),
        .beginnings = NAMES(".env."),
        .endings = NAMES(".env"),
        .parse = dotenv_parse,
    },
    {
        .name = "hcl",
        .title = "HCL",
        .endings = NAMES(".tf", ".tfvars", ".hcl", ".tofu", ".nomad"),
        .parse = hcl_parse,
    },
    {0},
};

static_assert(sizeof(document_formats) / sizeof(document_formats[0]) <= DOCUMENT_FORMATS_MAX,
              "caches have room for every format");

const struct document_format *document_format_find(const char *name)
{
    for (const struct document_format *format = document_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

/* How well a name fits: SIZE_MAX when it is named whole, 0 when not at all. */
static size_t name_fits(const struct document_format *format, const char *name)
{
    size_t best = 0;
    for (const char *const *whole = format->names; whole && *whole; whole++)
        if (strcmp(*whole, name) == 0)
            return SIZE_MAX;
    for (const char *const *start = format->beginnings; start && *start; start++)
        if (string_starts_with(name, *start) && strlen(*start) > best)
            best = strlen(*start);
    for (const char *const *end = format->endings; end && *end; end++)
        if (string_ends_with(name, *end) && strlen(*end) > best)
            best = strlen(*end);
    return best;
}

const struct document_format *document_format_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const struct document_format *found = NULL;
    size_t best = 0;
    for (const struct document_format *format = document_formats; format->name; format++) {
        size_t fits = name_fits(format, name);
        if (fits > best) {
            best = fits;
            found = format;
        }
    }
    return found;
}

const char *const *document_format_names(struct arena *arena)
{
    size_t count = sizeof(document_formats) / sizeof(document_formats[0]);
    const char **names = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        names[i] = document_formats[i].name;
    return names;
}
