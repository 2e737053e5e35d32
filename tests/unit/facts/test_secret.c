#include "rows.h"

/* Every secret below was made up for these tests and opens nothing. They are
 * written in pieces, so that the program finds none of them in this file. */
#define BEGIN  \
    "-----BEG" \
    "IN "
#define END  \
    "-----E" \
    "ND "
#define ED25519   "MC4CAQAwBQYDK2VwBCIEIM09Q6H75kTTdlnMe/9cN8qsqFTJ9X+5V307ISxKwQgG"
#define PLAIN_KEY BEGIN "PRIVATE KEY-----\n" ED25519 "\n" END "PRIVATE KEY-----\n"
#define EC_LINE_1 "MHcCAQEEIBW+2BgemoqDbr57ifoMW+kotgKh9pxmrQ2DRIPzXwDmoAoGCCqGSM49"
#define EC_LINE_2 "AwEHoUQDQgAES41QVSxlcKUG6WhE9UAjFP8ZiOTJGqZnelGLVDlUK7wjdhoW01N6"
#define EC_LINE_3 "B2vzKCgTGh21c7J5AW692TaFPvVTbs5BNg=="
#define ENCRYPTED                                                        \
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjkfOQ8hW7zBAICCAAw\n" \
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEB535Cr90Gn8j1p5+QKyD4wEgZAC\n" \
    "5MQTrEVwBWjnuh/UzTj0sgiRdwEGJMlKKFULRBQxU54/RpsP+goMyHega5otb/cD\n" \
    "RVr8hPHhnBqucoftJ+//HG5YGYaLTIXcR5VO5Fu6g5YkRazUu+STeIilCg6F/yYO\n" \
    "/oX2pfAXfXnasIcfBLc2MUnMxaPcKoKWYwtr/PyDSpjeUyTffW7dcMQb9c52pNo=\n"
#define OPENSSH                                                                \
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n" \
    "QyNTUxOQAAACBqvX3PJa5rioG2q8gOyphCZIFd0O9XLXVceKHNT5WHawAAAIhCr8lhQq/J\n" \
    "YQAAAAtzc2gtZWQyNTUxOQAAACBqvX3PJa5rioG2q8gOyphCZIFd0O9XLXVceKHNT5WHaw\n" \
    "AAAEA744Kne7vff29zAAe0wZp1RPdPjBB6wBWbBCZrKzUjkmq9fc8lrmuKgbaryA7KmEJk\n" \
    "gV3Q71ctdVx4oc1PlYdrAAAAAXQBAgME\n"
#define GITHUB \
    "ghp"      \
    "_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL"
#define NPM \
    "npm"   \
    "_Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx"
#define AWS_ID \
    "AK"       \
    "IA75EFR6EDT4SYWB5W"
#define AWS_KEY             \
    "LE/7RaGVoo/ALvpZHtZrj" \
    "mTJAMJTT1+NXa0IrleG"

#define SEALED                                                               \
    "eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjozMjc2OCwiciI6OCwi"   \
    "cCI6MX0sInNhbHQiOiJrVnEzIn0sImNpcGhlciI6eyJuYW1lIjoibmFjbC9zZWNyZXRi\n" \
    "b3giLCJub25jZSI6ImIyWGsifSwiY2lwaGVydGV4dCI6IlptOXZZbUZ5WW1GNmNYVjQi\n" \
    "fQ==\n"

static void assert_secrets(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "secret", "sort detector", expected);
}

