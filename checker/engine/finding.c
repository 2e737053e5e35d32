#include "engine/finding.h"
#include "source/entry.h"

#include <string.h>

/* Stands in the cache for "no file matches". */
static const struct entry no_entry;

const struct selection *finding_selection(struct judging *judging, struct finding_subject *subject,
                                          size_t binding)
{
    const struct check *check = subject->context.check;
    if (!subject->selections)
        subject->selections =
            ARENA_ARRAY(judging->arena, struct selection *, check->binding_count + 1);
    if (!subject->selections[binding]) {
        subject->selections[binding] = ARENA_NEW(judging->arena, struct selection);
        judge_select(&subject->context, check->bindings[binding].condition,
                     subject->selections[binding]);
    }
    return subject->selections[binding];
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (; *path; path++)
        depth += *path == '/';
    return depth;
}

/* The first file that matches, one nearer to the root before one in a folder:
 * `README*` is the repository's own before that of .github. Every rule's places
 * are asked for each finding, so the answer is kept. */
static const struct entry *first_match(struct judging *judging, const struct glob *glob)
{
    const char *written = glob_pattern(glob);
    const struct entry *found = table_find(&judging->first_matches, written);
    if (!found) {
        found = &no_entry;
        size_t nearest = SIZE_MAX;
        for (size_t i = 0; i < judging->snapshot->count && nearest > 0; i++) {
            const char *path = judging->snapshot->entries[i].path;
            if (!glob_matches(glob, path) || depth_of(path) >= nearest)
                continue;
            nearest = depth_of(path);
            found = &judging->snapshot->entries[i];
        }
        union {
            const struct entry *entry;
            void *value;
        } kept = {.entry = found};
        table_set(&judging->first_matches, written, kept.value);
    }
    return found == &no_entry ? NULL : found;
}

static const struct entry *find_stand_in(const struct snapshot *snapshot)
{
    const struct entry *configuration = snapshot_find(snapshot, ".bylaw.yml");
    if (configuration && entry_is_file(configuration))
        return configuration;
    const struct entry *first = NULL;
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        if (!entry_is_file(entry) && entry->kind != ENTRY_LINK)
            continue;
        if (text_find_folded(text_of(entry->path), "readme") == 0 && !strchr(entry->path, '/'))
            return entry;
        if (!first && entry_is_file(entry))
            first = entry;
    }
    return first;
}

static const struct entry *stand_in(struct judging *judging)
{
    if (!judging->has_stand_in)
        judging->stand_in = find_stand_in(judging->snapshot);
    judging->has_stand_in = true;
    return judging->stand_in;
}

static bool place_at(const struct judging *judging, const char *path, uint32_t line,
                     uint32_t column, struct finding *finding)
{
    const struct entry *entry = path ? snapshot_find(judging->snapshot, path) : NULL;
    if (!entry)
        return false;
    finding->place =
        (struct place){.path = entry->path, .line = line ? line : 1, .column = column ? column : 1};
    return true;
}

static bool try_candidate(struct judging *judging, struct finding_subject *subject,
                          const struct place_candidate *candidate, struct finding *finding)
{
    switch (candidate->kind) {
    case CANDIDATE_GLOB: {
        if (candidate->plain)
            return place_at(judging, candidate->written, 1, 1, finding);
        const struct entry *entry = first_match(judging, candidate->glob);
        return entry && place_at(judging, entry->path, 1, 1, finding);
    }
    case CANDIDATE_FIELD: {
        struct operand operand = {.kind = OPERAND_EACH, .field = candidate->field};
        struct value value = judge_operand(&subject->context, &operand);
        return value.kind == VALUE_TEXT && place_at(judging, value.text, 1, 1, finding);
    }
    case CANDIDATE_BINDING: {
        const struct selection *selection = finding_selection(judging, subject, candidate->binding);
        for (size_t i = 0; i < selection->row_count; i++) {
            const struct fact_row *row = selection->rows[i];
            if (place_at(judging, row->path, row->line, row->column, finding))
                return true;
        }
        const struct fact_row *doubtful = selection->doubtful;
        return finding->verdict == VERDICT_UNKNOWN && doubtful &&
               place_at(judging, doubtful->path, doubtful->line, doubtful->column, finding);
    }
    }
    return false;
}

