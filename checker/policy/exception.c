#include "policy/exception.h"

#include "base/date.h"
#include "document/problem.h"
#include "document/yaml.h"
#include "facts/residue.h"
#include "policy/exception_form.h"
#include "policy/person.h"
#include "policy/policy_file.h"

#include <string.h>

enum { JUSTIFICATION_LEAST = 40, WORDS_LEAST = 4, RULES_MOST = 5, APPROVALS_MOST = 50 };

/* Rules of this area judge the records themselves. */
static const char exception_area[] = "EXC";

static const char *const no_texts[] = {NULL};

/* A record under construction, and the mistakes found so far. */
struct builder {
    struct arena *arena;
    const char *path;
    struct diagnostics mistakes;
};

static const char *const *ended(struct arena *arena, const struct schema_texts *texts)
{
    const char **list = ARENA_ARRAY(arena, const char *, texts->count + 1);
    if (texts->count > 0)
        memcpy(list, texts->items, texts->count * sizeof(*list));
    return list;
}

static void mistake(struct builder *builder, int code, const struct node *node, const char *message)
{
    diagnostics_add(&builder->mistakes, code, node_place(builder->path, node), "%s", message);
}

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || ((unsigned char)byte & 0x80);
}

/* Does it begin as something does that will be written later? */
static bool begins_as_filler(struct text text)
{
    static const char *const fillers[] = {"todo",
                                          "tbd",
                                          "tbc",
                                          "fixme",
                                          "fix later",
                                          "xxx",
                                          "n/a",
                                          "same as above",
                                          "as above",
                                          "wip",
                                          "to be determined",
                                          "to be done",
                                          "to be written",
                                          "to be decided",
                                          "asap",
                                          "lorem ipsum",
                                          NULL};
    for (size_t i = 0; fillers[i]; i++) {
        size_t length = strlen(fillers[i]);
        if (text_find_folded(text, fillers[i]) == 0 &&
            (text.size == length || !is_word_byte(text.bytes[length])))
            return true;
    }
    return false;
}

/* The bytes of a character that counts as a word, in scripts that put no blanks between words:
 * those of Chinese and Japanese (U+3000 to U+9FFF), Thai and Lao; 0 of any other. */
static size_t lone_word(const struct text *text, size_t at)
{
    unsigned char first = (unsigned char)text->bytes[at];
    if (at + 3 > text->size)
        return 0;
    unsigned char second = (unsigned char)text->bytes[at + 1];
    bool is_thai = first == 0xe0 && second >= 0xb8 && second <= 0xbb;
    return is_thai || (first >= 0xe3 && first <= 0xe9) ? 3 : 0;
}

static struct text next_word(struct text *rest)
{
    size_t at = 0;
    while (at < rest->size && !is_word_byte(rest->bytes[at]))
        at++;
    size_t end = at < rest->size ? at + lone_word(rest, at) : at;
    if (end == at)
        while (end < rest->size && is_word_byte(rest->bytes[end]) && !lone_word(rest, end))
            end++;
    struct text word = {.bytes = rest->bytes + at, .size = end - at};
    *rest = (struct text){.bytes = rest->bytes + end, .size = rest->size - end};
    return word;
}

/* Different words, counted as far as anybody asks. */
static size_t count_words(struct text text)
{
    struct text seen[WORDS_LEAST];
    size_t count = 0;
    for (struct text word; count < WORDS_LEAST && (word = next_word(&text)).size > 0;) {
        bool is_new = true;
        for (size_t i = 0; i < count; i++)
            if (seen[i].size == word.size && memcmp(seen[i].bytes, word.bytes, word.size) == 0)
                is_new = false;
        if (is_new)
            seen[count++] = word;
    }
    return count;
}

/* Code points, of which any run of white space is one. */
static size_t count_characters(struct text text)
{
    size_t count = 0;
    bool was_space = false;
    for (size_t i = 0; i < text.size; i++) {
        bool is_space = strchr(" \t\r\n", text.bytes[i]) != NULL;
        count += (((unsigned char)text.bytes[i] & 0xc0) != 0x80) && !(is_space && was_space);
        was_space = is_space;
    }
    return count;
}

/* `<why the rule cannot be kept here>`, as templates have it. */
static bool is_in_angles(struct text text)
{
    return text.size > 1 && text.bytes[0] == '<' && text.bytes[text.size - 1] == '>';
}

