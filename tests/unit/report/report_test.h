/* report_test.h - what the tests of reports and of the fleet share: repositories
 * with odd contents, judged by rules of their own. */
#ifndef REPORT_TEST_H
#define REPORT_TEST_H

#include "document/json.h"
#include "engine/judge.h"
#include "report/report.h"
#include "source/forge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DONE(call) assert_done((call), __FILE__, __LINE__)

static inline void assert_done(struct failure *failure, const char *file, int line)
{
    if (!failure)
        return;
    print_error("%s (from %s)\n", failure_message(failure), failure_origin(failure));
    failure_free(failure);
    _fail(file, line);
}

enum { TODAY = 20500 }; /* 2026-02-16 */

struct site {
    struct arena arena;
    char folder[64];
    struct forge *forge;
    struct diagnostics diagnostics;
    struct evaluation *evaluation;
    struct buffer out;
};

static inline struct forge_file file_of(const char *path, const char *content)
{
    return (struct forge_file){.path = path, .content = text_of(content)};
}

static inline struct object_id commit_files(struct forge *forge, const struct forge_file *files,
                                            size_t count)
{
    const struct identity person = {
        .name = "Jane", .email = "jane@acme.test", .time = (int64_t)(TODAY - 1) * 86400};
    const struct forge_commit commit = {.author = person,
                                        .committer = person,
                                        .message = "change\n",
                                        .files = files,
                                        .file_count = count};
    struct object_id id;
    DONE(forge_commit(forge, &commit, &id));
    return id;
}

static inline const char *rule_of(struct arena *arena, const char *id, const char *body)
{
    return arena_printf(arena,
                        "bylaw: 1\nid: %s\nname: rule-under-test\ntitle: Title of %s\ntags: [test, "
                        "security]\nwhy: Why it is so\nfix: What to do.\n"
                        "controls: [ssdf-1.1/PW.4.1]\n%s",
                        id, id, body);
}

/* ACM001: no TODO (high). ACM002: a file that must be there (medium). ACM003: a
 * person must look (low). ACM004: what cannot be known (high). ACM005: a note.
 * ACM006: what passes. ACM007: does not apply. */
static inline void commit_rules(struct site *site, const char *policy)
{
    struct arena *arena = &site->arena;
    const struct forge_file files[] = {
        file_of(".bylaw.yml", "bylaw: 1\npolicies: [own]\n"),
        file_of(".bylaw/policies/own.yml",
                arena_printf(arena,
                             "bylaw: 1\npolicy: own\nversion: 1.0.0\ntitle: Own\n"
                             "owner: us\n%s",
                             policy)),
        file_of(".bylaw/rules/ACM001.yml",
                rule_of(arena, "ACM001",
                        "severity: high\nfor_each: {text: ['*.txt'], match: 'TODO.*'}\n"
                        "require: {match: never}\non_empty: pass\n"
                        "message: \"'{match}' is left in '{path}'\"\n")),
        file_of(".bylaw/rules/ACM002.yml",
                rule_of(arena, "ACM002",
                        "severity: medium\nfor_each: repository\n"
                        "require: {exists: {fact: file, where: {path: docs/RUNBOOK.md}}}\n"
                        "place: [docs/RUNBOOK.md]\nmessage: There is no runbook.\n")),
        file_of(".bylaw/rules/ACM003.yml",
                rule_of(arena, "ACM003",
                        "severity: low\nfor_each: {files: ['*.look']}\n"
                        "require: {path: never}\non_empty: pass\n"
                        "grades: [{when: {path: {exists: true}}, verdict: review}]\n"
                        "message: Somebody must look at this.\n")),
        file_of(".bylaw/rules/ACM004.yml",
                rule_of(arena, "ACM004",
                        "severity: high\nfor_each: {document: ['data/*.yml'], select: '$.a'}\n"
                        "require: {value: {equals: 1}}\non_empty: pass\nmessage: It is not 1.\n")),
        file_of(".bylaw/rules/ACM005.yml",
                rule_of(arena, "ACM005",
                        "severity: info\nfor_each: {files: ['*.txt']}\nrequire: {path: never}\n"
                        "on_empty: pass\nmessage: A note about '{path}'.\n")),
        file_of(".bylaw/rules/ACM006.yml",
                rule_of(arena, "ACM006",
                        "severity: high\nfor_each: {files: ['*.txt']}\n"
                        "require: {path: {exists: true}}\non_empty: pass\nmessage: No.\n")),
        file_of(".bylaw/rules/ACM007.yml",
                rule_of(arena, "ACM007",
                        "severity: high\napplies_when: {exists: {fact: file, where: {path: "
                        "none}}}\nfor_each: {files: ['*.txt']}\n"
                        "require: {path: {exists: true}}\non_empty: pass\nmessage: No.\n")),
    };
    commit_files(site->forge, files, sizeof(files) / sizeof(files[0]));
}

