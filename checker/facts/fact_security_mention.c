/* security_mention - what a security policy says about how to report a
 * vulnerability, as it is written; whose channel it is, is decided in
 * fact_security_contact.c. */
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/prose_kinds.h"
#include "facts/residue.h"
#include "facts/security_channel.h"

static const char *const sorts[] = {"address", "advisory_form", "platform", "key",
                                    "tracker", "policy",        NULL};
enum sort { ADDRESS, ADVISORY_FORM, PLATFORM, KEY, TRACKER, POLICY };

const struct fact_kind fact_kind_security_mention = {
    .name = "security_mention",
    .summary = "A way to report a vulnerability, as a document words it.",
    .key = (const char *const[]){"path", "value", NULL},
    .fields =
        (const struct fact_field[]){
            {"value", {.kind = TYPE_TEXT}, false, "The address, URL or wording."},
            {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "What sort of channel it is."},
            {"private", {.kind = TYPE_BOOLEAN}, false, "Does only the project read it?"},
            {"placeholder", {.kind = TYPE_BOOLEAN}, false, "Was it left from a template?"},
            {"section", {.kind = TYPE_TEXT}, true, "The heading above it."},
            {"owner", {.kind = TYPE_TEXT}, true, "Owner in the URL of a forge."},
            {"name", {.kind = TYPE_TEXT}, true, "Repository in the URL of a forge."},
            {0},
        },
};

struct mentions {
    struct fact_writer *writer;
    struct arena *scratch;
    const struct prose *prose;
    struct words words;
    bool whole; /* the file is about security, every section of it */
    const struct snapshot *snapshot;
    bool inherits; /* no policy is here, so that GitHub shows the owner's */
};

struct mention {
    uint32_t line, column;
    enum sort sort;
    const char *value, *section; /* "": none */
    bool private, placeholder;
};

static void write_row(struct fact_writer *writer, struct arena *scratch,
                      const struct mention *mention)
{
    struct fact_row *row =
        fact_add(writer, &fact_kind_security_mention, NULL, mention->line, mention->column);
    row->cells[SECURITY_MENTION_VALUE] = fact_text(writer, mention->value);
    row->cells[SECURITY_MENTION_SORT] = value_text(sorts[mention->sort]);
    row->cells[SECURITY_MENTION_PRIVATE] = value_boolean(mention->private);
    row->cells[SECURITY_MENTION_PLACEHOLDER] = value_boolean(mention->placeholder);
    row->cells[SECURITY_MENTION_SECTION] =
        fact_text(writer, *mention->section ? mention->section : NULL);
    const char *owner, *name, *rest;
    if (mention->sort != ADDRESS && mention->sort != KEY && strstr(mention->value, "://") &&
        contact_forge_names(scratch, mention->value, &owner, &name, &rest)) {
        row->cells[SECURITY_MENTION_OWNER] = fact_text(writer, owner);
        row->cells[SECURITY_MENTION_NAME] = fact_text(writer, name);
    }
    if (mention->sort == POLICY)
        row->cells[SECURITY_MENTION_PRIVATE] =
            value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                          "the policy it points to is not in this repository");
}

static bool section_counts(const struct mentions *mentions, size_t line)
{
    static const char *const about[] = {"security", "vulnerability", "vulnerabilities",
                                        "disclosure", NULL};
    /* Those who reported earlier are thanked, not written to. */
    static const char *const thanks[] = {
        "hall of fame",    "thanks", "acknowledgements", "credits", "acknowledgments",
        "acknowledgement", NULL};
    const struct prose_line *at = &mentions->prose->lines[line];
    if (prose_section_is_about(mentions->prose, at->section, thanks))
        return false;
    return mentions->whole ||
           prose_section_is_about(mentions->prose, mentions->prose->lines[line].section, about);
}