const char *exception_reason_problem(struct arena *arena, const char *reason)
{
    struct text text = text_trim(text_of(reason));
    if (begins_as_filler(text) || is_in_angles(text) || residue_is_whole(arena, text))
        return "the justification is a placeholder";
    if (count_characters(text) < JUSTIFICATION_LEAST)
        return "the justification is shorter than 40 characters: say why, and what holds instead";
    if (count_words(text) < WORDS_LEAST)
        return "the justification says nothing: say why, and what holds instead";
    return NULL;
}

static void check_justification(struct builder *builder, const struct record_form *form)
{
    const char *problem =
        form->justification ? exception_reason_problem(builder->arena, form->justification) : NULL;
    if (problem)
        mistake(builder, E601, node_find(form->node, "justification"), problem);
}

/* What a glob must match at its beginning is written out: its first segment. */
static bool has_literal_start(const char *glob)
{
    if (*glob == '/')
        glob++;
    size_t length = strcspn(glob, "/");
    return length > 0 && strcspn(glob, "*?[{\\") >= length;
}

/* A scope without any literal folder or file sweeps up what nobody meant. */
static void check_paths(struct builder *builder, const struct schema_texts *paths,
                        struct exception *out)
{
    out->globs = ARENA_ARRAY(builder->arena, const struct glob *, paths->count + 1);
    for (size_t i = 0; i < paths->count; i++) {
        const char *problem = NULL;
        size_t at = 0;
        const char *written = paths->items[i];
        const struct glob *glob = glob_new(builder->arena, written, &problem, &at);
        struct place place = node_place(builder->path, paths->nodes[i]);
        if (!glob)
            diagnostics_add(&builder->mistakes, E317, place, "'%s' is no glob: %s", written,
                            problem);
        else if (!has_literal_start(written))
            diagnostics_add(
                &builder->mistakes, E603, place,
                "the path '%s' begins with a wildcard: name at least the first folder or file",
                written);
        else
            out->globs[out->glob_count++] = glob;
    }
}

static void check_scope(struct builder *builder, const struct record_form *form,
                        struct exception *out)
{
    const struct scope_form *scope = form->scope;
    if (!scope)
        return;
    const struct node *node = scope->node;
    if (!node_find(node, "paths") && !node_find(node, "subjects") && !node_find(node, "findings"))
        mistake(builder, E602, node, "the scope has no bound: give paths, subjects or findings");
    const struct schema_texts *const lists[] = {&scope->paths, &scope->subjects, &scope->findings,
                                                &scope->repositories};
    static const char *const names[] = {"paths", "subjects", "findings", "repos"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct node *list = node_find(node, names[i]);
        if (list && list->kind == NODE_SEQUENCE && lists[i]->count == 0 && list->count == 0)
            diagnostics_add(&builder->mistakes, E602, node_place(builder->path, list),
                            "'%s' must not be empty: it bounds nothing", names[i]);
    }
    check_paths(builder, &scope->paths, out);
    out->paths = ended(builder->arena, &scope->paths);
    out->subjects = ended(builder->arena, &scope->subjects);
    out->findings = ended(builder->arena, &scope->findings);
    out->repositories = ended(builder->arena, &scope->repositories);
}

static void check_approvals(struct builder *builder, const struct record_form *form,
                            struct exception *out)
{
    size_t count = form->approvals.count;
    if (count > APPROVALS_MOST) {
        diagnostics_add(&builder->mistakes, E207,
                        node_place(builder->path, node_find(form->node, "approvals")),
                        "'approvals' holds %zu people, more than %d", count, APPROVALS_MOST);
        return;
    }
    out->approvals = ARENA_ARRAY(builder->arena, struct exception_approval, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct approval_form *approval = form->approvals.items[i];
        const struct node *by = node_find(approval->node, "by");
        if (is_same_person(approval->by, form->requested_by))
            mistake(builder, E604, by, "approved by its own requester");
        else if (is_same_person(approval->by, form->owner))
            mistake(builder, E604, by, "approved by its own owner");
        out->approvals[out->approval_count++] = (struct exception_approval){
            .by = approval->by,
            .on = approval->on,
            .evidence = exception_evidence_words[approval->evidence < 0 ? 0 : approval->evidence],
            .place = node_place(builder->path, by ? by : approval->node)};
    }
}

