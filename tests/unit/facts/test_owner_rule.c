#include "facts/owners.h"
#include "rows.h"

static void add_files(struct world *world, const char *const *paths)
{
    for (size_t i = 0; paths[i]; i++)
        world_add(world, paths[i], "x\n");
}

/* `expected` is one line a file: path, state, explicit, owners. */
static void assert_ownership(const char *place, const char *codeowners, const char *const *paths,
                             const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, place, codeowners);
    add_files(&world, paths);
    const char *rows = world_rows(&world, "ownership", "state explicit owners");
    /* The file itself is of no interest here. */
    struct buffer out = BUFFER_EMPTY;
    struct text rest = text_of(rows), line;
    while (text_next_line(&rest, &line)) {
        if (text_starts_with(line, place))
            continue;
        buffer_add(&out, line.bytes, line.size);
        buffer_add_byte(&out, '\n');
    }
    assert_string_equal(buffer_string(&out), expected);
    buffer_release(&out);
    world_end(&world);
}

static void assert_rules(const char *place, const char *codeowners, const char *expected)
{
    assert_rows_of(place, codeowners, "owner_rule", "pattern owners valid problem", expected);
}

static bool matches(enum owner_system system, const char *pattern, const char *path)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct owners owners;
    const char *text = arena_printf(&arena, "%s @a\n", pattern);
    owners_parse(&owners, &arena, text_of(text), system, true);
    struct owner_matcher *matcher = owner_matcher_new(&arena, &owners);
    bool result = owner_matcher_match(matcher, path).state == OWNER_OWNED;
    arena_release(&arena);
    return result;
}

static void patterns_of_github(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool result;
    } cases[] = {
        {"*", "a", true},
        {"*", "a/b/c", true},
        {"*.js", "x.js", true},
        {"*.js", "a/b/x.js", true},
        {"*.js", "x.jsx", false},
        {"*.js", "dir.js/y", true},
        {"/build/logs/", "build/logs/a/b", true},
        {"/build/logs/", "x/build/logs/a", false},
        {"/build/logs/", "build/logs", false},
        {"docs/*", "docs/a.md", true},
        {"docs/*", "docs/a/b.md", false},
        {"docs/*", "x/docs/a.md", false},
        {"apps/", "apps/a", true},
        {"apps/", "x/y/apps/z/a", true},
        {"apps/", "apps", false},
        {"/docs/", "docs/a", true},
        {"/docs/", "x/docs/a", false},
        {"/scripts", "scripts", true},
        {"/scripts", "scripts/a/b", true},
        {"/scripts", "scripts2", false},
        {"apps", "x/apps/y", true},
        {"apps", "x/apps", true},
        {"src/app", "src/app/x", true},
        {"src/app", "y/src/app/x", false},
        {"**/logs", "a/b/logs/x", true},
        {"**/logs", "logs/x", true},
        {"**/logs", "a/blogs/x", false},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/y/b/z", true},
        {"a/**", "a/x/y", true},
        {"a/**", "b/a/x", false},
        {"/*", "a", true},
        {"/*", "a/b", false},
        {"a/*/c", "a/b/c/d", true},
        {"a/*/c", "a/b/b/c", false},
        {"a/x*", "a/xy/z", true},
        {"foo**bar", "foo1bar", true},
        {"foo**bar", "foo/bar", false},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"with\\ blank/", "with blank/x", true},
        {"{a,b}", "a", false},
        {"{a,b}", "{a,b}", true},
        {"Docs/", "docs/a", false},
        {"./a", "a", false},
        {"a//b", "a/b", false},
        {"/", "a", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (matches(OWNER_GITHUB, cases[i].pattern, cases[i].path) != cases[i].result)
            fail_msg("'%s' and '%s' should %smatch", cases[i].pattern, cases[i].path,
                     cases[i].result ? "" : "not ");
}