static void add(struct mentions *mentions, size_t offset, enum sort sort, const char *value,
                bool private, bool placeholder)
{
    const struct prose *prose = mentions->prose;
    size_t line = 0, end = prose->line_count;
    while (line + 1 < end) {
        size_t middle = line + (end - line) / 2;
        if ((size_t)(prose->lines[middle].text.bytes - prose->text.bytes) <= offset)
            line = middle;
        else
            end = middle;
    }
    if (!section_counts(mentions, line))
        return;
    const char *heading = prose->sections[prose->lines[line].section].heading;
    write_row(mentions->writer, mentions->scratch,
              &(struct mention){
                  .line = (uint32_t)line + 1,
                  .column = prose_column(prose->lines[line].text, prose->text.bytes + offset),
                  .sort = sort,
                  .value = value,
                  .section = heading,
                  .private = private,
                  .placeholder = placeholder,
              });
}

static const char *const negations[] = {
    "not",  "dont", "never",    "avoid",  "refrain", "without", "cannot",
    "cant", "isnt", "shouldnt", "mustnt", "no",      NULL,
};

/* Is what stands at this word forbidden? "do not", "never", "instead of" and the
 * like before it in its clause; "do not hesitate to" is the contrary. */
static bool is_forbidden(const struct words *words, size_t at)
{
    size_t from, to;
    words_clause(words, at, &from, &to);
    if (words_have_one(words, from, at, "instead of") ||
        words_have_one(words, from, at, "rather than") || words_have_one(words, from, at, "before"))
        return true;
    if (words_have_one(words, from, at, "hesitate") ||
        words_have_one(words, from, at, "if you do not|cannot|dont") ||
        words_have_one(words, from, at, "not only"))
        return false;
    return words_have(words, from, at, negations);
}

/* The same over the whole sentence: what is forbidden is often at its end. */
static bool is_forbidden_in_sentence(const struct words *words, size_t at)
{
    size_t from, to;
    words_sentence(words, at, &from, &to);
    return words_have(words, from, at, negations) ||
           words_have_one(words, from, at, "instead of") ||
           words_have_one(words, from, at, "rather than");
}

/* Does the sentence speak of other defects than vulnerabilities? */
static bool speaks_of_others(const struct words *words, size_t at)
{
    static const char *const others[] = {
        "non security",
        "not security|vulnerab*",
        "not ... security|vulnerab*",
        ("other|ordinary|regular|normal|general|usual|all|any "
         "bugs|issues|problems|questions|bug|issue|inquiries|enquiries"),
        "feature request|requests",
        "once ... fixed|patched|released|resolved|disclosed",
        "after ... fixed|patched|released|resolved|disclosed",
        "isnt ... security",
        "arent ... security",
        "already public|disclosed|known",
        "unrelated to security",
        "less severe|sensitive",
        NULL,
    };
    size_t from, to;
    words_sentence(words, at, &from, &to);
    return words_have(words, from, to, others);
}

static bool is_public_address(const struct words *words, size_t at, const char *address)
{
    static const char *const lists[] = {
        "-announce@", "announce@", "-announcements@", "-users@",       "-user@",
        "-dev@",      "-devel@",   "-discuss@",       "oss-security@", NULL};
    static const char *const wording[] = {
        "public mailing list",
        "publicly archived",
        "subscribe",
        "subscribed",
        "announced",
        "announcement|announcements list",
        "announcements ... sent|posted|made",
        NULL,
    };
    for (size_t i = 0; lists[i]; i++) {
        if (strstr(address, lists[i]))
            return true;
    }
    size_t from, to;
    words_sentence(words, at, &from, &to);
    return words_have(words, from, to, wording);
}

/* The address of a page that says more, not of a badge or a scanner. */
static bool is_policy(const char *url)
{
    static const char *const marks[] = {"secur", "vulnerab", "disclos", "bounty", NULL};
    static const char *const others[] = {"badge",       "scorecard", "shields.io",
                                         "/workflows/", "codeql",    NULL};
    bool is_one = false;
    for (size_t i = 0; marks[i]; i++)
        is_one = is_one || text_find_folded(text_of(url), marks[i]) != SIZE_MAX;
    for (size_t i = 0; others[i]; i++)
        is_one = is_one && text_find_folded(text_of(url), others[i]) == SIZE_MAX;
    return is_one;
}

