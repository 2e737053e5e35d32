#include "rows.h"

#include "base/limits.h"

#include <stdlib.h>

static const char fields[] = "system sort name test";

/* c1RyMGVuZy1QNHNz is sTr0eng-P4ss, Y2hhbmdlbWU= is changeme. */
static void data_of_secrets(void **state)
{
    (void)state;
    assert_rows_of("k8s/db.yaml",
                   "apiVersion: v1\n"
                   "kind: Secret\n"
                   "metadata: {name: db}\n"
                   "data:\n"
                   "  password: c1RyMGVuZy1QNHNz\n"
                   "  old-password: Y2hhbmdlbWU=\n"
                   "  username: c1RyMGVuZy1QNHNz\n"
                   "  api-token: '{{ token }}'\n"
                   "  other-token: '***'\n"
                   "  empty-token: ''\n"
                   "  put-token: PUT_A_BASE64_ENCODED_RANDOM_STRING_HERE\n"
                   "  passwordMtime: c1RyMGVuZy1QNHNz\n"
                   "stringData:\n"
                   "  password: Wq8-zz41-Rm\n"
                   "  a-token: ${TOKEN}\n"
                   "  b-token: <your token here>\n"
                   "  c-token: ENC[AES256_GCM,data:abc]\n"
                   "  d-token: ref+vault://shop/db\n"
                   "  e-password: changeme\n"
                   "  f-token: __TOKEN_OF_CI__\n"
                   "---\n"
                   "apiVersion: v1\n"
                   "kind: ConfigMap\n"
                   "data: {password: Wq8-zz41-Rm}\n"
                   "---\n"
                   "apiVersion: v1\n"
                   "kind: Secret\n"
                   "stringData: {password: Wq8-zz41-Rm}\n"
                   "sops: {version: 3}\n"
                   "---\n"
                   "apiVersion: bitnami.com/v1alpha1\n"
                   "kind: SealedSecret\n"
                   "spec: {encryptedData: {password: c1RyMGVuZy1QNHNz}}\n",
                   "infrastructure_secret", fields,
                   "k8s/db.yaml:5 kubernetes data db.password false\n"
                   "k8s/db.yaml:14 kubernetes data db.password false\n");
    assert_rows_of("test/db.yaml",
                   "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n"
                   "    stringData: {password: Wq8-zz41-Rm}\n",
                   "infrastructure_secret", fields,
                   "test/db.yaml:6 kubernetes data Secret.password true\n");
}

static void accounts_of_registries_and_keys(void **state)
{
    (void)state;
    /* {"auths":{"r":{"auth":"YTpi"}}} and {"auths":{}} */
    assert_rows_of("k8s/pull.yaml",
                   "apiVersion: v1\n"
                   "kind: Secret\n"
                   "metadata: {name: pull}\n"
                   "type: kubernetes.io/dockerconfigjson\n"
                   "data: {.dockerconfigjson: "
                   "eyJhdXRocyI6eyJyIjp7ImF1dGgiOiJZVHBpIn19fQ==}\n"
                   "---\n"
                   "apiVersion: v1\n"
                   "kind: Secret\n"
                   "metadata: {name: none}\n"
                   "data: {.dockerconfigjson: eyJhdXRocyI6e319, tls.key: '', tls.crt: abcd}\n",
                   "infrastructure_secret", fields,
                   "k8s/pull.yaml:5 kubernetes data pull..dockerconfigjson false\n");
}

static void values_of_charts(void **state)
{
    (void)state;
    static const char values[] = "auth:\n"
                                 "  password: Wq8-zz41-Rm\n"
                                 "  rootPassword: ''\n"
                                 "  replicaPassword: changeme\n"
                                 "  existingSecret: shop-db-credentials\n"
                                 "  passwordKey: mysql-root-password1\n"
                                 "  tlsSecret: shop-tls-2024-secret\n"
                                 "  secretKey: 9fK2mQ7xT4vB8nL1cZ6w\n"
                                 "  usePassword: true\n"
                                 "  token: '{{ .Values.global.token }}'\n"
                                 "  url: https://shop.acme.test\n"
                                 "  passwordFile: /run/secrets/shop-db1\n"
                                 "  hint: {password: words of a sentence 1}\n";
    static const char expected[] = "chart/values.yaml:2 helm value auth.password false\n"
                                   "chart/values.yaml:8 helm value auth.secretKey false\n";
    assert_rows_of("chart/values.yaml", values, "infrastructure_secret", fields, expected);
    assert_rows_of("live-values.yml", "db: {password: Wq8-zz41-Rm}\n", "infrastructure_secret",
                   fields, "live-values.yml:1 helm value db.password false\n");
    assert_rows_of("live.values.yaml", "db: {password: Wq8-zz41-Rm}\n", "infrastructure_secret",
                   fields, "live.values.yaml:1 helm value db.password false\n");
    assert_rows_of("livevalues.yaml", "db: {password: Wq8-zz41-Rm}\n", "infrastructure_secret",
                   fields, "");
    assert_rows_of("chart/values-live.yaml", "db: {password: Wq8-zz41-Rm}\nsops: {version: 3}\n",
                   "infrastructure_secret", fields, "");
    assert_rows_of("settings.yaml", "db: {password: Wq8-zz41-Rm}\n", "infrastructure_secret",
                   fields, "");
}

