#include "rows.h"

static const char fields[] = "system name owner end permanent";

static void three_formats(void **state)
{
    (void)state;
    assert_rows_of("a.json",
                   "{\"metadata\": {\"owner\": \"a\", \"permanent\": true},\n\"flags\": {\n"
                   "\"x\": {\"state\": \"ENABLED\", \"variants\": {}, \"defaultVariant\": \"a\", "
                   "\"metadata\": {\"owner\": \"b\", \"expiresAt\": \"2027-01-02T03:04:05Z\"}},\n"
                   "\"y\": {\"variants\": {}}}}",
                   "feature_flag", fields, "a.json:3 flagd x b 2027-01-02 true\n");
    assert_rows_of("a.yaml",
                   "x:\n  variations: {}\n  defaultRule: {}\n  metadata: {owners: [a, b], "
                   "sunset_date: 2027-02-31}\ny: {defaultRule: {}}\n",
                   "feature_flag", fields, "a.yaml:1 GO Feature Flag x a none false\n");
    assert_rows_of("a.yml",
                   "flags:\n- key: x\n  type: VARIANT_FLAG_TYPE\n  enabled: false\n  metadata: "
                   "{Team: a, permanent: false, lifetime: Permanent}\n- {key: y}\n",
                   "feature_flag", fields, "a.yml:2 Flipt x a none true\n");
}

static void nothing_of_the_kind(void **state)
{
    (void)state;
    assert_rows_of("a.yaml", "flags: [defaultRule, {key: [x]}]\n", "feature_flag", fields, "");
    assert_rows_of("a.yaml", "{{ defaultRule }}: [\n", "feature_flag", fields, "");
    assert_rows_of("flags.yaml", "{{ defaultRule }}: [\n", "feature_flag", fields,
                   "flags.yaml gap\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_formats),
        cmocka_unit_test(nothing_of_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
