#include "facts/adr_register.h"
#include "facts/paths.h"

#include <string.h>

enum {
    RELATION_VERB,
    RELATION_INVERSE,
    RELATION_TARGET,
    RELATION_STRONG,
    RELATION_TARGET_TEXT,
    RELATION_TARGET_STATE,
};

const struct fact_kind fact_kind_adr_relation = {
    .name = "adr_relation",
    .summary = "What a decision record says of another one.",
    .key = (const char *const[]){"path", "verb", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"verb", {.kind = TYPE_WORD, .words = adr_verb_names}, false, "As one of these."},
            {"inverse",
             {.kind = TYPE_WORD, .words = adr_verb_names},
             false,
             "What the other one should say of this."},
            {"target", {.kind = TYPE_PATH}, true, "The other record; absent when it is not there."},
            {"strong",
             {.kind = TYPE_BOOLEAN},
             false,
             "Said in the status, a field or a list of links, not in passing."},
            {"target_text", {.kind = TYPE_TEXT}, false, "The link or id as it is written."},
            {"target_state",
             {.kind = TYPE_WORD, .words = adr_target_names},
             false,
             "Elsewhere: on another host."},
            {0},
        },
};

/* What a record says of one other: where first, by verb, in passing and as a relation. */
struct said {
    bool is_said[ADR_VERBS][2];
    size_t first[ADR_VERBS][2];
};

/* By target, so that a record of many relations costs no more than it has. */
static void collect_said(struct table *out, struct arena *arena, const struct adr_record *record,
                         const char *const *targets)
{
    table_init(out, arena);
    for (size_t i = 0; i < record->relation_count; i++) {
        const struct adr_relation *relation = &record->relations[i];
        if (!targets[i])
            continue;
        struct said *said = table_find(out, targets[i]);
        if (!said) {
            said = ARENA_NEW(arena, struct said);
            table_set(out, targets[i], said);
        }
        if (!said->is_said[relation->verb][relation->strong])
            said->first[relation->verb][relation->strong] = i;
        said->is_said[relation->verb][relation->strong] = true;
    }
}

/* Is the same relation told by another wording, by a surer one or above? */
static bool is_told(const struct table *all, const struct adr_record *record,
                    const char *const *targets, size_t index)
{
    const struct adr_relation *relation = &record->relations[index];
    const struct said *said = targets[index] ? table_find(all, targets[index]) : NULL;
    if (!said)
        return false;
    if (said->first[relation->verb][relation->strong] < index ||
        (!relation->strong && said->is_said[relation->verb][true]))
        return true;
    /* A field knows only the whole; the sentence that says "parts of" is the truth. */
    if ((relation->verb == ADR_SUPERSEDES && said->is_said[ADR_AMENDS][true]) ||
        (relation->verb == ADR_SUPERSEDED_BY && said->is_said[ADR_AMENDED_BY][true]))
        return true;
    /* To name a record is less than to say what it is to this one. */
    bool is_more = false;
    for (enum adr_verb verb = 0; verb < ADR_RELATES; verb++)
        is_more = is_more || said->is_said[verb][false] || said->is_said[verb][true];
    return is_more && relation->verb == ADR_RELATES && !relation->strong;
}

/* `0007-x.md`, and `0007-x.html` where pages are made of them: no route leads there
 * but one of a file. */
static bool names_record(const char *target)
{
    const char *base = path_base(target);
    return strstr(base, ".md") || (strstr(base, ".html") && base[0] >= '0' && base[0] <= '9');
}

/* A link under "More information" may lead to any page: `0007-x.md`, `adr_7.md` and what
 * stands in a folder of records are surely records. */
static bool may_be_other_page(const struct adr_relation *relation)
{
    const char *base = path_base(relation->target);
    bool numbered = base[0] >= '0' && base[0] <= '9';
    struct text text = text_of(relation->target);
    return relation->is_link && relation->zone == ADR_ZONE_LINKS && !numbered &&
           text_find_folded(text, "adr") == SIZE_MAX && text_find_folded(text, "kep") == SIZE_MAX &&
           text_find_folded(text, "decision") == SIZE_MAX;
}

/* "kinflate": the name of a tool, in a field for records. Theirs hold a number, or are
 * paths. */
static bool names_no_record(const struct adr_relation *relation)
{
    return !strpbrk(relation->target, "0123456789/.");
}

void adr_relation_rows(struct fact_writer *writer, const struct adr_register *known, size_t index)
{
    const struct adr_record *record = &known->records[index];
    const struct adr_candidate *candidate = known->candidates[index];
    size_t count = record->relation_count;
    const char **targets = ARENA_ARRAY(known->arena, const char *, count + 1);
    enum adr_target *states = ARENA_ARRAY(known->arena, enum adr_target, count + 1);
    for (size_t i = 0; i < count; i++)
        targets[i] = adr_register_resolve(known, record->path, candidate->directory,
                                          record->relations[i].target, record->relations[i].is_link,
                                          &states[i]);
    struct table said;
    collect_said(&said, known->arena, record, targets);
    for (size_t i = 0; i < count; i++) {
        const struct adr_relation *relation = &record->relations[i];
        bool itself = targets[i] && strcmp(targets[i], record->path) == 0;
        /* What prose mentions in passing and no file here is, is no relation of records. */
        bool stray = !targets[i] && (!relation->strong ||
                                     (states[i] == ADR_TARGET_MISSING &&
                                      (may_be_other_page(relation) || names_no_record(relation))));
        if (stray || is_told(&said, record, targets, i) ||
            (itself && relation->verb == ADR_RELATES))
            continue;
        struct value *cells = fact_add(writer, &fact_kind_adr_relation, record->path,
                                       relation->line, relation->column)
                                  ->cells;
        cells[RELATION_VERB] = value_text(adr_verb_names[relation->verb]);
        cells[RELATION_INVERSE] = value_text(adr_verb_names[adr_verb_inverse(relation->verb)]);
        cells[RELATION_STRONG] = value_boolean(relation->strong);
        cells[RELATION_TARGET_TEXT] = value_text(relation->target);
        /* On the pages of a site the route is not the path. */
        bool route = states[i] == ADR_TARGET_MISSING && relation->is_link &&
                     sites_hold(&known->sites, record->path) && !names_record(relation->target);
        if (route) {
            cells[RELATION_TARGET] = cells[RELATION_TARGET_STATE] =
                value_unknown(known->arena, UNKNOWN_UNOBSERVABLE,
                              "a route of a site that is made from these files");
            continue;
        }
        cells[RELATION_TARGET] = value_text(targets[i]);
        cells[RELATION_TARGET_STATE] = value_text(adr_target_names[states[i]]);
    }
}
