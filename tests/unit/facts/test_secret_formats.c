#include "rows.h"

#include "facts/secret_pattern.h"

#include <stdlib.h>

/* A token of each format is made here from a template and found again; and two that
 * differ from it by little, and are none: one digit short, and one that nobody's
 * random numbers gave. So this file holds no token. `{20h}` stands for 20
 * hexadecimal digits; the letters are below. */
struct sample {
    const char *detector;
    const char *text;
    const char *checksum; /* which stands at the end */
};

#define UUID "{8h}-{4h}-{4h}-{4h}-{12h}"

static const struct sample samples[] = {
    {"github-token", "ghp_{30a}", "base 62"},
    {"github-fine-grained-token", "github_pat_{22a}_{59a}", NULL},
    {"gitlab-token", "glpat-{27u}.01.0r", "base 36"},
    {"gitlab-token", "glrt-{20u}", NULL},
    {"gitlab-trigger-token", "glptt-{40h}", NULL},
    {"gitlab-oauth-secret", "gloas-{64h}", NULL},
    {"gitlab-agent-token", "glagent-{50u}", NULL},
    {"gitlab-mail-token", "glimt-{25l}", NULL},
    {"gitlab-registration-token", "GR1348941{20u}", NULL},
    {"bitbucket-app-password", "ATBB{24a}{8H}", NULL},
    {"bitbucket-access-token", "ATCTT3{100u}={8H}", NULL},
    {"bitbucket-server-token", "BBDC-{44b}", NULL},
    {"atlassian-token", "ATATT3{100u}={8H}", NULL},
    {"sourcegraph-token", "sgp_{16h}_{40h}", NULL},
    {"jetbrains-token", "perm:{8a}.{8a}.{30a}", NULL},
    {"npm-token", "npm_{30a}", "base 62"},
    {"pypi-token", "pypi-AgEIcHlwaS5vcmc{50u}", NULL},
    {"rubygems-token", "rubygems_{48h}", NULL},
    {"crates-token", "cio{32a}", NULL},
    {"nuget-key", "oy2{43t}", NULL},
    {"clojars-token", "CLOJARS_{60h}", NULL},
    {"artifactory-key", "AKCp{69a}", NULL},
    {"artifactory-reference-token", "cmVmdGtuOj{54a}", NULL},
    {"docker-token", "dckr_pat_{27u}", NULL},
    {"docker-token", "dckr_oat_{32u}", NULL},
    {"aws-access-key", "AKIA{16T}\n{40b}", NULL},
    {"aws-secret-access-key", "aws_secret_access_key = {40b}", NULL},
    {"aws-bedrock-key", "ABSK{109b}", NULL},
    {"google-api-key", "AIza{35u}", NULL},
    {"google-oauth-secret", "GOCSPX-{28u}", NULL},
    {"digitalocean-token", "dop_v1_{64h}", NULL},
    {"cloudflare-token", "cfut_{40a}{8h}", NULL},
    {"cloudflare-origin-key", "v1.0-{24h}-{146h}", NULL},
    {"heroku-token", "HRKU-AA{58u}", NULL},
    {"fly-token", "fm2_{64a}", NULL},
    {"netlify-token", "nfp_{36a}", NULL},
    {"render-key", "rnd_{32a}", NULL},
    {"scalingo-token", "tk-us-{48u}", NULL},
    {"yandex-cloud-key", "AQVN{35u}", NULL},
    {"tailscale-key", "tskey-auth-{10a}-{20a}", NULL},
    {"nebula-key", "dnkey-{26T}-{52T}", NULL},
    {"vault-token", "hvs.{90u}", NULL},
    {"terraform-cloud-token", "{14a}.atlasv1.{60u}", NULL},
    {"pulumi-token", "pul-{40h}", NULL},
    {"doppler-token", "dp.st.dev.{40a}", NULL},
    {"onepassword-service-token", "ops_eyJ{250a}", NULL},
    {"onepassword-secret-key", "A3-{6A}-{6A}-{5A}-{5A}-{5A}-{5A}", NULL},
    {"permit-key", "permit_key_{60a}", NULL},
    {"stytch-secret", "secret-live-{36u}=", NULL},
    {"azure-storage-key", "AccountKey={86b}==", NULL},
    {"azure-client-secret", "{3a}8Q~{31a}", NULL},
    {"azure-storage-account-key", "{76b}+ASt{5b}g==", NULL},
    {"azure-cosmos-key", "{76b}ACDb{5b}g==", NULL},
    {"azure-batch-key", "{76b}+ABa{5b}g==", NULL},
    {"azure-machine-learning-key", "{76b}+AMC{5b}g==", NULL},
    {"azure-api-management-key", "{76b}APIM{5b}g==", NULL},
    {"azure-function-key", "{44u}AzFu{5u}g==", NULL},
    {"azure-search-key", "{42a}AzSeB{5a}", NULL},
    {"azure-container-registry-key", "{42b}+ACRB{5b}", NULL},
    {"azure-service-bus-key", "{33b}+ASbC{5b}=", NULL},
    {"azure-event-hub-key", "{33b}+AEhC{5b}=", NULL},
    {"azure-relay-key", "{33b}+ARmC{5b}=", NULL},
    {"azure-iot-key", "{33b}AIoTC{5b}=", NULL},
    {"azure-redis-key", "{33b}AzCaC{5b}=", NULL},
    {"azure-event-grid-key", "{33b}AZEGC{5b}=", NULL},
    {"azure-annotated-key", "{52a}JQQJ99BAACAAAAAAAAAAAAAAAZDO{4a}", NULL},
    {"teams-webhook",
     "https://a.webhook.office.com/webhookb2/" UUID "@" UUID "/IncomingWebhook/{32h}/" UUID, NULL},
    {"buildkite-token", "bkua_{40h}", NULL},
    {"circleci-token", "CCIPAT_{22c}_{40h}", NULL},
    {"sonarqube-token", "squ_{40h}", NULL},
    {"harness-token", "pat.{22u}.{24h}.{20a}", NULL},
    {"octopus-key", "API-{26A}", NULL},
    {"infracost-key", "ico-{32a}", NULL},
    {"prefect-key", "pnu_{36a}", NULL},
    {"launchdarkly-key", "sdk-" UUID, NULL},
    {"socket-key", "sktsec_{40u}", NULL},
    {"stackhawk-key", "hawk.{20u}.{20u}", NULL},
    {"endor-token", "endr+{16u}", NULL},
    {"postman-key", "PMAK-{24h}-{34h}", NULL},
    {"apify-token", "apify_api_{34a}", NULL},
    {"zuplo-key", "zpka_{32h}_{8h}", NULL},
    {"wakatime-key", "waka_" UUID, NULL},
    {"stripe-key", "sk_live_{24a}", NULL},
    {"stripe-webhook-secret", "whsec_{32a}", NULL},
    {"square-token", "sq0csp-{43u}", NULL},
    {"square-token", "sq0atp-{22u}", NULL},
    {"braintree-token", "access_token$production${16l}${32h}", NULL},
    {"plaid-token", "access-production-" UUID, NULL},
    {"flutterwave-key", "FLWSECK-{32h}-X", NULL},
    {"mollie-key", "live_{30a}", NULL},
    {"paddle-key", "pdl_live_apikey_{26l}_{22a}_{3a}", NULL},
    {"xendit-key", "xnd_production_{40a}", NULL},
    {"midtrans-key", "Mid-server-{24u}", NULL},
    {"duffel-token", "duffel_live_{43u}", NULL},
    {"easypost-key", "EZAK{54a}", NULL},
    {"shippo-token", "shippo_live_{40h}", NULL},
    {"shopify-token", "shpat_{32h}", NULL},
    {"onfido-token", "api_live_us.{11u}.{32u}", NULL},
    {"persona-key", "persona_production_" UUID, NULL},
    {"alchemy-token", "alcht_{30a}", NULL},
    {"slack-token", "xoxb-{12d}-{20a}", NULL},
    {"slack-app-token", "xapp-1-{11A}-{13d}-{64h}", NULL},
    {"slack-configuration-token", "xoxe.xoxp-1-{100a}", NULL},
    {"slack-webhook", "https://hooks.slack.com/services/T{8A}/B{8A}/{24a}", NULL},
    {"slack-webhook", "https://hooks.slack.com/triggers/T{9A}/{12d}/{24h}", NULL},
    {"telegram-token", "{9d}:AA{33u}", NULL},
    {"discord-webhook", "https://discord.com/api/webhooks/{18d}/{60u}", NULL},
    {"google-chat-webhook",
     "https://chat.googleapis.com/v1/spaces/{11a}/messages?key=AIza{35u}&token={43u}%3D", NULL},
    {"sendgrid-key", "SG.{22u}.{43u}", NULL},
    {"mailgun-key", "key-{32h}", NULL},
    {"mailchimp-key", "{32h}-us12", NULL},
    {"brevo-key", "xkeysib-{64h}-{16a}", NULL},
    {"resend-key", "re_{8a}_{24a}", NULL},
    {"mailersend-key", "mlsn.{64h}", NULL},
    {"onesignal-key", "os_v2_app_{90t}", NULL},
    {"hubspot-token", "pat-na1-" UUID, NULL},
    {"klaviyo-key", "pk_{34h}", NULL},
    {"typeform-token", "tfp_{40u}", NULL},
    {"openai-key", "sk-{20u}T3BlbkFJ{20u}", NULL},
    {"anthropic-key", "sk-ant-api03-{86u}AA", NULL},
    {"huggingface-token", "hf_{34L}", NULL},
    {"replicate-token", "r8_{37a}", NULL},
    {"groq-key", "gsk_{52a}", NULL},
    {"perplexity-key", "pplx-{48a}", NULL},
    {"xai-key", "xai-{80a}", NULL},
    {"openrouter-key", "sk-or-v1-{64h}", NULL},
    {"langsmith-key", "lsv2_pt_{32h}_{10h}", NULL},
    {"langfuse-key", "sk-lf-" UUID, NULL},
    {"helicone-key", "sk-helicone-{7l}-{7l}-{7l}-{7l}", NULL},
    {"pinecone-key", "pcsk_{5a}_{60a}", NULL},
    {"nvidia-key", "nvapi-{64u}", NULL},
    {"together-key", "tgp_v1_{43u}", NULL},
    {"fireworks-key", "fw_{22a}", NULL},
    {"elevenlabs-key", "sk_{48h}", NULL},
    {"deepseek-key", "sk-{32h}", NULL},
    {"tavily-key", "tvly-dev-{32a}", NULL},
    {"firecrawl-key", "fc-{32h}", NULL},
    {"cerebras-key", "csk-{48l}", NULL},
    {"llama-cloud-key", "llx-{48a}", NULL},
    {"jina-key", "jina_{32h}{28u}", NULL},
    {"e2b-key", "e2b_{40h}", NULL},
    {"anyscale-key", "esecret_{26l}", NULL},
    {"databricks-token", "dapi{32h}", NULL},
    {"planetscale-token", "pscale_tkn_{32u}", NULL},
    {"planetscale-password", "pscale_pw_{32u}", NULL},
    {"supabase-token", "sbp_{40h}", NULL},
    {"supabase-token", "sb_secret_{22u}_{8u}", NULL},
    {"neon-key", "napi_{64l}", NULL},
    {"mongodb-atlas-secret", "mdb_sa_sk_{40u}", NULL},
    {"cockroach-key", "CCDB1_{22a}_{40a}", NULL},
    {"confluent-secret", "cflt{60b}", NULL},
    {"elastic-cloud-key", "essu_{60b}", NULL},
    {"astra-token", "AstraCS:{24L}:{64h}", NULL},
    {"materialize-password", "mzp_{64h}", NULL},
    {"aiven-password", "AVNS_{19u}", NULL},
    {"dbt-token", "dbtc_{35u}", NULL},
    {"segment-token", "sgp_{64a}", NULL},
    {"contentful-token", "CFPAT-{43u}", NULL},
    {"ubidots-token", "BBFF-{30a}", NULL},
    {"samsara-token", "samsara_api_{30a}", NULL},
    {"grafana-token", "glsa_{32a}", "bytes"},
    {"grafana-cloud-token", "glc_eyJ{60a}", NULL},
    {"new-relic-key", "NRAK-{27A}", NULL},
    {"new-relic-insert-key", "NRII-{32u}", NULL},
    {"new-relic-licence-key", "{36h}NRAL", NULL},
    {"sentry-token", "sntrys_eyJ{80a}_{43a}", NULL},
    {"sentry-token", "sntryu_{64h}", NULL},
    {"dynatrace-token", "dt0c01.{24T}.{64T}", NULL},
    {"honeycomb-key", "hcaik_{58l}", NULL},
    {"axiom-token", "xaat-" UUID, NULL},
    {"coralogix-key", "cxtp_{30a}", NULL},
    {"posthog-key", "phx_{43a}", NULL},
    {"rootly-token", "rootly_{64h}", NULL},
    {"linear-key", "lin_api_{40a}", NULL},
    {"linear-key", "lin_oauth_{64h}", NULL},
    {"clickup-token", "pk_{8d}_{32A}", NULL},
    {"notion-token", "ntn_{46a}", NULL},
    {"notion-token", "secret_{43a}", NULL},
    {"figma-token", "figd_{40u}", NULL},
    {"trello-token", "ATTA{72h}", NULL},
    {"readme-key", "rdme_{70l}", NULL},
    {"frame-io-token", "fio-u-{64u}", NULL},
    {"cal-key", "cal_live_{32h}", NULL},
    {"adobe-secret", "p8e-{32u}", NULL},
    {"mapbox-secret-token", "sk.eyJ{40u}.{22u}", NULL},
    {"maxmind-key", "{6a}_{29a}_mmk", NULL},
    {"cloudinary-url", "cloudinary://{15d}:{27u}@cloud", NULL},
    {"school-42-secret", "s-s4t2ud-{64h}", NULL},
    {"age-key", "AGE-SECRET-KEY-1{58g}", NULL},
    {"putty-key",
     "PuTTY-User-Key-"
     "File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\n{40b}\n"
     "Private-Lines: 1\n{60b}\nPrivate-MAC: 0",
     NULL},
    {"npmrc-token", "//registry.npmjs.org/:_authToken={20a}", NULL},
};
enum { SAMPLES = sizeof(samples) / sizeof(*samples) };

