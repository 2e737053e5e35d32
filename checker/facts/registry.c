#include "base/text.h"
#include "facts/fact.h"

#include <string.h>

const char *const fact_area_titles[FACT_AREAS] = {
    [FACT_AREA_UNSAID] = "Other facts",
    [FACT_AREA_REPOSITORY] = "The repository",
    [FACT_AREA_FILES] = "Files",
    [FACT_AREA_DOCUMENTS] = "Documents",
    [FACT_AREA_AUTOMATION] = "Automation",
    [FACT_AREA_SUPPLY_CHAIN] = "Supply chain and licences",
    [FACT_AREA_SECURITY] = "Security",
    [FACT_AREA_DECISIONS] = "Decisions",
    [FACT_AREA_OWNERSHIP] = "Ownership and names",
    [FACT_AREA_OPERATIONS] = "Operations",
    [FACT_AREA_WORKLOADS] = "Workloads and infrastructure",
    [FACT_AREA_HISTORY] = "History and change",
    [FACT_AREA_AI] = "AI tools",
    [FACT_AREA_GOVERNANCE] = "Governance itself",
};

const struct fact_kind *fact_kind_find(const char *name)
{
    for (size_t i = 0; fact_table[i]; i++)
        for (size_t k = 0; fact_table[i]->kinds[k]; k++)
            if (strcmp(fact_table[i]->kinds[k]->name, name) == 0)
                return fact_table[i]->kinds[k];
    return NULL;
}

static bool makes(const struct recogniser *recogniser, const struct fact_kind *kind)
{
    for (size_t i = 0; recogniser->kinds[i]; i++)
        if (recogniser->kinds[i] == kind)
            return true;
    return false;
}

const struct recogniser *fact_recogniser_after(const struct fact_kind *kind,
                                               const struct recogniser *after)
{
    size_t i = 0;
    if (after)
        while (fact_table[i++] != after) {
        }
    for (; fact_table[i]; i++)
        if (makes(fact_table[i], kind))
            return fact_table[i];
    return NULL;
}

const struct recogniser *fact_recogniser_of(const struct fact_kind *kind)
{
    return fact_recogniser_after(kind, NULL);
}

int fact_field_find(const struct fact_kind *kind, const char *name)
{
    for (int i = 0; kind->fields[i].name; i++)
        if (strcmp(kind->fields[i].name, name) == 0)
            return i;
    return -1;
}

static void insert_sorted(const char **names, size_t count, const char *name)
{
    while (count > 0 && strcmp(names[count - 1], name) > 0) {
        names[count] = names[count - 1];
        count--;
    }
    names[count] = name;
}

const char *const *fact_kind_names(struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; fact_table[i]; i++)
        for (size_t k = 0; fact_table[i]->kinds[k]; k++)
            count++;
    const char **names = ARENA_ARRAY(arena, const char *, count + 1);
    count = 0;
    for (size_t i = 0; fact_table[i]; i++)
        for (size_t k = 0; fact_table[i]->kinds[k]; k++)
            if (fact_recogniser_of(fact_table[i]->kinds[k]) == fact_table[i])
                insert_sorted(names, count++, fact_table[i]->kinds[k]->name);
    return names;
}
