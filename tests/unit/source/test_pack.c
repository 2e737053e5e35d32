/* Every object of a repository, packed in each way git knows, has the id that
 * git gave it: the hash is computed over what we read. */
#include "source_test.h"

#include "source/git.h"
#include "source/pack.h"

static void make_history(void)
{
    run("git init -q origin && cd origin && mkdir d && for i in $(seq 1 40); do seq $i $((i * 20 + "
        "400)) >grow; "
        "seq 1 $((900 - i * 10)) >shrink; sed s/5/$i/ grow >d/turn; echo $i >>d/append; : >empty; "
        "git add . && git commit -qm \"commit $i\"; done && git tag -a -m tag v1 && head -c 300000 "
        "/dev/zero >zeros && "
        "git add . && git commit -qm zeros && git rev-list --objects --all --no-object-names "
        ">../all");
}

/* Reads every object named in `all` and returns how many there were. */
static size_t read_all(const char *name)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct repository *repository = NULL;
    enum repository_status status;
    DONE(repository_open(&repository, in_folder(&arena, name), true, &status));
    run("cp all answer");
    struct text ids = answer(&arena);
    struct text line;
    size_t count = 0;
    while (text_next_line(&ids, &line)) {
        struct object_id id;
        struct object object;
        size_t size = 0;
        git_object_t type;
        assert_true(object_id_parse(line, &id));
        enum object_state state = object_size(repository, &id, &type, &size);
        if (state == OBJECT_READ)
            state = object_read(repository, &id, type, 1 << 20, &object);
        if (state != OBJECT_READ)
            fail_msg("%.40s in %s is %s", line.bytes, name, object_state_name(state));
        assert_int_equal(object.size, size);
        assert_int_equal(object.bytes[size], 0);
        object_release(&object);
        /* again, into an arena, from what is in the cache now */
        state = object_read_into(repository, &id, GIT_OBJECT_ANY, size, &arena, &object);
        assert_int_equal(state, OBJECT_READ);
        assert_int_equal(object.type, type);
        enum { MOST = 50 }; /* of a head: fewer than most objects have */
        struct text head = object_head(repository, &id, MOST, &arena);
        bool is_blob = type == GIT_OBJECT_BLOB;
        assert_int_equal(head.size, !is_blob ? 0 : size < MOST ? size : MOST);
        assert_memory_equal(head.bytes, object.bytes, head.size);
        assert_int_equal(head.bytes[head.size], 0);
        if (size > 0)
            assert_int_equal(object_read(repository, &id, type, size - 1, &object),
                             OBJECT_TOO_LARGE);
        count++;
    }
    repository_close(repository);
    arena_release(&arena);
    return count;
}

static void in_every_way_that_git_packs(void **state)
{
    (void)state;
    /* the objects as loose files, with what refers to them; all loose ones gone */
#define UNPACK                                                                          \
    "git unpack-objects -q <$p && git update-ref refs/heads/m $head && git update-ref " \
    "refs/tags/v1 $tag && "
#define ONLY_PACKED \
    " && git prune-packed -q && test \"$(git count-objects)\" = '0 objects, 0 kilobytes'"
    static const char *const ways[][2] = {
        {"loose", "git unpack-objects -q <$p"},
        {"index-version-1", "git index-pack --index-version=1 --stdin <$p"},
        {"index-version-2", "git index-pack --index-version=2 --stdin <$p"},
        {"large-offsets", "git index-pack --index-version=2,0x40 --stdin <$p"},
        {"references", UNPACK "git -c repack.useDeltaBaseOffset=false repack -q -a -d -f "
                              "--depth=50 --window=50" ONLY_PACKED},
        {"deep", UNPACK "git repack -q -a -d -f --depth=4000 --window=250" ONLY_PACKED},
        {"no-deltas", UNPACK "git repack -q -a -d -f --window=0" ONLY_PACKED},
        {"stored", UNPACK "git -c pack.compression=0 repack -q -a -d -F" ONLY_PACKED},
        {"many-packs", UNPACK
         "git rev-list --objects --all --no-object-names | split -l 17 - part && "
         "for f in part*; do git pack-objects -q .git/objects/pack/pack <$f; done" ONLY_PACKED},
        {"alternates", "echo $PWD/../origin/.git/objects >.git/objects/info/alternates"},
        {"relative-alternates",
         "printf '# comment\\n\\n../../../nowhere\\n../../../alternates/.git/objects\\n' "
         ">.git/objects/info/alternates"},
    };
    make_history();
    run("cd origin && git repack -q -a -d -f --depth=50 --window=50 && cp .git/objects/pack/*.pack "
        "../origin.pack");
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        run("p=$PWD/origin.pack; head=$(git -C origin rev-parse HEAD); tag=$(git -C origin "
            "rev-parse v1); git init -q %s && cd %s && %s",
            ways[i][0], ways[i][0], ways[i][1]);
        if (read_all(ways[i][0]) < 150)
            fail_msg("%s", ways[i][0]);
    }
}

