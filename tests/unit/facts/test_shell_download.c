/* What scripts download and run: each case is the scripts of a job, parted by "---",
 * and the downloads that are found. */
#include "facts/shell_download.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COMMIT "0123456789abcdef0123456789abcdef01234567"
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

struct reading {
    struct shell_taint *taint;
    size_t script;
};

static void visit(void *state, const struct script_point *point)
{
    struct reading *reading = state;
    shell_taint_read(reading->taint, reading->script, true, point);
}

static void read_script(struct shell_taint *taint, size_t number, struct text text)
{
    const struct script_setting setting = {.stops = true, .directory = "."};
    struct reading reading = {.taint = taint, .script = number};
    script_walk(&arena, text, &setting, visit, &reading);
}

/* "step.line way program url runs[ pinned|unknown][ verified]", parted by "; ". */
static void assert_downloads(const char *scripts, const char *expected)
{
    static const char *const ways[] = {"pipe", "substitution", "file"};
    struct shell_taint taint;
    shell_taint_init(&taint, &arena);
    struct text rest = text_of(scripts);
    for (size_t i = 0; rest.size > 0; i++) {
        size_t end = text_find(rest, "---\n");
        size_t size = end == SIZE_MAX ? rest.size : end;
        read_script(&taint, i, (struct text){.bytes = rest.bytes, .size = size});
        size += end == SIZE_MAX ? 0 : 4;
        rest.bytes += size;
        rest.size -= size;
    }
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < taint.count; i++) {
        const struct shell_download *download = &taint.downloads[i];
        buffer_printf(&found, "%s%zu.%u %s %s %s %s%s%s", i ? "; " : "", download->script,
                      download->line, ways[download->way], download->program,
                      download->url ? download->url : "-", download->runs,
                      download->pinned == SHELL_YES       ? " pinned"
                      : download->pinned == SHELL_UNKNOWN ? " unknown"
                                                          : "",
                      download->verified ? " verified" : "");
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\n---\n%s\n---\n%s", scripts, buffer_string(&found), expected);
    buffer_release(&found);
}

static void interpreters_run_what_they_are_piped(void **state)
{
    (void)state;
    static const char *const run[] = {
        "sh",
        "bash -",
        "sudo bash",
        "sudo -E bash -s -- -y",
        "bash -eux",
        "python3",
        "python3.12 -u -",
        "perl",
        "env A=b sh",
        "php",
        "node",
        "bash -o pipefail",
        "/bin/sh",
        "bash /dev/stdin x",
        "ruby",
        "tee f | sh",
        "gunzip | sh",
        "(cd x && sh)",
    };
    for (size_t i = 0; i < sizeof(run) / sizeof(run[0]); i++) {
        struct shell_taint taint;
        shell_taint_init(&taint, &arena);
        read_script(&taint, 0,
                    text_of(arena_printf(&arena, "curl https://a.example/x | %s", run[i])));
        if (taint.count != 1)
            fail_msg("%s: %zu", run[i], taint.count);
    }
}

static void data_is_no_code(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "curl https://a.example/x | python -m json.tool",
        "curl https://a.example/x | python3 -c 'print(1)'",
        "curl https://a.example/x | node -e '1'",
        "curl https://a.example/x | perl -ne 'print'",
        "curl https://a.example/x | ruby -rjson -e '1'",
        "curl https://a.example/x | php -r '1;'",
        "curl https://a.example/x | bash -c 'cat'",
        "curl https://a.example/x | bash own.sh",
        "curl https://a.example/x | jq .",
        "curl https://a.example/x | tar xz",
        "curl -o f https://a.example/x | sh",
        "wget https://a.example/x | sh",
        "curl https://a.example/x; sh",
        "curl https://a.example/x || sh",
        "diff <(curl https://a.example/x) f",
        "bash own.sh <(curl https://a.example/x)",
        "echo \"$(curl https://a.example/x)\"",
        "V=$(curl https://a.example/x); echo $V; bash own.sh \"$V\"",
        "curl -o f https://a.example/x; cat f",
        "curl -o f https://a.example/x; bash g",
        "curl -O https://a.example/x; rm x; sh x",
        "sh -c 'curl https://a.example/x'",
        "# curl https://a.example/x | sh",
        "echo 'curl https://a.example/x | sh'",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_downloads(cases[i], "");
}

