#include "rows.h"

static void assert_notes(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "dependency_note", "text section test", expected);
}

static void lines_about_dependencies(void **state)
{
    (void)state;
    assert_notes(
        "docs/architecture.md",
        "# Pay\n- Redis is used for sessions of users.\n## Dependencies\n"
        "| what | when it is gone |\n|---|---|\n"
        "| Redis | Sessions are lost, users log in again |\n"
        "- `bank-api`: payments wait in the queue.\n- Redis\n- TODO: say what <name> does\n"
        "Redis holds the sessions of users.\n",
        "docs/architecture.md:4 what-when-it-is-gone Dependencies false\n"
        "docs/architecture.md:6 redis-sessions-are-lost-users-log-in-again Dependencies "
        "false\n"
        "docs/architecture.md:7 bank-api-payments-wait-in-the-queue Dependencies false\n");
    assert_notes("docs/failure.md",
                 "# Failure modes\n## Redis\nSessions are lost and users log in.\n## Mail\n\n",
                 "docs/failure.md:2 redis-sessions-are-lost-and-users-log-in Redis false\n");
}

static void what_is_of_others(void **state)
{
    (void)state;
    assert_notes("docs/templates/a.md", "# Dependencies\n- a b c d e f\n", "");
    assert_notes("examples/a.md", "# Dependencies\n- a b c d e f\n",
                 "examples/a.md:2 a-b-c-d-e-f Dependencies true\n");
    assert_notes("a.md", "# Dependencies\n```\n- a b c d e f\n```\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_about_dependencies),
        cmocka_unit_test(what_is_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
