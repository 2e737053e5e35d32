#include "fleet/anchor.h"

#include "base/limits.h"
#include "base/table.h"
#include "facts/commands.h"
#include "facts/paths.h"
#include "facts/service_names.h"

#include <string.h>

/* "-", four letters, "-": what is shorter stands in any text by chance. Of a repository's own
 * name three are enough, for whoever names it is believed. */
enum { NAME_WORDS_LEAST = 6, OWN_WORDS_LEAST = 5, TOKEN_BYTES_MOST = 100 };

struct claim {
    size_t repository;
    bool tells_nothing; /* several are called so, or it is an owner's name */
};

struct anchor_index {
    const struct audit *audit;
    struct arena *arena;
    struct table claims; /* name in words -> struct claim */
};

/* Words of names that say what a thing is and not which. */
static bool is_everyday_word(struct arena *arena, const char *word)
{
    static const char words[] =
        " actions admin alerts analytics android ansible api app apps architecture auth "
        "backend backup base build cache chart charts client clients cloud cluster common "
        "compliance config configuration console core dashboard data database demo deploy "
        "deployment deployments design dev docker docs documentation event events example "
        "examples frontend gateway github gitlab gitops governance guide handbook helm home "
        "hosted identity images infra infrastructure ingress internal ios kubernetes lib "
        "library libs logging login main management metrics mobile monitor monitoring network "
        "networking notification notifications operations operator ops pipeline pipelines "
        "platform playbook playbooks policies policy portal proxy queue registry release "
        "releases repo repository rules runbook runbooks scheduler schemas scripts search "
        "security self server service services shared site standards storage storefront team "
        "template templates terraform test tests tool tooling tools user users utils web "
        "website wiki worker workers workflow workflows ";
    return strstr(words, arena_printf(arena, " %s ", word)) != NULL;
}

/* The next word of "-pay-api-" at `*at`, which is moved past it; NULL at the end. */
static const char *next_word(struct arena *arena, const char **at)
{
    while (**at == '-')
        (*at)++;
    size_t size = strcspn(*at, "-");
    if (size == 0)
        return NULL;
    const char *word = arena_copy(arena, (struct text){*at, size});
    *at += size;
    return word;
}

static bool is_everyday(struct arena *arena, const char *words)
{
    for (const char *at = words, *word; (word = next_word(arena, &at)) != NULL;)
        if (!is_everyday_word(arena, word))
            return false;
    return true;
}

static bool is_distinctive(struct arena *arena, const char *words)
{
    return strlen(words) >= NAME_WORDS_LEAST && !is_everyday(arena, words);
}

/* Is it of several words: "-pay-api-"? */
static bool is_compound(const char *words)
{
    const char *end = strchr(words + 1, '-');
    return end && end[1] != '\0';
}

/* Of its own repository: an everyday word alone (`docs`) stands in any text. */
static bool names_something(struct arena *arena, const char *words)
{
    return strlen(words) >= OWN_WORDS_LEAST && (is_compound(words) || !is_everyday(arena, words));
}

/* The last name of a path, and with `up` the one before it: of "mirrors/acme/pay.git/" `pay`
 * and `acme`. */
static const char *folder_words(struct arena *arena, const char *path, unsigned up)
{
    struct text rest = text_of(path);
    for (;;) {
        while (rest.size > 0 && rest.bytes[rest.size - 1] == '/')
            rest.size--;
        if (up == 0)
            break;
        while (rest.size > 0 && rest.bytes[rest.size - 1] != '/')
            rest.size--;
        up--;
    }
    const char *name = path_base(arena_copy(arena, rest));
    size_t size = strlen(name);
    if (size > 4 && string_ends_with(name, ".git"))
        size -= 4;
    return service_name_words(arena, arena_copy(arena, (struct text){name, size}));
}

static void claim(struct anchor_index *index, const char *words, size_t repository)
{
    struct claim *claim = table_find(&index->claims, words);
    if (claim) {
        claim->tells_nothing = claim->tells_nothing || claim->repository != repository;
        return;
    }
    claim = ARENA_NEW(index->arena, struct claim);
    *claim = (struct claim){.repository = repository,
                            .tells_nothing = !is_distinctive(index->arena, words)};
    table_set(&index->claims, words, claim);
}

