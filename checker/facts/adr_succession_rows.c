/* Where a record that was superseded leads to: from record to record, along what each
 * says and what the later ones say, until one holds. */
#include "facts/adr_register.h"

#include <stdlib.h>
#include <string.h>

enum { SUCCESSION_LEADS, SUCCESSION_END, SUCCESSION_END_STATUS };

/* No chain of decisions is longer; without a bound one would cost its square. */
enum { REACHED_MAX = 64 };

enum leads { IN_FORCE, RETIRED, TOLD, ELSEWHERE, UNDECIDED, CIRCLE, NOWHERE };
static const char *const leads_names[] = {"in_force",  "retired", "told",    "elsewhere",
                                          "undecided", "circle",  "nowhere", NULL};

const struct fact_kind fact_kind_adr_succession = {
    .name = "adr_succession",
    .summary = "Where a decision record that was superseded leads to.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"leads",
             {.kind = TYPE_WORD, .words = leads_names},
             false,
             "In_force: to a record that holds. Retired: to one that was deprecated. Told: words "
             "alone say by what it was superseded. Elsewhere: to what is no record here. "
             "Undecided: to one that is proposed, deferred or rejected. Circle: back to itself. "
             "Nowhere: nothing says by what."},
            {"end",
             {.kind = TYPE_PATH},
             true,
             "The last record on the way; absent when there is none but itself."},
            {"end_status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "What that says of itself."},
            {0},
        },
};

struct edge {
    size_t from, to; /* records; `to` is SIZE_MAX where it leads out of them */
};

struct graph {
    const struct adr_register *known;
    struct edge *edges; /* by `from` */
    size_t count, capacity;
    size_t *first; /* by record: its first edge, and one more */
};

static void add_edge(struct graph *graph, size_t from, size_t to)
{
    graph->edges = arena_grow(graph->known->arena, graph->edges, graph->count, &graph->capacity,
                              sizeof(struct edge));
    graph->edges[graph->count++] = (struct edge){from, to};
}

static int by_start(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* A record knows itself by what it was superseded, in any wording; of another one it
 * counts only where it says so as a relation. */
static void add_relations(struct graph *graph, size_t index)
{
    const struct adr_register *known = graph->known;
    const struct adr_record *record = &known->records[index];
    for (size_t i = 0; i < record->relation_count; i++) {
        const struct adr_relation *relation = &record->relations[i];
        bool back = relation->verb == ADR_SUPERSEDED_BY;
        if (!back && (relation->verb != ADR_SUPERSEDES || !relation->strong))
            continue;
        enum adr_target state;
        const char *path =
            adr_register_resolve(known, record->path, known->candidates[index]->directory,
                                 relation->target, relation->is_link, &state);
        size_t other = path ? adr_register_find(known, path) : SIZE_MAX;
        if (back)
            add_edge(graph, index, other);
        else if (other != SIZE_MAX)
            add_edge(graph, other, index);
    }
}

static void build(struct graph *graph, const struct adr_register *known)
{
    *graph = (struct graph){.known = known};
    for (size_t i = 0; i < known->count; i++)
        add_relations(graph, i);
    if (graph->count)
        qsort(graph->edges, graph->count, sizeof(struct edge), by_start);
    graph->first = ARENA_ARRAY(known->arena, size_t, known->count + 2);
    size_t at = 0;
    for (size_t i = 0; i <= known->count; i++) {
        while (at < graph->count && graph->edges[at].from < i)
            at++;
        graph->first[i] = at;
    }
}

static bool is_superseded(const struct adr_record *record)
{
    return record && record->status_state == ADR_STATUS_KNOWN && record->status == ADR_SUPERSEDED;
}

/* "Superseded by the platform's own": more than the status word, or a number; or sentences
 * below it that tell what became of it. */
static bool tells_more(const struct adr_record *record)
{
    const char *text = record->status_text ? record->status_text : "";
    size_t words = 0;
    for (const char *at = text; *at;) {
        at += strspn(at, " \t*_`>.,;:()-");
        size_t size = strcspn(at, " \t*_`>.,;:()-");
        words += size > 0;
        at += size;
    }
    return record->explains_status || words > 2 || text[strcspn(text, "0123456789[")] != '\0';
}

struct search {
    const struct graph *graph;
    size_t reached[REACHED_MAX];
    size_t count;
    bool is_circle, is_elsewhere, is_open; /* open: more than REACHED_MAX */
};

static void reach(struct search *search, size_t start, size_t to)
{
    if (to == SIZE_MAX) {
        search->is_elsewhere = true;
        return;
    }
    search->is_circle = search->is_circle || to == start;
    for (size_t i = 0; i < search->count; i++)
        if (search->reached[i] == to)
            return;
    if (to == start)
        return;
    if (search->count < REACHED_MAX)
        search->reached[search->count++] = to;
    else
        search->is_open = true;
}

/* In the order in which one who looks for what holds now would take them. */
static unsigned rank_of(const struct adr_record *record)
{
    if (record->status_state == ADR_STATUS_MISSING ||
        (record->status_state == ADR_STATUS_KNOWN && adr_status_is_in_force(record->status)))
        return 0;
    if (record->status_state != ADR_STATUS_KNOWN)
        return 1;
    if (record->status == ADR_DEPRECATED)
        return 2;
    return record->status == ADR_SUPERSEDED ? 4 : 3;
}

static void write(struct value *cells, struct arena *arena, const struct search *search,
                  const struct adr_record *self, const struct adr_record *end)
{
    static const enum leads by_rank[] = {IN_FORCE, IN_FORCE, RETIRED, UNDECIDED, NOWHERE};
    unsigned rank = end ? rank_of(end) : 4;
    enum leads leads = by_rank[rank];
    if (search->is_circle)
        leads = CIRCLE;
    else if (rank > 0 && search->is_elsewhere)
        leads = ELSEWHERE;
    else if (rank == 4 && tells_more(end ? end : self))
        leads = TOLD;
    cells[SUCCESSION_LEADS] = value_text(leads_names[leads]);
    if (!search->is_circle && !search->is_elsewhere && (search->is_open || rank == 1))
        cells[SUCCESSION_LEADS] = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                                "the status of what supersedes it is not known");
    if (!end)
        return;
    cells[SUCCESSION_END] = value_text(end->path);
    if (end->status_state == ADR_STATUS_KNOWN)
        cells[SUCCESSION_END_STATUS] = value_text(adr_status_names[end->status]);
}

void adr_succession_rows(struct fact_writer *writer, const struct adr_register *known)
{
    struct graph graph;
    build(&graph, known);
    for (size_t i = 0; i < known->count; i++) {
        const struct adr_record *record = &known->records[i], *end = NULL;
        struct search search = {.graph = &graph};
        for (size_t e = graph.first[i]; e < graph.first[i + 1]; e++)
            reach(&search, i, graph.edges[e].to);
        for (size_t r = 0; r < search.count; r++) {
            size_t at = search.reached[r];
            for (size_t e = graph.first[at]; e < graph.first[at + 1]; e++)
                reach(&search, i, graph.edges[e].to);
            if (!end || rank_of(&known->records[at]) <= rank_of(end))
                end = &known->records[at];
        }
        if (!search.is_circle && !is_superseded(record))
            continue;
        struct value *cells =
            fact_add(writer, &fact_kind_adr_succession, record->path, record->status_line, 1)
                ->cells;
        write(cells, known->arena, &search, record, end);
    }
}