/* Fields of the subject that are absent, or name nothing that is here, say no other place. */
static bool has_only_fields(const struct finding_subject *subject)
{
    for (size_t i = 0; i < subject->place_count; i++)
        if (subject->places[i].kind != CANDIDATE_FIELD)
            return false;
    return true;
}

void finding_set_place(struct judging *judging, struct finding_subject *subject,
                       struct finding *finding)
{
    const struct fact_row *row = subject->context.subject;
    if (subject->place_count == 0 && row &&
        place_at(judging, row->path, row->line, row->column, finding))
        return;
    for (size_t i = 0; i < subject->place_count; i++)
        if (try_candidate(judging, subject, &subject->places[i], finding))
            return;
    if (row && has_only_fields(subject) &&
        place_at(judging, row->path, row->line, row->column, finding))
        return;
    finding->stand_in = true;
    for (size_t i = 0; i < subject->place_count && !finding->wanted; i++)
        if (subject->places[i].kind == CANDIDATE_GLOB && subject->places[i].plain)
            finding->wanted = subject->places[i].written;
    if (subject->place_count == 0 && row)
        finding->wanted = row->path;
    const struct entry *entry = stand_in(judging);
    finding->place =
        (struct place){.path = entry ? entry->path : ".bylaw.yml", .line = 1, .column = 1};
}

/* One row, which stands where the finding does: nothing more to see. */
static bool is_only_at(const struct selection *selection, const struct place *place)
{
    return selection->row_total == 1 && selection->row_count == 1 && selection->rows[0]->path &&
           place->path && strcmp(selection->rows[0]->path, place->path) == 0 &&
           selection->rows[0]->line == place->line;
}

/* Rows that a `none` selected, or a `share` found wanting, wherever `require`
 * asks for it; below a `not` what exists is what is wrong. */
static void find_related(struct judging *judging, struct finding_subject *subject,
                         const struct condition *condition, bool wanted, struct finding *finding)
{
    enum { RELATED_MAX = 20 };
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_NOT:
        for (size_t i = 0; i < condition->count; i++)
            find_related(judging, subject, condition->operands[i],
                         condition->kind == CONDITION_NOT ? !wanted : wanted, finding);
        return;
    case CONDITION_FIELD:
    case CONDITION_COUNT:
        return;
    case CONDITION_EXISTS:
        if (wanted)
            return;
        break;
    case CONDITION_NONE:
    case CONDITION_SHARE:
        if (!wanted)
            return;
        break;
    }
    /* What stands in the base has no place in what is judged. */
    if (condition->quantifier->source.at_base)
        return;
    struct selection selection;
    judge_select(&subject->context, condition, &selection);
    if (selection.row_total == 0 || is_only_at(&selection, &finding->place))
        return;
    if (!finding->related)
        finding->related = ARENA_ARRAY(judging->arena, struct related_place, RELATED_MAX);
    finding->related_rest += selection.row_total;
    for (size_t i = 0; i < selection.row_count && finding->related_count < RELATED_MAX; i++) {
        const struct fact_row *row = selection.rows[i];
        if (!row->path)
            continue;
        finding->related[finding->related_count++] = (struct related_place){
            .place = {.path = row->path, .line = row->line, .column = row->column},
            .message = subject_key(judging->arena, &condition->quantifier->source, row),
        };
        finding->related_rest--;
    }
}

void finding_set_related(struct judging *judging, struct finding_subject *subject,
                         struct finding *finding)
{
    const struct check *check = subject->context.check;
    if (check && check->require && subject->context.subject)
        find_related(judging, subject, check->require, true, finding);
}

static void write_first(struct judging *judging, const struct selection *selection,
                        const struct source *source, struct buffer *out)
{
    enum { NAMED = 3 };
    if (selection->row_total == 0)
        buffer_add_string(out, "none");
    size_t named = selection->row_count < NAMED ? selection->row_count : NAMED;
    /* A tool with two purposes at one place reads the same twice. */
    const char *before = NULL;
    for (size_t i = 0; i < named; i++) {
        const char *label = subject_label(judging->arena, source, selection->rows[i]);
        if (before && strcmp(before, label) == 0)
            continue;
        buffer_add_string(out, before ? ", " : "");
        buffer_add_string(out, label);
        before = label;
    }
    if (selection->row_total > named)
        buffer_printf(out, " and %zu more", selection->row_total - named);
}

