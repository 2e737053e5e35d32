/* Asking somebody at a terminal for what `bylaw exceptions new` was not given. Questions go
 * to standard error, so that standard output stays the path of the record. */
#include "cli/arguments.h"
#include "cli/exceptions_actions.h"
#include "policy/exception_form.h"

#include <string.h>
#include <unistd.h>

enum { ANSWER_MOST = 4096 };

struct question {
    const char *option;
    const char *text;
    bool may_be_empty;
    /* Takes an answer, maybe as several options; false, with a message printed, to ask again. */
    bool (*take)(struct invocation *invocation, const char *option, const char *answer);
};

/* An answer without blanks around it; NULL at the end of the input. */
static const char *read_answer(char answer[ANSWER_MOST])
{
    fflush(stdout);
    if (!fgets(answer, ANSWER_MOST, stdin))
        return NULL;
    size_t length = strlen(answer);
    if (length + 1 == ANSWER_MOST && answer[length - 1] != '\n') {
        for (int rest = 0; rest != EOF && rest != '\n';)
            rest = getchar();
        print_error("an answer has at most %d bytes", ANSWER_MOST - 2);
        answer[0] = 0;
        return answer;
    }
    while (length > 0 && strchr(" \t\r\n", answer[length - 1]))
        answer[--length] = 0;
    return answer + strspn(answer, " \t");
}

static bool take_text(struct invocation *invocation, const char *option, const char *answer)
{
    return invocation_give(invocation, option, answer);
}

/* Several, with blanks or commas between them. */
static bool take_words(struct invocation *invocation, const char *option, const char *answer)
{
    static const char between[] = " \t,";
    for (answer += strspn(answer, between); *answer; answer += strspn(answer, between)) {
        size_t length = strcspn(answer, between);
        const struct text word = {.bytes = answer, .size = length};
        if (!invocation_give(invocation, option, arena_copy(invocation->arena, word)))
            return false;
        answer += length;
    }
    return invocation_has(invocation, option);
}

/* A day, or how many. */
static bool take_end(struct invocation *invocation, const char *option, const char *answer)
{
    bool counts = answer[strspn(answer, "0123456789")] == 0;
    return invocation_give(invocation, counts ? "days" : option, answer);
}

static bool take_reason(struct invocation *invocation, const char *option, const char *answer)
{
    const char *problem = exception_reason_problem(invocation->arena, answer);
    if (!problem)
        return invocation_give(invocation, option, answer);
    print_error("%s", problem);
    return false;
}

static const struct question rule = {
    .option = "rule", .text = "rule that it excuses, such as SDL009", .take = take_words};
static const struct question path = {.option = "path",
                                     .text = "path, such as 'ci/**'; nothing for a single finding",
                                     .may_be_empty = true,
                                     .take = take_text};
static const struct question finding = {.option = "finding",
                                        .text =
                                            "finding, the fingerprint that 'bylaw check -v' prints",
                                        .take = take_words};
static const struct question rest[] = {
    {.option = "expires",
     .text = "until when: the last day, YYYY-MM-DD, or how many days",
     .take = take_end},
    {.option = "owner", .text = "owner, who answers for it", .take = take_text},
    {.option = "requested-by", .text = "who asks for it", .take = take_text},
    {.option = "reason",
     .text = "why, and what holds instead, in one line of 40 characters or more",
     .take = take_reason},
    {.option = "ticket",
     .text = "where the work is followed, if anywhere",
     .may_be_empty = true,
     .take = take_text},
    {.option = NULL},
};

/* Asks until the answer is one. */
static bool ask(struct invocation *invocation, const struct question *question)
{
    char bytes[ANSWER_MOST];
    for (;;) {
        fprintf(stderr, "%s:\n> ", question->text);
        fflush(stderr);
        const char *answer = read_answer(bytes);
        if (!answer) {
            fputc('\n', stderr);
            print_error("the answers end; nothing was written");
            return false;
        }
        if (!*answer && question->may_be_empty)
            return true;
        if (*answer && exceptions_check_text(question->option, answer) &&
            question->take(invocation, question->option, answer))
            return true;
    }
}

static bool has_scope(const struct invocation *invocation)
{
    return invocation_has(invocation, "path") || invocation_has(invocation, "subject") ||
           invocation_has(invocation, "finding");
}

bool exceptions_can_ask(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool exceptions_ask(struct invocation *invocation, bool again)
{
    if (!invocation_has(invocation, "rule") && !ask(invocation, &rule))
        return false;
    if (!has_scope(invocation) && !ask(invocation, &path))
        return false;
    if (!has_scope(invocation) && !ask(invocation, &finding))
        return false;
    for (const struct question *question = rest; question->option; question++) {
        bool is_given = invocation_has(invocation, question->option) ||
                        (question->take == take_end && invocation_has(invocation, "days"));
        if (!is_given && !(again && question->may_be_empty) && !ask(invocation, question))
            return false;
    }
    return true;
}