/* The address of a document that is read here, too: what it says is found there. */
static bool is_here(const struct snapshot *snapshot, struct arena *scratch, const char *url)
{
    static const char *const documents[] = {"security", "contributing", "readme", "disclosure",
                                            NULL};
    const char *owner, *name, *rest;
    if (!contact_forge_names(scratch, url, &owner, &name, &rest))
        return false;
    const char *at = strstr(rest, "blob/");
    at = at ? strchr(at + strlen("blob/"), '/') : NULL;
    if (!at)
        return false;
    at++;
    const char *path = arena_copy(scratch, (struct text){at, strcspn(at, "#?")});
    for (size_t i = 0; documents[i]; i++)
        if (text_find_folded(text_of(path_base(path)), documents[i]) == 0)
            return snapshot_find(snapshot, path);
    return false;
}

static bool is_key(const char *url)
{
    return text_find_folded(text_of(url), "pgp") != SIZE_MAX ||
           text_find_folded(text_of(url), ".asc") != SIZE_MAX ||
           text_find_folded(text_of(url), "keybase.io") != SIZE_MAX;
}

/* A link to OWNER/.github shows that there is one, and so perhaps a SECURITY.md for all
 * repositories of the owner that have none. */
static void add_shared_policy(struct mentions *mentions, const struct contact *contact)
{
    const char *owner, *name, *rest;
    if (!mentions->inherits ||
        !contact_forge_names(mentions->scratch, contact->value, &owner, &name, &rest) ||
        strcmp(name, ".github") != 0)
        return;
    size_t at = words_at(&mentions->words, contact->offset);
    write_row(mentions->writer, mentions->scratch,
              &(struct mention){
                  .line = at < mentions->words.count ? mentions->words.items[at].line : 1,
                  .column = 1,
                  .sort = POLICY,
                  .value = contact->value,
                  .section = "",
                  .private = true,
                  .placeholder = security_url_is_placeholder(mentions->scratch, contact->value),
              });
}

static bool has_policy(const struct snapshot *snapshot)
{
    static const char *const names[] = {"SECURITY.md",       ".github/SECURITY.md",
                                        "docs/SECURITY.md",  "SECURITY.rst",
                                        "SECURITY.txt",      "SECURITY.adoc",
                                        "SECURITY",          "security.md",
                                        "docs/security.md",  ".github/security.md",
                                        "docs/SECURITY.rst", "Security.md",
                                        "docs/security.rst", NULL};
    for (size_t i = 0; names[i]; i++)
        if (snapshot_find(snapshot, names[i]))
            return true;
    return false;
}

static void add_url(struct mentions *mentions, const struct contact *contact)
{
    const char *url = contact->value;
    const struct words *words = &mentions->words;
    size_t at = words_at(words, contact->offset);
    bool placeholder = security_url_is_placeholder(mentions->scratch, url);
    switch (security_url_of(mentions->scratch, url)) {
    case SECURITY_URL_PLATFORM:
        if (!is_forbidden(words, at))
            add(mentions, contact->offset, PLATFORM, url, true, placeholder);
        return;
    case SECURITY_URL_FORM:
        if (!is_forbidden(words, at))
            add(mentions, contact->offset, ADVISORY_FORM, url, true, placeholder);
        return;
    case SECURITY_URL_TRACKER:
        if (!is_forbidden_in_sentence(words, at) && !speaks_of_others(words, at))
            add(mentions, contact->offset, TRACKER, url, false, placeholder);
        return;
    case SECURITY_URL_OTHER:
        break;
    }
    if (is_key(url))
        add(mentions, contact->offset, KEY, url, false, placeholder);
    else if (is_policy(url) && !is_forbidden(words, at) &&
             !is_here(mentions->snapshot, mentions->scratch, url))
        add(mentions, contact->offset, POLICY, url, true, placeholder);
}

