#include "facts/fact.h"

bool fact_wants_field(const struct fact_repository *repository, const struct fact_kind *kind,
                      const char *field)
{
    return !repository->wants || repository->wants(repository, kind, field);
}

bool fact_wants_path(const struct fact_repository *repository, const struct fact_kind *kind,
                     const char *path)
{
    return !repository->wants_path || repository->wants_path(repository, kind, path);
}