static void a_whole_key_is_found(void **state)
{
    (void)state;
    assert_rows_of("a.pem", "x\n" PLAIN_KEY, "secret", "sort redacted encrypted test",
                   "a.pem:2 private_key " BEGIN "PRIVATE KEY----- false false\n");
    assert_secrets("a.pem",
                   BEGIN "EC PRIVATE KEY-----\r\n" EC_LINE_1 "\r\n" EC_LINE_2 "\r\n" EC_LINE_3
                         "\r\n" END "EC PRIVATE KEY-----\r\n",
                   "a.pem:1 private_key pem-key\n");
    assert_rows_of(
        "a.pem", BEGIN "ENCRYPTED PRIVATE KEY-----\n" ENCRYPTED END "ENCRYPTED PRIVATE KEY-----\n",
        "secret", "sort encrypted", "a.pem:1 private_key true\n");
    assert_rows_of("cosign.key",
                   BEGIN "ENCRYPTED COSIGN PRIVATE KEY-----\n" SEALED END
                         "ENCRYPTED COSIGN PRIVATE KEY-----\n",
                   "secret", "sort encrypted", "cosign.key:1 private_key true\n");
    assert_secrets("cosign.key",
                   BEGIN "COSIGN PRIVATE KEY-----\n" SEALED END "COSIGN PRIVATE KEY-----\n", "");
    assert_secrets("cosign.key",
                   BEGIN
                   "ENCRYPTED SIGSTORE PRIVATE KEY-----\n"
                   "eyJuYW1lIjoic2NyeXB0IiwicGFyYW1zIjp7Ik4iOjMyNzY4LCJyIjo4LCJwIjoxfX0=\n" END
                   "ENCRYPTED SIGSTORE PRIVATE KEY-----\n",
                   "");
    assert_rows_of("id",
                   BEGIN "OPENSSH PRIVATE KEY-----\n" OPENSSH END "OPENSSH PRIVATE KEY-----\n",
                   "secret", "sort encrypted", "id:1 private_key false\n");
    assert_rows_of(
        "a.pem",
        BEGIN "RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" ED25519
              "\n" END "RSA PRIVATE KEY-----\n",
        "secret", "encrypted", "a.pem:1 true\n");
}

static void the_same_key_has_one_fingerprint(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a", PLAIN_KEY);
    world_add(&world, "b.json",
              "{\"private_key\": \"" BEGIN "PRIVATE KEY-----\\n" ED25519 "\\n" END
              "PRIVATE KEY-----\\n\"}");
    world_add(&world, "c.yaml",
              "key: |\n    " BEGIN "PRIVATE KEY-----\n    " ED25519 "\n    " END
              "PRIVATE KEY-----\n");
    world_add(&world, "d.java",
              "  \"" BEGIN "PRIVATE KEY-----\\n\" +\n  \"" ED25519 "\\n\" +\n  \"" END
              "PRIVATE KEY-----\";\n");
    world_add(&world, "e.go",
              "const k = `" BEGIN "PRIVATE KEY-----\n" ED25519 "\n" END "PRIVATE KEY-----`\n");
    struct fact_table table = world_table(&world, "secret");
    assert_int_equal(table.count, 5);
    int field = fact_field_find(table.kind, "fingerprint");
    assert_int_equal(strlen(table.rows[0].cells[field].text), 16);
    for (size_t i = 1; i < table.count; i++)
        assert_string_equal(table.rows[i].cells[field].text, table.rows[0].cells[field].text);
    world_end(&world);
}

static void what_only_looks_like_a_key_is_none(void **state)
{
    (void)state;
    assert_secrets("a.c", "\"" BEGIN "PRIVATE KEY-----\"", "");
    assert_secrets("a.md", BEGIN "PRIVATE KEY-----\n...\n" END "PRIVATE KEY-----\n", "");
    assert_secrets("a.md", BEGIN "PRIVATE KEY-----\nMIIEvQIBADANBg...\n" END "PRIVATE KEY-----\n",
                   "");
    assert_secrets("a.md", BEGIN "PRIVATE KEY-----\nYOUR KEY HERE\n" END "PRIVATE KEY-----\n", "");
    assert_secrets(
        "a.md",
        BEGIN "PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" END
              "PRIVATE KEY-----\n",
        "");
    /* Cut short: nobody can use it. */
    assert_secrets("a.pem",
                   BEGIN "EC PRIVATE KEY-----\n" EC_LINE_1 "\n" END "EC PRIVATE KEY-----\n", "");
    assert_secrets("a.pem", BEGIN "PRIVATE KEY-----\n" ED25519 "\n", "");
    assert_secrets("a.pem", BEGIN "X PRIVATE KEY-----\n" PLAIN_KEY,
                   "a.pem:2 private_key pem-key\n");
    assert_secrets("a.pem", BEGIN "PUBLIC KEY-----\n" ED25519 "\n" END "PUBLIC KEY-----\n", "");
    assert_secrets("a.pem", BEGIN "CERTIFICATE-----\n" EC_LINE_1 "\n" END "CERTIFICATE-----\n", "");
}