static void add_addresses(struct mentions *mentions)
{
    struct contact contact;
    for (size_t from = 0;
         contact_next(mentions->scratch, mentions->prose->text, &from, &contact);) {
        size_t at = words_at(&mentions->words, contact.offset);
        if (contact.kind == CONTACT_URL) {
            add_shared_policy(mentions, &contact);
            add_url(mentions, &contact);
            continue;
        }
        /* `git@github.com:owner/name` is no letter box, nor is a message's id. */
        if (string_starts_with(contact.value, "git@") || strstr(contact.value, "noreply") ||
            string_ends_with(contact.value, ".png") || string_ends_with(contact.value, ".git"))
            continue;
        if (is_forbidden(&mentions->words, at))
            continue;
        add(mentions, contact.offset, ADDRESS, contact.value,
            !is_public_address(&mentions->words, at, contact.value),
            residue_is_value(contact.value));
    }
}

/* A relative link to the forge's own form: `../../security/advisories/new`. */
static void add_relative_forms(struct mentions *mentions)
{
    static const char mark[] = "security/advisories";
    struct text text = mentions->prose->text;
    for (size_t from = 0; from < text.size;) {
        size_t found = text_find((struct text){text.bytes + from, text.size - from}, mark);
        if (found == SIZE_MAX)
            break;
        size_t at = from + found, end = at;
        while (at > from && !strchr(" (<[\"'\n\t", text.bytes[at - 1]))
            at--;
        while (end < text.size && !strchr(" )>]\"'\n\r\t", text.bytes[end]))
            end++;
        from = end;
        const char *value = arena_copy(mentions->scratch, (struct text){text.bytes + at, end - at});
        if (!strstr(value, "://"))
            add(mentions, at, ADVISORY_FORM, value, true, false);
    }
}

static void add_wording(struct mentions *mentions)
{
    /* The names that GitHub and GitLab give their own forms. */
    static const char *const forms[] = {
        "report a vulnerability button|link|form",
        "click|press|select|use|via|using|through ... report a vulnerability",
        "private vulnerability reporting|report",
        "privately report|reporting a vulnerability",
        "github security advisory|advisories",
        "githubs security advisory|advisories",
        "security advisory feature|form|reporting",
        "draft|private security advisory",
        "draft|private advisory|advisories",
        /* The way through GitHub's pages: Security -> Report a vulnerability. */
        "security report a vulnerability",
        "confidential issue|issues",
        "security tab",
        NULL,
    };
    static const char *const trackers[] = {
        ("open|opening|file|filing|create|creating|raise|raising|submit|submitting|log|post "
         "an|a|new|the|public|github|gitlab|normal|regular|up|bug ... issue|issues"),
        "open|file|create|raise|submit issue|issues",
        "issue|bug tracker",
        "github|gitlab issue|issues",
        "public issue|issues",
        NULL,
    };
    const struct words *words = &mentions->words;
    uint32_t last_form = UINT32_MAX, last_tracker = UINT32_MAX;
    size_t from = 0, to = 0;
    for (size_t at = 0; at < words->count; at++) {
        const struct word *word = &words->items[at];
        size_t end = at;
        if (at >= to)
            words_sentence(words, at, &from, &to);
        bool form = false, tracker = false;
        for (size_t i = 0; forms[i] && !form && word->sentence != last_form; i++)
            form = words_match(words, at, to, forms[i], &end);
        for (size_t i = 0; trackers[i] && !form && !tracker && word->sentence != last_tracker; i++)
            tracker = words_match(words, at, to, trackers[i], &end);
        if (!form && !tracker)
            continue;
        size_t last = words->items[end - 1].offset + strlen(words->items[end - 1].text);
        struct text wording = {mentions->prose->text.bytes + word->offset, last - word->offset};
        char *value = arena_copy(mentions->scratch, wording);
        for (char *c = value; *c; c++)
            *c = *c == '\n' || *c == '\r' ? ' ' : *c;
        if (form && !is_forbidden(words, at)) {
            last_form = word->sentence;
            add(mentions, word->offset, ADVISORY_FORM, value, true, false);
        } else if (tracker && !is_forbidden_in_sentence(words, at) &&
                   !speaks_of_others(words, at) &&
                   !words_have_one(words, from, to, "confidential") &&
                   !words_have_one(words, from, to, "security advisory|advisories")) {
            last_tracker = word->sentence;
            add(mentions, word->offset, TRACKER, value, false, false);
        }
    }
}

