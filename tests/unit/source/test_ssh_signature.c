/* Signatures that ssh-keygen made, true and tampered with; and ours, for ssh-keygen. */
#include "source_test.h"

#include "source/allowed_signers.h"
#include "source/commit_signature.h"
#include "source/ssh_private_key.h"
#include "source/ssh_signature.h"
#include "source/ssh_wire.h"

static struct text contents(struct arena *arena, const char *name)
{
    FILE *file = fopen(in_folder(arena, name), "rb");
    assert_non_null(file);
    char *bytes = arena_bytes(arena, 1 << 16);
    size_t size = fread(bytes, 1, 1 << 16, file);
    fclose(file);
    return (struct text){bytes, size};
}

static struct ssh_signature parsed(struct arena *arena, struct text armour)
{
    struct ssh_signature signature;
    const char *problem = NULL;
    assert_true(ssh_signature_next(&armour, &signature, arena, &problem));
    assert_null(problem);
    return signature;
}

static const struct {
    const char *name, *options, *type;
} sorts[] = {
    {"ed", "-t ed25519", "ssh-ed25519"},
    {"p256", "-t ecdsa -b 256", "ecdsa-sha2-nistp256"},
    {"p384", "-t ecdsa -b 384", "ecdsa-sha2-nistp384"},
    {"p521", "-t ecdsa -b 521", "ecdsa-sha2-nistp521"},
    {"rsa", "-t rsa -b 2048", "ssh-rsa"},
};
enum { SORTS = sizeof(sorts) / sizeof(sorts[0]) };

static void make_keys(void)
{
    run("printf 'one\\ntwo\\n' >message");
    for (size_t i = 0; i < SORTS; i++)
        run("rm -f %s %s.pub; ssh-keygen -q -N '' -C '' %s -f %s && "
            "ssh-keygen -q -Y sign -f %s -n bylaw <message >%s.sig",
            sorts[i].name, sorts[i].name, sorts[i].options, sorts[i].name, sorts[i].name,
            sorts[i].name);
}

static void what_ssh_keygen_signs_holds(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    make_keys();
    struct text message = text_of("one\ntwo\n");
    for (size_t i = 0; i < SORTS; i++) {
        const char *why = NULL;
        struct ssh_signature signature =
            parsed(&arena, contents(&arena, arena_printf(&arena, "%s.sig", sorts[i].name)));
        assert_string_equal(signature.key_type, sorts[i].type);
        assert_string_equal(signature.space, "bylaw");
        assert_int_equal(ssh_signature_verify(&signature, "bylaw", message, &why), SSH_HOLDS);
        assert_null(why);
        assert_int_equal(ssh_signature_verify(&signature, "git", message, &why), SSH_DOES_NOT_HOLD);
        assert_non_null(strstr(why, "namespace"));
        assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo"), &why),
                         SSH_DOES_NOT_HOLD);
        assert_non_null(strstr(why, "does not match"));
    }
    arena_release(&arena);
}

/* No byte of a signature can be changed so that it still holds for the same key. */
static void a_changed_signature_does_not_hold(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct text message = text_of("one\ntwo\n");
    for (size_t i = 0; i < SORTS; i++) {
        const char *why = NULL;
        struct ssh_signature good =
            parsed(&arena, contents(&arena, arena_printf(&arena, "%s.sig", sorts[i].name)));
        for (size_t at = 0; at < good.bytes.size; at += i == SORTS - 1 ? 31 : 1) {
            struct ssh_signature bad = good;
            char *bytes = arena_copy(&arena, good.bytes);
            bytes[at] ^= 1;
            bad.bytes.bytes = bytes;
            assert_int_equal(ssh_signature_verify(&bad, "bylaw", message, &why), SSH_DOES_NOT_HOLD);
        }
        for (size_t at = 0; at < good.key.size; at += 3) {
            struct ssh_signature bad = good;
            char *bytes = arena_copy(&arena, good.key);
            bytes[at] ^= 1;
            bad.key.bytes = bytes;
            /* the name of the type was read already; its bytes are not looked at again */
            if (at >= 4 + strlen(good.key_type))
                assert_int_equal(ssh_signature_verify(&bad, "bylaw", message, &why),
                                 SSH_DOES_NOT_HOLD);
        }
        for (size_t size = 0; size < good.bytes.size; size++) {
            struct ssh_signature bad = good;
            bad.bytes.size = size;
            assert_int_equal(ssh_signature_verify(&bad, "bylaw", message, &why), SSH_DOES_NOT_HOLD);
        }
    }
    arena_release(&arena);
}

