#include "facts/ai_policy_elsewhere.h"

#include "facts/contact.h"
#include "facts/residue.h"

#include <string.h>

/* What a page that only points to another has at most. */
enum { DELEGATION_SENTENCES = 6 };

const char *const ai_subjects[] = {
    "ai|aigc|llm|llms|chatgpt|copilot",
    "artificial intelligence",
    "large language model|models",
    "generative tool|tools|model|models",
    "coding assistant|assistants|agents",
    "machine generated",
    NULL,
};

bool ai_policy_is_name(struct arena *scratch, const char *name)
{
    static const char *const names[] = {
        "ai|llm ... policy|policies|usage|use|guidelines|guidance|contributions|disclosure",
        "policy|policies|guidelines|usage ... ai|llm|llms",
        "aitoolpolicy|aipolicy",
        "coding assistants",
        "generated content",
        "generative tooling|ai",
        NULL,
    };
    struct words words = words_read(scratch, text_of(name));
    return words_have(&words, 0, words.count, names);
}

static bool speaks_of_rules_for_ai(const struct words *words, size_t from, size_t to)
{
    static const char *const rules[] = {
        "policy|policies|guideline|guidelines|guidance|rules|requirements|expectations", "disclos*",
        "acceptable use", NULL};
    return words_have(words, from, to, ai_subjects) && words_have(words, from, to, rules);
}

/* A guide that the organisation keeps for all its repositories, or its site has. */
static bool is_guide(struct arena *scratch, const char *url, const char *rest)
{
    static const char *const guides[] = {
        "contribut*",
        "contributing|contribution|contributor|developer|development guide|guidelines",
        "contributor|developer handbook", "handbook", NULL};
    if (rest && (string_starts_with(rest, "/issues") || string_starts_with(rest, "/discussions") ||
                 string_starts_with(rest, "/graphs") || string_starts_with(rest, "/pull")))
        return false;
    struct words words = words_read(scratch, text_of(url));
    return words_have(&words, 0, words.count, guides);
}

/* github.com/OWNER/.github holds what goes for all repositories of the owner. */
static bool is_shared_page(struct arena *scratch, const char *name, const char *rest)
{
    static const char *const pages[] = {"contribut*", "ai|llm|agents", NULL};
    if (strcmp(name, ".github") != 0)
        return false;
    struct words words = words_read(scratch, text_of(rest));
    return words_have(&words, 0, words.count, pages);
}

uint32_t ai_policy_elsewhere(struct arena *scratch, enum ai_document sort,
                             const struct prose *prose)
{
    struct words words = words_read(scratch, prose->text);
    /* It says little itself, so that what it leads to may say the rest. */
    bool defers =
        sort == AI_DOCUMENT_ONLY_README ||
        (sort != AI_DOCUMENT_OTHER &&
         prose_count_sentences(scratch, prose, 0, prose->line_count) <= DELEGATION_SENTENCES);
    struct contact contact;
    for (size_t at = 0; contact_next(scratch, prose->text, &at, &contact);) {
        if (contact.kind != CONTACT_URL || residue_is_value(contact.value))
            continue;
        const char *owner = NULL, *name = NULL, *rest = NULL;
        bool forge = contact_forge_names(scratch, contact.value, &owner, &name, &rest);
        size_t word = words_at(&words, contact.offset), from = 0, to = 0;
        if (word == words.count)
            continue;
        words_sentence(&words, word, &from, &to);
        if ((defers && sort == AI_DOCUMENT_POLICY) ||
            (defers && is_guide(scratch, contact.value, forge ? rest : NULL)) ||
            (forge && is_shared_page(scratch, name, rest)) ||
            ai_policy_is_name(scratch, contact.value) || speaks_of_rules_for_ai(&words, from, to))
            return words.items[word].line;
    }
    return 0;
}
