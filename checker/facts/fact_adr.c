/* adr, adr_section and the kinds of the adr_*_rows.c - decision records, their
 * sections and what they say of one another. */
#include "facts/adr_kinds.h"
#include "facts/adr_register.h"

const struct fact_kind fact_kind_adr = {
    .name = "adr",
    .summary = "A decision record.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"id", {.kind = TYPE_TEXT}, true, "The number or date of its name, as written."},
            {"title", {.kind = TYPE_TEXT}, true, "Its first heading, without the number."},
            {"number", {.kind = TYPE_INTEGER}, true, "Of its name; dates are no numbers."},
            {"heading_number",
             {.kind = TYPE_INTEGER},
             true,
             "Of its first heading: `# 7. Title`, `# ADR-7: Title`."},
            {"directory", {.kind = TYPE_PATH}, false, "The folder in which numbers are unique."},
            {"format",
             {.kind = TYPE_WORD, .words = adr_format_names},
             false,
             "By its headings and front matter."},
            {"status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "Unknown when its word is none of these; absent when there is none."},
            {"status_text", {.kind = TYPE_TEXT}, true, "As it is written."},
            {"status_state",
             {.kind = TYPE_WORD, .words = adr_status_state_names},
             false,
             "A known word, another one, what a template has there, or no place for one."},
            {"in_force",
             {.kind = TYPE_BOOLEAN},
             false,
             "Accepted, implemented or without a status."},
            {"status_since", {.kind = TYPE_TIME}, false, "When it got this status."},
            {"first_seen", {.kind = TYPE_TIME}, false, "When the branch got it."},
            {"last_call", {.kind = TYPE_DATE}, true, "The day on which its last call ends."},
            {"date", {.kind = TYPE_DATE}, true, "As the record or its name states it."},
            {"complete",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is every section that its format requires filled?"},
            {"founding",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it decide only that records will be kept?"},
            {"options",
             {.kind = TYPE_INTEGER},
             true,
             "Options that it lists; absent where it has no list of them."},
            {"names_cost",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it name anything that speaks against the decision, or that it costs?"},
            {"predates",
             {.kind = TYPE_INTEGER},
             true,
             "Days that its date lies before the first commit of the branch; absent when it does "
             "not."},
            {"retrospective",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it say that it was written down afterwards, or comes from elsewhere?"},
            {"fields_in",
             {.kind = TYPE_PATH},
             true,
             "the kep.yaml beside it, which has its status, dates and relations"},
            {0},
        },
};

enum { SECTION_FAMILY, SECTION_HEADING, SECTION_REQUIRED, SECTION_STATE, SECTION_TEMPLATE };

static const struct fact_kind adr_section_kind = {
    .name = "adr_section",
    .summary = "A part of a decision record; one that is required and missing is a row too.",
    .key = (const char *const[]){"path", "family", NULL},
    .fields =
        (const struct fact_field[]){
            {"family", {.kind = TYPE_TEXT}, false, "What it is for, whatever it is called."},
            {"heading", {.kind = TYPE_TEXT}, true, "What it is called."},
            {"required", {.kind = TYPE_BOOLEAN}, false, "By the record's format."},
            {"state",
             {.kind = TYPE_WORD, .words = adr_section_state_names},
             false,
             "Template: only what a template has there."},
            {"template", {.kind = TYPE_TEXT}, true, "Which template, where that is known."},
            {0},
        },
};

static struct value in_force_of(struct arena *arena, const struct adr_record *record)
{
    switch (record->status_state) {
    case ADR_STATUS_KNOWN:
        return value_boolean(record->status == ADR_ACCEPTED || record->status == ADR_IMPLEMENTED);
    case ADR_STATUS_MISSING:
        return value_boolean(true);
    case ADR_STATUS_TEMPLATE:
        return value_boolean(false);
    case ADR_STATUS_OTHER:
        break;
    }
    return value_unknown(arena, UNKNOWN_UNOBSERVABLE, "its status is a word that is not known");
}

static const char other_script[] = "it is written in a script whose words are not known";

/* A section that is not there may be one whose heading cannot be read. */
static bool is_unread(const struct adr_record *record, const struct adr_section *section)
{
    return record->has_unread_headings && section->state == ADR_ABSENT;
}

static struct value complete_of(struct arena *arena, const struct adr_record *record)
{
    bool unread = false;
    for (size_t i = 0; i < record->section_count; i++) {
        const struct adr_section *section = &record->sections[i];
        if (!section->required || section->state == ADR_FILLED)
            continue;
        if (!is_unread(record, section))
            return value_boolean(false);
        unread = true;
    }
    return unread ? value_unknown(arena, UNKNOWN_UNOBSERVABLE, other_script) : value_boolean(true);
}

static void add_record(struct fact_writer *writer, const struct adr_register *known, size_t index)
{
    struct arena *arena = fact_arena(writer);
    const struct adr_candidate *candidate = known->candidates[index];
    const struct adr_record *record = &known->records[index];
    int64_t now = known->repository->now;
    struct value *cells =
        fact_add(writer, &fact_kind_adr, record->path, record->status_line, 1)->cells;
    cells[ADR_ID] = value_text(candidate->id);
    cells[ADR_TITLE] = value_text(record->title);
    if (candidate->number >= 0)
        cells[ADR_NUMBER] = value_integer(candidate->number);
    if (record->title_number >= 0)
        cells[ADR_HEADING_NUMBER] = value_integer(record->title_number);
    cells[ADR_DIRECTORY] = value_text(candidate->directory);
    cells[ADR_FORMAT_CELL] = value_text(adr_format_names[record->format]);
    if (record->status_state == ADR_STATUS_KNOWN)
        cells[ADR_STATUS_CELL] = value_text(adr_status_names[record->status]);
    else if (record->status_state == ADR_STATUS_OTHER)
        cells[ADR_STATUS_CELL] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "its status is a word that is not known");
    cells[ADR_STATUS_TEXT] = value_text(record->status_text);
    cells[ADR_STATUS_STATE] = value_text(adr_status_state_names[record->status_state]);
    cells[ADR_IN_FORCE] = in_force_of(arena, record);
    if (record->has_last_call)
        cells[ADR_LAST_CALL] = value_date(record->last_call);
    if (record->has_date)
        cells[ADR_DATE] = value_date(record->date);
    else if (candidate->name == ADR_NAME_DATED)
        cells[ADR_DATE] = value_date(candidate->date);
    cells[ADR_RETROSPECTIVE] = value_boolean(record->is_retrospective);
    if (candidate->kep)
        cells[ADR_FIELDS_IN] = value_text(candidate->kep->path);
    if (known->histories) {
        const struct adr_history *history = &known->histories[index];
        if (fact_wants_field(known->repository, &fact_kind_adr, "predates") &&
            cells[ADR_DATE].kind == VALUE_DATE)
            cells[ADR_PREDATES] =
                adr_history_predates(arena, history, (int32_t)cells[ADR_DATE].integer);
        cells[ADR_STATUS_SINCE] = adr_history_status_since(arena, history, record, now);
        cells[ADR_FIRST_SEEN] = adr_history_first_seen(arena, history, now);
    }
    cells[ADR_COMPLETE] = complete_of(arena, record);
    cells[ADR_FOUNDING] = value_boolean(record->founding);
    if (record->option_count >= 0)
        cells[ADR_OPTIONS_CELL] = value_integer(record->option_count);
    cells[ADR_NAMES_COST] = record->has_cost || !record->is_of_other_script
                                ? value_boolean(record->has_cost)
                                : value_unknown(arena, UNKNOWN_UNOBSERVABLE, other_script);
}

static void add_sections(struct fact_writer *writer, const struct adr_record *record)
{
    for (size_t i = 0; i < record->section_count; i++) {
        const struct adr_section *section = &record->sections[i];
        struct value *cells =
            fact_add(writer, &adr_section_kind, record->path, section->line, 1)->cells;
        cells[SECTION_FAMILY] = value_text(adr_family_names[section->family]);
        cells[SECTION_HEADING] = value_text(section->heading);
        cells[SECTION_REQUIRED] = value_boolean(section->required);
        cells[SECTION_STATE] =
            is_unread(record, section)
                ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE, other_script)
                : value_text(adr_section_state_names[section->state]);
        cells[SECTION_TEMPLATE] = value_text(section->template);
    }
}

/* To follow each record through the history takes long: only where somebody asks. */
static struct failure *read_histories(struct fact_writer *writer, struct adr_register *known)
{
    const struct fact_repository *repository = known->repository;
    bool bodies = fact_is_wanted(writer, &fact_kind_adr_revision);
    bool wanted = bodies || fact_is_wanted(writer, &fact_kind_adr_evidence) ||
                  fact_is_wanted(writer, &fact_kind_adr_acceptance) ||
                  fact_wants_field(repository, &fact_kind_adr, "status_since") ||
                  fact_wants_field(repository, &fact_kind_adr, "first_seen") ||
                  fact_wants_field(repository, &fact_kind_adr, "predates");
    if (!wanted)
        return NULL;
    known->histories = ARENA_ARRAY(known->arena, struct adr_history, known->count + 1);
    return adr_histories_read(known->histories, repository, known->candidates, known->count, bodies,
                              known->arena);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct adr_register known;
    adr_register_read(&known, writer, repository);
    TRY(read_histories(writer, &known));
    for (size_t i = 0; i < known.count; i++) {
        add_record(writer, &known, i);
        add_sections(writer, &known.records[i]);
        if (fact_is_wanted(writer, &fact_kind_adr_relation))
            adr_relation_rows(writer, &known, i);
        if (fact_is_wanted(writer, &fact_kind_adr_status_source))
            adr_source_rows(writer, &known, i);
    }
    if (fact_is_wanted(writer, &fact_kind_adr_succession))
        adr_succession_rows(writer, &known);
    if (fact_is_wanted(writer, &fact_kind_adr_index_entry))
        adr_index_rows(writer, &known);
    if (fact_is_wanted(writer, &fact_kind_adr_missing))
        TRY(adr_missing_rows(writer, &known));
    if (fact_is_wanted(writer, &fact_kind_adr_evidence))
        adr_evidence_rows(writer, &known);
    if (fact_is_wanted(writer, &fact_kind_adr_revision))
        adr_revision_rows(writer, &known);
    if (fact_is_wanted(writer, &fact_kind_adr_acceptance))
        adr_acceptance_rows(writer, &known);
    return NULL;
}

FACT(adr) = {
    .name = "adr",
    .area = FACT_AREA_DECISIONS,
    .summary = "Decision records, their sections, relations and history.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_adr, &adr_section_kind,
                                               &fact_kind_adr_relation, &fact_kind_adr_succession,
                                               &fact_kind_adr_status_source,
                                               &fact_kind_adr_index_entry, &fact_kind_adr_missing,
                                               &fact_kind_adr_evidence, &fact_kind_adr_revision,
                                               &fact_kind_adr_acceptance, NULL},
    .recognise_repository = recognise,
};