static void a_repack_meanwhile_is_noticed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q moving && cd moving && echo one >f && git add f && git commit -qm 1 && git "
        "rev-parse HEAD:f >../answer");
    struct object_id id;
    assert_true(object_id_parse(text_trim(answer(&arena)), &id));
    struct repository *repository = open_repository(in_folder(&arena, "moving"));
    run("cd moving && git gc -q && test ! -d .git/objects/$(cut -c1-2 ../answer)");
    struct object object;
    assert_int_equal(object_read(repository, &id, GIT_OBJECT_BLOB, 100, &object), OBJECT_READ);
    assert_string_equal(object.bytes, "one\n");
    object_release(&object);
    repository_close(repository);
    arena_release(&arena);
}

static void an_unreadable_index_is_no_absence(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q unreadable && cd unreadable && echo one >f && git add f && git commit -qm 1 "
        "&& git gc -q && "
        "chmod u+w .git/objects/pack/*.idx && echo x >$(ls .git/objects/pack/*.idx)");
    struct repository *repository = open_repository(in_folder(&arena, "unreadable"));
    struct commit_ids ids;
    bool found;
    assert_fails(repository_resolve(repository, NULL, &ids, &found), "is corrupt");
    repository_close(repository);
    arena_release(&arena);
}

static void deltas(void **state)
{
    (void)state;
    static const unsigned char base[] = "0123456789";
    const struct {
        struct text delta;
        const char *result; /* NULL: malformed */
    } cases[] = {
        {TEXT("\x0a\x03\x03"
              "abc"),
         "abc"},
        {TEXT("\x0a\x0a\x90\x0a"), "0123456789"},
        {TEXT("\x0a\x04\x91\x08\x02\x02xy"), "89xy"},
        {TEXT("\x0a\x04\x91\x08\x03\x01x"), NULL},  /* beyond the base */
        {TEXT("\x0a\x03\x91\x0b\x01\x02xy"), NULL}, /* begins beyond it */
        {TEXT("\x0a\x02\x03"
              "abc"),
         NULL}, /* more than announced */
        {TEXT("\x0a\x04\x03"
              "abc"),
         NULL}, /* less */
        {TEXT("\x09\x03\x03"
              "abc"),
         NULL}, /* another base */
        {TEXT("\x0a\x03\x05"
              "abc"),
         NULL},                       /* cut */
        {TEXT("\x0a\x01\x00"), NULL}, /* reserved */
        {TEXT("\x0a\x01\x91"), NULL}, /* a copy without its bytes */
        {TEXT("\x0a"), NULL},
        {TEXT(""), NULL},
        {TEXT("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01"), NULL},
        {TEXT("\x0a\x01\x80"), NULL}, /* 65,536 bytes of ten */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        /* in rooms of their own, so that a sanitizer sees a step aside */
        unsigned char *delta = malloc(cases[i].delta.size + 1);
        assert_non_null(delta);
        memcpy(delta, cases[i].delta.bytes, cases[i].delta.size);
        size_t base_size = 0;
        size_t size = 0;
        bool is_done = delta_sizes(delta, cases[i].delta.size, &base_size, &size) && size <= 16;
        unsigned char *out = malloc(size + 1);
        assert_non_null(out);
        if (is_done)
            is_done = delta_apply(base, 10, delta, cases[i].delta.size, out, size);
        assert_int_equal(is_done, cases[i].result != NULL);
        if (is_done)
            assert_memory_equal(out, cases[i].result, size);
        free(out);
        free(delta);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_every_way_that_git_packs),
        cmocka_unit_test(a_repack_meanwhile_is_noticed),
        cmocka_unit_test(an_unreadable_index_is_no_absence),
        cmocka_unit_test(deltas),
    };
    return cmocka_run_group_tests_name("pack", tests, make_test_folder, remove_test_folder);
}