static void patterns_of_gitlab(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool result;
    } cases[] = {
        {"*", "a/b", true},
        {"README.md", "a/README.md", true},
        {"internal/README.md", "x/internal/README.md", true},
        {"/internal/README.md", "x/internal/README.md", false},
        {"/docs/", "docs/a/b", true},
        {"/docs", "docs/a", false},
        {"/docs", "docs", true},
        {"docs", "x/docs", true},
        {"docs/", "x/docs/a/b", true},
        {"/docs/*", "docs/a", true},
        {"/docs/*", "docs/a/b", false},
        {"/docs/**", "docs/a/b", false},
        {"/docs/**/*.md", "docs/a/b/c.md", true},
        {"/docs/**/*.md", "docs/c.md", true},
        {"[ab].c", "x/a.c", true},
        {"[ab].c", "c.c", false},
        {"/x[a", "x[a", true},
        {"\\#a", "#a", true},
        {"{a,b}", "a", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (matches(OWNER_GITLAB, cases[i].pattern, cases[i].path) != cases[i].result)
            fail_msg("'%s' and '%s' should %smatch", cases[i].pattern, cases[i].path,
                     cases[i].result ? "" : "not ");
    assert_true(matches(OWNER_BITBUCKET, "src/{main,test}/", "src/test/a"));
}

static void the_last_match_wins(void **state)
{
    (void)state;
    assert_ownership(
        ".github/CODEOWNERS",
        "* @everyone-else @ann # all\n"
        "/apps/ @ann\n"
        "/apps/github\n"
        "*.tf @ops/infra ops@acme.test\r\n",
        (const char *const[]){"a", "apps/x", "apps/github/y", "apps/github/m.tf", NULL},
        "a:1 owned false @everyone-else, @ann\n"
        "apps/github/m.tf:1 owned true @ops/infra, ops@acme.test\n"
        "apps/github/y:1 cleared true \n"
        "apps/x:1 owned true @ann\n");
}

/* A line that GitHub skips owns nothing, and a placeholder is nobody. */
static void what_is_no_owner(void **state)
{
    (void)state;
    const char *text = "*.c @ann bob\n"
                       "*.d @org/team\n"
                       "*.e @ann @your-team\n"
                       "!*.f @ann\n"
                       "[Docs] @ann\n"
                       "\\#g @ann\n"
                       "*.h @a/b/c\n"
                       "*.i security@example.com\n"
                       "*.j @Ann-Lee @acme/team.a_b x+y@acme.test\n"
                       "*.k @USERNAME\n"
                       "*.l @\n"
                       "/***/x @ann\n";
    assert_rules(
        ".github/CODEOWNERS", text,
        ".github/CODEOWNERS:1 *.c @ann false 'bob' is no owner: neither an @name nor an address\n"
        ".github/CODEOWNERS:2 *.d  false placeholder owner '@org/team'\n"
        ".github/CODEOWNERS:3 *.e @ann false placeholder owner '@your-team'\n"
        ".github/CODEOWNERS:4 !*.f @ann false a pattern cannot be negated with '!'\n"
        ".github/CODEOWNERS:5 [Docs] @ann false ranges in brackets are not supported\n"
        ".github/CODEOWNERS:6 \\#g @ann false a pattern cannot begin with '\\#'\n"
        ".github/CODEOWNERS:7 *.h  false '@a/b/c' is no owner\n"
        ".github/CODEOWNERS:8 *.i  false placeholder owner 'security@example.com'\n"
        ".github/CODEOWNERS:9 *.j @Ann-Lee, @acme/team.a_b, x+y@acme.test true none\n"
        ".github/CODEOWNERS:10 *.k  false placeholder owner '@USERNAME'\n"
        ".github/CODEOWNERS:11 *.l  false '@' is no owner\n"
        ".github/CODEOWNERS:12 /***/x @ann false more than two asterisks in a row\n");
    assert_ownership(".github/CODEOWNERS", "* @ann\n*.c @ann bob\n*.d @org/team\n!*.f @ann\n",
                     (const char *const[]){"a.c", "a.d", "a.f", NULL},
                     "a.c:1 owned false @ann\n"
                     "a.d:1 cleared true \n"
                     "a.f:1 owned false @ann\n");
}

static void where_github_looks(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/CODEOWNERS", "# nothing\n");
    world_add(&world, "CODEOWNERS", "* @ann\n");
    assert_string_equal(world_rows(&world, "owner_rule", "pattern"), "");
    assert_string_equal(world_rows(&world, "ownership", "state"),
                        ".github/CODEOWNERS:1 unmatched\nCODEOWNERS:1 unmatched\n");
    world_end(&world);
    assert_rules("docs/CODEOWNERS", "\xef\xbb\xbf* @ann", "docs/CODEOWNERS:1 * @ann true none\n");
    assert_rules(".gitlab/other", "* @ann", "");
    assert_rules("src/CODEOWNERS", "* @ann", "");
}

static void sections_of_gitlab(void **state)
{
    (void)state;
    const char *text = "* @default\n"
                       "[Docs][2] @docs-group/writers\n"
                       "docs/\n"
                       "*.md @ann\n"
                       "^[Database] @dba\n"
                       "model/db/\n"
                       "!model/db/seeds/\n"
                       "[DOCS]\n"
                       "docs/legal/ @@maintainer\n"
                       "docs/open/\n";
    assert_ownership(".gitlab/CODEOWNERS", text,
                     (const char *const[]){"a", "docs/a", "docs/b.md", "model/db/x",
                                           "model/db/seeds/y", "docs/legal/z", "docs/open/q", NULL},
                     "a:1 owned false @default\n"
                     "docs/a:1 owned true @default, @docs-group/writers\n"
                     "docs/b.md:1 owned true @default, @ann\n"
                     "docs/legal/z:1 owned true @default, @@maintainer\n"
                     "docs/open/q:1 owned false @default\n"
                     "model/db/seeds/y:1 owned false @default\n"
                     "model/db/x:1 owned true @default, @dba\n");
    assert_rows_of(".gitlab/CODEOWNERS",
                   "[A] @org/team\n/x\n[B]\n/y @@boss\n/z\n[]\n[C] @b @b\n/q\n", "owner_rule",
                   "pattern section owners valid problem",
                   ".gitlab/CODEOWNERS:2 /x A  false placeholder owner '@org/team'\n"
                   ".gitlab/CODEOWNERS:4 /y B  false '@@boss' is no role\n"
                   ".gitlab/CODEOWNERS:5 /z B  true none\n"
                   ".gitlab/CODEOWNERS:6 [] B  true none\n"
                   ".gitlab/CODEOWNERS:8 /q C @b, @b true none\n");
    assert_ownership(".gitlab/CODEOWNERS", "[A]\n/x @a\n!/x\n[B]\n/y\n",
                     (const char *const[]){"x", "y", "z", NULL},
                     "x:1 cleared true \n"
                     "y:1 cleared true \n"
                     "z:1 unmatched false \n");
}

/* Without a mark of a forge, sections give GitLab away; a mark of GitHub wins. */
static void which_forge_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *mark, *place, *system;
    } cases[] = {
        {"README", "CODEOWNERS", "gitlab"},
        {".github/workflows/ci.yml", "CODEOWNERS", "github"},
        {".gitlab-ci.yml", "docs/CODEOWNERS", "gitlab"},
        {"bitbucket-pipelines.yml", "CODEOWNERS", "bitbucket"},
        {"README", ".bitbucket/CODEOWNERS", "bitbucket"},
        {".gitlab-ci.yml", ".github/CODEOWNERS", "github"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, cases[i].place, "[Docs]\n/docs/ @ann\n");
        world_add(&world, cases[i].mark, "x\n");
        const char *rows = world_rows(&world, "owner_rule", "system");
        if (!strstr(rows, cases[i].system))
            fail_msg("%s, %s: %s", cases[i].mark, cases[i].place, rows);
        world_end(&world);
    }
}

