/* Who is listed, for what and until when; and what ssh-keygen says of the same lines. */
#include "source_test.h"

#include "source/allowed_signers.h"
#include "source/ssh_signature.h"

#define KEY   "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
#define OTHER "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"

static struct text key_of(struct arena *arena, const char *line)
{
    struct allowed_signers signers;
    allowed_signers_read(&signers, arena, text_of(arena_printf(arena, "a %s\n", line)));
    assert_int_equal(signers.count, 1);
    return signers.items[0].key;
}

static const char *told(struct arena *arena, const char *file, const char *principal, int64_t time)
{
    struct allowed_signers signers;
    const char *why = NULL;
    allowed_signers_read(&signers, arena, text_of(file));
    const struct allowed_signer *signer =
        allowed_signers_find(&signers, key_of(arena, KEY), principal, "bylaw", time, arena, &why);
    return signer ? "listed" : why;
}

static void assert_answer(struct arena *arena, const char *file, const char *principal,
                          int64_t time, const char *part)
{
    const char *got = told(arena, file, principal, time);
    if (!strstr(got, part))
        print_error("%s\n  as %s: %s\n", file, principal, got);
    assert_non_null(strstr(got, part));
}

static void who_is_listed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    static const struct {
        const char *file, *principal, *part;
        int64_t time;
    } cases[] = {
        {"cto@x.org " KEY "\n", "cto@x.org", "listed", 0},
        {"# who\n\n  cto@x.org\t" KEY " a comment\r\n", "cto@x.org", "listed", 0},
        {"cfo@x.org,cto@x.org " KEY "\n", "cto@x.org", "listed", 0},
        {"\"cto@x.org\" " KEY "\n", "cto@x.org", "listed", 0},
        {"cto@x.org " OTHER "\ncto@x.org " KEY "\n", "cto@x.org", "listed", 0},
        {"cto@x.org " OTHER "\n", "cto@x.org", "no line lists its key", 0},
        {"", "cto@x.org", "no line lists its key", 0},
        {"cfo@x.org " KEY "\n", "cto@x.org", "line 1 lists its key for 'cfo@x.org'", 0},
        {"*@x.org " KEY "\n", "cto@x.org", "names nobody", 0},
        {"*@x.org,!cto@x.org " KEY "\n", "cto@x.org", "lists its key for", 0},
        {"cto@x.org,!cto@x.org " KEY "\n", "cto@x.org", "lists its key for", 0},
        {"CTO@x.org " KEY "\n", "cto@x.org", "lists its key for", 0},
        {"cto@x.org namespaces=\"git,bylaw\" " KEY "\n", "cto@x.org", "listed", 0},
        {"cto@x.org namespaces=bylaw " KEY "\n", "cto@x.org", "listed", 0},
        {"cto@x.org NameSpaces=\"*\" " KEY "\n", "cto@x.org", "listed", 0},
        {"cto@x.org namespaces=\"git\" " KEY "\n", "cto@x.org", "namespaces 'git'", 0},
        {"cto@x.org namespaces=\"*,!bylaw\" " KEY "\n", "cto@x.org", "namespaces", 0},
        {"cto@x.org valid-after=\"20240101\" " KEY "\n", "cto@x.org", "later", 1704067199},
        {"cto@x.org valid-after=\"20240101\" " KEY "\n", "cto@x.org", "listed", 1704067200},
        {"cto@x.org valid-before=20240101Z " KEY "\n", "cto@x.org", "listed", 1704067200},
        {"cto@x.org valid-before=20240101Z " KEY "\n", "cto@x.org", "earlier", 1704067201},
        {"cto@x.org valid-before=202401010001 " KEY "\n", "cto@x.org", "listed", 1704067260},
        {"cto@x.org valid-before=20240101000059Z " KEY "\n", "cto@x.org", "earlier", 1704067260},
        {"cto@x.org valid-before=20240101,namespaces=\"git,bylaw\" " KEY "\n", "cto@x.org",
         "listed", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_answer(&arena, cases[i].file, cases[i].principal, cases[i].time, cases[i].part);
    arena_release(&arena);
}

static void a_line_as_it_is_written(void **state)
{
    (void)state;
    struct arena arena;
    struct allowed_signers signers;
    arena_init(&arena, 4096);
    allowed_signers_read(&signers, &arena,
                         text_of("a@x.org " KEY " me\n a@x.org\tvalid-before=20240101,"
                                 "namespaces=\"git\"  " KEY "\n"));
    assert_int_equal(signers.count, 2);
    assert_null(signers.items[0].options);
    assert_string_equal(signers.items[0].encoded, KEY + strlen("ssh-ed25519 "));
    assert_string_equal(signers.items[1].options, "valid-before=20240101,namespaces=\"git\"");
    arena_release(&arena);
}

static void lines_that_list_nobody(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"cto@x.org", "no key"},
        {"cto@x.org namespaces=\"git\"", "no key"},
        {"cto@x.org cert-authority " KEY, "certificates are not supported"},
        {"cto@x.org namespaces=\"bylaw\",cert-authority " KEY, "certificates are not supported"},
        {"cto@x.org no-touch-required " KEY, "'no-touch-required' is neither"},
        {"cto@x.org namespaces=\"git " KEY, "quote is not closed"},
        {"\"cto@x.org " KEY, "quote is not closed"},
        {"cto@x.org valid-after=20240230 " KEY, "is no time"},
        {"cto@x.org valid-after=2024 " KEY, "is no time"},
        {"cto@x.org valid-after=202401012400 " KEY, "is no time"},
        {"cto@x.org valid-after=20240102,valid-before=20240101 " KEY, "ends before it begins"},
        {"cto@x.org valid-after=20240102,valid-after=20240101 " KEY, "stands twice"},
        {"cto@x.org namespaces=git,namespaces=bylaw " KEY, "stands twice"},
        {"cto@x.org ssh-ed25519 !", "no base64"},
        {"cto@x.org ssh-rsa AAAAC3NzaC1lZDI1NTE5", "not of the type"},
        {"cto@x.org ssh-ed25519-cert-v01@openssh.com "
         "AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
         "certificates are not supported"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct allowed_signers signers;
        const char *file = arena_printf(&arena, "# none\n%s\ncfo@x.org " KEY "\n", cases[i].line);
        allowed_signers_read(&signers, &arena, text_of(file));
        assert_int_equal(signers.count, 1);
        assert_int_equal(signers.problem_count, 1);
        assert_int_equal(signers.problems[0].line, 2);
        assert_string_equal(signers.problems[0].text, cases[i].line);
        assert_non_null(strstr(cases[i].line, signers.problems[0].principals));
        if (!strstr(signers.problems[0].message, cases[i].message))
            print_error("%s: %s\n", cases[i].line, signers.problems[0].message);
        assert_non_null(strstr(signers.problems[0].message, cases[i].message));
    }
    arena_release(&arena);
}