static void check_dates(struct builder *builder, const struct record_form *form)
{
    if (form->valid_from != INT32_MIN && form->expires != INT32_MIN &&
        form->expires < form->valid_from)
        mistake(builder, E605, node_find(form->node, "expires"), "it expires before it is valid");
    if (form->review_by != INT32_MIN && form->expires != INT32_MIN &&
        form->review_by > form->expires)
        mistake(builder, E605, node_find(form->node, "review_by"),
                "the review comes after it expires");
}

static void check_rules(struct builder *builder, const struct record_form *form)
{
    const struct schema_texts *rules = &form->rules;
    if (rules->count > RULES_MOST)
        mistake(builder, E606, node_find(form->node, "rules"),
                "one record excuses at most five rules");
    for (size_t i = 1; i < rules->count && i < RULES_MOST; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(rules->items[i], rules->items[j]) == 0) {
                diagnostics_add(&builder->mistakes, E209,
                                node_place(builder->path, rules->nodes[i]),
                                "rule '%s' is named twice", rules->items[i]);
                break;
            }
}

static void check_category(struct builder *builder, const struct record_form *form)
{
    if (form->category >= 0 && strcmp(exception_category_words[form->category], "mitigated") == 0 &&
        form->controls.count == 0)
        mistake(builder, E607, node_find(form->node, "category"),
                "what is mitigated has 'compensating_controls': say what holds instead");
    if (form->supersedes && form->id && strcmp(form->supersedes, form->id) == 0)
        mistake(builder, E608, node_find(form->node, "supersedes"), "it supersedes itself");
}

/* A path as git lists it: from the root down, no step up, nothing twice. */
static bool is_path_below(const char *path)
{
    for (const char *at = path;; at++) {
        size_t size = strcspn(at, "/");
        for (size_t i = 0; i < size; i++)
            if ((unsigned char)at[i] < ' ' || at[i] == '\\')
                return false;
        if (size == 0 || (size == 1 && *at == '.') || (size == 2 && strncmp(at, "..", 2) == 0))
            return false;
        at += size;
        if (!*at)
            return true;
    }
}

static void take_close(struct builder *builder, const struct record_form *form,
                       struct exception *out)
{
    static const char file_exists[] = "file-exists:";
    if (form->close_when && strcmp(form->close_when, "date-only") == 0)
        out->closes = EXCEPTION_CLOSES_DATE_ONLY;
    /* Without a path it is a mistake already. */
    if (!form->close_when || !string_starts_with(form->close_when, file_exists) ||
        !form->close_when[sizeof(file_exists) - 1])
        return;
    out->closes = EXCEPTION_CLOSES_FILE_EXISTS;
    out->closing_file = form->close_when + sizeof(file_exists) - 1;
    if (is_path_below(out->closing_file))
        return;
    diagnostics_add(&builder->mistakes, E206,
                    node_place(builder->path, node_find(form->node, "close_when")),
                    "'%s' is no path of a file in the repository", out->closing_file)
        ->expected = "a path from the root, such as docs/RUNBOOK.md";
    out->closing_file = NULL;
}

static void finish(struct builder *builder, struct exception *out)
{
    diagnostics_sort(&builder->mistakes);
    out->mistakes = builder->mistakes.items;
    out->mistake_count = builder->mistakes.count;
}

/* A record that excuses nothing. */
static void start(struct exception *out, const char *id, struct place place)
{
    *out = (struct exception){
        .id = id,
        .place = place,
        .category = exception_category_words[0],
        .rules = no_texts,
        .paths = no_texts,
        .subjects = no_texts,
        .findings = no_texts,
        .repositories = no_texts,
        .requested_on = INT32_MIN,
        .valid_from = INT32_MIN,
        .expires = INT32_MIN,
        .review_by = INT32_MIN,
    };
}

static void take_rules(struct builder *builder, const struct schema_texts *rules,
                       struct exception *out)
{
    struct place *places = ARENA_ARRAY(builder->arena, struct place, rules->count + 1);
    for (size_t i = 0; i < rules->count; i++)
        places[i] = node_place(builder->path, rules->nodes[i]);
    out->rules = ended(builder->arena, rules);
    out->rule_places = places;
}

static const char *plan_of(struct arena *arena, const struct remediation_form *form)
{
    if (!form)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, form->plan ? form->plan : "");
    for (size_t i = 0; i < form->milestones.count; i++) {
        const struct milestone_form *milestone = form->milestones.items[i];
        buffer_printf(&out, "\n%d %s", milestone->due, milestone->text ? milestone->text : "");
    }
    const char *plan = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return plan;
}