static void groups_of_bitbucket(void **state)
{
    (void)state;
    assert_rules(
        ".bitbucket/CODEOWNERS",
        "@@@Front @\"Brendan Eich\" @tim\n"
        "CODEOWNERS.toplevel.assignment_routing random 2\n"
        "Check(@@Front >= 1)\n"
        "web/* @@Front @\"Ann Lee\" # ours\n"
        "*.scala @acme/reviewers:random(1) jo@acme.test\n"
        "*.x @@Back\n"
        "*.y jo\n",
        ".bitbucket/CODEOWNERS:4 web/* @@Front, @\"Ann Lee\" true none\n"
        ".bitbucket/CODEOWNERS:5 *.scala @acme/reviewers:random(1), jo@acme.test true none\n"
        ".bitbucket/CODEOWNERS:6 *.x  false '@@Back' is a group that the file does not"
        " define\n"
        ".bitbucket/CODEOWNERS:7 *.y  false 'jo' is no owner: neither an @name nor an"
        " address\n");
}

static void files_that_are_not_read(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    size_t size = OWNERS_GITHUB_BYTES_MAX + 1;
    char *large = arena_alloc(&world.arena, size + 1, 1);
    memset(large, '#', size);
    world_add_bytes(&world, "CODEOWNERS", large, size, ENTRY_FILE);
    assert_string_equal(world_rows(&world, "owner_rule", "valid problem"),
                        "CODEOWNERS:1 false the file is over 3 MB: GitHub does not load it\n");
    assert_string_equal(world_rows(&world, "ownership", "state"), "CODEOWNERS:1 unmatched\n");
    world_end(&world);

    world_start(&world);
    world_add_bytes(&world, "CODEOWNERS", "docs/owners", 11, ENTRY_LINK);
    assert_string_equal(world_rows(&world, "owner_rule", "valid"), "CODEOWNERS gap\n");
    assert_string_equal(world_rows(&world, "ownership", "state"), "CODEOWNERS gap\n");
    world_end(&world);

    world_start(&world);
    world_add_bytes(&world, "CODEOWNERS", "* @a\0b\n", 7, ENTRY_FILE);
    assert_string_equal(world_rows(&world, "owner_rule", "valid"), "CODEOWNERS gap\n");
    world_end(&world);
}

static void what_matches_no_file(void **state)
{
    (void)state;
    assert_rows_of("CODEOWNERS", "/gone/ @ann\nCODEOWNERS @ann\n* @bob\n", "owner_rule",
                   "pattern matches_files",
                   "CODEOWNERS:1 /gone/ false\n"
                   "CODEOWNERS:2 CODEOWNERS true\n"
                   "CODEOWNERS:3 * true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_of_github),      cmocka_unit_test(patterns_of_gitlab),
        cmocka_unit_test(the_last_match_wins),     cmocka_unit_test(what_is_no_owner),
        cmocka_unit_test(where_github_looks),      cmocka_unit_test(sections_of_gitlab),
        cmocka_unit_test(which_forge_it_is),       cmocka_unit_test(groups_of_bitbucket),
        cmocka_unit_test(files_that_are_not_read), cmocka_unit_test(what_matches_no_file),
    };
    return cmocka_run_group_tests_name("owner_rule", tests, NULL, NULL);
}