static void disclaim(struct anchor_index *index, const char *words)
{
    struct claim *claim = table_find(&index->claims, words);
    if (claim)
        claim->tells_nothing = true;
}

struct anchor_index *anchor_index_new(const struct audit *audit, struct arena *arena)
{
    struct anchor_index *index = ARENA_NEW(arena, struct anchor_index);
    *index = (struct anchor_index){.audit = audit, .arena = arena};
    table_init(&index->claims, arena);
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        claim(index, folder_words(arena, one->path, 0), i);
        for (size_t j = 0; j < one->name_count; j++)
            if (!one->names[j].loose)
                claim(index, one->names[j].words, i);
    }
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        disclaim(index, folder_words(arena, one->path, 1));
        if (one->owner)
            disclaim(index, service_name_words(arena, one->owner));
    }
    return index;
}

/* What one document says of one other repository. */
struct mention {
    const char *name; /* in words */
    size_t repository;
    size_t count;
    uint32_t line;
    bool in_heading, in_command;
};

/* The documents of one repository. */
struct search {
    const struct anchor_index *index;
    struct audit_repository *repository;
    size_t number;
    const char **own; /* names in words */
    size_t own_count;
    bool is_named; /* one of them is distinctive */
    const struct judge_options *judging;
    struct service_names *all_names; /* workloads too; NULL until somebody asks */
    struct arena *arena;             /* of the results */
    struct arena *scratch;           /* of the repository */
};

/* One document of it. */
struct page {
    struct search *search;
    const struct audit_document *is;
    struct arena *arena;
    struct text text;
    struct table mentions; /* name in words -> struct mention */
};

enum spot { SPOT_TEXT, SPOT_HEADING, SPOT_COMMAND };

static bool is_of_other_owner(const struct audit_repository *a, const struct audit_repository *b)
{
    return a->owner && b->owner && !string_equals_folded(a->owner, b->owner);
}

/* `pay` and `pay-api` are of one family: each may speak of the other as of itself. */
static bool is_family(const struct search *search, const char *name)
{
    for (size_t i = 0; i < search->own_count; i++)
        if (strstr(search->own[i], name) || strstr(name, search->own[i]))
            return true;
    return false;
}

static bool add_token(struct page *page, struct text token, uint32_t line, enum spot spot)
{
    const struct search *search = page->search;
    if (token.size > TOKEN_BYTES_MOST)
        return false;
    const struct arena_mark mark = arena_mark(page->arena);
    const char *words = service_name_words(page->arena, arena_copy(page->arena, token));
    const struct claim *claim = table_find(&search->index->claims, words);
    if (!claim || claim->tells_nothing || claim->repository == search->number) {
        arena_reset(page->arena, mark);
        return false;
    }
    struct mention *mention = table_find(&page->mentions, words);
    if (!mention) {
        mention = ARENA_NEW(page->arena, struct mention);
        *mention = (struct mention){.name = words, .repository = claim->repository, .line = line};
        table_set(&page->mentions, words, mention);
    }
    mention->in_heading = mention->in_heading || spot == SPOT_HEADING;
    mention->in_command = mention->in_command || spot == SPOT_COMMAND;
    mention->count += spot != SPOT_COMMAND; /* its line was counted as text */
    return true;
}

static bool is_of_token(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' ||
           (unsigned char)byte >= 0x80;
}

/* A host's labels are names too: `ledger.acme.dev`. */
static void add_labels(struct page *page, struct text token, uint32_t line, enum spot spot)
{
    for (size_t from = 0; from < token.size;) {
        size_t end = from;
        while (end < token.size && token.bytes[end] != '.')
            end++;
        if (end > from && end - from < token.size)
            add_token(page, (struct text){token.bytes + from, end - from}, line, spot);
        from = end + 1;
    }
}

/* Whole identifiers count, as they are written: `ledger-db` and "ledgers" are not `ledger`, and
 * an option is no name. */
static void add_line(struct page *page, struct text text, uint32_t line, enum spot spot)
{
    for (size_t at = 0; at < text.size;) {
        if (!is_of_token(text.bytes[at])) {
            at++;
            continue;
        }
        size_t begin = at;
        while (at < text.size && is_of_token(text.bytes[at]))
            at++;
        struct text token = {text.bytes + begin, at - begin};
        while (token.size > 0 && token.bytes[token.size - 1] == '.')
            token.size--;
        if (token.size == 0 || token.bytes[0] == '-')
            continue;
        if (!add_token(page, token, line, spot))
            add_labels(page, token, line, spot);
    }
}

