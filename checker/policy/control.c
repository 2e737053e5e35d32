#include "policy/rule.h"

#include <string.h>

#define FORGE    "a setting of the forge"
#define PEOPLE   "people and the organisation"
#define PREMISES "premises and equipment"
#define RUNNING  "systems as they run"
#define PRIVACY  "how personal data is handled"

/* `A.5.1` to `A.5.37` is {"A.5.", 37}. */
struct control_range {
    const char *prefix;
    unsigned last;
};

struct framework {
    const char *name;
    const char *const *ids;
    const struct control_range *ranges; /* ended by a NULL prefix */
};

/* The ids that reference/controls.md names, each checked there against the
 * framework's own text. A control stands here only when it was read. */
static const char *const ssdf[] = {
    "PO.1.1", "PO.1.2", "PO.1.3", "PO.2.1", "PO.2.2", "PO.2.3", "PO.3.1", "PO.3.2", "PO.3.3",
    "PO.4.1", "PO.4.2", "PO.5.1", "PO.5.2", "PS.1.1", "PS.2.1", "PS.3.1", "PS.3.2", "PW.1.1",
    "PW.1.2", "PW.1.3", "PW.2.1", "PW.4.1", "PW.4.2", "PW.4.4", "PW.5.1", "PW.6.1", "PW.6.2",
    "PW.7.1", "PW.7.2", "PW.8.1", "PW.8.2", "PW.9.1", "PW.9.2", "RV.1.1", "RV.1.2", "RV.1.3",
    "RV.2.1", "RV.2.2", "RV.3.1", "RV.3.2", "RV.3.3", "RV.3.4", NULL};

static const char *const osps[] = {
    "OSPS-AC-01.01", "OSPS-AC-02.01", "OSPS-AC-03.01", "OSPS-AC-03.02", "OSPS-AC-04.01",
    "OSPS-AC-04.02", "OSPS-BR-01.01", "OSPS-BR-01.03", "OSPS-BR-01.04", "OSPS-BR-02.01",
    "OSPS-BR-02.02", "OSPS-BR-03.01", "OSPS-BR-03.02", "OSPS-BR-04.01", "OSPS-BR-05.01",
    "OSPS-BR-06.01", "OSPS-BR-07.01", "OSPS-BR-07.02", "OSPS-DO-01.01", "OSPS-DO-02.01",
    "OSPS-DO-03.01", "OSPS-DO-03.02", "OSPS-DO-04.01", "OSPS-DO-05.01", "OSPS-DO-06.01",
    "OSPS-DO-07.01", "OSPS-GV-01.01", "OSPS-GV-01.02", "OSPS-GV-02.01", "OSPS-GV-03.01",
    "OSPS-GV-03.02", "OSPS-GV-04.01", "OSPS-LE-01.01", "OSPS-LE-02.01", "OSPS-LE-02.02",
    "OSPS-LE-03.01", "OSPS-LE-03.02", "OSPS-QA-01.01", "OSPS-QA-01.02", "OSPS-QA-02.01",
    "OSPS-QA-02.02", "OSPS-QA-03.01", "OSPS-QA-04.01", "OSPS-QA-04.02", "OSPS-QA-05.01",
    "OSPS-QA-05.02", "OSPS-QA-06.01", "OSPS-QA-06.02", "OSPS-QA-06.03", "OSPS-QA-07.01",
    "OSPS-SA-01.01", "OSPS-SA-02.01", "OSPS-SA-03.01", "OSPS-SA-03.02", "OSPS-VM-01.01",
    "OSPS-VM-02.01", "OSPS-VM-03.01", "OSPS-VM-04.01", "OSPS-VM-04.02", "OSPS-VM-05.01",
    "OSPS-VM-05.02", "OSPS-VM-05.03", "OSPS-VM-06.01", "OSPS-VM-06.02", NULL};

static const struct control_range soc2_ranges[] = {
    {"CC1.", 5}, {"CC2.", 3}, {"CC3.", 4}, {"CC4.", 2}, {"CC5.", 3}, {"CC6.", 8}, {"CC7.", 5},
    {"CC8.", 1}, {"CC9.", 2}, {"A1.", 3},  {"C1.", 2},  {"PI1.", 5}, {"P1.", 1},  {"P2.", 1},
    {"P3.", 2},  {"P4.", 3},  {"P5.", 2},  {"P6.", 7},  {"P7.", 1},  {"P8.", 1},  {NULL, 0}};

