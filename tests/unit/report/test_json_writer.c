/* The writer of JSON: commas, indentation, nesting. */
#include "report/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void write_all(struct json *json)
{
    json_begin_object(json, NULL);
    json_string(json, "text", "a\"b");
    json_string(json, "none", NULL);
    json_null(json, "null");
    json_optional(json, "left out", NULL);
    json_optional(json, "kept", "x");
    json_integer(json, "least", INT64_MIN);
    json_integer(json, "most", INT64_MAX);
    json_boolean(json, "yes", true);
    json_begin_list(json, "empty");
    json_end_list(json);
    json_begin_object(json, "nothing");
    json_end_object(json);
    json_begin_list(json, "list");
    json_integer(json, NULL, 1);
    json_begin_list(json, NULL);
    json_boolean(json, NULL, false);
    json_end_list(json);
    json_begin_object(json, NULL);
    json_null(json, "k\n");
    json_end_object(json);
    json_end_list(json);
    json_end_object(json);
}

static void test_pretty(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    struct json json = {.out = &out};
    write_all(&json);
    assert_string_equal(buffer_string(&out), "{\n"
                                             "  \"text\": \"a\\\"b\",\n"
                                             "  \"none\": null,\n"
                                             "  \"null\": null,\n"
                                             "  \"kept\": \"x\",\n"
                                             "  \"least\": -9223372036854775808,\n"
                                             "  \"most\": 9223372036854775807,\n"
                                             "  \"yes\": true,\n"
                                             "  \"empty\": [],\n"
                                             "  \"nothing\": {},\n"
                                             "  \"list\": [\n"
                                             "    1,\n"
                                             "    [\n"
                                             "      false\n"
                                             "    ],\n"
                                             "    {\n"
                                             "      \"k\\n\": null\n"
                                             "    }\n"
                                             "  ]\n"
                                             "}");
    assert_int_equal(json.depth, 0);
    buffer_release(&out);
}

static void test_compact(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    struct json json = {.out = &out, .compact = true};
    write_all(&json);
    assert_string_equal(buffer_string(&out),
                        "{\"text\":\"a\\\"b\",\"none\":null,\"null\":null,\"kept\":\"x\","
                        "\"least\":-9223372036854775808,\"most\":9223372036854775807,\"yes\":true,"
                        "\"empty\":[],\"nothing\":{},\"list\":[1,[false],{\"k\\n\":null}]}");
    buffer_release(&out);
}

static void test_as_deep_as_it_goes(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    struct json json = {.out = &out, .compact = true};
    for (int i = 0; i < JSON_DEPTH; i++)
        json_begin_list(&json, NULL);
    json_integer(&json, NULL, 1);
    json_integer(&json, NULL, 2);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_end_list(&json);
    const char *text = buffer_string(&out);
    assert_int_equal(strspn(text, "["), JSON_DEPTH);
    assert_int_equal(strncmp(text + JSON_DEPTH, "1,2]", 4), 0);
    assert_int_equal(out.size, 2 * JSON_DEPTH + 3);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pretty),
        cmocka_unit_test(test_compact),
        cmocka_unit_test(test_as_deep_as_it_goes),
    };
    return cmocka_run_group_tests_name("json_writer", tests, NULL, NULL);
}
