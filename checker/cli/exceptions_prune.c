#include "base/excerpt.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "document/yaml.h"
#include "document/yaml_edit.h"
#include "engine/excuse.h"
#include "facts/secret_mask.h"
#include "policy/exception_canonical.h"
#include "report/json.h"
#include "source/repository.h"
#include "source/snapshot.h"
#include "source/ssh_signature.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { CONTEXT = 3, RECORD_MOST = 1 << 20 };

const char *const exceptions_prune_options[] = {"unused", "expired", NULL};

/* A file of records, line by line, and what of it goes. */
struct pruned {
    struct arena *arena;
    const char *path;
    const char *mode; /* as git writes it */
    struct text text;
    struct text *lines; /* with their ends */
    bool *goes;         /* one a line */
    size_t count;
};

struct pruning {
    const struct invocation *invocation;
    const struct evaluation *evaluation;
    const struct diagnostics *files;
    bool unused, expired;
    struct repository *repository;
    struct snapshot tree; /* what the records lie in: modes, and signatures beside them */
    struct buffer out;
    struct table patched; /* paths of files of records, of which all that should go does */
    size_t records, left; /* in the patch; to be removed by hand */
};

static const char *reason_of(const struct pruning *pruning, const struct exception_use *use)
{
    if (pruning->expired && use->state == EXCEPTION_EXPIRED)
        return use->matches > 0 ? "expired; what it excused still fails" : "expired";
    if (pruning->unused && exception_is_unused(pruning->evaluation, use))
        return "unused: every rule it names was judged on all files and has no such finding";
    if (pruning->unused && exception_is_to_be_closed(use))
        return use->matches > 0
                   ? arena_printf(pruning->invocation->arena,
                                  "to be closed: '%s', which it waits for, is there; what it "
                                  "excused still fails",
                                  use->exception->closing_file)
                   : arena_printf(pruning->invocation->arena,
                                  "to be closed: '%s', which it waits for, is there",
                                  use->exception->closing_file);
    return NULL;
}

/* Is it a record in a file of records? */
static bool is_record(const struct exception_use *use)
{
    return use->exception->layout != EXCEPTION_INLINE;
}

static const struct diagnostic_source *find_source(const struct diagnostics *files,
                                                   const char *path)
{
    for (size_t i = 0; i < files->source_count; i++)
        if (strcmp(files->sources[i].path, path) == 0)
            return &files->sources[i];
    return NULL;
}

static void split(struct pruned *pruned)
{
    struct text rest = pruned->text;
    size_t most = 1;
    for (size_t i = 0; i < rest.size; i++)
        most += rest.bytes[i] == '\n';
    pruned->lines = ARENA_ARRAY(pruned->arena, struct text, most);
    pruned->goes = ARENA_ARRAY(pruned->arena, bool, most);
    while (rest.size > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.bytes) + 1 : rest.size;
        pruned->lines[pruned->count++] = (struct text){.bytes = rest.bytes, .size = size};
        rest = (struct text){.bytes = rest.bytes + size, .size = rest.size - size};
    }
}

/* Would a terminal or the log of a runner obey it? A patch must be the bytes of the file. */
static bool is_plain(const struct pruned *pruned)
{
    struct buffer visible = BUFFER_EMPTY;
    bool plain = utf8_is_valid(pruned->text);
    for (size_t i = 0; i < pruned->count && plain; i++) {
        struct text line = pruned->lines[i];
        while (line.size > 0 && strchr("\r\n", line.bytes[line.size - 1]))
            line.size--;
        buffer_clear(&visible);
        visible_add(&visible, line);
        plain = visible.size == line.size && line.size > 0
                    ? memcmp(buffer_string(&visible), line.bytes, line.size) == 0
                    : visible.size == line.size;
    }
    buffer_release(&visible);
    return plain;
}

/* What is printed has its secrets masked, and then it is no patch of the file. */
static bool holds_secret(const struct pruned *pruned)
{
    struct buffer masked = BUFFER_EMPTY;
    buffer_add(&masked, pruned->text.bytes, pruned->text.size);
    secret_mask_buffer(&masked);
    bool differs = masked.size != pruned->text.size ||
                   memcmp(buffer_string(&masked), pruned->text.bytes, masked.size) != 0;
    buffer_release(&masked);
    return differs;
}