static void read_mentions(struct page *page, const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++)
        add_line(page, prose->lines[i].text, (uint32_t)i + 1,
                 prose->lines[i].heading ? SPOT_HEADING : SPOT_TEXT);
    struct commands commands = commands_read(page->arena, prose);
    for (size_t i = 0; i < commands.count; i++) {
        size_t count;
        const char **words = command_words(page->arena, commands.items[i].text, &count);
        /* The first one is the program: a tool that is used. */
        for (size_t word = 1; word < count; word++)
            add_line(page, text_of(words[word]), commands.items[i].line, SPOT_COMMAND);
    }
}

static bool tells(const struct mention *mention)
{
    bool is_prominent = mention->in_heading || mention->in_command;
    if (!is_compound(mention->name))
        return is_prominent && mention->count >= ANCHOR_MENTIONS;
    return mention->count >= (is_prominent ? ANCHOR_MENTIONS_PROMINENT : ANCHOR_MENTIONS);
}

/* The one other repository that the document is about; NULL where there is none, or several. */
static const struct mention *subject_of(const struct page *page)
{
    const struct search *search = page->search;
    const struct mention *subject = NULL;
    for (size_t i = 0; i < page->mentions.count; i++) {
        const struct mention *mention = page->mentions.entries[i].value;
        if (!tells(mention))
            continue;
        if (subject && subject->repository != mention->repository)
            return NULL;
        if (!subject || mention->count > subject->count)
            subject = mention;
    }
    if (!subject || is_family(search, subject->name) ||
        is_of_other_owner(search->repository,
                          &search->index->audit->repositories[subject->repository]))
        return NULL;
    return subject;
}

/* One of the names, or a word of them that tells it apart and is none of the other's. */
static bool names_itself(const struct page *page, const struct mention *subject, const char *words)
{
    const struct search *search = page->search;
    for (size_t i = 0; i < search->own_count; i++) {
        if (strstr(words, search->own[i]))
            return true;
        for (const char *at = search->own[i], *word;
             (word = next_word(page->arena, &at)) != NULL;) {
            const char *whole = arena_printf(page->arena, "-%s-", word);
            if (is_distinctive(page->arena, whole) && !strstr(subject->name, whole) &&
                strstr(words, whole))
                return true;
        }
    }
    return false;
}

/* It may be called otherwise where it is deployed. */
static struct failure *names_its_workloads(struct page *page, const char *path, const char *words,
                                           bool *out)
{
    struct search *search = page->search;
    int status;
    if (!search->all_names)
        TRY(judge_names(&search->all_names, search->judging, search->scratch, &status));
    bool loose;
    const char *name;
    for (size_t i = 0; (name = service_names_item(search->all_names, i, &loose)) && !*out; i++)
        *out = names_something(page->arena, name) && (strstr(words, name) || strstr(path, name));
    return NULL;
}

static struct failure *judge_document(struct page *page, const struct prose *prose,
                                      bool *is_anchored, struct audit_anchor *out)
{
    read_mentions(page, prose);
    const struct mention *subject = subject_of(page);
    if (!subject)
        return NULL;
    const char *path = service_name_words(page->arena, page->is->path);
    const char *words = service_name_words(page->arena, arena_copy(page->arena, page->text));
    if (strstr(path, subject->name) || names_itself(page, subject, path) ||
        names_itself(page, subject, words))
        return NULL;
    bool is_own = false;
    TRY(names_its_workloads(page, path, words, &is_own));
    if (is_own)
        return NULL;
    *is_anchored = true;
    *out = (struct audit_anchor){
        .document = page->is,
        .name = arena_copy(page->search->arena,
                           (struct text){subject->name + 1, strlen(subject->name) - 2}),
        .other = subject->repository,
        .mentions = subject->count,
        .line = subject->line,
        .where = subject->in_heading   ? "heading"
                 : subject->in_command ? "command"
                                       : "text",
    };
    return NULL;
}