static const char *digits_of(char class)
{
    switch (class) {
    case 'a':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    case 'b':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    case 'u':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    case 'L':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    case 'l':
        return "abcdefghijklmnopqrstuvwxyz0123456789";
    case 'A':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    case 'h':
        return "0123456789abcdef";
    case 'H':
        return "0123456789ABCDEF";
    case 'd':
        return "0123456789";
    case 't':
        return "abcdefghijklmnopqrstuvwxyz234567";
    case 'T':
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    case 'c':
        return "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    case 'g':
        return "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
    default:
        fail_msg("no class '%c'", class);
        return "";
    }
}

enum variant { GOOD, SHORTER, MADE_UP };

/* Numerical Recipes' generator: the same on every machine. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* Neighbours differ, and do not follow each other, so that no run looks made up. */
static void add_digits(struct buffer *out, size_t count, const char *digits, bool made_up,
                       uint32_t *state)
{
    size_t number = strlen(digits);
    size_t last = number;
    for (size_t i = 0; i < count; i++) {
        size_t at = next_number(state) % number;
        if (at == last || at == last + 1)
            at = (at + 3) % number;
        last = at;
        buffer_add_byte(out, made_up ? digits[0] : digits[at]);
    }
}

static size_t longest_group(const char *text)
{
    size_t longest = 0;
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        size_t size = strtoul(at + 1, NULL, 10);
        longest = size > longest ? size : longest;
    }
    return longest;
}