/* Annex A, and the two clauses of the standard itself that governance of records
 * and of exceptions rests on. */
static const char *const iso27001[] = {"6.1.3", "7.5.3", NULL};
static const struct control_range iso27001_ranges[] = {
    {"A.5.", 37}, {"A.6.", 8}, {"A.7.", 14}, {"A.8.", 34}, {NULL, 0}};

static const char *const pci[] = {"1.2.4",    "2.2.1",   "2.2.4",   "2.2.6",   "6.1.1",   "6.1.2",
                                  "6.2.1",    "6.2.3",   "6.2.3.1", "6.2.4",   "6.3.1",   "6.3.2",
                                  "6.3.3",    "6.5.1",   "6.5.2",   "8.6.2",   "10.7.2",  "11.3.1",
                                  "11.3.1.1", "12.1.2",  "12.2.1",  "12.3.1",  "12.3.2",  "12.3.4",
                                  "12.5.1",   "12.10.1", "12.10.2", "12.10.3", "12.10.6", NULL};

static const struct control_range cis_ranges[] = {
    {"1.1.", 19}, {"1.2.", 7}, {"1.3.", 13}, {"1.4.", 4}, {"1.5.", 6}, {"2.1.", 6},
    {"2.2.", 8},  {"2.3.", 8}, {"2.4.", 6},  {"3.1.", 8}, {"3.2.", 4}, {"4.1.", 3},
    {"4.2.", 5},  {"4.3.", 4}, {"4.4.", 2},  {"5.1.", 7}, {"5.2.", 4}, {NULL, 0}};

static const char *const slsa[] = {"Build-L1",  "Build-L2",  "Build-L3",  "Source-L1",
                                   "Source-L2", "Source-L3", "Source-L4", NULL};

static const char *const hipaa[] = {
    "164.308(a)(1)",        "164.308(a)(1)(ii)(A)", "164.308(a)(1)(ii)(B)",
    "164.308(a)(6)",        "164.308(a)(6)(ii)",    "164.308(a)(7)",
    "164.308(a)(7)(ii)(A)", "164.308(a)(7)(ii)(B)", "164.308(a)(7)(ii)(C)",
    "164.308(a)(7)(ii)(D)", "164.308(a)(7)(ii)(E)", "164.308(a)(8)",
    "164.312(a)(1)",        "164.312(b)",           "164.312(c)(1)",
    "164.312(d)",           "164.312(e)(1)",        NULL};

static const char *const iso42001[] = {"A.2.2", "A.2.4", "A.9.2", "A.9.4", NULL};

static const struct framework frameworks[] = {
    {"cis-sscs-1.0", NULL, cis_ranges},
    {"hipaa", hipaa, NULL},
    {"iso27001-2022", iso27001, iso27001_ranges},
    {"iso42001-2023", iso42001, NULL},
    {"osps-2026.02.19", osps, NULL},
    {"pci-4.0.1", pci, NULL},
    {"slsa-1.2", slsa, NULL},
    {"soc2-2017", NULL, soc2_ranges},
    {"ssdf-1.1", ssdf, NULL},
};

enum { FRAMEWORK_COUNT = sizeof(frameworks) / sizeof(frameworks[0]) };

static const char *const framework_names[FRAMEWORK_COUNT + 1] = {
    "cis-sscs-1.0", "hipaa",    "iso27001-2022", "iso42001-2023", "osps-2026.02.19",
    "pci-4.0.1",    "slsa-1.2", "soc2-2017",     "ssdf-1.1",      NULL};

const char *const *control_frameworks(void)
{
    return framework_names;
}

static const struct framework *framework_find(const char *name, size_t size)
{
    for (size_t i = 0; i < FRAMEWORK_COUNT; i++)
        if (strlen(frameworks[i].name) == size && memcmp(frameworks[i].name, name, size) == 0)
            return &frameworks[i];
    return NULL;
}

/* A number from 1 to `last`, written without leading zeros. */
static bool range_has(const struct control_range *range, const char *id)
{
    size_t size = strlen(range->prefix);
    if (strncmp(id, range->prefix, size) != 0 || id[size] < '1' || id[size] > '9')
        return false;
    unsigned number = 0;
    for (const char *digit = id + size; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || number > 99)
            return false;
        number = number * 10 + (unsigned)(*digit - '0');
    }
    return number <= range->last;
}

