#include "policy/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void controls_of_every_framework_are_known(void **state)
{
    (void)state;
    static const char *const known[] = {"ssdf-1.1/PO.1.1",
                                        "ssdf-1.1/RV.3.4",
                                        "osps-2026.02.19/OSPS-AC-01.01",
                                        "osps-2026.02.19/OSPS-VM-06.02",
                                        "soc2-2017/CC8.1",
                                        "soc2-2017/A1.3",
                                        "soc2-2017/PI1.5",
                                        "soc2-2017/P6.7",
                                        "iso27001-2022/A.5.1",
                                        "iso27001-2022/A.5.37",
                                        "iso27001-2022/A.8.34",
                                        "iso27001-2022/7.5.3",
                                        "iso27001-2022/6.1.3",
                                        "pci-4.0.1/6.2.3.1",
                                        "pci-4.0.1/12.10.6",
                                        "cis-sscs-1.0/1.1.19",
                                        "cis-sscs-1.0/5.2.4",
                                        "slsa-1.2/Build-L3",
                                        "slsa-1.2/Source-L4",
                                        "hipaa/164.308(a)(7)(ii)(B)",
                                        "hipaa/164.312(e)(1)",
                                        "iso42001-2023/A.9.4",
                                        NULL};
    for (const char *const *control = known; *control; control++)
        if (!control_is_known(*control))
            fail_msg("%s should be known", *control);
}

/* What people cite and no text has: retired ids, the row after the last one,
 * another way of writing. */
static void what_no_framework_has_is_refused(void **state)
{
    (void)state;
    static const char *const unknown[] = {"ssdf-1.1/PW.3.1",
                                          "ssdf-1.1/PW.4.3",
                                          "ssdf-1.1/PW.5.2",
                                          "ssdf-1.1/",
                                          "ssdf-1.1",
                                          "/PW.4.1",
                                          "",
                                          "PW.4.1",
                                          "ssdf@1.1/PW.4.1",
                                          "ssdf-1.2/PW.4.1",
                                          "SSDF-1.1/PW.4.1",
                                          "ssdf-1.1/pw.4.1",
                                          "ssdf-1.1/PW.4.1 ",
                                          "ssdf-1.1//PW.4.1",
                                          "osps-2026.02.19/OSPS-BR-01.02",
                                          "osps-2026.02.19/BR-05.01",
                                          "soc2-2017/CC8.2",
                                          "soc2-2017/CC1.0",
                                          "soc2-2017/CC1.05",
                                          "soc2-2017/CC1.",
                                          "soc2-2017/CC1.1.1",
                                          "iso27001-2022/A.5.38",
                                          "iso27001-2022/A.8.35",
                                          "iso27001-2022/A.9.1",
                                          "iso27001-2022/A.5.4294967297",
                                          "pci-4.0.1/6.4.1",
                                          "cis-sscs-1.0/1.1.20",
                                          "cis-sscs-1.0/2.3.x",
                                          "slsa-1.2/L3",
                                          "iso42001-2023/A.7.2",
                                          "bod/26-04",
                                          NULL};
    for (const char *const *control = unknown; *control; control++)
        if (control_is_known(*control))
            fail_msg("%s should not be known", *control);
}

static void frameworks_are_sorted_and_list_what_they_know(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *const *names = control_frameworks();
    size_t total = 0;
    for (size_t i = 0; names[i]; i++) {
        assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
        const char *const *ids = control_ids(&arena, names[i]);
        assert_non_null(ids);
        for (; *ids; ids++, total++)
            assert_true(control_is_known(arena_printf(&arena, "%s/%s", names[i], *ids)));
    }
    assert_int_equal(total, 42 + 64 + 61 + 95 + 29 + 114 + 7 + 17 + 4);
    assert_null(control_ids(&arena, "soc1"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_of_every_framework_are_known),
        cmocka_unit_test(what_no_framework_has_is_refused),
        cmocka_unit_test(frameworks_are_sorted_and_list_what_they_know),
    };
    return cmocka_run_group_tests_name("control", tests, NULL, NULL);
}