static struct failure *read_document(struct search *search, const struct snapshot *snapshot,
                                     struct reader *reader, const struct audit_document *is)
{
    const struct entry *entry = snapshot_find(snapshot, is->path);
    if (!entry)
        return NULL;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct content content;
    reader_read(reader, entry, LIMIT_PROSE_BYTES, &arena, &content);
    struct failure *failure = NULL;
    if (content.state == CONTENT_TEXT) {
        bool limit = false;
        const struct markdown *markdown = prose_syntax_of(is->path) == PROSE_MARKDOWN
                                              ? markdown_parse(&arena, content.text, &limit)
                                              : NULL;
        struct page page = {.search = search, .is = is, .arena = &arena, .text = content.text};
        table_init(&page.mentions, &arena);
        bool is_anchored = false;
        struct audit_anchor anchor;
        failure = judge_document(&page, prose_read(&arena, is->path, content.text, markdown),
                                 &is_anchored, &anchor);
        if (is_anchored)
            search->repository->anchors[search->repository->anchor_count++] = anchor;
    }
    arena_release(&arena);
    return failure;
}

static void add_own_name(struct search *search, const char *words)
{
    if (!names_something(search->scratch, words))
        return;
    search->own[search->own_count++] = words;
    search->is_named = search->is_named || !is_everyday(search->scratch, words);
}

static void add_own_names(struct search *search)
{
    const struct audit_repository *one = search->repository;
    search->own = ARENA_ARRAY(search->scratch, const char *, one->name_count + 1);
    add_own_name(search, folder_words(search->scratch, one->path, 0));
    for (size_t i = 0; i < one->name_count; i++)
        add_own_name(search, one->names[i].words);
}

/* The names in the root that the documents are, or lie below; NULL-ended. */
static const char *const *root_names(const struct search *search)
{
    const struct audit_repository *one = search->repository;
    const char **names = ARENA_ARRAY(search->scratch, const char *, one->document_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < one->document_count; i++) {
        const char *path = one->documents[i].path;
        const char *name = arena_copy(search->scratch, (struct text){path, strcspn(path, "/")});
        if (count == 0 || strcmp(names[count - 1], name) != 0)
            names[count++] = name;
    }
    return names;
}

static struct failure *read_documents(struct search *search, struct repository *repository)
{
    const struct audit_repository *one = search->repository;
    struct commit_ids commit;
    bool found;
    TRY(repository_resolve(repository, one->commit, &commit, &found));
    if (!found)
        return failure_new(FAILURE_ENVIRONMENT, "the commit %s is gone", one->commit);
    struct snapshot snapshot;
    TRY(snapshot_of_commit_part(&snapshot, repository, &commit, root_names(search),
                                search->scratch));
    struct reader *reader;
    TRY(reader_open_here(&reader, &snapshot));
    struct failure *failure = NULL;
    for (size_t i = 0; i < one->document_count && !failure; i++)
        failure = read_document(search, &snapshot, reader, &one->documents[i]);
    reader_close(reader);
    return failure;
}

/* Are its documents about so many others that it is a handbook? */
static bool is_handbook(const struct audit_repository *repository)
{
    size_t others[ANCHOR_HANDBOOK], count = 0;
    for (size_t i = 0; i < repository->anchor_count; i++) {
        bool is_new = true;
        for (size_t j = 0; j < count; j++)
            is_new = is_new && others[j] != repository->anchors[i].other;
        if (is_new)
            others[count++] = repository->anchors[i].other;
        if (count == ANCHOR_HANDBOOK)
            return true;
    }
    return false;
}

struct failure *anchor_find(struct audit_repository *repository, size_t number,
                            const struct anchor_index *index, const struct judge_options *judging,
                            struct arena *arena)
{
    if (repository->document_count == 0)
        return NULL;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct search search = {.index = index,
                            .repository = repository,
                            .number = number,
                            .judging = judging,
                            .arena = arena,
                            .scratch = &scratch};
    add_own_names(&search);
    repository->anchors = ARENA_ARRAY(arena, struct audit_anchor, repository->document_count);
    struct failure *failure = NULL;
    if (search.is_named) {
        struct repository *opened = NULL;
        enum repository_status status;
        failure = repository_open(&opened, repository->path, judging->verify_objects, &status);
        if (!failure) {
            failure = read_documents(&search, opened);
            repository_close(opened);
        }
    }
    if (is_handbook(repository))
        repository->anchor_count = 0;
    arena_release(&scratch);
    return failure;
}