static void what_cannot_be_verified_is_unknown(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct ssh_signature signature = parsed(&arena, contents(&arena, "ed.sig"));
    const char *why = NULL;
    signature.key_type = "sk-ssh-ed25519@openssh.com";
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_UNKNOWN);
    assert_non_null(strstr(why, "sk-"));
    signature.key_type = "ssh-ed25519-cert-v01@openssh.com";
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_UNKNOWN);
    signature = parsed(&arena, contents(&arena, "ed.sig"));
    signature.hash = "md5";
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_UNKNOWN);
    signature = parsed(&arena, contents(&arena, "rsa.sig"));
    signature.algorithm = "ssh-rsa";
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_DOES_NOT_HOLD);
    assert_non_null(strstr(why, "SHA-1"));
    arena_release(&arena);
}

/* ssh-keygen makes none, and verifies it. */
static void rsa_with_sha_256_holds(void **state)
{
    (void)state;
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena, 4096);
    run("cp '%s/unit/source/rsa-sha2-256.sig' rsa256.sig", TESTS_FOLDER);
    struct ssh_signature signature = parsed(&arena, contents(&arena, "rsa256.sig"));
    assert_string_equal(signature.algorithm, "rsa-sha2-256");
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_HOLDS);
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo"), &why),
                     SSH_DOES_NOT_HOLD);
    signature.algorithm = "rsa-sha2-512";
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_DOES_NOT_HOLD);
    arena_release(&arena);
}

static void a_weak_key_does_not_hold(void **state)
{
    (void)state;
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena, 4096);
    run("rm -f weak weak.pub; ssh-keygen -q -N '' -t rsa -b 1024 -f weak && "
        "ssh-keygen -q -Y sign -f weak -n bylaw <message >weak.sig");
    struct ssh_signature signature = parsed(&arena, contents(&arena, "weak.sig"));
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one\ntwo\n"), &why),
                     SSH_DOES_NOT_HOLD);
    assert_non_null(strstr(why, "2048"));
    arena_release(&arena);
}

/* The key is whoever's who hands in the signature: it must not decide how long that takes. */
static void a_long_exponent_is_refused(void **state)
{
    (void)state;
    enum { BYTES = 2048 };
    struct arena arena;
    const char *why = NULL;
    struct buffer key = BUFFER_EMPTY;
    unsigned char number[BYTES];
    arena_init(&arena, 4096);
    memset(number, 0x7f, sizeof(number));
    ssh_wire_add(&key, "ssh-rsa", 7);
    ssh_wire_add(&key, number, sizeof(number) - 1); /* below the modulus */
    ssh_wire_add(&key, number, sizeof(number));
    const struct ssh_signature signature = {.key = {key.bytes, key.size},
                                            .key_type = "ssh-rsa",
                                            .space = "bylaw",
                                            .hash = "sha512",
                                            .algorithm = "rsa-sha2-512",
                                            .bytes = {(const char *)number, sizeof(number)}};
    assert_int_equal(ssh_signature_verify(&signature, "bylaw", text_of("one"), &why),
                     SSH_DOES_NOT_HOLD);
    assert_non_null(strstr(why, "exponent"));
    buffer_release(&key);
    arena_release(&arena);
}

static void malformed_signatures_say_so(void **state)
{
    (void)state;
    static const struct {
        const char *armour, *problem;
    } cases[] = {
        {"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n", "no last line"},
        {"-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----\n", "no base64"},
        {"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----", "does not begin"},
        {"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----", "cut off"},
        {"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAg==\n-----END SSH SIGNATURE-----", "version"},
        {"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----", "key"},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text rest = text_of(cases[i].armour);
        struct ssh_signature signature;
        const char *problem = NULL;
        assert_true(ssh_signature_next(&rest, &signature, &arena, &problem));
        assert_non_null(problem);
        if (!strstr(problem, cases[i].problem))
            print_error("%s: %s\n", cases[i].problem, problem);
        assert_non_null(strstr(problem, cases[i].problem));
        assert_false(ssh_signature_next(&rest, &signature, &arena, &problem));
    }
    arena_release(&arena);
}

static void several_signatures_of_one_file_are_read(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("{ echo 'who reads this?'; cat ed.sig p256.sig; } >both.sig");
    struct text rest = contents(&arena, "both.sig");
    struct ssh_signature signature;
    const char *problem = NULL;
    assert_true(ssh_signature_next(&rest, &signature, &arena, &problem));
    assert_string_equal(signature.key_type, "ssh-ed25519");
    assert_true(ssh_signature_next(&rest, &signature, &arena, &problem));
    assert_string_equal(signature.key_type, "ecdsa-sha2-nistp256");
    assert_false(ssh_signature_next(&rest, &signature, &arena, &problem));
    arena_release(&arena);
}

