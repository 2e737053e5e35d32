/* delivery_metric.h - a number about delivery before it is a fact, medians of days, and the
 * numbers that a deployments file tells. Everything lives in the arena. */
#ifndef FACTS_DELIVERY_METRIC_H
#define FACTS_DELIVERY_METRIC_H

#include "facts/fact.h"

struct delivery_metric {
    const char *name;
    bool known;
    double value;
    const char *unit, *basis;
    size_t sample;
    const char *confidence, *reason;
    const char *level; /* as DORA calls it, or NULL: only deployments have one */
};

struct delivery_numbers {
    struct arena *arena;
    double *items;
    size_t count, capacity;
};

/* Adds seconds, as days. */
void delivery_numbers_add(struct delivery_numbers *numbers, int64_t seconds);
/* Of at least one; sorts them. */
double delivery_numbers_median(struct delivery_numbers *numbers);

enum { DELIVERY_WINDOW_DAYS = 365, DELIVERY_RANGES_MAX = 12, DELIVERY_DEPLOYMENT_METRICS = 4 };

/* deployment_frequency, time_to_production, change_fail_rate and recovery_time of the
 * deployments to production of the last year; without a deployments file no value.
 *
 * Levels: the clusters of the Accelerate State of DevOps report 2023, chapter 1 "How do you
 * compare?" (https://dora.dev/research/2023/dora-report/; its table was looked up on 2026-11-27 as
 * octopus.com/blog/software-delivery-performance-clusters-2023 gives it): deployments on demand, up
 * to a week, up to a month apart; lead times under a day, a week, a month; 5, 10, 15 % of changes
 * that fail; an hour, a day, a week to recover. Of frequency and lead time its medium and low
 * cluster say the same, so that what is slower than both is low here. A level is told where a
 * number rests on at least five cases (and a frequency on four weeks). */
struct failure *delivery_deployments(const struct fact_repository *repository, struct arena *arena,
                                     struct delivery_metric out[DELIVERY_DEPLOYMENT_METRICS],
                                     const char **cut) MUST_CHECK;

#endif