static uint32_t crc32_bits(const char *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < size; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            uint32_t in = ((unsigned char)bytes[i] >> bit & 1U) ^ (crc & 1U);
            crc = crc >> 1 ^ (in ? 0xedb88320U : 0);
        }
    return ~crc;
}

static void add_number(struct buffer *out, uint32_t number, uint32_t base, size_t count)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static const char small[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char text[8] = "";
    for (size_t i = count; i-- > 0; number /= base)
        text[i] = (base == 62 ? digits : small)[number % base];
    buffer_add(out, text, count);
}

static void add_checksum(struct buffer *out, const char *kind)
{
    if (strcmp(kind, "base 62") == 0)
        add_number(out, crc32_bits(out->bytes + 4, out->size - 4), 62, 6);
    else if (strcmp(kind, "base 36") == 0)
        add_number(out, crc32_bits(out->bytes, out->size), 36, 7);
    else {
        uint32_t crc = crc32_bits(out->bytes, out->size);
        buffer_add_byte(out, '_');
        add_number(out, __builtin_bswap32(crc), 16, 8);
    }
}

static void make(struct buffer *out, const struct sample *sample, enum variant variant)
{
    uint32_t state = 7;
    for (const char *at = sample->detector; *at; at++)
        state = state * 31 + (unsigned char)*at;
    size_t longest = longest_group(sample->text);
    bool is_short = false;
    for (const char *at = sample->text; *at; at++) {
        if (*at != '{') {
            buffer_add_byte(out, *at);
            continue;
        }
        char *end = NULL;
        size_t count = strtoul(at + 1, &end, 10);
        if (variant == SHORTER && count == longest && !is_short) {
            count--;
            is_short = true;
        }
        add_digits(out, count, digits_of(*end), variant == MADE_UP, &state);
        at = end + 1;
    }
    if (sample->checksum)
        add_checksum(out, sample->checksum);
}

