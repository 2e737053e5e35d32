#include "cli/judging.h"

#include "base/date.h"
#include "facts/secret_mask.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int32_t judging_today(const struct invocation *invocation)
{
    if (invocation_has(invocation, "now"))
        return (int32_t)invocation_number(invocation, "now", 0);
    return time_to_date((int64_t)time(NULL));
}

static bool contradicts(const struct invocation *invocation, const char *one, const char *other)
{
    if (!invocation_has(invocation, one) || !invocation_has(invocation, other))
        return false;
    print_error("--%s and --%s contradict each other", one, other);
    return true;
}

/* Small letters, as the digest is written; false where it cannot be one. */
static bool read_policy_digest(const struct invocation *invocation, const char **out)
{
    static const char prefix[] = "sha256:";
    const char *written = invocation_text(invocation, "policy-digest");
    *out = NULL;
    if (!written)
        return true;
    char *digest = arena_strdup(invocation->arena, written);
    for (char *byte = digest; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'F')
            *byte = (char)(*byte - 'A' + 'a');
    const char *hex = string_starts_with(digest, prefix) ? digest + strlen(prefix) : "";
    *out = digest;
    if (strlen(hex) == 64 && strspn(hex, "0123456789abcdef") == 64)
        return true;
    print_error("--policy-digest wants sha256: and 64 hexadecimal digits, not '%s'", written);
    return false;
}

bool judging_options(const struct invocation *invocation, const char *repository,
                     struct judge_options *out)
{
    static const char *const exclusive[][2] = {
        {"rev", "index"},   {"rev", "worktree"},   {"index", "worktree"}, {"as-of", "rev"},
        {"as-of", "index"}, {"as-of", "worktree"}, {"as-of", "now"}};
    for (size_t i = 0; i < sizeof(exclusive) / sizeof(exclusive[0]); i++)
        if (contradicts(invocation, exclusive[i][0], exclusive[i][1]))
            return false;
    int32_t today = judging_today(invocation);
    int32_t real = time_to_date((int64_t)time(NULL));
    if (invocation_has(invocation, "base") && invocation_has(invocation, "now") && today < real) {
        print_error("--now lies in the past; with --base that would bring expired exceptions back");
        return false;
    }
    const char *policy_digest;
    if (!read_policy_digest(invocation, &policy_digest))
        return false;
    *out = (struct judge_options){
        .policy_digest = policy_digest,
        .repository = repository,
        .revision = invocation_text(invocation, "rev"),
        .as_of = INT32_MIN,
        .snapshot = invocation_has(invocation, "index")      ? SNAPSHOT_INDEX
                    : invocation_has(invocation, "worktree") ? SNAPSHOT_WORK_TREE
                                                             : SNAPSHOT_COMMIT,
        .whole_history = invocation_has(invocation, "history"),
        .base = invocation_text(invocation, "base"),
        .base_tip = invocation_has(invocation, "base-tip"),
        .only_new = invocation_has(invocation, "only-new"),
        .exceptions_from_head = invocation_number(invocation, "exceptions-from", 0) == 1,
        .policies = invocation_texts(invocation, "policy"),
        .registers = invocation_texts(invocation, "exceptions"),
        .evidence_places = invocation_texts(invocation, "facts"),
        .only_rules = invocation_texts(invocation, "rule"),
        .exclude_rules = invocation_texts(invocation, "exclude-rule"),
        .only_paths = invocation_texts(invocation, "only"),
        .fail_on = (enum fail_on)invocation_number(invocation, "fail-on", 0),
        .today = today,
        .jobs = (unsigned)invocation_number(invocation, "jobs", 0),
        .timeout = (unsigned)invocation_number(invocation, "timeout", 0),
        .verify_objects = invocation_has(invocation, "verify-objects"),
        /* git sets it for a pre-receive hook: what is pushed is only there so far. */
        .more_objects = getenv("GIT_QUARANTINE_PATH"),
        /* And for a pre-commit hook: what is committed is only in that index so far. */
        .index_file = getenv("GIT_INDEX_FILE"),
        .version = BYLAW_VERSION,
    };
    if (invocation_has(invocation, "as-of")) {
        out->as_of = (int32_t)invocation_number(invocation, "as-of", 0);
        out->today = out->as_of;
    }
    return true;
}

