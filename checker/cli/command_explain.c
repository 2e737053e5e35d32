#include "cli/judging.h"

#include "base/date.h"
#include "base/diagnostic_page.h"

#include <string.h>

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "in this commit instead of HEAD"},
    {"index", 0, OPTION_FLAG, NULL, NULL, "in what is staged"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "in the files as they lie there"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "with the policies of this base"},
    {0},
};

static bool is_rule_id(const char *word)
{
    return strlen(word) == 6 && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 &&
           strspn(word + 3, "0123456789") == 3;
}

static bool is_fingerprint(const char *word)
{
    size_t length = strlen(word);
    return length >= 8 && length < FINGERPRINT_SIZE && strspn(word, "0123456789abcdef") == length;
}

static void print_visible(const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    escape_visible(&out, string);
    print_out(buffer_string(&out));
    buffer_release(&out);
}

static void print_list(const char *title, const char *const *words)
{
    if (!words || !*words)
        return;
    printf("%s:", title);
    for (; *words; words++) {
        printf(" ");
        print_visible(*words);
        printf("%s", words[1] ? "," : "");
    }
    printf("\n");
}

static void print_rule(const struct rule *rule)
{
    printf("%s  ", rule->id);
    print_visible(rule->name);
    printf("\n");
    print_visible(rule->title);
    printf("\n\nwhy: ");
    print_lines(rule->why);
    printf("\nfix: ");
    print_lines(rule->fix);
    printf("\n");
    print_list("controls", rule->controls);
    print_list("tags", rule->tags);
    print_list("references", rule->references);
}

static void print_origin(const char *name, const char *value, const struct origin *origin)
{
    static const char *const layers[] = {"built-in", "organisation", "repository"};
    struct buffer out = BUFFER_EMPTY;
    escape_visible(&out, value);
    printf("  %-18s %-24s %-12s ", name, buffer_string(&out), layers[origin->layer]);
    buffer_release(&out);
    print_visible(origin->place.path ? origin->place.path : "the rule");
    if (origin->place.line > 0)
        printf(":%u", origin->place.line);
    printf("\n");
}

static void print_setting(const struct setting *setting, struct arena *arena)
{
    printf("\nin force, with\n");
    print_origin("severity", severity_words[setting->severity], &setting->severity_from);
    print_origin("enforcement", enforcement_words[setting->enforcement],
                 &setting->enforcement_from);
    if (setting->effective_from != INT32_MIN) {
        char day[DATE_TEXT_SIZE];
        date_format(setting->effective_from, day);
        print_origin("effective_from", day, &setting->effective_from_from);
    }
    for (size_t i = 0; i < setting->rule->param_count; i++)
        print_origin(arena_printf(arena, "params.%s", setting->rule->params[i].name),
                     value_format(arena, &setting->params[i]), &setting->params_from[i]);
}

static void print_evidence(const struct check_result *check)
{
    printf("  %s%s%s", check->check->name, *check->check->name ? ": " : "",
           verdict_words[check->verdict]);
    if (check->reason) {
        printf(": ");
        print_visible(check->reason);
    }
    printf("\n");
    for (size_t i = 0; i < check->evidence_count; i++) {
        printf("    pass ");
        print_visible(check->evidence[i].place.path ? check->evidence[i].place.path : "");
        if (check->evidence[i].place.line > 0)
            printf(":%u", check->evidence[i].place.line);
        printf("  ");
        print_visible(check->evidence[i].text ? check->evidence[i].text : "");
        printf("\n");
    }
}

static void print_finding(const struct finding *finding)
{
    printf("    %s ", verdict_words[finding->verdict]);
    print_visible(finding->place.path ? finding->place.path : "(the repository)");
    if (finding->place.line > 0)
        printf(":%u", finding->place.line);
    printf("  %s  %s\n      ", severity_words[finding->severity], finding->fingerprint);
    print_visible(finding->message);
    if (finding->reason) {
        printf("\n      ");
        print_visible(finding->reason);
    }
    if (finding->exception)
        printf("\n      %s %s (%s)", finding->excused ? "excused by" : "not excused by",
               finding->exception->id, exception_state_words[finding->exception_state]);
    printf("\n");
}