/* Which detectors see the text. */
static void assert_detectors(const struct sample *sample, enum variant variant,
                             const char *expected)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "a = '");
    struct buffer token = BUFFER_EMPTY;
    make(&token, sample, variant);
    buffer_add(&text, token.bytes, token.size);
    buffer_add_string(&text, "'\n");
    struct world world;
    world_start(&world);
    world_add(&world, "a.txt", buffer_string(&text));
    struct fact_table table = world_table(&world, "secret");
    int detector = fact_field_find(table.kind, "detector");
    struct buffer seen = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++)
        buffer_printf(&seen, "%s%s", i ? " " : "",
                      table.rows[i].gap ? "gap" : table.rows[i].cells[detector].text);
    if (strcmp(buffer_string(&seen), expected) != 0)
        fail_msg("%s (%d): '%s' is seen as '%s'", sample->detector, (int)variant,
                 buffer_string(&token), buffer_string(&seen));
    buffer_release(&seen);
    buffer_release(&token);
    buffer_release(&text);
    world_end(&world);
}

static void a_token_of_each_format_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        assert_detectors(&samples[i], GOOD, samples[i].detector);
}

static void one_digit_less_is_none(void **state)
{
    (void)state;
    /* The first has no length; the second is an API key all the same. */
    for (size_t i = 0; i < SAMPLES; i++)
        if (strcmp(samples[i].detector, "putty-key") != 0 &&
            strcmp(samples[i].detector, "google-chat-webhook") != 0)
            assert_detectors(&samples[i], SHORTER, "");
}