void judging_print_diagnostics(const struct invocation *invocation, struct diagnostics *diagnostics)
{
    if (diagnostics->count == 0)
        return;
    diagnostics_sort(diagnostics);
    secret_mask_sources(diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(diagnostics, &out, invocation->colour_errors, 20);
    secret_mask_buffer(&out);
    fflush(stdout);
    fputs(buffer_string(&out), stderr);
    buffer_release(&out);
}

static const char *list_of(const char *const *names, struct arena *arena)
{
    const char *list = names[0];
    for (size_t i = 1; names[i]; i++)
        list = arena_printf(arena, "%s%s%s", list, names[i + 1] ? ", " : " and ", names[i]);
    return list;
}

bool judging_output(struct arena *arena, const char *option, const char *written,
                    struct output *out)
{
    const char *equals = strchr(written, '=');
    size_t length = equals ? (size_t)(equals - written) : strlen(written);
    const char *colon = memchr(written, ':', length);
    size_t name_length = colon ? (size_t)(colon - written) : length;
    const char *name = arena_copy(arena, (struct text){.bytes = written, .size = name_length});
    out->format = report_find(name);
    out->file = equals && equals[1] ? equals + 1 : NULL;
    out->profile = NULL;
    if (!out->format) {
        const char *names[64] = {NULL};
        for (size_t i = 0; report_table[i] && i < 63; i++)
            names[i] = report_table[i]->name;
        const char *meant = suggest(name, names);
        if (meant)
            print_error("no format '%s'; did you mean '%s'?", name, meant);
        else
            print_error("no format '%s'; there are %s", name, list_of(names, arena));
        return false;
    }
    if (equals && !out->file) {
        print_error("--%s %s: nothing after '='", option, written);
        return false;
    }
    if (!colon)
        return true;
    out->profile = arena_copy(
        arena, (struct text){.bytes = colon + 1, .size = (size_t)(written + length - colon - 1)});
    if (out->format->profiles && string_is_one_of(out->profile, out->format->profiles))
        return true;
    const char *meant = out->format->profiles ? suggest(out->profile, out->format->profiles) : NULL;
    print_error("format '%s' has no profile '%s'%s%s%s", name, out->profile,
                meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    return false;
}

/* Of a folder, a file in it that is named after the format and its profile. */
static const char *file_of(struct arena *arena, const struct output *output)
{
    if (!output->file || !string_ends_with(output->file, "/"))
        return output->file;
    return arena_printf(arena, "%sbylaw-%s%s%s.%s", output->file, output->format->name,
                        output->profile ? "-" : "", output->profile ? output->profile : "",
                        report_extension(output->format));
}

bool judging_outputs(const struct invocation *invocation, struct output **out, size_t *count)
{
    static const char *const text[] = {"text", NULL};
    const char *const *formats = invocation_texts(invocation, "format");
    if (!formats)
        formats = text;
    size_t wanted = 0;
    while (formats[wanted])
        wanted++;
    struct output *outputs = ARENA_ARRAY(invocation->arena, struct output, wanted);
    size_t to_standard = 0;
    for (size_t i = 0; i < wanted; i++) {
        if (!judging_output(invocation->arena, "format", formats[i], &outputs[i]))
            return false;
        outputs[i].file = file_of(invocation->arena, &outputs[i]);
        to_standard += outputs[i].file == NULL;
    }
    if (to_standard > 1) {
        print_error("only one format can go to standard output; give the others a file: NAME=FILE");
        return false;
    }
    *out = outputs;
    *count = wanted;
    return true;
}

static struct failure *write_bytes(int descriptor, const char *path, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
        bytes += written;
        size -= (size_t)written;
    }
    return NULL;
}

/* A new file beside it, that whoever runs this lets others read or not (umask), and never more
 * of them than read the file that it is to replace. */
static int open_beside(const char *path, mode_t mode, char temporary[4200])
{
    for (unsigned attempt = 0;; attempt++) {
        snprintf(temporary, 4200, "%s.%ld-%u", path, (long)getpid(), attempt);
        int descriptor =
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (descriptor >= 0 || errno != EEXIST || attempt == 1000)
            return descriptor;
    }
}

struct failure *write_file_whole(const char *path, const char *bytes, size_t size)
{
    /* a device or a pipe cannot be replaced by renaming */
    struct stat status;
    bool exists = stat(path, &status) == 0;
    bool special = exists && !S_ISREG(status.st_mode);
    char temporary[4200];
    if (strlen(path) + 32 > sizeof(temporary))
        return failure_new(FAILURE_USAGE, "the path '%.100s...' is too long", path);
    mode_t mode = exists ? status.st_mode & 0777 : 0666;
    int descriptor =
        special ? open(path, O_WRONLY | O_CLOEXEC) : open_beside(path, mode, temporary);
    if (descriptor < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    struct failure *failure = write_bytes(descriptor, path, bytes, size);
    if (exists && !special && !failure && fchmod(descriptor, mode) != 0)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    if (close(descriptor) != 0 && !failure)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    if (!special && !failure && rename(temporary, path) != 0)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    if (!special && failure)
        unlink(temporary);
    return failure;
}

static struct failure *write_output(const struct invocation *invocation,
                                    const struct output *output,
                                    const struct evaluation *const *evaluations, size_t count)
{
    struct report_options options = {
        .profile = output->profile            ? output->profile
                   : output->format->profiles ? output->format->profiles[0]
                                              : NULL,
        .colour = !output->file && invocation->colour_output,
        .width = output->file ? 80 : invocation->width,
        .verbose = invocation_has(invocation, "verbose"),
        .quiet = invocation_has(invocation, "quiet"),
        .group_by = (enum group_by)invocation_number(invocation, "group-by", GROUP_BY_RULE),
        .version = BYLAW_VERSION,
    };
    struct buffer out = BUFFER_EMPTY;
    struct failure *failure = output->format->write(&out, evaluations, count, &options);
    secret_mask_buffer(&out);
    if (!failure && output->file)
        failure = write_file_whole(output->file, buffer_string(&out), out.size);
    else if (!failure && fwrite(buffer_string(&out), 1, out.size, stdout) != out.size)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write the report: %s", strerror(errno));
    buffer_release(&out);
    return failure_while(failure, "format %s", output->format->name);
}

struct failure *judging_write(const struct invocation *invocation, const struct output *outputs,
                              size_t count, const struct evaluation *const *evaluations,
                              size_t evaluation_count)
{
    for (size_t i = 0; i < count; i++)
        TRY(write_output(invocation, &outputs[i], evaluations, evaluation_count));
    return NULL;
}

bool judging_own_formats(const struct invocation *invocation, const char *const *names)
{
    const char *const *formats = invocation_texts(invocation, "format");
    for (; formats && *formats; formats++) {
        size_t length = strcspn(*formats, "=");
        const char *name =
            arena_copy(invocation->arena, (struct text){.bytes = *formats, .size = length});
        if (string_is_one_of(name, names) && (!(*formats)[length] || (*formats)[length + 1]))
            continue;
        struct buffer known = BUFFER_EMPTY;
        for (size_t i = 0; names[i]; i++)
            buffer_printf(&known, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
        const char *meant = suggest(name, names);
        print_error("%s writes %s, not '%s'%s%s%s", invocation->command->name,
                    buffer_string(&known), *formats, meant ? "; did you mean '" : "",
                    meant ? meant : "", meant ? "'?" : "");
        buffer_release(&known);
        return false;
    }
    return true;
}

struct failure *judging_write_own(const struct invocation *invocation, const char *const *names,
                                  void (*write)(struct buffer *out, const char *name,
                                                const void *state),
                                  const void *state)
{
    const char *const initial[] = {names[0], NULL};
    const char *const *formats = invocation_texts(invocation, "format");
    for (formats = formats ? formats : initial; *formats; formats++) {
        const char *equals = strchr(*formats, '=');
        size_t length = equals ? (size_t)(equals - *formats) : strlen(*formats);
        struct text written = {.bytes = *formats, .size = length};
        struct buffer out = BUFFER_EMPTY;
        write(&out, arena_copy(invocation->arena, written), state);
        secret_mask_buffer(&out);
        struct failure *failure = NULL;
        if (equals)
            failure = write_file_whole(equals + 1, buffer_string(&out), out.size);
        else
            print_out(buffer_string(&out));
        buffer_release(&out);
        TRY(failure);
    }
    return NULL;
}
