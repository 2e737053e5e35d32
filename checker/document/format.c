#include "document/format.h"

#include "document/dockerfile.h"
#include "document/dotenv.h"
#include "document/gomod.h"
#include "document/hcl.h"
#include "document/ini.h"
#include "document/json.h"
#include "document/json5.h"
#include "document/markdown.h"
#include "document/pattern_lines.h"
#include "document/properties.h"
#include "document/requirements.h"
#include "document/toml.h"
#include "document/xml.h"
#include "document/yaml.h"

#include <assert.h>
#include <string.h>

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
        .names = NAMES(".clang-format", ".clang-tidy", ".yamllint", ".eslintrc", ".prettierrc",
                       "*.yml", "*.yaml", "*.cff"),
        .parse = yaml_parse,
    },
    /* As RFC 8259 has it, without comments: for who names it. */
    {
        .name = "json",
        .title = "JSON",
        .parse = json_parse_last_key,
    },
    {
        .name = "jsonc",
        .title = "JSON",
        .names = NAMES("composer.lock", "Pipfile.lock", ".arclint", ".babelrc", "*.json", "*.jsonc",
                       "*.sarif", "*.webmanifest", "*.code-workspace"),
        .parse = parse_jsonc,
    },
    {
        .name = "json5",
        .title = "JSON5",
        .names = NAMES("*.json5"),
        .parse = json5_parse,
    },
    {
        .name = "toml",
        .title = "TOML",
        .names = NAMES("*.toml", "Cargo.lock", "Pipfile", "pdm.lock", "poetry.lock", "uv.lock"),
        .parse = toml_parse,
    },
    {
        .name = "xml",
        .title = "XML",
        .names = NAMES("*.xml", "*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets",
                       "*.nuspec", "*.xsd", "*.xsl", "*.xslt", "*.plist", "*.svg", "*.wsdl"),
        .parse = xml_parse,
    },
    {
        .name = "ini",
        .title = "INI",
        .names = NAMES(".editorconfig", ".gitmodules", ".gitconfig", ".flake8", ".pylintrc",
                       ".npmrc", ".coveragerc", ".bandit", ".hgrc", "*.ini", "*.cfg", "*.service",
                       "*.timer", "*.socket", "*.desktop"),
        .parse = ini_parse,
    },
    {
        .name = "properties",
        .title = "Java properties",
        .names = NAMES("*.properties"),
        .parse = properties_parse,
    },
    {
        .name = "dotenv",
        .title = "dotenv",
        .names = NAMES(".env", ".env.*", "*.env"),
        .parse = dotenv_parse,
    },
    {
        .name = "hcl",
        .title = "HCL",
        .names = NAMES("*.tf", "*.tfvars", "*.hcl", "*.tofu", "*.nomad"),
        .parse = hcl_parse,
    },
    {
        .name = "gomod",
        .title = "go.mod",
        .names = NAMES("go.mod", "go.work"),
        .parse = gomod_parse,
    },
    {
        .name = "requirements",
        .title = "pip requirements",
        .names = NAMES("constraints.txt", "requirements*.txt", "*requirements.txt"),
        .parse = requirements_parse,
    },
    {
        .name = "codeowners",
        .title = "CODEOWNERS",
        .names = NAMES("CODEOWNERS"),
        .parse = codeowners_parse,
    },
    {
        .name = "gitignore",
        .title = "ignore patterns",
        .names = NAMES(".gitignore", ".dockerignore", ".npmignore", ".prettierignore",
                       ".eslintignore", ".helmignore"),
        .parse = gitignore_parse,
    },
    /* Of pages for people, only what is written for programs: `markdown.h` has the rest. */
    {
        .name = "front_matter",
        .title = "front matter",
        .names = NAMES("*.md", "*.mdx", "*.markdown"),
        .parse = front_matter_parse,
    },
    {
        .name = "dockerfile",
        .title = "Dockerfile",
        .names = NAMES("Dockerfile", "Containerfile", "Dockerfile.*", "Containerfile.*",
                       "*.dockerfile", "*.Dockerfile", "*.containerfile"),
        .parse = dockerfile_document_parse,
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

/* How much of a name the pattern says: SIZE_MAX when all of it, 0 when it does not fit. */
static size_t pattern_fits(const char *pattern, const char *name)
{
    const char *star = strchr(pattern, '*');
    if (!star)
        return strcmp(pattern, name) == 0 ? SIZE_MAX : 0;
    size_t before = (size_t)(star - pattern);
    size_t said = strlen(pattern) - 1;
    bool fits = strlen(name) >= said && strncmp(name, pattern, before) == 0 &&
                string_ends_with(name, star + 1);
    return fits ? said : 0;
}

const struct document_format *document_format_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const struct document_format *found = NULL;
    size_t best = 0;
    for (const struct document_format *format = document_formats; format->name; format++) {
        for (const char *const *pattern = format->names; pattern && *pattern; pattern++) {
            size_t fits = pattern_fits(*pattern, name);
            if (fits > best) {
                best = fits;
                found = format;
            }
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
