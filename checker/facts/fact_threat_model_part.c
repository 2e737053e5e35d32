/* threat_model_part - threat models, as each file tells them by itself. */
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/threat_kinds.h"
#include "facts/threat_model.h"

#include <string.h>

static const char *const key[] = {"path", NULL};

const struct fact_kind fact_kind_threat_model_part = {
    .name = "threat_model_part",
    .summary = "a threat model as its file tells it, without its age",
    .key = key,
    .fields = threat_model_part_fields,
};

static void add_model(struct fact_writer *writer, struct fact_file *file,
                      const struct threat_model *model)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells =
        fact_add(writer, &fact_kind_threat_model_part, NULL, model->line, 1)->cells;
    const size_t *threats = model->threats;
    cells[THREAT_MODEL_FORMAT] = value_text(threat_format_names[model->format]);
    cells[THREAT_MODEL_TITLE] = fact_text(writer, model->title);
    cells[THREAT_MODEL_THREATS] =
        value_integer((int64_t)(threats[THREAT_UNSTATED] + threats[THREAT_OPEN] +
                                threats[THREAT_ADDRESSED] + model->told));
    cells[THREAT_MODEL_MITIGATED] = value_integer((int64_t)threats[THREAT_ADDRESSED]);
    cells[THREAT_MODEL_OPEN] = value_integer((int64_t)threats[THREAT_OPEN]);
    cells[THREAT_MODEL_UNSTATED] = value_integer((int64_t)threats[THREAT_UNSTATED]);
    if (model->told > 0)
        cells[THREAT_MODEL_MITIGATED] = cells[THREAT_MODEL_UNSTATED] = value_unknown(
            arena, UNKNOWN_UNOBSERVABLE,
            "whether its sentences say what is done about a threat is for a person to read");
    if (model->not_there)
        cells[THREAT_MODEL_THREATS] = cells[THREAT_MODEL_MITIGATED] = cells[THREAT_MODEL_OPEN] =
            cells[THREAT_MODEL_UNSTATED] =
                value_unknown(arena, UNKNOWN_UNOBSERVABLE, model->not_there);
    cells[THREAT_MODEL_BOUNDARIES] = value_integer((int64_t)model->boundaries);
    cells[THREAT_MODEL_ASSETS] = value_integer((int64_t)model->assets);
    cells[THREAT_MODEL_TEMPLATE] =
        value_boolean(model->is_template || document_is_template(file->path));
    cells[THREAT_MODEL_TEST] = value_boolean(path_is_test(file->path));
}

/* Files whose name promises a model; others are looked into, and mostly are none. */
static bool is_promised(const char *path)
{
    const char *name = path_base(path);
    return string_ends_with(name, ".tm7") || string_ends_with(name, ".otm") ||
           string_starts_with(name, "threagile.");
}

/* The name of a document, or of a folder above it, that says what it is about. */
static bool is_named(const char *path)
{
    return text_find_folded(text_of(path), "threat-model") != SIZE_MAX ||
           text_find_folded(text_of(path), "threat_model") != SIZE_MAX ||
           text_find_folded(text_of(path), "threatmodel") != SIZE_MAX ||
           text_find_folded(text_of(path), "threat model") != SIZE_MAX;
}

static void add_gap(struct fact_writer *writer, struct fact_file *file, enum unknown_class class,
                    const char *reason)
{
    struct fact_row *row = fact_add_gap(writer, &fact_kind_threat_model_part, NULL, class, reason);
    row->cells[THREAT_MODEL_TEST] = value_boolean(path_is_test(file->path));
}

/* A file that says nothing of threats needs no parsing. */
static bool speaks_of_threats(struct text text)
{
    return text_find_folded(text, "threa") != SIZE_MAX || text_find(text, "otmVersion") != SIZE_MAX;
}

static const struct document *parse(struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document_format *format = document_format_of_path(file->path);
    if (string_ends_with(file->path, ".tm7"))
        format = document_format_find("xml");
    else if (string_ends_with(file->path, ".otm") && file->content.text.size > 0)
        format =
            document_format_find(text_trim(file->content.text).bytes[0] == '{' ? "json" : "yaml");
    else if (string_ends_with(file->path, ".hcl"))
        format = document_format_find("hcl");
    return format ? fact_file_document(file, format, &problem) : NULL;
}

static void read_document(struct fact_writer *writer, struct fact_file *file)
{
    static bool (*const readers[])(const struct node *, struct threat_model *) = {
        threat_model_of_threagile, threat_model_of_dragon, threat_model_of_otm, threat_model_of_hcl,
        threat_model_of_tm7};
    struct threat_model model;
    if (!speaks_of_threats(file->content.text))
        return;
    const struct document *document = parse(file);
    if (!document && is_promised(file->path))
        add_gap(writer, file, UNKNOWN_UNREADABLE, "it is no document of its format");
    if (!document || document->count == 0)
        return;
    for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++)
        if (readers[i](document->roots[0], &model)) {
            add_model(writer, file, &model);
            return;
        }
}

static void read_prose(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    struct threat_model model;
    if (!speaks_of_threats(file->content.text))
        return;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose && threat_model_of_prose(&scratch, prose, !is_named(file->path), &model))
        add_model(writer, file, &model);
    arena_release(&scratch);
}

static void read_python(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    struct threat_model model;
    arena_init(&scratch, 1 << 12);
    if (threat_model_of_pytm(&scratch, file->content.text, &model))
        add_model(writer, file, &model);
    arena_release(&scratch);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        if (is_promised(file->path))
            add_gap(writer, file, class, reason);
        return;
    }
    if (string_ends_with(file->path, ".py"))
        read_python(writer, file);
    else if (document_is_prose(file->path))
        read_prose(writer, file);
    else
        read_document(writer, file);
}

static const char *const paths[] = {
    "*.tm7",
    "*.otm",
    "*.json",
    "*.yaml",
    "*.yml",
    "*.hcl",
    "*.py",
    "*[tT][hH][rR][eE][aA][tT]*[mM][oO][dD][eE][lL]*.*",
    "**/*[tT]hreat*[mM]odel*/**/*.md",
    "[sS][eE][cC][uU][rR][iI][tT][yY]*.md",
    "[sS][eE][cC][uU][rR][iI][tT][yY]*.rst",
    "[aA][rR][cC][hH][iI][tT][eE][cC][tT][uU][rR][eE]*.md",
    "**/security/**/*.md",
    NULL,
};
/* A filter: no model is without one of these. */
static const char *const literals[] = {"hreat", "HREAT", "hreagile", "pytm", "otmVersion", NULL};

FACT(threat_model_part) = {
    .name = "threat_model_part",
    .area = FACT_AREA_SECURITY,
    .summary = "each threat model read by itself: threats, boundaries, assets",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_threat_model_part, NULL},
    .paths = paths,
    .literals = literals,
    .judges_lost_content = true,
    .recognise_file = recognise,
};
