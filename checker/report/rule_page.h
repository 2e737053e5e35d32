/* rule_page.h - documentation of rules in Markdown: a page each, and an index by area
 * and by control. What a page shows as bad and good are worlds of the rule's own test
 * file, and what is said of them is what the rule found there. */
#ifndef REPORT_RULE_PAGE_H
#define REPORT_RULE_PAGE_H

#include "engine/trial_example.h"
#include "policy/policy.h"
#include "report/rule_facts.h"

struct rule_page {
    const struct rule *rule;
    const struct library *library;              /* its policies say where the rule is in force */
    const struct example_list *examples;        /* none where it has no test file */
    const struct example *bad, *theatre, *good; /* of those, or NULL */
    const struct evaluation *found;             /* in the bad one; NULL: it was not judged */
    const struct evaluation *found_in_theatre;
};

/* The world that shows best what the rule is about: the smallest that fails, or passes,
 * made of files alone, with the finding in one of them. `beside` is the other example:
 * one with the same files is better. NULL when there is none. */
const struct example *example_bad(const struct example_list *examples);
const struct example *example_good(const struct example_list *examples,
                                   const struct example *beside);

/* The one that looks best as if the rule were kept, and is another than the bad one. */
const struct example *example_theatre(const struct example_list *examples,
                                      const struct example *bad);

/* Links lead to the pages beside it: ../facts.md, ../reference/exception.md. */
void rule_page_write(struct buffer *out, struct arena *arena, const struct rule_page *page);
/* All rules of the library that are `builtin`, or all that are not. */
void rule_index_write(struct buffer *out, struct arena *arena, const struct library *library,
                      bool builtin);

/* A policy of the library that names the rule, and how. */
struct rule_use {
    const struct policy *policy;
    enum enforcement enforcement;
    enum severity severity; /* the policy's, else the rule's */
};
size_t rule_uses(const struct library *library, const struct rule *rule, struct arena *arena,
                 struct rule_use **out);
/* "Secure software development" of SDL009; the prefix itself where it is a company's. */
const char *rule_area(struct arena *arena, const struct rule *rule);

#endif