static void tokens_are_checked(void **state)
{
    (void)state;
    assert_rows_of("a.py", "x = 1\n  t = \"" GITHUB "\"\n", "secret", "sort detector redacted",
                   "a.py:2 token github-token ghp_***\n");
    assert_secrets("a.py", "t = " NPM, "a.py:1 token npm-token\n");
    /* One digit of the checksum differs; too long; part of a longer word. */
    assert_secrets("a.py",
                   "t = ghp"
                   "_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IM",
                   "");
    assert_secrets("a.py", "t = " GITHUB "x", "");
    assert_secrets("a.py", "t = x" GITHUB, "");
    assert_secrets("a.py",
                   "npm"
                   "_config_registry_of_the_whole_company_x = 1",
                   "");
    assert_secrets("a.env.txt",
                   "k: gl"
                   "pat-Ky9Pf34qY6Nb3wWD25RQ",
                   "a.env.txt:1 token gitlab-token\n");
    assert_secrets("a",
                   "k: gl"
                   "pat-XXXXXXXXXXXXXXXXXXXX",
                   "");
    assert_secrets("a",
                   "sk"
                   "_live_CN6Zj4a3dDVhYRnKTbxTNJFo",
                   "a:1 token stripe-key\n");
    assert_secrets("a",
                   "sk"
                   "_test_CN6Zj4a3dDVhYRnKTbxTNJFo",
                   "");
    assert_secrets("a",
                   "https://hooks.sla"
                   "ck.com/services/T0CN6ZJ4A/B0DVHYRNK/TbxTNJFoBinF5aJXVuLkSIc4",
                   "a:1 token slack-webhook\n");
    assert_secrets("a",
                   "https://hooks.sla"
                   "ck.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
                   "");
    assert_secrets("a",
                   "AI"
                   "zaCN6Zj4a3dDVhYRnKTbxTNJFoBinF5aJXVuL",
                   "a:1 api_key google-api-key\n");
    assert_secrets("a",
                   "do"
                   "p_v1_1ecccc3fc1626e53a13043b026c48bbf33feff9243a8f506b40928b5b7a767c7",
                   "a:1 token digitalocean-token\n");
    /* A word that comes again and again was typed by somebody. */
    assert_secrets("a",
                   "do"
                   "p_v1_1ecafe3fc1626e5cafe3043b026c48bbf33feff9243a8f506b40928cafe7a767",
                   "");
    assert_secrets("a",
                   "do"
                   "p_v1_1ecafe3fc1626e5cafe3043b026c48bbf33feff9243a8f506b40928b5b7a767c",
                   "a:1 token digitalocean-token\n");
}

static void a_key_of_aws_needs_its_other_half(void **state)
{
    (void)state;
    assert_secrets("a", "id: " AWS_ID "\nkey: " AWS_KEY "\n", "a:1 cloud_key aws-access-key\n");
    assert_secrets("a", "id: " AWS_ID "\n", "");
    assert_secrets("a",
                   "id: AK"
                   "IAIOSFODNN7EXAMPLE\nkey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
                   "");
    assert_secrets("a",
                   "id: AK"
                   "IAIOSFODNN7ABCDEFG\nkey: " AWS_KEY "\n",
                   "");
    assert_secrets("c.ini",
                   "aws_secret_access_key = wJalrXUtn"
                   "FEMI/K7MDENG/bPxRfiCYEX2QAAAKEY\n",
                   "");
    /* 0, 1, 8 and 9 are no digits of base 32. */
    assert_secrets("a",
                   "id: AK"
                   "IA05EFR6EDT4SYWB5W\nkey: " AWS_KEY "\n",
                   "");
    assert_secrets("a", "id: " AWS_ID "\nsha: 1ecccc3fc1626e53a13043b026c48bbf33feff92\n", "");
    assert_secrets("c.ini", "aws_secret_access_key = " AWS_KEY "\n",
                   "c.ini:1 cloud_key aws-secret-access-key\n");
    assert_secrets("c.ini", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
                   "");
}

