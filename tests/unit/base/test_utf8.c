#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static size_t encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size; --i > 0; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)((0xf00U >> size & 0xff) | code);
    return size;
}

static void every_code_point_is_decoded_and_no_surrogate(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        char bytes[4];
        size_t size = encode(code, bytes);
        uint32_t decoded = 0;
        size_t taken = utf8_decode(bytes, size, &decoded);
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        if (surrogate ? taken != 1 || decoded != 0xfffd : taken != size || decoded != code)
            fail_msg("U+%04x: %zu bytes, U+%04x", (unsigned)code, taken, (unsigned)decoded);
        if (utf8_is_valid((struct text){bytes, size}) == surrogate)
            fail_msg("U+%04x", (unsigned)code);
        for (size_t part = 1; part < size; part++)
            if (utf8_decode(bytes, part, &decoded) != 1 || decoded != 0xfffd)
                fail_msg("U+%04x, cut", (unsigned)code);
    }
}

static void what_is_not_utf8_is_not_valid(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "\x80",
        "\xbf",
        "\xc0\xaf",
        "\xc1\xbf",
        "\xc3",
        "\xe0\x9f\xbf",
        "\xe2\x82",
        "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xc3\x28",
        "\xe2\x28\xa1",
        "a\xfe",
        "\xf0\x9f\x98",
    };
    for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
        if (utf8_is_valid(text_of(broken[i])))
            fail_msg("case %zu", i);
    assert_true(utf8_is_valid(text_of("")));
    assert_true(utf8_is_valid((struct text){0}));
    assert_true(utf8_is_valid(text_of("\xef\xbf\xbd")));
    assert_true(utf8_is_valid((struct text){"a\0b", 3}));
    uint32_t code = 7;
    assert_int_equal(utf8_decode("", 0, &code), 0);
    assert_int_equal(code, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_decoded_and_no_surrogate),
        cmocka_unit_test(what_is_not_utf8_is_not_valid),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