static struct text left_trimmed(struct text line)
{
    while (line.size > 0 && (*line.bytes == ' ' || *line.bytes == '\t'))
        line = (struct text){.bytes = line.bytes + 1, .size = line.size - 1};
    return line;
}

static bool begins_with(struct text line, char byte)
{
    struct text trimmed = left_trimmed(line);
    return trimmed.size > 0 && *trimmed.bytes == byte;
}

/* The lines of an element of a list, with the comment right above it, unless that one stands
 * at the beginning of the file and is about all of it. */
static bool mark_element(struct pruned *pruned, const struct yaml_edit *edit,
                         const struct node *element)
{
    size_t first = element->line - 1;
    size_t end = yaml_edit_end(edit, element);
    size_t last = first;
    if (first >= pruned->count || !begins_with(pruned->lines[first], '-'))
        return false;
    while (last + 1 < pruned->count && edit->lines[last + 1] < end)
        last++;
    size_t above = first;
    while (above > 0 && begins_with(pruned->lines[above - 1], '#'))
        above--;
    for (size_t i = above > 0 ? above : first; i <= last; i++)
        pruned->goes[i] = true;
    return true;
}

static bool is_selected(const struct pruning *pruning, const char *path, const struct node *element)
{
    for (size_t i = 0; i < pruning->evaluation->exception_count; i++) {
        const struct exception_use *use = &pruning->evaluation->exceptions[i];
        const struct place *place = &use->exception->place;
        if (!use->exception->pending && strcmp(place->path, path) == 0 &&
            place->line == element->line && place->column == element->column)
            return reason_of(pruning, use) != NULL;
    }
    return false;
}

static struct text kept_text(const struct pruned *pruned)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < pruned->count; i++)
        if (!pruned->goes[i])
            buffer_add(&out, pruned->lines[i].bytes, pruned->lines[i].size);
    struct text text = {.size = out.size};
    text.bytes = arena_copy(pruned->arena, (struct text){buffer_string(&out), out.size});
    buffer_release(&out);
    return text;
}

/* The list of records of a file; NULL when there is none, or more than one document. */
static const struct node *list_of(const struct document *document)
{
    if (document->count != 1)
        return NULL;
    const struct node *inner = node_find(document->roots[0], "exceptions");
    const struct node *list = inner ? inner : document->roots[0];
    return list->kind == NODE_SEQUENCE ? list : NULL;
}

/* Does the rest say of the other records what the file says of them now? A record that goes
 * can hold an anchor that others mean, or one that hid an earlier of that name. */
static bool is_faithful(const struct pruning *pruning, const struct pruned *pruned,
                        const struct node *list)
{
    struct document document;
    struct document_problem problem;
    struct buffer wanted = BUFFER_EMPTY;
    struct buffer got = BUFFER_EMPTY;
    const struct node *kept = NULL;
    bool is_whole = true;
    if (yaml_parse(pruned->arena, kept_text(pruned), &document, &problem))
        kept = list_of(&document);
    for (size_t i = 0; kept && i < list->count; i++)
        if (!is_selected(pruning, pruned->path, list->items[i]))
            is_whole = json_add_node(&wanted, list->items[i], RECORD_MOST) && is_whole;
    for (size_t i = 0; kept && i < kept->count; i++)
        is_whole = json_add_node(&got, kept->items[i], RECORD_MOST) && is_whole;
    bool is_same = kept && is_whole && strcmp(buffer_string(&wanted), buffer_string(&got)) == 0;
    buffer_release(&wanted);
    buffer_release(&got);
    return is_same;
}

/* False where the elements cannot be told apart by lines. */
static bool mark_elements(const struct pruning *pruning, struct pruned *pruned)
{
    struct document document;
    struct document_problem problem;
    struct yaml_edit edit;
    if (!yaml_parse(pruned->arena, pruned->text, &document, &problem))
        return false;
    const struct node *list = list_of(&document);
    if (!list)
        return false;
    yaml_edit_init(&edit, pruned->arena, pruned->text);
    for (size_t i = 0; i < list->count; i++)
        if (is_selected(pruning, pruned->path, list->items[i]) &&
            !mark_element(pruned, &edit, list->items[i]))
            return false;
    return is_faithful(pruning, pruned, list);
}