static void settings_hold_passwords(void **state)
{
    (void)state;
    assert_rows_of(".env", "A=1\nexport DB_PASSWORD='tr0ub4dor&3' # x\nB=2\n", "secret",
                   "sort detector redacted", ".env:2 env_file dotenv-password DB_PASSWORD=***\n");
    assert_secrets("deploy/.env.production", "API_TOKEN=CN6Zj4a3dDVhYRnK\n",
                   "deploy/.env.production:1 env_file dotenv-password\n");
    static const char *const stand_ins[] = {
        "DB_PASSWORD=\n",
        "DB_PASSWORD=changeme\n",
        "DB_PASSWORD=${DB_PASSWORD}\n",
        "DB_PASSWORD=postgres\n",
        "DB_PASSWORD=<secret>\n",
        "DB_PASSWORD=password123\n",
        "DB_PASSWORD=xxxxxxxxx\n",
        "PASSWORD_FILE=/run/tr0ub4dor3\n",
        "TOKEN_TTL=3600s4d\n",
        "SECRET_KEY=my-secret-key\n",
        "DB_PASSWORD=mysecretpassword\n",
        "#DB_PASSWORD=tr0ub4dor&3\n",
        "NAME=tr0ub4dor&3\n",
        "NEXT_PUBLIC_API_KEY=CN6Zj4a3dDVhYRnK\n",
        "API_KEY=your_api_key_here\n",
        "REDIS_PASSWORD=thingsboard\n",
        "KAFKA_PASSWORD=CLUSTER_API_SECRET\n",
        "DB_PASSWORD=word-after-word\n",
        "APP_SECRET=not-a-secret--see-Page7!\n",
    };
    for (size_t i = 0; i < sizeof(stand_ins) / sizeof(*stand_ins); i++)
        assert_secrets(".env", stand_ins[i], "");
    assert_secrets(".env.example", "DB_PASSWORD=tr0ub4dor&3\n", "");
    assert_secrets("a.sh", "DB_PASSWORD=tr0ub4dor&3\n", "");
    assert_secrets("prod.tfvars", "region = \"eu\"\ndb_password = \"tr0ub4dor&3\"\n",
                   "prod.tfvars:2 password tfvars-password\n");
    assert_secrets("prod.tfvars", "db_password = var.tr0ub4dor3\n", "");
    assert_secrets(".netrc", "machine a.org login b password tr0ub4dor&3\n",
                   ".netrc:1 password netrc-password\n");
    assert_secrets(".git-credentials", "https://me:tr0ub4dor&3@github.com\n",
                   ".git-credentials:1 password git-credentials\n");
    assert_secrets(".bashrc", "export DB_PASSWORD='tr0ub4dor&3'\n",
                   ".bashrc:1 env_file dotenv-password\n");
    assert_secrets("cloud/.s3cfg", "access_key = x\nsecret_key = CN6Zj4a3dDVhYRnK\n",
                   "cloud/.s3cfg:2 env_file dotenv-password\n");
    assert_secrets(".pgpass",
                   "# a:5432:b:c:tr0ub4dor&3\nlocalhost:5432:shop:me:tr0ub4dor&3\n*:5432:a\n",
                   ".pgpass:2 password pgpass-password\n");
    assert_secrets(".pgpass", "local\\:host:5432:shop:me:tr0ub4dor:3",
                   ".pgpass:1 password pgpass-password\n");
    assert_secrets(
        "blog/wp-config.php",
        "<?php\ndefine( 'DB_NAME', 'tr0ub4dor3' );\ndefine('DB_PASSWORD', 'tr0ub4dor&3');\n"
        "define('AUTH_KEY', 'put your unique phrase here');\ndefine('SECRET",
        "blog/wp-config.php:3 password wordpress-password\n");
    /* me:tr0ub4dor&3 */
    assert_secrets(".docker/config.json",
                   "{\"auths\": {\"r\": {\"auth\": \"bWU6dHIwdWI0ZG9yJjM=\"}}}",
                   ".docker/config.json:1 password docker-auth\n");
}

