#include "report/caveats.h"

#include "report/trust_lines.h"

struct teller {
    void (*tell)(void *state, const char *sentence);
    void *state;
};

static void tell_buffer(const struct teller *teller, struct buffer *sentence)
{
    teller->tell(teller->state, buffer_string(sentence));
    buffer_release(sentence);
}

const char *renames_cut_sentence(const struct evaluation *evaluation)
{
    return evaluation->renames_are_cut
               ? "More files are new, and more are gone, than are compared with each other: one "
                 "that was moved and edited counts as a new one."
               : NULL;
}

static void tell_of_reading(const struct teller *teller, const struct evaluation *evaluation)
{
    struct buffer sentence = BUFFER_EMPTY;
    if (evaluation->shallow)
        teller->tell(teller->state, "The clone is shallow: what depends on history is unknown.");
    if (evaluation->only_some_paths)
        teller->tell(teller->state,
                     "Only some paths were asked for: what fails elsewhere is not shown.");
    if (renames_cut_sentence(evaluation))
        teller->tell(teller->state, renames_cut_sentence(evaluation));
    if (evaluation->skipped_count == 0)
        return;
    buffer_printf(&sentence, "%zu file%s not read; the first is '%s'.", evaluation->skipped_count,
                  evaluation->skipped_count == 1 ? " was" : "s were", evaluation->skipped[0].path);
    tell_buffer(teller, &sentence);
}

static void tell_of_governance(const struct teller *teller, const struct evaluation *evaluation)
{
    struct buffer sentence = BUFFER_EMPTY;
    size_t count = evaluation->governance_change_count;
    if (count == 0)
        return;
    buffer_printf(&sentence, "This change edits what judges it: '%s'",
                  evaluation->governance_changes[0]);
    if (count > 1)
        buffer_printf(&sentence, " and %zu more", count - 1);
    buffer_add_string(&sentence, ". The base's version was used.");
    tell_buffer(teller, &sentence);
}

static void tell_of_loosenings(const struct teller *teller, const struct trust *trust)
{
    struct buffer sentence = BUFFER_EMPTY;
    trust_add_problem(&sentence, trust);
    if (sentence.size > 0)
        tell_buffer(teller, &sentence);
    if (!trust || trust->loosening_count == 0)
        return;
    const struct loosening *first = &trust->loosenings[0];
    const char *subject = first->subject ? first->subject : loosening_words[first->of];
    buffer_printf(&sentence, "Once it is merged, this change would loosen %zu thing%s, ",
                  trust->loosening_count, trust->loosening_count == 1 ? "" : "s");
    buffer_printf(&sentence, "first '%s' (%s).", subject, first->what);
    tell_buffer(teller, &sentence);
}

void caveats_each(const struct evaluation *evaluation,
                  void (*tell)(void *state, const char *sentence), void *state)
{
    const struct teller teller = {.tell = tell, .state = state};
    const char *sentences[TRUST_SENTENCES + 1];
    trust_sentences(sentences, evaluation->trust);
    tell_of_reading(&teller, evaluation);
    for (size_t i = 0; sentences[i]; i++)
        tell(state, sentences[i]);
    tell_of_governance(&teller, evaluation);
    tell_of_loosenings(&teller, evaluation->trust);
}

struct adding {
    struct buffer *out;
    const char *before;
};

static void add(void *state, const char *sentence)
{
    const struct adding *adding = state;
    buffer_add_string(adding->out, adding->before);
    buffer_add_string(adding->out, sentence);
}

void caveats_add(struct buffer *out, const struct evaluation *evaluation, const char *before)
{
    struct adding adding = {.out = out, .before = before};
    caveats_each(evaluation, add, &adding);
}