static inline void site_open(struct site *site)
{
    *site = (struct site){0};
    arena_init(&site->arena, 1 << 16);
    snprintf(site->folder, sizeof(site->folder), "/tmp/bylaw-report-XXXXXX");
    assert_non_null(mkdtemp(site->folder));
    char path[100];
    snprintf(path, sizeof(path), "%s/repository", site->folder);
    DONE(forge_new(&site->forge, path));
}

static inline void site_close(struct site *site)
{
    forge_free(site->forge);
    buffer_release(&site->out);
    char command[100];
    snprintf(command, sizeof(command), "rm -rf '%s'", site->folder);
    assert_int_equal(system(command), 0);
    arena_release(&site->arena);
}

static inline struct object_id commit_file(struct site *site, const char *path, const char *content)
{
    const struct forge_file file = file_of(path, content);
    return commit_files(site->forge, &file, 1);
}

/* An exception record of rule and scope, with whatever else. */
static inline void commit_exception(struct site *site, const char *id, const char *rule,
                                    const char *scope, const char *days, const char *more)
{
    commit_file(site, arena_printf(&site->arena, ".bylaw/exceptions/%s.yml", id),
                arena_printf(&site->arena,
                             "bylaw: 1\nid: %s\nrules: [%s]\nscope: {%s}\n"
                             "justification: The vendor keeps these files until the migration "
                             "is done.\nowner: team@acme.test\nrequested_by: dev@acme.test\n"
                             "%s\n%s",
                             id, rule, scope, days, more));
}

#define APPROVED "approvals: [{by: cto@acme.test, on: 2026-01-01}]\n"

static inline struct judge_options options_of(const struct site *site)
{
    return (struct judge_options){.repository = forge_path(site->forge),
                                  .as_of = INT32_MIN,
                                  .today = TODAY,
                                  .jobs = 1,
                                  .excerpts = true,
                                  .line_hashes = true};
}

static inline void judge_with(struct site *site, const struct judge_options *options)
{
    int status = 0;
    diagnostics_init(&site->diagnostics, &site->arena);
    DONE(judge(&site->evaluation, options, &site->arena, &site->diagnostics, &status));
    if (site->diagnostics.errors > 0) {
        struct buffer out = BUFFER_EMPTY;
        diagnostics_print(&site->diagnostics, &out, false, 0);
        print_error("%s", buffer_string(&out));
        buffer_release(&out);
    }
    assert_non_null(site->evaluation);
    /* the folder is another one in every run */
    site->evaluation->repository = "repository";
}

static inline void judge_site(struct site *site)
{
    struct judge_options options = options_of(site);
    judge_with(site, &options);
}

static inline const char *write_with(struct site *site, const char *format,
                                     const struct report_options *options)
{
    const struct report_format *found = report_find(format);
    assert_non_null(found);
    const struct evaluation *const evaluations[] = {site->evaluation};
    buffer_clear(&site->out);
    DONE(found->write(&site->out, evaluations, 1, options));
    return buffer_string(&site->out);
}

static inline const char *write_report(struct site *site, const char *format, const char *profile)
{
    const struct report_options options = {.profile = profile, .width = 80, .version = "1.2.3"};
    return write_with(site, format, &options);
}

/* JSON that was written, read again; a path of keys and indexes: "runs.0.results". */
static inline const struct node *json_of(struct arena *arena, const char *text)
{
    struct document document;
    struct document_problem problem;
    if (!json_parse(arena, text_of(text), false, &document, &problem)) {
        print_error("%u:%u: %s\n", problem.line, problem.column, problem.message);
        fail();
    }
    return document.roots[0];
}

static inline const struct node *json_at(const struct node *node, const char *path)
{
    while (node && *path) {
        char key[64];
        size_t length = strcspn(path, ".");
        snprintf(key, sizeof(key), "%.*s", (int)length, path);
        if (node->kind == NODE_SEQUENCE) {
            size_t index = strtoul(key, NULL, 10);
            node = index < node->count ? node->items[index] : NULL;
        } else {
            node = node_find(node, key);
        }
        path += length + (path[length] == '.');
    }
    return node;
}

static inline const char *json_text(const struct node *node, const char *path)
{
    const struct node *found = json_at(node, path);
    return found ? found->text : NULL;
}

#endif