/* A path as git quotes it, where it must. */
static void add_path(struct buffer *out, const char *side, const char *path)
{
    bool is_plain = true;
    for (const char *at = path; *at; at++)
        is_plain = is_plain && (unsigned char)*at > ' ' && (unsigned char)*at < 0x7f &&
                   *at != '"' && *at != '\\';
    buffer_printf(out, "%s%s/", is_plain ? "" : "\"", side);
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;
        if (byte < ' ' || byte >= 0x7f)
            buffer_printf(out, "\\%03o", byte);
        else if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else
            buffer_add_byte(out, *path);
    }
    buffer_add_string(out, is_plain ? "" : "\"");
}

static void add_line(struct buffer *out, char mark, struct text line)
{
    buffer_add_byte(out, mark);
    buffer_add(out, line.bytes, line.size);
    if (line.size == 0 || line.bytes[line.size - 1] != '\n')
        buffer_add_string(out, "\n\\ No newline at end of file\n");
}

/* From the first line of a hunk to behind its last: changes that are near share one. */
static size_t hunk_end(const struct pruned *pruned, size_t first)
{
    size_t last = first;
    for (size_t i = first; i < pruned->count && i <= last + (size_t)2 * CONTEXT; i++)
        if (pruned->goes[i])
            last = i;
    return last + 1 + CONTEXT < pruned->count ? last + 1 + CONTEXT : pruned->count;
}

static void add_hunks(struct buffer *out, const struct pruned *pruned)
{
    size_t gone = 0; /* lines before this hunk that went */
    for (size_t at = 0; at < pruned->count; at++) {
        if (!pruned->goes[at])
            continue;
        size_t from = at > CONTEXT ? at - CONTEXT : 0;
        size_t to = hunk_end(pruned, at);
        size_t goes = 0;
        for (size_t i = from; i < to; i++)
            goes += pruned->goes[i];
        size_t kept = to - from - goes;
        buffer_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", from + 1, to - from,
                      from + (kept > 0) - gone, kept);
        for (size_t i = from; i < to; i++)
            add_line(out, pruned->goes[i] ? '-' : ' ', pruned->lines[i]);
        gone += goes;
        at = to - 1;
    }
}

static void add_patch(struct buffer *out, const struct pruned *pruned, bool is_whole)
{
    buffer_add_string(out, "diff --git ");
    add_path(out, "a", pruned->path);
    buffer_add_byte(out, ' ');
    add_path(out, "b", pruned->path);
    if (is_whole)
        buffer_printf(out, "\ndeleted file mode %s", pruned->mode);
    buffer_add_string(out, "\n--- ");
    add_path(out, "a", pruned->path);
    buffer_add_string(out, "\n+++ ");
    if (is_whole)
        buffer_add_string(out, "/dev/null");
    else
        add_path(out, "b", pruned->path);
    buffer_add_byte(out, '\n');
    add_hunks(out, pruned);
}

/* What is removed, and why: a patch takes no notice of lines before it. */
static void add_reasons(struct buffer *out, const struct pruning *pruning, const char *path)
{
    for (size_t i = 0; i < pruning->evaluation->exception_count; i++) {
        const struct exception_use *use = &pruning->evaluation->exceptions[i];
        const char *reason =
            strcmp(use->exception->place.path, path) == 0 ? reason_of(pruning, use) : NULL;
        if (!reason)
            continue;
        buffer_add_string(out, "# ");
        escape_visible(out, use->exception->id);
        buffer_add_byte(out, ' ');
        escape_visible(out, reason);
        buffer_add_byte(out, '\n');
    }
}

/* Takes the lines of a text; why no patch can be made of them, or NULL. */
static const char *take_text(struct pruned *pruned, struct text text, const struct entry *entry)
{
    pruned->text = text;
    pruned->mode = entry->kind == ENTRY_EXECUTABLE ? "100755" : "100644";
    split(pruned);
    if (!is_plain(pruned))
        return "it holds what a terminal or the log of a runner would obey";
    return holds_secret(pruned) ? "it holds what looks like a secret" : NULL;
}

static void mark_all(struct pruned *pruned)
{
    for (size_t i = 0; i < pruned->count; i++)
        pruned->goes[i] = true;
}