static int explain_rule(const struct evaluation *evaluation, const char *id, struct arena *arena)
{
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        if (strcmp(result->setting->rule->id, id) != 0)
            continue;
        print_rule(result->setting->rule);
        print_setting(result->setting, arena);
        printf("\nverdict here: %s%s\n", verdict_words[result->verdict],
               result->excused ? " (excused)" : "");
        for (size_t c = 0; c < result->check_count; c++)
            print_evidence(&result->checks[c]);
        for (size_t f = 0; f < evaluation->finding_count; f++)
            if (evaluation->findings[f].setting == result->setting)
                print_finding(&evaluation->findings[f]);
        return EXIT_CLEAN;
    }
    return EXIT_NOTHING;
}

static int explain_finding(const struct evaluation *evaluation, const char *prefix,
                           struct arena *arena)
{
    int status = EXIT_NOTHING;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (!string_starts_with(finding->fingerprint, prefix))
            continue;
        print_rule(finding->setting->rule);
        print_setting(finding->setting, arena);
        printf("\nsubject: ");
        print_visible(finding->subject ? finding->subject : "the repository");
        printf("\n");
        print_finding(finding);
        status = EXIT_CLEAN;
    }
    if (status != EXIT_CLEAN)
        print_error("no finding here has the fingerprint '%s'", prefix);
    return status;
}

/* A rule that is not in force, or no repository here: what the rule says. */
static int explain_builtin(const struct invocation *invocation, const char *id)
{
    const char *const ids[] = {id, NULL};
    struct diagnostics diagnostics;
    struct library library;
    diagnostics_init(&diagnostics, invocation->arena);
    library_init(&library, invocation->arena);
    library_add_builtin(&library, ids, &diagnostics);
    const struct rule *rule = library_find_rule(&library, id);
    if (rule) {
        print_rule(rule);
        printf("\nnot in force here\n");
    } else {
        print_error("no rule '%s' ('bylaw policy list' lists them)", id);
    }
    library_release(&library);
    return rule ? EXIT_CLEAN : EXIT_USAGE;
}

static int explain_code(const char *word)
{
    const struct diagnostic_page *page = diagnostic_page_find(word);
    if (!page) {
        const char *meant = diagnostic_page_suggest(word);
        if (meant)
            print_error("no diagnostic has the code '%s'; did you mean '%s' (%s)?", word, meant,
                        diagnostic_page_find(meant)->title);
        else
            print_error("no diagnostic has the code '%s' ('bylaw explain codes' lists them)", word);
        return EXIT_USAGE;
    }
    struct buffer out = BUFFER_EMPTY;
    diagnostic_page_print(page, &out, 80);
    print_out(buffer_string(&out));
    buffer_release(&out);
    return EXIT_CLEAN;
}

static int list_codes(void)
{
    for (int code = DIAGNOSTIC_WITHOUT_CODE + 1; code < DIAGNOSTIC_CODE_END; code++)
        printf("%s  %s\n", diagnostic_page(code)->code, diagnostic_page(code)->title);
    return EXIT_CLEAN;
}

static int run(const struct invocation *invocation)
{
    const char *word = invocation->arguments[0];
    if (strcmp(word, "codes") == 0)
        return list_codes();
    if (diagnostic_is_code(word))
        return explain_code(word);
    if (!is_rule_id(word) && !is_fingerprint(word)) {
        print_error("'%s' is neither a rule id, nor a finding's fingerprint, nor the code of a "
                    "diagnostic",
                    word);
        return EXIT_USAGE;
    }
    struct judge_options judging;
    const char *repository = invocation->argument_count > 1 ? invocation->arguments[1] : ".";
    if (!judging_options(invocation, repository, &judging))
        return EXIT_USAGE;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge(&evaluation, &judging, invocation->arena, &diagnostics, &status);
    if (failure && is_rule_id(word) && status == EXIT_NOTHING) {
        failure_free(failure);
        return explain_builtin(invocation, word);
    }
    judging_print_diagnostics(invocation, &diagnostics);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (!evaluation)
        return status;
    if (!is_rule_id(word))
        return explain_finding(evaluation, word, invocation->arena);
    status = explain_rule(evaluation, word, invocation->arena);
    return status == EXIT_NOTHING ? explain_builtin(invocation, word) : status;
}

COMMAND(explain) = {
    .name = "explain",
    .arguments = "RULE|FINGERPRINT|CODE [REPOSITORY]",
    .summary = "what a rule demands, whence its settings come, why this verdict",
    .details = "CODE: what a diagnostic such as E302 means, with an example of wrong and right; "
               "'codes' lists them all.",
    .options = options,
    .minimum_arguments = 1,
    .maximum_arguments = 2,
    .run = run,
};
