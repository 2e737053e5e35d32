#include "facts/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct identity ann = {"Ann Roe", "ann@acme.test", 1000};
static const struct identity bob = {"Bob Doe", "bob@acme.test", 1000};
static const struct identity forge = {"GitHub", "noreply@github.com", 1000};
static const struct identity bot = {"mergify[bot]", "x@users.noreply.github.com", 1000};
static const struct identity ann_later = {"ann roe", "ann@home.test", 900000};

struct expected {
    const char *way, *state, *reviewer, *request;
};

static void assert_review(const char *message, const struct trailer *trailer,
                          const struct identity *author, const struct identity *committer,
                          const struct identity *merged, struct expected expected)
{
    static const char *const states[] = {"yes", "no", "?"};
    struct arena arena;
    arena_init(&arena, 4096);
    struct history_commit commit = {
        .author = *author,
        .committer = *committer,
        .message = message,
        .summary = arena_copy(&arena, (struct text){message, strcspn(message, "\n")}),
        .trailers = trailer,
        .trailer_count = trailer ? 1 : 0,
        .parents = merged ? 2 : 1};
    struct review review = review_of(&arena, &commit, merged == &forge ? NULL : merged);
    const char *text = arena_printf(&arena, "%s %s %s %s", review_way_names[review.way],
                                    states[review.state], review.reviewer ? review.reviewer : "-",
                                    review.request ? review.request : "-");
    const char *wanted = arena_printf(&arena, "%s %s %s %s", expected.way, expected.state,
                                      expected.reviewer ? expected.reviewer : "-",
                                      expected.request ? expected.request : "-");
    if (strcmp(text, wanted) != 0)
        fail_msg("'%s' is '%s', not '%s'", message, text, wanted);
    assert_non_null(review.evidence);
    assert_int_equal(review.unproven != NULL, review.state == REVIEW_UNPROVEN);
    arena_release(&arena);
}

static void single_commits(void **state)
{
    (void)state;
    assert_review("Fix it\n", NULL, &ann, &ann, NULL, (struct expected){"direct", "no"});
    assert_review("Fix it\n", NULL, &ann, &bob, NULL,
                  (struct expected){"committed", "yes", "Bob Doe"});
    assert_review("Fix it\n", NULL, &ann, &ann_later, NULL, (struct expected){"rebased", "?"});
    assert_review("Fix it\n", NULL, &ann, &forge, NULL, (struct expected){"forge", "?"});
    assert_review("Fix it\n", NULL, &ann, &bot, NULL, (struct expected){"bot_merged", "?"});
    assert_review("Bump it\n", NULL, &bot, &bot, NULL, (struct expected){"direct", "no"});
    assert_review("Fix it (#12)\n", NULL, &ann, &forge, NULL,
                  (struct expected){"squashed", "?", NULL, "#12"});
    assert_review("Fix it (#12)\n", NULL, &ann, &ann, NULL,
                  (struct expected){"squashed", "?", NULL, "#12"});
    assert_review("Revert \"Fix it (#12)\" (#13)\n", NULL, &ann, &forge, NULL,
                  (struct expected){"squashed", "?", NULL, "#13"});
    assert_review("Fix (#12) the rest\n", NULL, &ann, &ann, NULL,
                  (struct expected){"direct", "no"});
    assert_review("Fix it (#x)\n", NULL, &ann, &ann, NULL, (struct expected){"direct", "no"});
    assert_review("Merged PR 77: Fix it\n", NULL, &ann, &ann, NULL,
                  (struct expected){"squashed", "?", NULL, "#77"});
}

