/* security_contact - ways to report a vulnerability, and whose they are. */
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/prose_kinds.h"

static const char *const sorts[] = {"address", "advisory_form", "platform", "key",
                                    "tracker", "policy",        NULL};
static const char *const belongings[] = {"repository", "organisation", "foreign", NULL};
enum belonging { REPOSITORY, ORGANISATION, FOREIGN, UNTOLD };

enum { CELL_VALUE, CELL_SORT, CELL_PRIVATE, CELL_PLACEHOLDER, CELL_BELONGS_TO, CELL_SECTION };

static const struct fact_kind kind = {
    .name = "security_contact",
    .summary = "A way to report a vulnerability that the repository names.",
    .key = (const char *const[]){"path", "value", NULL},
    .fields =
        (const struct fact_field[]){
            {"value", {.kind = TYPE_TEXT}, false, "The address, URL or wording."},
            {"sort",
             {.kind = TYPE_WORD, .words = sorts},
             false,
             "An address, a form of the forge, a platform for reports, a key, a public tracker, or "
             "a policy that is kept elsewhere."},
            {"private",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does only the project read it? Unknown for a policy that is kept elsewhere."},
            {"placeholder", {.kind = TYPE_BOOLEAN}, false, "Was it left from a template?"},
            {"belongs_to",
             {.kind = TYPE_WORD, .words = belongings},
             false,
             "Whose it is. Unknown when nothing tells the repository's own name."},
            {"section", {.kind = TYPE_TEXT}, true, "The heading above it."},
            {0},
        },
};

struct names {
    const char *remote_owner, *remote_name; /* NULL: not known */
    const struct fact_table *stated;
};

static enum belonging compare(const struct names *names, const char *owner, const char *name)
{
    enum belonging belonging = UNTOLD;
    if (names->remote_owner) {
        belonging = FOREIGN;
        if (string_equals_folded(owner, names->remote_owner))
            return string_equals_folded(name, names->remote_name) ? REPOSITORY : ORGANISATION;
    }
    for (size_t i = 0; i < names->stated->count; i++) {
        const struct fact_row *row = &names->stated->rows[i];
        /* A fork keeps its origin's manifest; a badge beside a remote proves nothing. */
        if (names->remote_owner && strcmp(row->cells[REPOSITORY_NAME_STATED_BY].text, "badge") == 0)
            continue;
        if (!string_equals_folded(owner, row->cells[REPOSITORY_NAME_OWNER].text)) {
            belonging = belonging == UNTOLD ? FOREIGN : belonging;
            continue;
        }
        if (string_equals_folded(name, row->cells[REPOSITORY_NAME_NAME].text))
            return REPOSITORY;
        belonging = ORGANISATION;
    }
    return belonging;
}

/* A bare address or a page of a platform names no repository: who writes it into a
 * policy says that it is the organisation's. */
static enum belonging belonging_of(const struct names *names, const struct fact_row *row)
{
    const struct value *owner = &row->cells[SECURITY_MENTION_OWNER];
    const struct value *name = &row->cells[SECURITY_MENTION_NAME];
    if (owner->kind == VALUE_TEXT && name->kind == VALUE_TEXT)
        return compare(names, owner->text, name->text);
    const char *value = row->cells[SECURITY_MENTION_VALUE].text;
    const char *sort = row->cells[SECURITY_MENTION_SORT].text;
    bool here = strcmp(sort, "advisory_form") == 0 && !strstr(value, "://");
    return here || strcmp(sort, "tracker") == 0 ? REPOSITORY : ORGANISATION;
}

static void add(struct fact_writer *writer, const struct names *names,
                const struct fact_row *mention)
{
    struct fact_row *row = fact_add(writer, &kind, mention->path, mention->line, mention->column);
    enum belonging belonging = belonging_of(names, mention);
    row->cells[CELL_VALUE] = mention->cells[SECURITY_MENTION_VALUE];
    row->cells[CELL_SORT] = mention->cells[SECURITY_MENTION_SORT];
    row->cells[CELL_PRIVATE] = mention->cells[SECURITY_MENTION_PRIVATE];
    row->cells[CELL_PLACEHOLDER] = mention->cells[SECURITY_MENTION_PLACEHOLDER];
    row->cells[CELL_SECTION] = mention->cells[SECURITY_MENTION_SECTION];
    row->cells[CELL_BELONGS_TO] =
        belonging == UNTOLD
            ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                            "no remote and no manifest tells whose repository this is")
            : value_text(belongings[belonging]);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct names names = {.stated = repository->table(repository, &fact_kind_repository_name)};
    const char *remote = repository->repository
                             ? repository_remote(repository->repository, fact_arena(writer))
                             : NULL;
    if (remote &&
        !contact_remote_names(fact_arena(writer), remote, &names.remote_owner, &names.remote_name))
        names.remote_owner = names.remote_name = NULL;
    const struct fact_table *mentions = repository->table(repository, &fact_kind_security_mention);
    for (size_t i = 0; i < mentions->count; i++) {
        const struct fact_row *mention = &mentions->rows[i];
        if (!mention->gap) {
            add(writer, &names, mention);
            continue;
        }
        const struct unknown *why = mention->cells[SECURITY_MENTION_VALUE].unknown;
        fact_add_gap(writer, &kind, mention->path, why->class, why->reason);
    }
    return NULL;
}

FACT(security_contact) = {
    .name = "security_contact",
    .area = FACT_AREA_SECURITY,
    .summary = "Ways to report a vulnerability, and whose they are.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_security_mention,
                                               &fact_kind_repository_name, NULL},
    .recognise_repository = recognise,
};