static void what_is_not_random_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        if (!samples[i].checksum)
            assert_detectors(&samples[i], MADE_UP, "");
}

static void a_wrong_checksum_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        if (!samples[i].checksum)
            continue;
        struct buffer text = BUFFER_EMPTY;
        make(&text, &samples[i], GOOD);
        text.bytes[text.size - 1] = text.bytes[text.size - 1] == '0' ? '1' : '0';
        struct world world;
        world_start(&world);
        world_add(&world, "a.txt", buffer_string(&text));
        assert_string_equal(world_rows(&world, "secret", "detector"), "");
        world_end(&world);
        buffer_release(&text);
    }
}

static void each_format_has_a_sample_and_a_source(void **state)
{
    (void)state;
    assert_true(secret_format_count >= 120);
    for (size_t i = 0; i < secret_format_count; i++) {
        const struct secret_format *format = &secret_formats[i];
        bool has_sample = strcmp(format->name, "kubeconfig-key") == 0; /* test_secret.c */
        for (size_t s = 0; s < SAMPLES; s++)
            has_sample |= strcmp(samples[s].detector, format->name) == 0;
        if (!has_sample || !format->source || strlen(format->source) < 10)
            fail_msg("'%s' has no sample or no source", format->name);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(secret_formats[k].name, format->name);
        assert_non_null(secret_pattern(i));
        assert_true(strlen(format->literals[0]) >= 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_of_each_format_is_found),
        cmocka_unit_test(one_digit_less_is_none),
        cmocka_unit_test(what_is_not_random_is_none),
        cmocka_unit_test(a_wrong_checksum_is_none),
        cmocka_unit_test(each_format_has_a_sample_and_a_source),
    };
    return cmocka_run_group_tests_name("secret formats", tests, NULL, NULL);
}