static void add_placeholders(struct mentions *mentions)
{
    for (size_t i = 0; i < mentions->prose->line_count; i++) {
        struct text line = mentions->prose->lines[i].visible;
        struct residue residue;
        for (size_t from = 0; residue_next(line, &from, &residue);) {
            bool contact = residue.sort == RESIDUE_INSERT || residue.sort == RESIDUE_ANGLE ||
                           residue.sort == RESIDUE_BRACE;
            static const char *const words[] = {"contact", "mail",     "address", "url",
                                                "link",    "security", NULL};
            bool says = false;
            for (size_t w = 0; words[w] && !says; w++)
                says = text_find_folded(residue.text, words[w]) != SIZE_MAX;
            if (contact && says)
                add(mentions, (size_t)(residue.text.bytes - mentions->prose->visible.bytes),
                    ADDRESS, arena_copy(mentions->scratch, residue.text), true, true);
        }
    }
}

static void add_keys(struct mentions *mentions)
{
    struct text text = mentions->prose->text;
    size_t block = text_find(text, "-----BEGIN PGP PUBLIC KEY BLOCK");
    if (block != SIZE_MAX)
        add(mentions, block, KEY, "PGP public key", false, false);
    static const char *const wording[] = {"pgp|gpg|openpgp", "key fingerprint", NULL};
    for (size_t i = 0; wording[i]; i++) {
        size_t at = words_find(&mentions->words, 0, mentions->words.count, wording[i], NULL);
        if (at != SIZE_MAX) {
            add(mentions, mentions->words.items[at].offset, KEY, "key fingerprint", false, false);
            return;
        }
    }
}

/* RFC 9116: `Contact:` lines, any of which is meant for reports. */
static void add_security_txt(struct mentions *mentions)
{
    for (size_t i = 0; i < mentions->prose->line_count; i++) {
        struct text line = text_trim(mentions->prose->lines[i].text);
        bool contact = text_find_folded(line, "contact:") == 0;
        bool key = text_find_folded(line, "encryption:") == 0;
        if (!contact && !key)
            continue;
        size_t colon = text_find(line, ":");
        struct text value = text_trim((struct text){line.bytes + colon + 1, line.size - colon - 1});
        size_t offset = (size_t)(value.bytes - mentions->prose->text.bytes);
        const char *written = arena_copy(mentions->scratch, value);
        const char *address = string_starts_with(written, "mailto:") ? written + 7 : written;
        bool url = strstr(address, "://") != NULL;
        bool placeholder = url ? security_url_is_placeholder(mentions->scratch, address)
                               : residue_is_value(address);
        enum security_url sort = security_url_of(mentions->scratch, address);
        if (key)
            add(mentions, offset, KEY, written, false, placeholder);
        else if (!url)
            add(mentions, offset, ADDRESS, address, true, placeholder);
        else if (sort == SECURITY_URL_TRACKER)
            add(mentions, offset, TRACKER, address, false, placeholder);
        else
            add(mentions, offset, sort == SECURITY_URL_PLATFORM ? PLATFORM : ADVISORY_FORM, address,
                true, placeholder);
    }
}

/* Does the link, by its name or by what it says of itself, take reports of
 * vulnerabilities? "Do not report them here" says that it does not. */
static bool takes_reports(struct arena *scratch, const char *name, const char *about)
{
    static const char *const reports[] = {"security", "vulnerab*", "bug bounty",
                                          "responsible disclosure", NULL};
    struct words words = words_read(scratch, text_of(name));
    if (words_have(&words, 0, words.count, reports))
        return !words_have(&words, 0, words.count, negations);
    words = words_read(scratch, text_of(about));
    return words_have(&words, 0, words.count, reports) &&
           !words_have(&words, 0, words.count, negations);
}