/* cG9zdGdyZXNxbDovL3Nob3A6V3E4LXp6NDEtUm1AZGIuYWNtZS5uZXQvc2hvcA== is the first of them. */
static void passwords_in_addresses(void **state)
{
    (void)state;
    assert_rows_of("k8s/db.yaml",
                   "apiVersion: v1\n"
                   "kind: Secret\n"
                   "metadata: {name: db}\n"
                   "data:\n"
                   "  DATABASE_URL: "
                   "cG9zdGdyZXNxbDovL3Nob3A6V3E4LXp6NDEtUm1AZGIuYWNtZS5uZXQvc2hvcA==\n"
                   "stringData:\n"
                   "  QUEUE: amqp://shop:Wq8-zz41-Rm@queue.acme.net/\n"
                   "  CACHE: redis://cache.acme.net/0\n"
                   "  OTHER: postgresql://shop:$(PASSWORD)@db.acme.net/shop\n"
                   "  LAST: postgresql://shop:password@db.acme.net/shop\n"
                   "  NEAR: redis://:Wq8@zz41-Rm@cache:6379/0\n"
                   "  NEARER: mysql://shop:Wq8-zz41-Rm@db-0.shop.svc.cluster.local/shop\n"
                   "  SELF: redis://:Wq8-zz41-Rm@localhost:6379/0\n"
                   "  SHOWN: redis://:Wq8-zz41-Rm@cache.example.com/0\n"
                   "  FILLED: redis://:${PASSWORD}@cache:6379/0\n",
                   "infrastructure_secret", fields,
                   "k8s/db.yaml:5 kubernetes data db.DATABASE_URL false\n"
                   "k8s/db.yaml:7 kubernetes data db.QUEUE false\n"
                   "k8s/db.yaml:11 kubernetes data db.NEAR false\n"
                   "k8s/db.yaml:12 kubernetes data db.NEARER false\n");
    assert_rows_of("chart/values.yaml",
                   "queue: {address: 'amqp://shop:Wq8-zz41-Rm@queue.acme.net/'}\n"
                   "home: https://www.acme.net/\n",
                   "infrastructure_secret", fields,
                   "chart/values.yaml:1 helm value queue.address false\n");
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    assert_rows_of("k8s/db.yaml", "kind: Secret\ndata: {a: [\n", "infrastructure_secret", "test",
                   "k8s/db.yaml gap test=false\n");
    assert_rows_of("chart/values.yaml", "password: [\n", "infrastructure_secret", "test",
                   "chart/values.yaml gap test=false\n");
    assert_rows_of("test/values.yaml", "password: [\n", "infrastructure_secret", "test", "");
    /* A template of a chart holds what its values are, and other files are none of ours. */
    assert_rows_of("chart/templates/db.yaml", "kind: Secret\n{{- range .a }}\ndata: {a: [\n",
                   "infrastructure_secret", "test", "");
    assert_rows_of("ci.yaml", "secret: [\n", "infrastructure_secret", "test", "");
}

/* The one row of a file, a gap: of which class? */
static void assert_gap(const char *path, const char *text, size_t size, enum unknown_class class)
{
    struct world world;
    world_start(&world);
    world_add_bytes(&world, path, text, size, ENTRY_FILE);
    const struct fact_table table = world_table(&world, "infrastructure_secret");
    assert_int_equal(table.count, 1);
    assert_true(table.rows[0].gap);
    assert_int_equal(table.rows[0].cells[0].unknown->class, class);
    world_end(&world);
}

static void why_it_cannot_be_read(void **state)
{
    (void)state;
    static const char broken[] = "password: [\n", filled[] = "{{ if .a }}\npassword: [\n";
    static const char head[] = "kind: Secret\n";
    const size_t size = LIMIT_BLOB_BYTES + 1;
    char *large = malloc(size);
    assert_non_null(large);
    memset(large, '#', size);
    memcpy(large, head, sizeof(head) - 1);
    assert_gap("chart/values.yaml", broken, strlen(broken), UNKNOWN_UNREADABLE);
    assert_gap("chart/values.yaml", filled, strlen(filled), UNKNOWN_UNOBSERVABLE);
    assert_gap("k8s/db.yaml", large, size, UNKNOWN_UNREADABLE);
    free(large);
}

/* However deep it stands; a name of any length is told by its end. */
static void values_that_stand_deep(void **state)
{
    (void)state;
    char text[2048], wanted[512], part[201] = "";
    memset(part, 'm', sizeof(part) - 1);
    assert_rows_of("chart/values.yaml",
                   "{a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: {n: "
                   "{password: Wq8-zz41-Rm}}}}}}}}}}}}}}}\n",
                   "infrastructure_secret", fields,
                   "chart/values.yaml:1 helm value a.b.c.d.e.f.g.h.i.j.k.l.m.n.password false\n");
    snprintf(text, sizeof(text), "{%s: {%s: {password: Wq8-zz41-Rm}}}\n", part, part);
    snprintf(wanted, sizeof(wanted), "chart/values.yaml:1 helm value ...%s.password false\n", part);
    assert_rows_of("chart/values.yaml", text, "infrastructure_secret", fields, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_of_secrets),        cmocka_unit_test(accounts_of_registries_and_keys),
        cmocka_unit_test(values_of_charts),       cmocka_unit_test(passwords_in_addresses),
        cmocka_unit_test(what_cannot_be_read),    cmocka_unit_test(why_it_cannot_be_read),
        cmocka_unit_test(values_that_stand_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
