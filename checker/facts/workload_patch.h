/* workload_patch.h - manifests that Kustomize joins: a patch takes from the one manifest
 * of its kind and name what it does not say itself, and what that one does not say and a
 * patch does is not known of it, for it may be deployed with the patch only. Of several
 * manifests of that kind and name it is the one that the patch's kustomization takes in, and
 * of those, or where it takes in none, the one that shares more folders with the patch than
 * any other; where there is none nothing is joined. What a kustomization itself says of a
 * manifest beside it, or below it and below no other one, holds for everybody, and is what
 * that manifest says then. */
#ifndef FACTS_WORKLOAD_PATCH_H
#define FACTS_WORKLOAD_PATCH_H

#include "base/table.h"
#include "facts/fact.h"
#include "facts/kustomize_reach.h"

struct workload_patching {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct kustomize_reach *reach;
    const struct fact_table *parts;
    struct value **cells; /* of each part, which are changed */
};

/* A container without an image is a patch for one that has it: what `cells` of it do not
 * say, the base may, so that it is not known. */
void container_patch_open(struct arena *arena, struct value *cells);
/* Joins the cells of workloads: rows of workload_part. */
void workload_patch_workloads(const struct workload_patching *patching);
/* The same of containers: rows of container_part. */
void workload_patch_containers(const struct workload_patching *patching);

#endif