static void a_key_of_putty(void **state)
{
    (void)state;
    static const char head[] = "PuTTY-User-Key-"
                               "File-2: ssh-rsa\nEncryption: none\nComment: c\n"
                               "Public-Lines: 1\nAAAAB3NzaC1yc2EAAAABJQ\nPrivate-Lines: 1\n";
    char content[400];
    snprintf(content, sizeof(content), "%s" ED25519 "\nPrivate-MAC: 00\n", head);
    assert_secrets("a.ppk", content, "a.ppk:1 private_key putty-key\n");
    snprintf(content, sizeof(content), "%sAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nPrivate-MAC: 00\n", head);
    assert_secrets("a.ppk", content, "");
    assert_secrets("a.ppk", head, "");
}

static void a_passphrase_is_seen_where_the_frame_does_not_say_it(void **state)
{
    (void)state;
    /* openssh-key-v1, NUL, and the length and name of a cipher: aes256-ctr. */
    static const char openssh[] =
        BEGIN "OPENSSH PRIVATE KEY-----\n"
              "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCDuXlmW2\n"
              "QyNTUxOQAAACBqvX3PJa5rioG2q8gOyphCZIFd0O9XLXVceKHNT5WHawAAAIhCr8lhQq/J\n"
              "YQAAAAtzc2gtZWQyNTUxOQAAACBqvX3PJa5rioG2q8gOyphCZIFd0O9XLXVceKHNT5WHaw\n" END
              "OPENSSH PRIVATE KEY-----\n";
    assert_rows_of("id", openssh, "secret", "sort encrypted", "id:1 private_key true\n");
    static const char head[] = "PuTTY-User-Key-"
                               "File-3: ssh-rsa\nEncryption: aes256-cbc\nComment: c\n"
                               "Public-Lines: 1\nAAAAB3NzaC1yc2EAAAABJQ\nPrivate-Lines: 1\n";
    char content[400];
    snprintf(content, sizeof(content), "%s" ED25519 "\nPrivate-MAC: 00\n", head);
    assert_rows_of("a.ppk", content, "secret", "sort encrypted", "a.ppk:1 private_key true\n");
}

static void assert_address(const char *line, const char *expected)
{
    char content[500];
    snprintf(content, sizeof(content), "x = \"%s\"\n", line);
    assert_secrets("a.py", content, expected);
}

static void addresses_hold_passwords(void **state)
{
    (void)state;
    static const char database[] = "a.py:1 password connection-string\n";
    static const char other[] = "a.py:1 password address-password\n";
    assert_rows_of("a.py", "u = 'postgres://shop:tr0ub4dor&3@db.acme.io:5432/shop'\n", "secret",
                   "redacted", "a.py:1 postgres://***:***@***\n");
    assert_address("postgres://shop:tr0ub4dor&3@db.acme.io/shop", database);
    assert_address("postgresql+psycopg2://shop:tr0ub4dor&3@10.1.2.3/shop", database);
    assert_address("mongodb+srv://shop:Vk3nq8Zt@c0.ab1cd.mongodb.net/?w=1", database);
    assert_address("redis://:Vk3nq8ZtPw@cache.acme.io:6379", database);
    assert_address("https://ci:Vk3nq8ZtPw@artifacts.acme.io/x", other);
    /* An `@` in the password, in the user and in both: the last is before the host. */
    assert_address("postgres://shop:Vk3@nq8ZtPw@10.1.2.3/shop", database);
    assert_address("postgres://shop:Vk3nq8@Zt@Pw@db.acme.io:5432/shop?a=b@c", database);
    assert_address("postgres://shop@shopdb:Vk3nq8ZtPw@shopdb.acme.io/shop", database);
    assert_address("smtp://ci@acme.io:Vk3@nq8ZtPw@smtp.acme.io:587", other);
    assert_address("mongodb://shop:Vk3@nq8Zt@a.acme.io:27017,b.acme.io:27017/shop", database);
    static const char *const none[] = {
        "postgres://shop:tr0ub4dor&3@localhost/shop",
        "postgres://shop:tr0ub4dor&3@127.0.0.1/shop",
        "postgres://shop:tr0ub4dor&3@db/shop",
        "http://ci-token:Vk3nq8ZtPw@192.168.1.23/namespace/project.git",
        "http://ci-token:s3cr3tt0k3n@git.acme.io/namespace/project.git",
        "https://invalidUser:invalidPass@foo.acme.io/repo",
        "https://me:Vk3nq8ZtPw@foo.bar/repo",
        "https://ssh:abc123@git.acme.io/",
        "https://ci:some-enterprise-token-repo1@git.acme.io/",
        "postgres://shop:tr0ub4dor&3@db.example.com/shop",
        "postgres://shop:tr0ub4dor&3@db.svc.cluster.local/shop",
        "postgres://shop:password@db.acme.io/shop",
        "postgres://user:passw0rd@db.acme.io/shop",
        "postgres://shop:${PASSWORD}@db.acme.io/shop",
        "postgres://shop:$DB_PASSWORD_1@db.acme.io/shop",
        "postgres://shop:{password9}@db.acme.io/shop",
        "postgres://shop:%s9x81kq@db.acme.io/shop",
        "postgres://shop:<Vk3nq8Zt>@db.acme.io/shop",
        "postgres://shop@db.acme.io/shop",
        "postgres://shop:Vk3nq8Zt@db.acme.io@localhost/shop",
        "postgres://shop:Vk3@${PASSWORD}@db.acme.io/shop",
        "postgres://shop:<pass@word>@db.acme.io/shop",
        "postgres://shop@acme.io:${PASSWORD}@db.acme.io/shop",
        "postgres://user@shopdb:Vk3nq8ZtPw@shopdb.acme.io/shop",
        "redis://:${PASSWORD}@cache.acme.io:6379",
        "redis://:<password>@cache.acme.io:6379",
        "redis://:{{ .password }}@cache.acme.io:6379",
        "redis://:$(PASSWORD)@cache.acme.io:6379",
        "redis://:@cache.acme.io:6379",
        "ssh://git@acme.io:shop/Vk3nq8Zt@v1.2.io",
        "https://ci@acme.io:8443,me@acme.io",
        "https://acme.io/a:Vk3nq8ZtPw@b.io",
        "https://acme.io:8443/@Vk3nq8ZtPw.io",
        "madeup://shop:tr0ub4dor&3@db.acme.io/shop",
        "git@github.com:acme/Vk3nq8Zt.git",
        "://:@",
    };
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        assert_address(none[i], "");
}