static void take_record(struct builder *builder, const struct record_form *form,
                        struct exception *out)
{
    if (form->id)
        out->id = form->id;
    take_rules(builder, &form->rules, out);
    out->category = exception_category_words[form->category < 0 ? 0 : form->category];
    out->justification = form->justification;
    out->owner = form->owner;
    out->requested_by = form->requested_by;
    out->ticket = form->ticket;
    out->plan = plan_of(builder->arena, form->remediation);
    out->supersedes = form->supersedes;
    out->requested_on = form->requested_on;
    out->valid_from = form->valid_from;
    out->expires = form->expires;
    out->review_by = form->review_by;
    check_rules(builder, form);
    check_category(builder, form);
    check_scope(builder, form, out);
    check_justification(builder, form);
    check_approvals(builder, form, out);
    check_dates(builder, form);
    take_close(builder, form, out);
}

static void load_record(struct arena *arena, const char *path, const struct node *node,
                        struct exception *out)
{
    struct builder builder = {.arena = arena, .path = path};
    diagnostics_init(&builder.mistakes, arena);
    start(out, "(no id)", node_place(path, node));
    if (node->kind != NODE_MAPPING)
        mistake(&builder, E203, node, "an exception record is a mapping");
    else if (policy_file_version(path, node, &builder.mistakes))
        take_record(&builder, schema_load(&exception_schema, arena, path, node, &builder.mistakes),
                    out);
    finish(&builder, out);
}

/* A file that cannot be read: one record that excuses nothing and says so. */
static void unreadable_record(struct arena *arena, const struct diagnostic *mistake,
                              struct exception *out)
{
    struct builder builder = {.arena = arena, .path = mistake->place.path};
    struct place place = mistake->place;
    diagnostics_init(&builder.mistakes, arena);
    *diagnostics_add(&builder.mistakes, mistake->code, place, "%s", mistake->message) = *mistake;
    start(out, "(unreadable)", place);
    finish(&builder, out);
}

struct record_list {
    struct arena *arena;
    struct exception *items;
    size_t count, capacity;
};

static struct exception *next_record(struct record_list *list)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    return &list->items[list->count++];
}

/* `{bylaw: 1, exceptions: [...]}`: what else stands there would be lost. */
static void check_list_keys(struct record_list *list, const char *path, const struct node *root)
{
    for (size_t i = 0; i < root->count; i++) {
        const struct node *key = root->keys[i];
        if (strcmp(key->text, "bylaw") == 0 || strcmp(key->text, "exceptions") == 0)
            continue;
        const struct diagnostic mistake = {
            .code = E201,
            .place = node_place(path, key),
            .message = arena_printf(list->arena,
                                    "'%.200s' is no key of a list of exceptions: it holds "
                                    "'bylaw' and 'exceptions'",
                                    key->text)};
        unreadable_record(list->arena, &mistake, next_record(list));
    }
}

static void load_records(struct record_list *list, const char *path, const struct node *root)
{
    const struct node *records = root;
    const struct node *inner = node_find(root, "exceptions");
    if (inner) {
        struct diagnostics version;
        diagnostics_init(&version, list->arena);
        check_list_keys(list, path, root);
        records = inner;
        if (!policy_file_version(path, root, &version)) {
            unreadable_record(list->arena, &version.items[0], next_record(list));
            return;
        }
    }
    if (records->kind == NODE_NULL)
        return;
    if (records->kind != NODE_SEQUENCE) {
        load_record(list->arena, path, records, next_record(list));
        return;
    }
    for (size_t i = 0; i < records->count; i++) {
        struct exception *record = next_record(list);
        load_record(list->arena, path, records->items[i], record);
        record->layout = EXCEPTION_IN_LIST;
    }
}

/* A file that was cut off, or emptied, must not vanish without a word. */
static bool holds_nothing(const struct document *document)
{
    for (size_t i = 0; i < document->count; i++)
        if (document->roots[i]->kind != NODE_NULL)
            return false;
    return true;
}