bool control_is_known(const char *control)
{
    const char *slash = strchr(control, '/');
    const struct framework *framework =
        slash ? framework_find(control, (size_t)(slash - control)) : NULL;
    if (!framework)
        return false;
    if (framework->ids && string_is_one_of(slash + 1, framework->ids))
        return true;
    for (const struct control_range *range = framework->ranges; range && range->prefix; range++)
        if (range_has(range, slash + 1))
            return true;
    return false;
}

const char *const *control_ids(struct arena *arena, const char *name)
{
    const struct framework *framework = framework_find(name, strlen(name));
    if (!framework)
        return NULL;
    const char **ids = NULL;
    size_t count = 0, capacity = 0;
    for (const char *const *id = framework->ids; id && *id; id++) {
        ids = arena_grow(arena, ids, count, &capacity, sizeof(*ids));
        ids[count++] = *id;
    }
    for (const struct control_range *range = framework->ranges; range && range->prefix; range++)
        for (unsigned number = 1; number <= range->last; number++) {
            ids = arena_grow(arena, ids, count, &capacity, sizeof(*ids));
            ids[count++] = arena_printf(arena, "%s%u", range->prefix, number);
        }
    ids = arena_grow(arena, ids, count, &capacity, sizeof(*ids));
    ids[count] = NULL;
    return ids;
}

/* What no repository shows: a setting of the forge, people, premises, running systems.
 * A rule may speak for such a control all the same, with evidence from outside. */
static const struct unobservable {
    const char *control; /* with a `*` at its end all that begin so */
    const char *reason;
} unobservable[] = {
    {"osps-2026.02.19/OSPS-AC-01.01", FORGE},
    {"osps-2026.02.19/OSPS-AC-02.01", FORGE},
    {"osps-2026.02.19/OSPS-AC-03.*", FORGE},
    {"osps-2026.02.19/OSPS-BR-03.*", "how a site is served"},
    {"cis-sscs-1.0/1.1.14", FORGE},
    {"cis-sscs-1.0/1.1.15", FORGE},
    {"cis-sscs-1.0/1.1.16", FORGE},
    {"cis-sscs-1.0/1.1.17", FORGE},
    {"cis-sscs-1.0/1.3.*", FORGE},
    {"cis-sscs-1.0/1.4.*", "applications that the forge was given access to"},
    {"cis-sscs-1.0/2.2.*", "the machines that build"},
    {"cis-sscs-1.0/4.2.*", "the registry of packages"},
    {"cis-sscs-1.0/4.3.*", "the registry of packages"},
    {"soc2-2017/CC1.*", PEOPLE},
    {"soc2-2017/CC6.4", PREMISES},
    {"soc2-2017/CC6.5", "how hardware is disposed of"},
    {"soc2-2017/C1.*", RUNNING},
    {"soc2-2017/PI1.*", RUNNING},
    {"soc2-2017/P1.*", PRIVACY},
    {"soc2-2017/P2.*", PRIVACY},
    {"soc2-2017/P3.*", PRIVACY},
    {"soc2-2017/P4.*", PRIVACY},
    {"soc2-2017/P5.*", PRIVACY},
    {"soc2-2017/P6.*", PRIVACY},
    {"soc2-2017/P7.*", PRIVACY},
    {"soc2-2017/P8.*", PRIVACY},
    {"iso27001-2022/A.6.*", PEOPLE},
    {"iso27001-2022/A.7.*", PREMISES},
    {"pci-4.0.1/10.7.2", RUNNING},
    {"pci-4.0.1/11.3.*", RUNNING},
    {"slsa-1.2/Build-L3", "the platform that builds"},
    {"hipaa/164.308(a)(8)", "an evaluation of the organisation"},
    {"hipaa/164.312*", RUNNING},
};

const char *control_unobservable(const char *control)
{
    for (size_t i = 0; i < sizeof(unobservable) / sizeof(unobservable[0]); i++) {
        const char *wanted = unobservable[i].control;
        size_t size = strlen(wanted);
        bool is_prefix = wanted[size - 1] == '*';
        if (is_prefix ? strncmp(wanted, control, size - 1) == 0 : strcmp(wanted, control) == 0)
            return unobservable[i].reason;
    }
    return NULL;
}