static void a_fingerprint_is_ssh_keygens(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("ssh-keygen -l -f ed.pub >print");
    struct ssh_signature signature = parsed(&arena, contents(&arena, "ed.sig"));
    assert_non_null(
        strstr(contents(&arena, "print").bytes, ssh_key_fingerprint(&arena, signature.key)));
    arena_release(&arena);
}

static void what_we_sign_ssh_keygen_verifies(void **state)
{
    (void)state;
    struct arena arena;
    struct ssh_key key;
    const char *why = NULL;
    arena_init(&arena, 4096);
    assert_true(ssh_private_key_read(&key, &arena, contents(&arena, "ed"), &why));
    const char *armour = ssh_key_sign(&arena, &key, "bylaw", text_of("one\ntwo\n"));
    FILE *file = fopen(in_folder(&arena, "ours.sig"), "wb");
    assert_non_null(file);
    fprintf(file, "%s\n", armour);
    fclose(file);
    run("printf 'cto@x.org %%s\\n' \"$(cat ed.pub)\" >signers; "
        "ssh-keygen -Y verify -f signers -I cto@x.org -n bylaw -s ours.sig <message");
    arena_release(&arena);
}

static void only_a_plain_private_key_is_read(void **state)
{
    (void)state;
    struct arena arena;
    struct ssh_key key;
    const char *why = NULL;
    arena_init(&arena, 4096);
    run("rm -f locked locked.pub; ssh-keygen -q -N secret -t ed25519 -f locked");
    assert_false(ssh_private_key_read(&key, &arena, contents(&arena, "locked"), &why));
    assert_non_null(strstr(why, "passphrase"));
    assert_false(ssh_private_key_read(&key, &arena, contents(&arena, "p256"), &why));
    assert_non_null(strstr(why, "Ed25519"));
    assert_false(ssh_private_key_read(&key, &arena, contents(&arena, "ed.pub"), &why));
    assert_non_null(strstr(why, "no private key"));
    struct text cut = contents(&arena, "ed");
    for (size_t size = 0; size < cut.size - 36; size += 7)
        assert_false(ssh_private_key_read(&key, &arena, (struct text){cut.bytes, size}, &why));
    arena_release(&arena);
}

static void a_signed_commit_is_taken_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("rm -rf signed && git init -q signed && cd signed && "
        "git -c gpg.format=ssh -c user.signingkey=\"$PWD/../ed.pub\" commit -q -S --allow-empty "
        "-m signed && git commit -q --allow-empty -m plain");
    struct repository *repository = open_repository(in_folder(&arena, "signed"));
    struct commit_ids ids = resolve(repository, "HEAD");
    struct commit_signature signature;
    const char *why = NULL;
    DONE(commit_signature_read(&signature, repository, &ids.commit, &arena));
    assert_int_equal(signature.kind, COMMIT_NOT_SIGNED);
    ids = resolve(repository, "HEAD^");
    DONE(commit_signature_read(&signature, repository, &ids.commit, &arena));
    assert_int_equal(signature.kind, COMMIT_SIGNED_BY_SSH);
    struct ssh_signature by = parsed(&arena, signature.armour);
    assert_int_equal(ssh_signature_verify(&by, "git", signature.signed_, &why), SSH_HOLDS);
    memset(ids.commit.bytes, 7, sizeof(ids.commit.bytes));
    assert_fails(commit_signature_read(&signature, repository, &ids.commit, &arena), "signature");
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_ssh_keygen_signs_holds),
        cmocka_unit_test(a_changed_signature_does_not_hold),
        cmocka_unit_test(what_cannot_be_verified_is_unknown),
        cmocka_unit_test(rsa_with_sha_256_holds),
        cmocka_unit_test(a_weak_key_does_not_hold),
        cmocka_unit_test(a_long_exponent_is_refused),
        cmocka_unit_test(malformed_signatures_say_so),
        cmocka_unit_test(several_signatures_of_one_file_are_read),
        cmocka_unit_test(a_fingerprint_is_ssh_keygens),
        cmocka_unit_test(what_we_sign_ssh_keygen_verifies),
        cmocka_unit_test(only_a_plain_private_key_is_read),
        cmocka_unit_test(a_signed_commit_is_taken_apart),
    };
    return cmocka_run_group_tests_name("ssh_signature", tests, make_test_folder,
                                       remove_test_folder);
}