static void add_contact_link(struct fact_writer *writer, const struct snapshot *snapshot,
                             struct arena *scratch, const struct node *link)
{
    const struct node *url = node_find(link, "url");
    const char *name = node_string(link, "name");
    const char *about = node_string(link, "about");
    if (!url || url->kind != NODE_TEXT)
        return;
    struct mention mention = {
        .line = url->line,
        .column = url->column,
        .sort = POLICY,
        .value = url->text,
        .section = name ? name : "",
        .private = true,
        .placeholder = security_url_is_placeholder(scratch, url->text),
    };
    enum security_url sort = security_url_of(scratch, url->text);
    if (sort == SECURITY_URL_PLATFORM)
        mention.sort = PLATFORM;
    else if (sort == SECURITY_URL_FORM)
        mention.sort = ADVISORY_FORM;
    else if (!takes_reports(scratch, mention.section, about ? about : ""))
        return;
    else if (sort == SECURITY_URL_TRACKER)
        mention.sort = TRACKER;
    mention.private = mention.sort != TRACKER;
    if (mention.sort == POLICY && is_here(snapshot, scratch, url->text))
        return;
    if (string_starts_with(url->text, "mailto:")) {
        mention.sort = ADDRESS;
        mention.value = url->text + strlen("mailto:");
        mention.placeholder = residue_is_value(mention.value);
    }
    write_row(writer, scratch, &mention);
}

/* What GitHub offers beside the forms for issues: `contact_links` of config.yml. */
static void read_contact_links(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (!document) {
        fact_add_gaps(writer, NULL, class, reason ? reason : problem->message);
        return;
    }
    const struct node *links =
        document->count > 0 ? node_find(document->roots[0], "contact_links") : NULL;
    if (!links || links->kind != NODE_SEQUENCE)
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    for (size_t i = 0; i < links->count; i++)
        add_contact_link(writer, file->snapshot, &scratch, links->items[i]);
    arena_release(&scratch);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *name = name_of(file->path);
    if (strcmp(file->path, ".github/ISSUE_TEMPLATE/config.yml") == 0) {
        read_contact_links(writer, file);
        return;
    }
    bool security_txt = strcmp(name, "security.txt") == 0 &&
                        (name == file->path || strstr(file->path, ".well-known/"));
    if (!security_txt && (!document_is_prose(file->path) || !document_is_of_repository(file->path)))
        return;
    bool whole = text_find_folded(text_of(name), "security") == 0 ||
                 text_find_folded(text_of(name), "vuln") != SIZE_MAX ||
                 text_find_folded(text_of(name), "disclosure") != SIZE_MAX;
    /* A README that is a link to another says what that one says. */
    if (!whole && file->content.state == CONTENT_LINK)
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        struct mentions mentions = {
            .writer = writer,
            .scratch = &scratch,
            .prose = prose,
            .whole = whole,
            .snapshot = file->snapshot,
            .inherits = !whole && !has_policy(file->snapshot),
        };
        if (security_txt) {
            add_security_txt(&mentions);
        } else {
            mentions.words = words_read(&scratch, prose->text);
            add_addresses(&mentions);
            add_relative_forms(&mentions);
            add_wording(&mentions);
            add_placeholders(&mentions);
            add_keys(&mentions);
        }
    }
    arena_release(&scratch);
}

FACT(security_mention) = {
    .name = "security_mention",
    .area = FACT_AREA_SECURITY,
    .summary = "Ways to report a vulnerability, as documents word them.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_security_mention, NULL},
    .paths = (const char *const[]){SECURITY_PATHS, DISCLOSURE_PATHS, README_PATHS,
                                   CONTRIBUTING_PATHS, "**/.well-known/security.txt",
                                   "/.github/ISSUE_TEMPLATE/config.yml", NULL},
    .recognise_file = recognise,
};
