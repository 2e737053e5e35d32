#include "cli/judging.h"

#include "base/date.h"
#include "base/diagnostic_page.h"
#include "cli/explain_table.h"
#include "policy/rule_id.h"
#include "report/explain.h"

#include <string.h>

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "in this commit instead of HEAD"},
    {"index", 0, OPTION_FLAG, NULL, NULL, "in what is staged"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "in the files as they lie there"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "with the policies of this base"},
    {"facts", 0, OPTION_TEXTS, "FILE", NULL,
     "evidence from outside: forge settings, SARIF or deployments; a file or folder; repeatable"},
    {0},
};

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

/* A title and words, those that do not fit below it; each line of the text begins one. */
static void print_words(const char *title, const char *words, unsigned width)
{
    struct text rest = text_of(words);
    struct text line;
    size_t indent = strlen(title) + 2;
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out, "%s: ", title);
    for (bool first = true; text_next_line(&rest, &line); first = false) {
        struct buffer part = BUFFER_EMPTY;
        struct buffer visible = BUFFER_EMPTY;
        buffer_add(&part, line.bytes, line.size);
        escape_visible(&visible, buffer_string(&part));
        buffer_printf(&out, "%*s", first ? 0 : (int)indent, "");
        help_wrap(&out, buffer_string(&visible), indent, width);
        buffer_release(&part);
        buffer_release(&visible);
    }
    print_out(buffer_string(&out));
    buffer_release(&out);
}

static void print_list(const char *title, const char *const *words, unsigned width)
{
    if (!words || !*words)
        return;
    struct buffer list = BUFFER_EMPTY;
    for (; *words; words++)
        buffer_printf(&list, "%s%s", *words, words[1] ? ", " : "");
    print_words(title, buffer_string(&list), width);
    buffer_release(&list);
}

static void print_rule(const struct rule *rule, unsigned width)
{
    printf("%s  ", rule->id);
    print_visible(rule->name);
    printf("\n");
    print_visible(rule->title);
    printf("\n\n");
    print_words("why", rule->why, width);
    print_words("fix", rule->fix, width);
    print_list("controls", rule->controls, width);
    print_list("tags", rule->tags, width);
    print_list("references", rule->references, width);
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

/* What is explained, and how. */
struct request {
    const struct invocation *invocation;
    const char *word; /* a rule id, or the beginning of a fingerprint */
    bool json;
};

static bool is_of(const struct rule *rule, const char *id)
{
    return strcmp(rule->id, id) == 0 || string_is_one_of(id, rule->aliases);
}

static struct failure *print_head(const struct request *request,
                                  const struct explanation *explanation)
{
    print_rule(explanation->rule, request->invocation->width);
    if (!explanation->setting) {
        printf("\nnot in force here\n");
        return NULL;
    }
    printf("\nin force, with\n");
    return explain_print_table(request->invocation, explanation->setting);
}

static void print_verdict(const struct explanation *explanation)
{
    const struct evaluation *evaluation = explanation->evaluation;
    for (size_t i = 0; evaluation && i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        if (result->setting != explanation->setting)
            continue;
        printf("\nverdict here: %s%s\n", verdict_words[result->verdict],
               result->excused ? " (excused)" : "");
        for (size_t c = 0; c < result->check_count; c++)
            print_evidence(&result->checks[c]);
    }
    for (size_t f = 0; evaluation && f < evaluation->finding_count; f++)
        if (evaluation->findings[f].setting == explanation->setting)
            print_finding(&evaluation->findings[f]);
}

static void print_subject(const struct explanation *explanation)
{
    const struct evaluation *evaluation = explanation->evaluation;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (!string_starts_with(finding->fingerprint, explanation->fingerprint))
            continue;
        printf("\nsubject: ");
        print_visible(finding->subject ? finding->subject : "the repository");
        printf("\n");
        print_finding(finding);
    }
}

static int print_explanation(const struct request *request, const struct explanation *explanation)
{
    if (request->json) {
        struct buffer out = BUFFER_EMPTY;
        explain_write_json(&out, explanation, request->invocation->arena, BYLAW_VERSION);
        print_out(buffer_string(&out));
        buffer_release(&out);
        return EXIT_CLEAN;
    }
    struct failure *failure = print_head(request, explanation);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    if (explanation->fingerprint)
        print_subject(explanation);
    else
        print_verdict(explanation);
    return EXIT_CLEAN;
}