static void load_file(struct record_list *list, const struct policy_file *file)
{
    struct document document;
    struct document_problem problem;
    const struct diagnostic unread = {.code = E107,
                                      .place = {.path = file->path, .line = 1, .column = 1},
                                      .message = file->problem};
    const struct diagnostic empty = {.code = E102,
                                     .place = unread.place,
                                     .message = "the file is empty: it holds no exception",
                                     .expected = "a record, or `exceptions: []`"};
    if (file->problem) {
        unreadable_record(list->arena, &unread, next_record(list));
    } else if (!yaml_parse(list->arena, file->text, &document, &problem)) {
        struct diagnostics mistakes;
        diagnostics_init(&mistakes, list->arena);
        unreadable_record(list->arena, document_problem_add(&mistakes, file->path, &problem),
                          next_record(list));
    } else if (holds_nothing(&document)) {
        unreadable_record(list->arena, &empty, next_record(list));
    } else {
        for (size_t i = 0; i < document.count; i++)
            load_records(list, file->path, document.roots[i]);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct exception *one = a;
    const struct exception *two = b;
    int order = strcmp(one->id, two->id);
    if (order == 0)
        order = strcmp(one->place.path, two->place.path);
    if (order == 0)
        order = (one->place.line > two->place.line) - (one->place.line < two->place.line);
    if (order == 0)
        order = (one->place.column > two->place.column) - (one->place.column < two->place.column);
    return order;
}

bool exception_has_id(const struct exception *exception)
{
    return exception->id[0] != '(';
}

bool exception_has_own_id(const struct exception *exception)
{
    bool is_own = exception_has_id(exception);
    for (size_t i = 0; i < exception->mistake_count; i++)
        is_own = is_own && exception->mistakes[i].code != E609;
    return is_own;
}

const struct exception *exceptions_find(const struct exception_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->items[i].id, id) == 0)
            return &set->items[i];
    return NULL;
}

void exception_add_mistake(struct exception *exception, struct arena *arena,
                           const struct diagnostic *mistake)
{
    struct diagnostics all;
    diagnostics_init(&all, arena);
    for (size_t i = 0; i < exception->mistake_count; i++) {
        const struct diagnostic *old = &exception->mistakes[i];
        *diagnostics_add(&all, old->code, old->place, "%s", old->message) = *old;
    }
    *diagnostics_add(&all, mistake->code, mistake->place, "%s", mistake->message) = *mistake;
    diagnostics_sort(&all);
    exception->mistakes = all.items;
    exception->mistake_count = all.count;
}

/* An id twice: neither record can be trusted to be the one that was approved. */
static void refuse_duplicates(struct exception_set *set, struct arena *arena)
{
    for (size_t i = 0; i < set->count; i++) {
        struct exception *record = &set->items[i];
        const struct exception *other = NULL;
        if (i > 0 && strcmp(set->items[i - 1].id, record->id) == 0)
            other = &set->items[i - 1];
        else if (i + 1 < set->count && strcmp(set->items[i + 1].id, record->id) == 0)
            other = &set->items[i + 1];
        if (!other || !exception_has_id(record))
            continue;
        struct diagnostic mistake = {
            .code = E609,
            .place = record->place,
            .message =
                arena_printf(arena, "the id '%s' is there twice, also at %s:%u:%u", record->id,
                             other->place.path, other->place.line, other->place.column)};
        diagnostic_note(&mistake, other->place, 0, "the other record stands here");
        exception_add_mistake(record, arena, &mistake);
    }
}

void exceptions_load(struct exception_set *out, struct arena *arena,
                     const struct policy_file *files, size_t count)
{
    struct record_list list = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        load_file(&list, &files[i]);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof(*list.items), by_id);
    *out = (struct exception_set){.items = list.items, .count = list.count};
    refuse_duplicates(out, arena);
}

/* Is the rule, by its own id or a former one, among those that nothing excuses? */
static bool is_non_waivable(const struct rule *rule, const struct library *library,
                            const struct exception_limits *limits)
{
    for (const char *const *id = limits->non_waivable; id && *id; id++)
        if (library_find_rule_or_alias(library, *id) == rule)
            return true;
    return false;
}