/* The parts of a token, each base64 of JSON: so that none stands here whole. */
#define HS256 \
    "eyJ"     \
    "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" /* alg HS256 */
#define NO_ALG \
    "eyJ"      \
    "hbGciOiJub25lIn0" /* alg none */
#define ENDS_2023 \
    "eyJ"         \
    "zdWIiOiJtZSIsImV4cCI6MTcwMDAwMDAwMH0" /* sub me, exp 1700000000 */
#define FOR_EVER \
    "eyJ"        \
    "zdWIiOiJtZSJ9" /* sub me */
#define JOHN \
    "eyJ"    \
    "zdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0"
#define ANONYMOUS \
    "eyJ"         \
    "yb2xlIjoiYW5vbiJ9" /* role anon */
#define SIGNATURE \
    "Sfl"         \
    "KxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"

static void a_web_token_is_looked_into(void **state)
{
    (void)state;
    assert_rows_of("a.py", "t = '" HS256 "." ENDS_2023 "." SIGNATURE "'\n", "secret",
                   "sort detector redacted expires",
                   "a.py:1 web_token json-web-token eyJ*** 2023-11-14T22:13:20Z\n");
    assert_secrets("a.py", "Bearer " HS256 "." FOR_EVER "." SIGNATURE "\n",
                   "a.py:1 web_token json-web-token\n");
    assert_secrets("a.py", NO_ALG "." FOR_EVER "." SIGNATURE "\n", "");
    assert_secrets("a.py", HS256 "." JOHN "." SIGNATURE "\n", "");
    assert_secrets("a.py", HS256 "." ANONYMOUS "." SIGNATURE "\n", "");
    assert_secrets("a.py", HS256 "." FOR_EVER ".\n", "");
    assert_secrets("a.py", HS256 "." FOR_EVER ".signature_signature_signature\n", "");
    assert_secrets("a.py", HS256 "." FOR_EVER "\n", "");
    assert_secrets("a.py", "eyJxxxxxxxxxxxxxxxx.eyJyyyyyyyyyyyyyyyyy." SIGNATURE "\n", "");
}