static void trailers_of_reviewers(void **state)
{
    (void)state;
    static const struct {
        struct trailer trailer;
        struct expected expected;
    } cases[] = {
        {{"Reviewed-by", "Bob Doe <bob@acme.test>"}, {"trailer", "yes", "Bob Doe"}},
        {{"reviewed-BY", "Bob"}, {"trailer", "yes", "Bob"}},
        {{"Approved-by", "bob@acme.test"}, {"trailer", "yes", "bob@acme.test"}},
        {{"Acked-by", "<bob@acme.test>"}, {"trailer", "yes", "bob@acme.test"}},
        {{"Reviewed-by", "Ann Roe <other@acme.test>"}, {"direct", "no"}},
        {{"Reviewed-by", "A. <ANN@acme.test>"}, {"direct", "no"}},
        {{"Reviewed-by", "dependabot[bot] <x@y>"}, {"direct", "no"}},
        {{"Reviewed-by", "Claude <noreply@anthropic.com>"}, {"direct", "no"}},
        {{"Reviewed-by", ""}, {"direct", "no"}},
        {{"Tested-by", "Bob Doe <bob@acme.test>"}, {"direct", "no"}},
        {{"Co-authored-by", "Bob Doe <bob@acme.test>"}, {"direct", "no"}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_review("Fix it\n\nx\n", &cases[i].trailer, &ann, &ann, NULL, cases[i].expected);
}

static void lines_that_are_no_trailers(void **state)
{
    (void)state;
    assert_review("Fix it\n\nReviewers: ann roe, bob\nAuthor: x\nCloses #4 from x\n", NULL, &ann,
                  &forge, NULL, (struct expected){"trailer", "yes", "bob"});
    assert_review("Fix it\n\nReviewers: Ann Roe\n", NULL, &ann, &ann, NULL,
                  (struct expected){"direct", "no"});
    assert_review("Fix it\n\nReviewers: bob\n\nDifferential Revision: https://x/D1\n", NULL, &ann,
                  &ann, NULL, (struct expected){"direct", "no"});
    assert_review("Fix it\n\nReviewed By: bob\n\nDifferential Revision: https://x/D1\n", NULL, &ann,
                  &ann, NULL, (struct expected){"trailer", "yes", "bob"});
    assert_review("Auto merge of #45 - ann:fix, r=bob\n\nFix it\n", NULL, &bot, &bot, &ann,
                  (struct expected){"trailer", "yes", "bob", "#45"});
    assert_review("Auto merge of #45 - ann:fix\n\nFix it\n", NULL, &bot, &bot, &ann,
                  (struct expected){"bot_merged", "?", NULL, "#45"});
}

static void merges(void **state)
{
    (void)state;
    assert_review("Merge pull request #9 from acme/x\n\nFix\n", NULL, &bob, &forge, &ann,
                  (struct expected){"merged", "yes", "Bob Doe", "#9"});
    assert_review("Merge pull request #9 from acme/x\n\nFix\n", NULL, &ann, &forge, &ann,
                  (struct expected){"self_merged", "?", NULL, "#9"});
    assert_review("Merge branch 'x' into 'main'\n\nFix\n\nSee merge request acme/pay!31\n", NULL,
                  &bob, &bob, &ann, (struct expected){"merged", "yes", "Bob Doe", "!31"});
    assert_review("Merge branch 'x' into 'main'\n\nSee merge request !31\n", NULL, &ann, &ann, &ann,
                  (struct expected){"self_merged", "?", NULL, "!31"});
    assert_review("Merged in x (pull request #8)\n\nFix\n", NULL, &ann, &ann, &ann,
                  (struct expected){"self_merged", "?", NULL, "#8"});
    assert_review("Merge branch 'x'\n", NULL, &ann, &ann, &ann,
                  (struct expected){"self_merged", "no"});
    assert_review("Merge branch 'x'\n", NULL, &bob, &bob, &ann,
                  (struct expected){"merged", "yes", "Bob Doe"});
    assert_review("Merge branch 'x'\n", NULL, &bot, &bot, &ann,
                  (struct expected){"bot_merged", "?"});
    assert_review("Merge branch 'main' of https://acme.test/pay\n", NULL, &ann, &ann, &bob,
                  (struct expected){"pulled", "no"});
    assert_review("Merge branch 'main' of acme.test:pay into main\n", NULL, &ann, &ann, &bob,
                  (struct expected){"pulled", "no"});
    assert_review("Merge remote-tracking branch 'origin/main'\n", NULL, &ann, &ann, &bob,
                  (struct expected){"pulled", "no"});
    assert_review("Merge remote-tracking branch 'origin/fix' into v2\n", NULL, &ann, &ann, &bob,
                  (struct expected){"merged", "yes", "Ann Roe"});
    /* What it merged is not there. */
    assert_review("Merge branch 'x'\n", NULL, &ann, &ann, &forge, (struct expected){"merged", "?"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_commits),
        cmocka_unit_test(trailers_of_reviewers),
        cmocka_unit_test(lines_that_are_no_trailers),
        cmocka_unit_test(merges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