static void substitutions_are_run(void **state)
{
    (void)state;
    assert_downloads("bash <(curl -s https://a.example/x) -y",
                     "0.1 substitution curl https://a.example/x bash");
    assert_downloads("source <(wget -qO- https://a.example/x)",
                     "0.1 substitution wget https://a.example/x source");
    assert_downloads("\n/bin/bash -c \"$(curl -fsSL https://a.example/x)\"",
                     "0.2 substitution curl https://a.example/x bash");
    assert_downloads("eval `curl https://a.example/x | sed s/a/b/`",
                     "0.1 substitution curl https://a.example/x eval");
    assert_downloads("sh <<< \"$(curl https://a.example/x)\"",
                     "0.1 substitution curl https://a.example/x sh");
    assert_downloads("iex \"& { $(irm https://a.example/x) }\"",
                     "0.1 substitution irm https://a.example/x iex");
    assert_downloads("\n\nsudo bash -lc 'true && curl https://a.example/x | sh'",
                     "0.3 pipe curl https://a.example/x sh");
    assert_downloads("su - me -c 'curl https://a.example/x | sh'",
                     "0.1 pipe curl https://a.example/x sh");
}

static void files_are_followed(void **state)
{
    (void)state;
    assert_downloads("curl -fsSLo ./f https://a.example/x\n---\nbash f",
                     "1.1 file curl https://a.example/x f");
    assert_downloads("wget -q https://a.example/x.py?a=b\npython x.py; python x.py",
                     "0.2 file wget https://a.example/x.py?a=b x.py");
    assert_downloads("curl -LO https://a.example/x\nchmod +x x && ./x",
                     "0.2 file curl https://a.example/x ./x");
    assert_downloads("curl https://a.example/x > f; . ./f",
                     "0.1 file curl https://a.example/x ./f");
    assert_downloads("curl https://a.example/x | tee f; sh f",
                     "0.1 file curl https://a.example/x f");
    assert_downloads("curl --output=f --header 'A: b' https://a.example/x; sh f",
                     "0.1 file curl https://a.example/x f");
    assert_downloads("curl --output-dir d -O https://a.example/x; sh d/x",
                     "0.1 file curl https://a.example/x d/x");
    assert_downloads("wget -P d https://a.example/x; sh d//x",
                     "0.1 file wget https://a.example/x d//x");
    assert_downloads("F=f; curl -o \"$F\" https://a.example/x; sh f",
                     "0.1 file curl https://a.example/x f");
    assert_downloads(
        "curl -o k https://a.example/x; sudo install -m 755 k /usr/local/bin/\n---\nk up",
        "1.1 file curl https://a.example/x k");
    assert_downloads("curl -o /usr/local/bin/k https://a.example/x; k",
                     "0.1 file curl https://a.example/x k");
    assert_downloads("curl -o a https://a.example/x; cp a b; sh b",
                     "0.1 file curl https://a.example/x b");
    assert_downloads("aws s3 cp s3://b/x.sh . && sh x.sh", "0.1 file aws s3://b/x.sh x.sh");
    assert_downloads("gsutil cp gs://b/x - | sh", "0.1 pipe gsutil gs://b/x sh");
    assert_downloads("S=$(curl https://a.example/x)\necho \"$S\" | bash",
                     "0.2 file curl https://a.example/x bash");
    assert_downloads("S=$(curl https://a.example/x)\neval \"$S\"",
                     "0.2 file curl https://a.example/x eval");
    assert_downloads("curl -o x.jar https://a.example/x; java -jar x.jar",
                     "0.1 file curl https://a.example/x x.jar");
    assert_downloads("Invoke-WebRequest -Uri https://a.example/x -OutFile i.ps1\n./i.ps1",
                     "0.2 file Invoke-WebRequest https://a.example/x ./i.ps1");
    assert_downloads("curl -o f https://a.example/x; sh < f",
                     "0.1 file curl https://a.example/x sh");
}