/* A rule that is not in force, or no repository here: what the rule says. */
static int explain_builtin(const struct request *request)
{
    struct arena *arena = request->invocation->arena;
    struct diagnostics diagnostics;
    struct library library;
    diagnostics_init(&diagnostics, arena);
    library_init(&library, arena);
    library_use_builtin(&library, &diagnostics);
    const struct rule *rule = library_need_rule(&library, request->word, &diagnostics);
    int status = EXIT_USAGE;
    if (rule)
        status = print_explanation(request, &(struct explanation){.rule = rule});
    else
        print_error("no rule '%s' ('bylaw policy list' lists them)", request->word);
    library_release(&library);
    return status;
}

static int explain_ruleset(const struct request *request, const struct ruleset *ruleset,
                           const struct evaluation *evaluation)
{
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct setting *setting = &ruleset->settings[i];
        if (is_of(setting->rule, request->word))
            return print_explanation(request, &(struct explanation){.rule = setting->rule,
                                                                    .setting = setting,
                                                                    .evaluation = evaluation});
    }
    return explain_builtin(request);
}

static int explain_finding(const struct request *request, const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (string_starts_with(finding->fingerprint, request->word))
            return print_explanation(request, &(struct explanation){.rule = finding->setting->rule,
                                                                    .setting = finding->setting,
                                                                    .evaluation = evaluation,
                                                                    .fingerprint = request->word});
    }
    print_error("no finding here has the fingerprint '%s'", request->word);
    return EXIT_NOTHING;
}

/* The policies are refused. That may be because a lock holds: then the settings are
 * what to look at. */
static void explain_refused(const struct request *request, const struct judge_options *judging)
{
    struct arena *arena = request->invocation->arena;
    struct diagnostics told_already;
    diagnostics_init(&told_already, arena);
    const struct ruleset *ruleset = NULL;
    int status;
    failure_free(judge_ruleset(&ruleset, judging, arena, &told_already, &status));
    if (ruleset && is_rule_id(request->word))
        explain_ruleset(request, ruleset, NULL);
}

static int explain(const struct request *request, const struct judge_options *judging)
{
    const struct invocation *invocation = request->invocation;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure = judge(&evaluation, judging, invocation->arena, &diagnostics, &status);
    if (failure && is_rule_id(request->word) && status == EXIT_NOTHING) {
        failure_free(failure);
        return explain_builtin(request);
    }
    judging_print_diagnostics(invocation, &diagnostics);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (!evaluation) {
        explain_refused(request, judging);
        return status;
    }
    return is_rule_id(request->word) ? explain_ruleset(request, evaluation->ruleset, evaluation)
                                     : explain_finding(request, evaluation);
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
    static const char *const formats[] = {"text", "json", NULL};
    struct request request = {.invocation = invocation, .word = invocation->arguments[0]};
    if (strcmp(request.word, "codes") == 0)
        return list_codes();
    if (diagnostic_is_code(request.word))
        return explain_code(request.word);
    if (!is_rule_id(request.word) && !is_fingerprint(request.word)) {
        print_error("'%s' is neither a rule id, nor a finding's fingerprint, nor the code of a "
                    "diagnostic",
                    request.word);
        return EXIT_USAGE;
    }
    const char *format = invocation_text(invocation, "format");
    if (format && !string_is_one_of(format, formats)) {
        print_error("explain writes text or json, not '%s'", format);
        return EXIT_USAGE;
    }
    request.json = format && strcmp(format, "json") == 0;
    struct judge_options judging;
    const char *repository = invocation->argument_count > 1 ? invocation->arguments[1] : ".";
    if (!judging_options(invocation, repository, &judging))
        return EXIT_USAGE;
    return explain(&request, &judging);
}

static const struct command_example examples[] = {
    {"bylaw explain SDL009", "what a rule demands, and its verdict here"},
    {"bylaw explain 8d0136ecc5bf .", "one finding, by the beginning of its fingerprint"},
    {0},
};

COMMAND(explain) = {
    .name = "explain",
    .arguments = "RULE|FINGERPRINT|CODE [REPOSITORY]",
    .summary = "what a rule demands, whence its settings come, why this verdict",
    .details = "CODE: what a diagnostic such as E302 means, with an example of wrong and right; "
               "'codes' lists them all.\n"
               "RULE: every final setting with the layer and the place that it comes from, what "
               "holds it by a lock, and what was asked for and refused. --format json writes the "
               "same (docs/schemas/explain.json).",
    .options = options,
    .minimum_arguments = 1,
    .maximum_arguments = 2,
    .examples = examples,
    .run = run,
};