static void more_settings_hold_passwords(void **state)
{
    (void)state;
    /* tr0ub4dor&3, and me:tr0ub4dor&3 */
    assert_secrets(".npmrc", "//npm.acme.io/:_password=\"dHIwdWI0ZG9yJjM=\"\n",
                   ".npmrc:1 password npmrc-password\n");
    assert_secrets("web/.npmrc", "_auth = bWU6dHIwdWI0ZG9yJjM=\n",
                   "web/.npmrc:1 password npmrc-password\n");
    assert_secrets(".npmrc", "//npm.acme.io/:_password=${NPM_PASSWORD}\n", "");
    assert_secrets(".npmrc", "_auth = not-base64\nregistry=https://npm.acme.io/\n", "");
    assert_secrets("conf/.htpasswd", "# a\nme:$apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00\n",
                   "conf/.htpasswd:2 password_hash htpasswd-hash\n");
    assert_secrets("conf/.htpasswd", "me:$apr1$\nyou:plain\n", "");
    assert_secrets("a.txt", "me:$apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00\n", "");
    assert_secrets("kubeconfig",
                   "kind: Config\nusers:\n- name: a\n  user:\n    token: Vk3nq8ZtPw2xJd6f\n",
                   "kubeconfig:5 kubeconfig kubeconfig-token\n");
    assert_secrets("kubeconfig", "kind: Config\nusers:\n- user:\n    token: <token>\n", "");
    assert_secrets("a.yaml", "kind: Config\nusers:\n- user:\n    token: Vk3nq8ZtPw2xJd6f\n", "");
}

static void one_secret_is_one_row(void **state)
{
    (void)state;
    assert_secrets(".env", "GITHUB_TOKEN=" GITHUB "\n", ".env:1 token github-token\n");
}

static void a_kubeconfig_holds_a_key(void **state)
{
    (void)state;
    /* base64 of the plain key above */
    static const char content[] =
        "users:\n- user:\n    client-key-data: "
        "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSU0wOVE2SDc1a1RUZGxuTWUvOW"
        "NO"
        "OHFzcUZUSjlYKzVWMzA3SVN4S3dRZ0cKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=\n";
    static const char empty[] =
        "users:\n- user:\n    client-key-data: "
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    assert_secrets("kubeconfig", content, "kubeconfig:3 kubeconfig kubeconfig-key\n");
    assert_secrets("kubeconfig", empty, "");
}

static void places_count_code_points(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a", "\n\u00e4\u00f6 " GITHUB " " NPM "\n");
    struct fact_table table = world_table(&world, "secret");
    assert_int_equal(table.count, 2);
    assert_int_equal(table.rows[0].line, 2);
    assert_int_equal(table.rows[0].column, 4);
    assert_int_equal(table.rows[1].column, 45);
    world_end(&world);
}

static void binaries_hold_no_text(void **state)
{
    (void)state;
    static const char content[] = "\0" GITHUB;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "a.bin", content, sizeof(content) - 1, ENTRY_FILE);
    world_add_bytes(&world, "b", GITHUB, strlen(GITHUB), ENTRY_LINK);
    assert_string_equal(world_rows(&world, "secret", "sort"), "");
    world_end(&world);
}

static void test_material_is_marked(void **state)
{
    (void)state;
    assert_rows_of("pkg/testdata/key.pem", PLAIN_KEY, "secret", "test",
                   "pkg/testdata/key.pem:1 true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_key_is_found),
        cmocka_unit_test(the_same_key_has_one_fingerprint),
        cmocka_unit_test(what_only_looks_like_a_key_is_none),
        cmocka_unit_test(tokens_are_checked),
        cmocka_unit_test(a_key_of_aws_needs_its_other_half),
        cmocka_unit_test(settings_hold_passwords),
        cmocka_unit_test(a_key_of_putty),
        cmocka_unit_test(a_passphrase_is_seen_where_the_frame_does_not_say_it),
        cmocka_unit_test(addresses_hold_passwords),
        cmocka_unit_test(a_web_token_is_looked_into),
        cmocka_unit_test(more_settings_hold_passwords),
        cmocka_unit_test(one_secret_is_one_row),
        cmocka_unit_test(a_kubeconfig_holds_a_key),
        cmocka_unit_test(places_count_code_points),
        cmocka_unit_test(binaries_hold_no_text),
        cmocka_unit_test(test_material_is_marked),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