static void checks_clear_files(void **state)
{
    (void)state;
    static const char *const checks[] = {
        "echo '" DIGEST "  f' | sha256sum -c",
        "sha256sum --check --strict sums",
        "shasum -a 256 -c sums",
        "gpg --verify f.asc f",
        "cosign verify-blob --key k --signature s f",
        "gh attestation verify f --owner a",
        "slsa-verifier verify-artifact f",
        "test \"$(sha256sum f)\" = \"$W\"",
        "[[ $(openssl dgst -sha256 f) == $W ]] || exit 1",
        "sha256sum f | grep -q " DIGEST,
        "sha256sum -c <<< '" DIGEST "  f'",
        "sha256sum -c - <<E\n" DIGEST "  f\nE",
        "openssl dgst -verify k -signature s f",
        "set +e\nsha256sum -c sums || exit 1\nls",
        "set +e\nif ! sha256sum -c sums; then exit 1; fi\nls",
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        assert_downloads(
            arena_printf(&arena, "curl -o f https://a.example/x\n---\n%s\n---\nsh f", checks[i]),
            "2.1 file curl https://a.example/x f verified");
    static const char *const theatre[] = {
        "sha256sum f",
        "sha256sum -c sums || true",
        "echo x | sha256sum -c || echo no",
        "echo '" DIGEST "  other' | sha256sum -c; curl -o other https://a.example/other",
        "gpg --import k",
        "gpg --verify f.asc f || :",
        "test -f f",
        "echo sha256sum -c",
        "set +e\nsha256sum -c sums\nls",
        "set +e\ntest \"$(sha256sum f)\" = \"$W\"\nls",
    };
    for (size_t i = 0; i < sizeof(theatre) / sizeof(theatre[0]); i++) {
        bool clears = strstr(theatre[i], "other") != NULL; /* it names nothing that is followed */
        assert_downloads(
            arena_printf(&arena, "curl -o f https://a.example/x\n%s\n---\nsh f", theatre[i]),
            clears ? "1.1 file curl https://a.example/x f verified"
                   : "1.1 file curl https://a.example/x f");
    }
}

static void addresses_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum shell_certainty pin;
    } cases[] = {
        {"https://raw.githubusercontent.com/a/b/" COMMIT "/x.sh", SHELL_YES},
        {"https://raw.githubusercontent.com/a/b/main/x.sh", SHELL_NO},
        {"https://raw.githubusercontent.com/a/b/refs/heads/main/" COMMIT, SHELL_YES},
        {"https://raw.githubusercontent.com/a/" COMMIT "/main/x.sh", SHELL_NO},
        {"https://raw.githubusercontent.com/a/b/$REF/x.sh", SHELL_UNKNOWN},
        {"https://raw.githubusercontent.com/a/b/$GITHUB_SHA/x.sh", SHELL_YES},
        {"https://raw.githubusercontent.com/a/b/${{ github.sha }}/x.sh", SHELL_YES},
        {"https://raw.githubusercontent.com/a/b/${CIRCLE_SHA1}/x.sh", SHELL_YES},
        {"https://gitlab.com/a/b/-/raw/$(Build.SourceVersion)/x.sh", SHELL_YES},
        {"https://raw.githubusercontent.com/a/b/CIRCLE_SHA1/x.sh", SHELL_NO},
        {"https://raw.githubusercontent.com/a/b/$GITHUB_SHARE/x.sh", SHELL_UNKNOWN},
        {"https://raw.githubusercontent.com/a/b/main/$FILE", SHELL_NO},
        {"http://raw.githubusercontent.com/a/b/" COMMIT "/x.sh", SHELL_NO},
        {"https://raw.githubusercontent.com/a/b/0123456/x.sh", SHELL_NO},
        {"https://github.com/a/b/raw/" COMMIT "/x.sh", SHELL_YES},
        {"https://github.com/a/b/archive/" COMMIT ".tar.gz", SHELL_YES},
        {"https://github.com/a/b/archive/$REF", SHELL_UNKNOWN},
        {"https://github.com/a/b/releases/download/" COMMIT "/x", SHELL_NO},
        {"https://gist.githubusercontent.com/a/b/raw/" COMMIT "/x", SHELL_YES},
        {"https://cdn.jsdelivr.net/gh/a/b@" COMMIT "/x", SHELL_YES},
        {"https://cdn.jsdelivr.net/npm/" COMMIT "/x", SHELL_NO},
        {"https://a.example/" COMMIT "/x", SHELL_NO},
        {"https://raw.githubusercontent.com.evil.example/a/b/" COMMIT "/x", SHELL_NO},
        {"https://user@raw.githubusercontent.com/a/b/" COMMIT "/x", SHELL_YES},
        {"http://localhost:8080/x", SHELL_YES},
        {"http://127.0.0.1/x", SHELL_YES},
        {"http://localhost.evil.example/x", SHELL_NO},
        {"https://$HOST/x", SHELL_UNKNOWN},
        {"$URL", SHELL_UNKNOWN},
        {"${{ inputs.url }}", SHELL_UNKNOWN},
        {"a.example/x", SHELL_NO},
        {"https://", SHELL_NO},
        {"", SHELL_NO},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (shell_url_pin(cases[i].url) != cases[i].pin)
            fail_msg("%s: %d", cases[i].url, (int)shell_url_pin(cases[i].url));
    assert_downloads("curl https://a.example/x https://raw.githubusercontent.com/a/b/" COMMIT
                     "/x | sh",
                     "0.1 pipe curl https://a.example/x sh");
    assert_downloads("curl | sh", "0.1 pipe curl - sh unknown");
}

static void limits_are_told(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    struct shell_taint taint;
    for (size_t i = 0; i < 300; i++)
        buffer_printf(&text, "curl -o f%zu https://a.example/x\n", i);
    shell_taint_init(&taint, &arena);
    read_script(&taint, 0, text_of(buffer_string(&text)));
    assert_false(taint.whole);
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interpreters_run_what_they_are_piped),
        cmocka_unit_test(data_is_no_code),
        cmocka_unit_test(substitutions_are_run),
        cmocka_unit_test(files_are_followed),
        cmocka_unit_test(checks_clear_files),
        cmocka_unit_test(addresses_are_judged),
        cmocka_unit_test(limits_are_told),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