/* Where we say "listed", ssh-keygen says "good", and the other way round: all but names by
 * patterns, which name nobody here. */
static void ssh_keygen_says_the_same(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    static const struct {
        const char *before, *between;
        bool listed;
    } cases[] = {
        {"cto@x.org", "", true},
        {"cto@x.org", "namespaces=\"bylaw\"", true},
        {"cto@x.org", "namespaces=\"git\"", false},
        {"cto@x.org", "namespaces=\"b*\"", true},
        {"cto@x.org", "namespaces=\"b*,!bylaw\"", false},
        {"cto@x.org", "valid-before=\"20010101\"", false},
        {"cto@x.org", "valid-after=\"20010101\"", true},
        {"cto@x.org", "valid-after=\"20010101\",valid-before=\"99990101\"", true},
        {"cto@x.org", "valid-after=\"99990101\"", false},
        {"cfo@x.org", "", false},
        {"cfo@x.org,cto@x.org", "", true},
        {"cto@x.org,!cto@x.org", "", false},
        {"cto@x.org", "cert-authority", false},
    };
    run("rm -f k k.pub; ssh-keygen -q -N '' -C '' -t ed25519 -f k; echo text >text; "
        "ssh-keygen -q -Y sign -f k -n bylaw <text >text.sig");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        run("printf '%%s %%s ' '%s' '%s' >signers; cat k.pub >>signers; rm -f good; "
            "ssh-keygen -Y verify -f signers -I cto@x.org -n bylaw -s text.sig <text && touch good "
            "|| true",
            cases[i].before, cases[i].between);
        bool is_good = access(in_folder(&arena, "good"), F_OK) == 0;
        FILE *file = fopen(in_folder(&arena, "signers"), "rb");
        char bytes[2048] = "";
        assert_non_null(file);
        bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
        fclose(file);
        struct allowed_signers signers;
        allowed_signers_read(&signers, &arena, text_of(bytes));
        const char *key = strstr(bytes, "ssh-ed25519 ");
        const char *why = NULL;
        bool is_listed =
            allowed_signers_find(&signers, key_of(&arena, text_trim(text_of(key)).bytes),
                                 "cto@x.org", "bylaw", 1700000000, &arena, &why) != NULL;
        if (is_good != cases[i].listed || is_listed != cases[i].listed)
            print_error("%s: ssh-keygen %d, here %d\n", bytes, is_good, is_listed);
        assert_int_equal(is_good, cases[i].listed);
        assert_int_equal(is_listed, cases[i].listed);
    }
    arena_release(&arena);
}

static void patterns(void **state)
{
    (void)state;
    assert_true(ssh_pattern_matches("a*c", "abc"));
    assert_true(ssh_pattern_matches("a*b*c", "aXbYbZc"));
    assert_true(ssh_pattern_matches("?", "a"));
    assert_false(ssh_pattern_matches("?", ""));
    assert_true(ssh_pattern_matches("x,*", ""));
    assert_false(ssh_pattern_matches("", ""));
    assert_false(ssh_pattern_matches("!a", "b"));
    assert_false(ssh_pattern_matches("*,!b", "b"));
    assert_false(
        ssh_pattern_matches("a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_listed),
        cmocka_unit_test(lines_that_list_nobody),
        cmocka_unit_test(a_line_as_it_is_written),
        cmocka_unit_test(ssh_keygen_says_the_same),
        cmocka_unit_test(patterns),
    };
    return cmocka_run_group_tests_name("allowed_signers", tests, make_test_folder,
                                       remove_test_folder);
}
