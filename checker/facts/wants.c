#include "facts/fact.h"

bool fact_wants_field(const struct fact_repository *repository, const struct fact_kind *kind,
                      const char *field)
{
    return !repository->wants || repository->wants(repository, kind, field);
}
