/* baseline_entry - the entries of .bylaw/baseline.yml and what became of them. The engine
 * fills the table when the other rules are judged. */
#include "facts/baseline_kinds.h"

const char *const baseline_entry_state_words[] = {"holds",   "over",     "removable", "untried",
                                                  "refused", "proposed", NULL};

static const struct fact_field fields[] = {
    [BASELINE_ROW_FINGERPRINT] = {"fingerprint",
                                  {.kind = TYPE_TEXT},
                                  false,
                                  "of the finding that does not block"},
    [BASELINE_ROW_RULE] = {"rule", {.kind = TYPE_TEXT}, false, "whose finding it is"},
    [BASELINE_ROW_FILE] = {"file", {.kind = TYPE_TEXT}, true, "where the finding stood"},
    [BASELINE_ROW_FIRST_SEEN] = {"first_seen",
                                 {.kind = TYPE_DATE},
                                 false,
                                 "the day on which it was written down"},
    [BASELINE_ROW_UNTIL] = {"until",
                            {.kind = TYPE_DATE},
                            true,
                            "the last day on which it does not block"},
    [BASELINE_ROW_STATE] = {"state",
                            {.kind = TYPE_WORD, .words = baseline_entry_state_words},
                            false,
                            "on the day of the run; only `holds` keeps a finding from blocking"},
    {0},
};

static const char *const key[] = {"fingerprint", NULL};

const struct fact_kind fact_kind_baseline_entry = {
    .name = "baseline_entry",
    .summary = "a finding that was there when the rules came, by .bylaw/baseline.yml",
    .key = key,
    .fields = fields,
};

static const struct fact_kind *const kinds[] = {&fact_kind_baseline_entry, NULL};

FACT(baseline_entry) = {
    .name = "baseline_entry",
    .area = FACT_AREA_GOVERNANCE,
    .summary = "the baseline of known findings, and what is left of it",
    .version = 1,
    .kinds = kinds,
    .is_published = true,
};
