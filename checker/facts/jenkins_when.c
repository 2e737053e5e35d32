#include "facts/jenkins_reader.h"

#include <string.h>

enum { WORDS_MAX = 200, DEPTH_MAX = 40 };

static enum truth not(enum truth truth) {
    return truth == TRUTH_OPEN   ? TRUTH_OPEN
           : truth == TRUTH_TRUE ? TRUTH_FALSE
                                 : TRUTH_TRUE;
}

static enum truth both(enum truth a, enum truth b, enum truth decisive)
{
    if (a == decisive || b == decisive)
        return decisive;
    return a == TRUTH_OPEN || b == TRUTH_OPEN ? TRUTH_OPEN : not(decisive);
}

static enum truth of_word(const char *word)
{
    bool falsy = strcmp(word, "false") == 0 || strcmp(word, "null") == 0 || strcmp(word, "0") == 0;
    return falsy ? TRUTH_FALSE : TRUTH_TRUE;
}

static enum truth truth_of(struct jenkins_reader *reader, const struct groovy *expression,
                           bool *chosen, unsigned depth);

/* With true or false on the right. */
static enum truth of_comparison(struct jenkins_reader *reader, const struct groovy *operation,
                                bool *chosen, unsigned depth)
{
    const struct groovy *right = operation->items[1];
    bool boolean = right->kind == GROOVY_WORD &&
                   (strcmp(right->text, "true") == 0 || strcmp(right->text, "false") == 0);
    enum truth left =
        boolean ? truth_of(reader, operation->items[0], chosen, depth + 1) : TRUTH_OPEN;
    if (left == TRUTH_OPEN)
        return TRUTH_OPEN;
    bool equal = (left == TRUTH_TRUE) == (strcmp(right->text, "true") == 0);
    return equal == (strcmp(operation->text, "==") == 0) ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth of_operation(struct jenkins_reader *reader, const struct groovy *operation,
                               bool *chosen, unsigned depth)
{
    const char *text = operation->text;
    bool all = strcmp(text, "&&") == 0;
    if (strcmp(text, "!") == 0 && operation->count == 1)
        return not(truth_of(reader, operation->items[0], chosen, depth + 1));
    if (operation->count == 2 && (strcmp(text, "==") == 0 || strcmp(text, "!=") == 0))
        return of_comparison(reader, operation, chosen, depth);
    if (!all && strcmp(text, "||") != 0)
        return TRUTH_OPEN;
    enum truth decisive = all ? TRUTH_FALSE : TRUTH_TRUE;
    enum truth whole = not(decisive);
    for (size_t i = 0; i < operation->count; i++)
        whole = both(whole, truth_of(reader, operation->items[i], chosen, depth + 1), decisive);
    return whole;
}

/* A boolean parameter has its default in a run that starts by itself. */
static enum truth of_parameter(struct jenkins_reader *reader, const struct groovy *property,
                               bool *chosen)
{
    bool named = property->base && property->base->kind == GROOVY_NAME &&
                 strcmp(property->base->text, "params") == 0;
    const char *word = named ? table_find(&reader->choices, property->text) : NULL;
    if (!word)
        return TRUTH_OPEN;
    *chosen = true;
    return of_word(word);
}

static enum truth truth_of(struct jenkins_reader *reader, const struct groovy *expression,
                           bool *chosen, unsigned depth)
{
    if (!expression || depth > DEPTH_MAX)
        return TRUTH_OPEN;
    if (expression->kind == GROOVY_WORD)
        return of_word(expression->text);
    if (expression->kind == GROOVY_OPERATION)
        return of_operation(reader, expression, chosen, depth);
    if (expression->kind == GROOVY_PROPERTY)
        return of_parameter(reader, expression, chosen);
    if (expression->kind == GROOVY_RETURN)
        return expression->count > 0 && strcmp(expression->text, "return") == 0
                   ? truth_of(reader, expression->items[0], chosen, depth + 1)
                   : TRUTH_OPEN;
    if (expression->kind == GROOVY_CLOSURE && expression->count == 1)
        return truth_of(reader, expression->items[0], chosen, depth + 1);
    return TRUTH_OPEN;
}

enum truth jenkins_truth(struct jenkins_reader *reader, const struct groovy *expression,
                         bool *chosen)
{
    return truth_of(reader, expression, chosen, 0);
}

const char *jenkins_words(struct jenkins_reader *reader, const struct groovy *closure)
{
    if (!closure || closure->end <= closure->start || closure->end > reader->text.size)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    struct text text = text_trim((struct text){.bytes = reader->text.bytes + closure->start,
                                               .size = closure->end - closure->start});
    for (size_t i = 0; i < text.size && out.size < WORDS_MAX; i++) {
        bool blank = text.bytes[i] == ' ' || text.bytes[i] == '\t' || text.bytes[i] == '\n' ||
                     text.bytes[i] == '\r';
        bool again = blank && out.size > 0 && out.bytes[out.size - 1] == ' ';
        if (!again)
            buffer_add_byte(&out, blank ? ' ' : text.bytes[i]);
    }
    if (out.size >= WORDS_MAX)
        buffer_add_string(&out, "...");
    const char *words = arena_strdup(reader->pipeline->scratch, buffer_string(&out));
    buffer_release(&out);
    return words;
}

/* What conditions of a stage ask for beside their truth. */
struct asked {
    bool by_person, by_tag, by_request, by_branch, by_clock;
    bool chosen;
    const char *changed; /* files */
};

static enum truth of_block(struct jenkins_reader *reader, const struct groovy *block,
                           enum truth decisive, struct asked *asked, unsigned depth);

/* jenkins.io/doc/book/pipeline/syntax, "when": built-in conditions. */
static enum truth of_condition(struct jenkins_reader *reader, const struct groovy *condition,
                               struct asked *asked, unsigned depth)
{
    const char *name = condition->text;
    const struct groovy *block = groovy_closure(condition);
    if (strcmp(name, "expression") == 0)
        return jenkins_truth(reader, block, &asked->chosen);
    if (strcmp(name, "allOf") == 0)
        return of_block(reader, block, TRUTH_FALSE, asked, depth + 1);
    if (strcmp(name, "anyOf") == 0 || strcmp(name, "not") == 0) {
        /* What one of several, or its opposite, asks for is no demand. */
        struct asked inner = {0};
        bool negated = strcmp(name, "not") == 0;
        enum truth truth =
            of_block(reader, block, negated ? TRUTH_FALSE : TRUTH_TRUE, &inner, depth + 1);
        asked->chosen |= inner.chosen;
        return negated ? not(truth) : truth;
    }
    if (strcmp(name, "triggeredBy") == 0) {
        const char *cause = jenkins_text(reader, groovy_argument(condition, 0));
        if (!cause)
            cause = jenkins_text(reader, groovy_named(condition, "cause"));
        asked->by_person |= cause && strstr(cause, "User") != NULL;
        asked->by_clock |= cause && strstr(cause, "Timer") != NULL;
    }
    if (strcmp(name, "changeset") == 0) {
        const char *glob = jenkins_text(reader, groovy_argument(condition, 0));
        asked->changed = glob ? glob : jenkins_text(reader, groovy_named(condition, "pattern"));
    }
    asked->by_tag |= strcmp(name, "buildingTag") == 0 || strcmp(name, "tag") == 0;
    asked->by_request |= strcmp(name, "changeRequest") == 0;
    asked->by_branch |= strcmp(name, "branch") == 0;
    return TRUTH_OPEN;
}

static enum truth of_block(struct jenkins_reader *reader, const struct groovy *block,
                           enum truth decisive, struct asked *asked, unsigned depth)
{
    enum truth whole = not(decisive);
    for (size_t i = 0; block && depth < DEPTH_MAX && i < block->count; i++) {
        const struct groovy *item = block->items[i];
        bool is_option = string_starts_with(item->text, "before");
        if (item->kind == GROOVY_CALL && !is_option)
            whole = both(whole, of_condition(reader, item, asked, depth), decisive);
        else if (item->kind != GROOVY_CALL && !is_option)
            whole = both(whole, TRUTH_OPEN, decisive);
    }
    return whole;
}

static void set_events(struct jenkins_reader *reader, struct jenkins_job *job,
                       const struct asked *asked)
{
    const char *event = asked->by_tag       ? "tag"
                        : asked->by_request ? "pull_request"
                        : asked->by_clock   ? "schedule"
                        : asked->by_branch  ? "push"
                                            : NULL;
    struct arena *arena = fact_arena(reader->pipeline->writer);
    if (event)
        job->events = value_texts(arena, &event, 1);
    if (!asked->changed)
        return;
    const char *changed = arena_strdup(arena, asked->changed);
    job->paths = value_texts(arena, &changed, 1);
}

void jenkins_read_when(struct jenkins_reader *reader, const struct groovy *block,
                       struct jenkins_job *job)
{
    struct asked asked = {0};
    enum truth truth = of_block(reader, block, TRUTH_FALSE, &asked, 0);
    job->condition = jenkins_words(reader, block);
    set_events(reader, job, &asked);
    const char *words = job->condition ? job->condition : "";
    if (truth == TRUTH_FALSE && asked.chosen)
        job->run = pipeline_within(
            job->run, pipeline_stopped(
                          PIPELINE_MANUAL,
                          arena_printf(reader->pipeline->scratch,
                                       "only a run that sets a parameter does it: '%s'", words)));
    else if (truth == TRUTH_FALSE)
        job->run = pipeline_within(
            job->run, pipeline_stopped(PIPELINE_DISABLED,
                                       arena_printf(reader->pipeline->scratch,
                                                    "its condition is always false: '%s'", words)));
    else if (asked.by_person)
        job->run = pipeline_within(
            job->run, pipeline_stopped(PIPELINE_MANUAL, "only a run that a person starts does it"));
}