static void write_binding(struct judging *judging, struct finding_subject *subject,
                          const struct message_part *part, struct buffer *out)
{
    const struct selection *selection = finding_selection(judging, subject, part->index);
    const struct condition *condition = subject->context.check->bindings[part->index].condition;
    switch ((int)part->kind) {
    case MESSAGE_COUNT:
        buffer_printf(out, "%zu", selection->selected);
        break;
    case MESSAGE_TOTAL:
        buffer_printf(out, "%zu", selection->total);
        break;
    case MESSAGE_REST:
        buffer_printf(out, "%zu", selection->total - selection->selected);
        break;
    case MESSAGE_SHARE: {
        struct value share = {.kind = VALUE_ABSENT};
        if (selection->total > 0)
            share = value_share((double)selection->selected / (double)selection->total);
        buffer_add_string(out, value_format(judging->arena, &share));
        break;
    }
    default:
        write_first(judging, selection, &condition->quantifier->source, out);
        break;
    }
}

static void write_part(struct judging *judging, struct finding_subject *subject,
                       const struct message_part *part, struct buffer *out)
{
    struct operand operand = {.kind = OPERAND_LITERAL, .field = part->field};
    switch (part->kind) {
    case MESSAGE_TEXT:
        buffer_add_string(out, part->text);
        return;
    case MESSAGE_FIELD:
        operand.kind = OPERAND_EACH;
        break;
    case MESSAGE_REPOSITORY:
        operand.kind = OPERAND_REPOSITORY;
        break;
    case MESSAGE_PARAM:
        operand.kind = OPERAND_PARAM;
        operand.param = part->index;
        break;
    case MESSAGE_COUNT:
    case MESSAGE_TOTAL:
    case MESSAGE_REST:
    case MESSAGE_SHARE:
    case MESSAGE_FIRST:
        write_binding(judging, subject, part, out);
        return;
    }
    struct value value = judge_operand(&subject->context, &operand);
    buffer_add_string(out, value_format(judging->arena, &value));
}

const char *finding_message(struct judging *judging, struct finding_subject *subject)
{
    if (!subject->message)
        return subject->text;
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < subject->message->count; i++)
        write_part(judging, subject, &subject->message->parts[i], &out);
    const char *message = arena_strdup(judging->arena, buffer_string(&out));
    buffer_release(&out);
    return message;
}

bool finding_is_at(const struct judging *judging, const struct finding *finding)
{
    if (judging->only_path_count == 0)
        return true;
    const char *path = finding->wanted ? finding->wanted : finding->place.path;
    for (size_t i = 0; i < judging->only_path_count; i++)
        if (glob_matches(judging->only_paths[i], path))
            return true;
    return false;
}

struct finding *finding_add(struct judging *judging, const struct finding *finding)
{
    judging->findings = arena_grow(judging->arena, judging->findings, judging->finding_count,
                                   &judging->finding_capacity, sizeof(*judging->findings));
    judging->findings[judging->finding_count] = *finding;
    return &judging->findings[judging->finding_count++];
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
    const struct finding *one = a;
    const struct finding *two = b;
    int order = strcmp(one->place.path, two->place.path);
    if (order == 0)
        order = compare_numbers(one->place.line, two->place.line);
    if (order == 0)
        order = compare_numbers(one->place.column, two->place.column);
    if (order == 0)
        order = strcmp(one->setting->rule->id, two->setting->rule->id);
    if (order == 0)
        order = strcmp(one->check->name, two->check->name);
    if (order == 0)
        order = strcmp(one->subject, two->subject);
    return order ? order : strcmp(one->fingerprint, two->fingerprint);
}

void findings_sort(struct finding *findings, size_t count)
{
    if (count > 1)
        qsort(findings, count, sizeof(*findings), by_place);
}