static void prune_file(struct pruning *pruning, const char *path, size_t selected, size_t all)
{
    struct pruned pruned = {.arena = pruning->invocation->arena, .path = path};
    const struct diagnostic_source *source = find_source(pruning->files, path);
    const struct entry *entry = snapshot_find(&pruning->tree, path);
    bool is_whole = selected == all;
    const char *problem =
        source && entry ? take_text(&pruned, source->text, entry) : "it was not read";
    if (is_whole)
        mark_all(&pruned);
    if (!problem && !is_whole && !mark_elements(pruning, &pruned))
        problem = "its records cannot be told apart by lines";
    if (problem) {
        pruning->left += selected;
        print_error("%s: %s: remove %zu record%s by hand", path, problem, selected,
                    selected == 1 ? "" : "s");
        return;
    }
    pruning->records += selected;
    table_set(&pruning->patched, path, pruning);
    add_reasons(&pruning->out, pruning, path);
    add_patch(&pruning->out, &pruned, is_whole);
}

/* Why the signatures of a record that goes stay where they are; NULL: they go too. */
static const char *prune_signature(struct pruning *pruning, const char *id, const char *path,
                                   const struct entry *entry)
{
    struct pruned pruned = {.arena = pruning->invocation->arena, .path = path};
    struct reader *reader = NULL;
    struct content content;
    struct failure *failure = reader_open_here(&reader, &pruning->tree);
    if (failure) {
        failure_free(failure);
        return "it was not read";
    }
    reader_read(reader, entry, SSH_SIGNATURES_BYTES, pruned.arena, &content);
    reader_close(reader);
    if (content.state != CONTENT_TEXT || content.text.size == 0)
        return "it holds no signature";
    const char *problem = take_text(&pruned, content.text, entry);
    if (problem)
        return problem;
    mark_all(&pruned);
    buffer_printf(&pruning->out, "# %s its signature\n", id);
    add_patch(&pruning->out, &pruned, true);
    return NULL;
}

/* What lies beside the records that go, and would be of nobody. */
static void prune_signatures(struct pruning *pruning)
{
    const struct evaluation *evaluation = pruning->evaluation;
    struct table done; /* ids, first of the records that stay */
    table_init(&done, pruning->invocation->arena);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        if (!reason_of(pruning, use) || !table_has(&pruning->patched, use->exception->place.path))
            table_set(&done, use->exception->id, pruning);
    }
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception *exception = evaluation->exceptions[i].exception;
        if (!is_record(&evaluation->exceptions[i]) || table_set(&done, exception->id, pruning))
            continue;
        const char *path = exception_signature_path(pruning->invocation->arena, exception);
        const struct entry *entry = snapshot_find(&pruning->tree, path);
        const char *problem = entry ? prune_signature(pruning, exception->id, path, entry) : NULL;
        if (!problem)
            continue;
        pruning->left++;
        print_error("%s: %s: remove it by hand", path, problem);
    }
}

/* A comment stands in a file that is about something else: it is named, and stays. */
static void say_inline(struct pruning *pruning)
{
    for (size_t i = 0; i < pruning->evaluation->exception_count; i++) {
        const struct exception_use *use = &pruning->evaluation->exceptions[i];
        const char *reason = is_record(use) ? NULL : reason_of(pruning, use);
        if (!reason || use->exception->pending)
            continue;
        pruning->left++;
        print_error("%s:%u: a comment that is %s: remove it by hand", use->exception->place.path,
                    use->exception->place.line, reason);
    }
}

static void prune_files(struct pruning *pruning)
{
    const struct evaluation *evaluation = pruning->evaluation;
    struct table done;
    table_init(&done, pruning->invocation->arena);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const char *path = evaluation->exceptions[i].exception->place.path;
        size_t selected = 0;
        size_t all = 0;
        if (table_set(&done, path, pruning))
            continue;
        for (size_t k = i; k < evaluation->exception_count; k++) {
            const struct exception_use *use = &evaluation->exceptions[k];
            if (!is_record(use) || use->exception->pending ||
                strcmp(use->exception->place.path, path) != 0)
                continue;
            all++;
            selected += reason_of(pruning, use) != NULL;
        }
        if (selected > 0)
            prune_file(pruning, path, selected, all);
    }
}