void exceptions_check_rules(struct exception_set *set, struct library *library,
                            const struct exception_limits *limits, struct diagnostics *diagnostics)
{
    struct arena *arena = library->arena;
    for (size_t i = 0; i < set->count; i++) {
        struct exception *record = &set->items[i];
        for (size_t j = 0; record->rules[j]; j++) {
            const char *id = record->rules[j];
            const struct rule *rule = library_need_rule(library, id, diagnostics);
            struct diagnostic mistake = {.place = record->rule_places[j],
                                         .length = (uint32_t)strlen(id)};
            if (rule && strcmp(rule->id, id) != 0)
                diagnostics_add(diagnostics, W110, record->rule_places[j],
                                "rule '%s' is called '%s' now", id, rule->id)
                    ->expected = rule->id;
            if (!rule && library_has_refused(library, id))
                continue;
            if (!rule) {
                mistake.code = E501;
                mistake.message = arena_printf(arena, "no rule '%s'", id);
                mistake.meant = library_suggest_rule(library, arena, id);
            } else if (string_starts_with(rule->id, exception_area) ||
                       is_non_waivable(rule, library, limits)) {
                mistake.code = E610;
                mistake.message = arena_printf(arena, "no exception may excuse rule '%s'", id);
            }
            if (mistake.message)
                exception_add_mistake(record, arena, &mistake);
        }
    }
}

bool exception_approval_is_given(const struct exception *exception,
                                 const struct exception_approval *approval, int32_t today)
{
    int32_t latest = today > exception->valid_from ? today : exception->valid_from;
    return approval->by && approval->on != INT32_MIN && approval->on <= latest;
}

bool exception_approval_counts(const struct exception *exception,
                               const struct exception_approval *approval, int32_t today)
{
    return exception_approval_is_given(exception, approval, today) &&
           (!approval->proof || approval->proof->fault == APPROVAL_COUNTS);
}

size_t exception_approvals(const struct exception *exception, int32_t today)
{
    size_t count = 0;
    for (size_t i = 0; i < exception->approval_count; i++) {
        const struct exception_approval *approval = &exception->approvals[i];
        bool is_new = exception_approval_counts(exception, approval, today);
        for (size_t j = 0; j < i && is_new; j++)
            is_new = !is_same_person(exception->approvals[j].by, approval->by) ||
                     !exception_approval_counts(exception, &exception->approvals[j], today);
        count += is_new;
    }
    return count;
}

int64_t exception_approvals_needed(const struct exception *exception,
                                   const struct exception_limits *limits)
{
    if (!limits)
        return 0;
    if (exception->layout != EXCEPTION_INLINE || limits->approvals > 1)
        return limits->approvals;
    /* Nothing in a comment is approved by somebody, let alone proved. */
    return approval_limits_ask(&limits->approving) ? 1 : 0;
}

enum exception_state exception_state(const struct exception *exception,
                                     const struct exception_limits *limits, int32_t today)
{
    static const struct exception_caps none = {0};
    const struct exception_caps *caps = limits ? &limits->caps : &none;
    int64_t last = (int64_t)exception->expires + caps->grace_days;
    bool has_start = exception->valid_from != INT32_MIN || exception->layout == EXCEPTION_INLINE;
    if (exception->mistake_count > 0 || exception->expires == INT32_MIN || !has_start)
        return EXCEPTION_INVALID;
    if ((limits && exception->unapproved) || (int64_t)exception_approvals(exception, today) <
                                                 exception_approvals_needed(exception, limits))
        return EXCEPTION_UNAPPROVED;
    if (exception->pending)
        return EXCEPTION_PENDING;
    if (today < exception->valid_from)
        return EXCEPTION_SCHEDULED;
    if (today > last)
        return EXCEPTION_EXPIRED;
    return last - today <= exception_notice(caps) ? EXCEPTION_EXPIRING : EXCEPTION_ACTIVE;
}

int64_t exception_most_days(const struct exception_limits *limits, enum severity severity)
{
    static const int64_t initial[] = {365, 365, 180, 90, 30};
    return limits->max_days[severity] ? limits->max_days[severity] : initial[severity];
}

static int64_t most_last_day(const struct exception *exception, enum severity severity,
                             const struct exception_limits *limits)
{
    if (exception->layout == EXCEPTION_INLINE)
        return INT32_MAX; /* too long a one has a mistake */
    return (int64_t)exception->valid_from + exception_most_days(limits, severity) - 1;
}

bool exception_is_clamped(const struct exception *exception, enum severity severity,
                          const struct exception_limits *limits)
{
    return most_last_day(exception, severity, limits) < exception->expires;
}

int32_t exception_last_day(const struct exception *exception, enum severity severity,
                           const struct exception_limits *limits)
{
    int64_t last = most_last_day(exception, severity, limits);
    last = last < exception->expires ? last : exception->expires;
    return (int32_t)(last + limits->caps.grace_days);
}
