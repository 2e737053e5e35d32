#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *hex_of(const char *bytes, size_t size, char out[SHA256_HEX_SIZE])
{
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add(&digest, bytes, size);
    sha256_finish_hex(&digest, out);
    return out;
}

/* The examples of FIPS 180-4 (NIST, Cryptographic Standards and Guidelines,
 * example values) and the empty message of CAVP's SHA256ShortMsg. */
static void the_vectors_of_nist(void **state)
{
    (void)state;
    char hex[SHA256_HEX_SIZE];
    assert_string_equal(hex_of("", 0, hex),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(hex_of("abc", 3, hex),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    assert_string_equal(hex_of(two_blocks, 56, hex),
                        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    struct sha256 digest;
    sha256_init(&digest);
    char thousand[1000];
    memset(thousand, 'a', sizeof(thousand));
    for (int i = 0; i < 1000; i++)
        sha256_add(&digest, thousand, sizeof(thousand));
    sha256_finish_hex(&digest, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void pieces_give_the_digest_of_the_whole(void **state)
{
    (void)state;
    char bytes[260];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 37);
    for (size_t size = 0; size <= sizeof(bytes); size++) {
        char whole[SHA256_HEX_SIZE];
        hex_of(bytes, size, whole);
        for (size_t cut = 0; cut <= size; cut += 13) {
            struct sha256 digest;
            sha256_init(&digest);
            sha256_add(&digest, bytes, cut);
            sha256_add(&digest, "", 0);
            sha256_add(&digest, bytes + cut, size - cut);
            char hex[SHA256_HEX_SIZE];
            sha256_finish_hex(&digest, hex);
            assert_string_equal(hex, whole);
        }
    }
}

static void neighbouring_strings_do_not_run_together(void **state)
{
    (void)state;
    char first[SHA256_HEX_SIZE];
    char second[SHA256_HEX_SIZE];
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, "ab");
    sha256_add_string(&digest, "c");
    sha256_finish_hex(&digest, first);
    sha256_init(&digest);
    sha256_add_string(&digest, "a");
    sha256_add_string(&digest, "bc");
    sha256_finish_hex(&digest, second);
    assert_string_not_equal(first, second);
    assert_string_equal(hex_of("ab\0c", 5, second), first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_of_nist),
        cmocka_unit_test(pieces_give_the_digest_of_the_whole),
        cmocka_unit_test(neighbouring_strings_do_not_run_together),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