/* Records that may be unused, but of which that cannot be said. */
static void say_untried(const struct pruning *pruning)
{
    size_t count = 0;
    for (size_t i = 0; pruning->unused && i < pruning->evaluation->exception_count; i++) {
        const struct exception_use *use = &pruning->evaluation->exceptions[i];
        count += exception_is_alive(use->state) && use->matches == 0 &&
                 use->exception->closes == EXCEPTION_CLOSES_RULE_PASSES &&
                 !exception_is_unused(pruning->evaluation, use);
    }
    if (count > 0)
        print_error("%zu record%s no finding, but not every rule named was judged on all files: "
                    "kept",
                    count, count == 1 ? " has" : "s have");
}

/* The tree that was judged. */
static struct failure *open_tree(struct pruning *pruning)
{
    static const char *const names[] = {".bylaw", NULL};
    const struct evaluation *evaluation = pruning->evaluation;
    struct arena *arena = pruning->invocation->arena;
    enum repository_status opened = REPOSITORY_OPEN;
    TRY(repository_open(&pruning->repository, evaluation->repository, false, &opened));
    return evaluation->snapshot_kind == SNAPSHOT_WORK_TREE
               ? snapshot_of_work_tree(&pruning->tree, pruning->repository, arena)
               : snapshot_of_commit_part(&pruning->tree, pruning->repository, &evaluation->head,
                                         names, arena);
}

/* Below the root of the work tree git apply leaves out what lies elsewhere, and says nothing. */
static void say_root(const struct pruning *pruning)
{
    char here[PATH_MAX];
    const char *root = repository_work_tree(pruning->repository);
    size_t length = root ? strlen(root) : 0;
    while (length > 1 && root[length - 1] == '/')
        length--;
    if (length > 1 && getcwd(here, sizeof here) && strncmp(here, root, length) == 0 &&
        here[length] == '/')
        print_error("note: the patch begins at the root of the work tree; from here apply it with\n"
                    "  git -C \"$(git rev-parse --show-toplevel)\" apply");
}

static struct failure *prune(struct pruning *pruning, int *status)
{
    TRY(open_tree(pruning));
    table_init(&pruning->patched, pruning->invocation->arena);
    prune_files(pruning);
    prune_signatures(pruning);
    say_inline(pruning);
    say_untried(pruning);
    if (pruning->records == 0 && pruning->left == 0)
        print_error("nothing to prune");
    print_out(buffer_string(&pruning->out));
    if (pruning->out.size > 0)
        say_root(pruning);
    *status = pruning->left > 0 ? EXIT_TROUBLE : EXIT_CLEAN;
    return NULL;
}

/* The patch is of what is here: records of a base or a register lie elsewhere, and what is
 * unused here may excuse something in another repository. */
static bool check_options(const struct invocation *invocation)
{
    static const char *const others[] = {"base", "exceptions", "exceptions-from", "format", NULL};
    if (!invocation_has(invocation, "unused") && !invocation_has(invocation, "expired")) {
        print_error("exceptions prune wants --unused, --expired or both");
        return false;
    }
    for (size_t i = 0; others[i]; i++)
        if (invocation_has(invocation, others[i])) {
            print_error("exceptions prune writes a patch of the records here and does not take "
                        "--%s",
                        others[i]);
            return false;
        }
    return true;
}

int exceptions_prune(const struct invocation *invocation, const char *repository)
{
    struct judge_options options;
    if (!check_options(invocation) || !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    struct diagnostics diagnostics;
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    diagnostics_init(&diagnostics, invocation->arena);
    struct failure *failure =
        judge(&evaluation, &options, invocation->arena, &diagnostics, &status);
    if (evaluation && !failure) {
        struct pruning pruning = {
            .invocation = invocation,
            .evaluation = evaluation,
            .files = &diagnostics,
            .unused = invocation_has(invocation, "unused"),
            .expired = invocation_has(invocation, "expired"),
        };
        status = EXIT_TROUBLE;
        failure = prune(&pruning, &status);
        buffer_release(&pruning.out);
        repository_close(pruning.repository);
    } else {
        judging_print_diagnostics(invocation, &diagnostics);
    }
    if (!failure)
        return status;
    print_failure(failure);
    failure_free(failure);
    return status;
}
