/* controlled_document_part - documents that must be kept current, as each file tells them. */
#include "facts/controlled_kinds.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/review_date.h"

#include <string.h>

enum sort {
    SORT_SECURITY_POLICY,
    SORT_THREAT_MODEL,
    SORT_READINESS_REVIEW,
    SORT_DISASTER_RECOVERY,
    SORT_INCIDENT_RESPONSE,
    SORT_RUNBOOK,
    SORT_NONE,
};

const char *const controlled_sort_names[] = {
    "security_policy", "threat_model", "readiness_review", "disaster_recovery", "incident_response",
    "runbook",         NULL,
};

const struct fact_kind fact_kind_controlled_document_part = {
    .name = "controlled_document_part",
    .summary = "A document that must be kept current, as its file tells it, without its history.",
    .key = (const char *const[]){"path", NULL},
    .fields = (const struct fact_field[]){CONTROLLED_COMMON_FIELDS, {0}},
};

/* In lower case, `_` and blanks as hyphens. */
static const char *folded_path(struct arena *scratch, const char *path)
{
    char *copy = arena_strdup(scratch, path);
    for (char *at = copy; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at | 0x20);
        else if (*at == '_' || *at == ' ')
            *at = '-';
    }
    return copy;
}

/* Does one of these words stand in the path, between slashes, hyphens and dots? */
static bool has_one(const char *folded, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        size_t size = strlen(words[i]);
        for (const char *at = folded; (at = strstr(at, words[i])) != NULL; at++) {
            bool begins = at == folded || strchr("/-.", at[-1]);
            if (begins && (at[size] == '\0' || strchr("/-.", at[size])))
                return true;
        }
    }
    return false;
}

/* A page that lists others says nothing that grows old. */
static bool is_list(const char *folded)
{
    const char *name = path_base(folded);
    return string_starts_with(name, "readme") || string_starts_with(name, "index.") ||
           string_starts_with(name, "-index.") || string_starts_with(name, "summary.");
}

static enum sort sort_of_path(struct arena *scratch, const char *path)
{
    static const char *const recovery[] = {
        "disaster-recovery", "business-continuity", "dr-plan", "drp", "bcp", NULL};
    static const char *const readiness[] = {"readiness-review",
                                            "readiness-reviews",
                                            "readiness-checklist",
                                            "production-readiness",
                                            "operational-readiness",
                                            "orr",
                                            "prr",
                                            NULL};
    static const char *const threats[] = {"threat-model",     "threat-models",   "threatmodel",
                                          "threat-modelling", "threat-modeling", NULL};
    static const char *const incidents[] = {"incident-response", "incident-management", NULL};
    static const char *const runbooks[] = {"runbook", "runbooks", "playbook", "playbooks", NULL};
    const char *folded = folded_path(scratch, path);
    const char *name = path_base(folded);
    if (string_starts_with(name, "security.") || strcmp(name, "security") == 0)
        return document_is_of_repository(path) ? SORT_SECURITY_POLICY : SORT_NONE;
    if (is_list(folded))
        return SORT_NONE;
    if (has_one(folded, threats))
        return SORT_THREAT_MODEL;
    if (has_one(folded, readiness))
        return SORT_READINESS_REVIEW;
    if (has_one(folded, recovery) || string_starts_with(folded, "docs/dr/"))
        return SORT_DISASTER_RECOVERY;
    if (has_one(folded, incidents))
        return SORT_INCIDENT_RESPONSE;
    if (string_starts_with(folded, "alerts/"))
        return SORT_RUNBOOK;
    return has_one(folded, runbooks) ? SORT_RUNBOOK : SORT_NONE;
}

static enum sort sort_of(struct arena *scratch, const char *path)
{
    bool is_other =
        !document_is_prose(path) || document_is_template(path) || document_is_foreign(path);
    return is_other ? SORT_NONE : sort_of_path(scratch, path);
}

const char *controlled_sort(struct arena *scratch, const char *path)
{
    return controlled_sort_names[sort_of(scratch, path)];
}

static void add_row(struct fact_writer *writer, struct fact_file *file, struct arena *scratch)
{
    enum sort sort = sort_of(scratch, file->path);
    if (sort == SORT_NONE)
        return;
    const struct prose *prose = prose_of_file(writer, file, scratch);
    if (!prose || !words_read(scratch, prose->visible).count)
        return;
    const struct markdown *markdown =
        prose->syntax == PROSE_MARKDOWN ? fact_file_markdown(file) : NULL;
    int32_t day;
    uint32_t line;
    bool is_dated = review_date_find(scratch, prose, markdown, &day, &line);
    struct fact_row *row = fact_add(writer, &fact_kind_controlled_document_part, NULL, line, 1);
    row->cells[CONTROLLED_SORT] = value_text(controlled_sort_names[sort]);
    if (is_dated)
        row->cells[CONTROLLED_REVIEWED_ON] = value_date(day);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    add_row(writer, file, &scratch);
    arena_release(&scratch);
}

FACT(controlled_document_part) = {
    .name = "controlled_document_part",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "documents that must be kept current, as each file tells them",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_controlled_document_part, NULL},
    .paths = (const char *const[]){SECURITY_PATHS,
                                   "*[Tt][Hh][Rr][Ee][Aa][Tt]*[Mm][Oo][Dd][Ee][Ll]*",
                                   "**/*[Tt][Hh][Rr][Ee][Aa][Tt]*[Mm][Oo][Dd][Ee][Ll]*/**",
                                   "*[Rr][Ee][Aa][Dd][Ii][Nn][Ee][Ss][Ss]*",
                                   "**/*[Rr][Ee][Aa][Dd][Ii][Nn][Ee][Ss][Ss]*/**",
                                   "**/{orr,ORR,prr,PRR,dr,DR,drp,DRP,bcp,BCP}/**",
                                   "{orr,ORR,prr,PRR,drp,DRP,bcp,BCP}[-_.]*",
                                   "*[-_]{orr,ORR,prr,PRR,drp,DRP,bcp,BCP}.*",
                                   "*[Dd][Rr][-_][Pp][Ll][Aa][Nn]*",
                                   "*[Dd][Ii][Ss][Aa][Ss][Tt][Ee][Rr]*",
                                   "**/*[Dd][Ii][Ss][Aa][Ss][Tt][Ee][Rr]*/**",
                                   "*[Bb][Uu][Ss][Ii][Nn][Ee][Ss][Ss][-_][Cc]*",
                                   "*[Ii][Nn][Cc][Ii][Dd][Ee][Nn][Tt]*",
                                   "**/*[Ii][Nn][Cc][Ii][Dd][Ee][Nn][Tt]*/**",
                                   "alerts/**/*.md",
                                   "*[Rr][Uu][Nn][Bb][Oo][Oo][Kk]*",
                                   "**/*[Rr][Uu][Nn][Bb][Oo][Oo][Kk]*/**",
                                   "*[Pp][Ll][Aa][Yy][Bb][Oo][Oo][Kk]*",
                                   "**/*[Pp][Ll][Aa][Yy][Bb][Oo][Oo][Kk]*/**",
                                   NULL},
    .recognise_file = recognise,
};
