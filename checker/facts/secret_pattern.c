#include "facts/secret_pattern.h"

#include "base/literals.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEFORE "(?<![A-Za-z0-9_-])"
#define AFTER  "(?![A-Za-z0-9_-])"

/* Where the formats are documented: each service's own pages on its tokens, and
 * GitHub's list of the secret scanning partners. */
const struct secret_format secret_formats[] = {
    {"github-token",
     "token",
     "gh*_***",
     {"ghp_", "gho_", "ghu_", "ghs_", "ghr_"},
     BEFORE "gh[pousr]_[A-Za-z0-9]{36}" AFTER,
     SECRET_CHECK_GITHUB},
    {"github-fine-grained-token",
     "token",
     "github_pat_***",
     {"github_pat_"},
     BEFORE "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}" AFTER,
     SECRET_CHECK_VALUE},
    {"gitlab-token",
     "token",
     "gl*-***",
     {"glpat-", "gldt-", "glrt-", "glsoat-", "glft-"},
     BEFORE
     "gl(?:pat|dt|rt|soat|ft)-(?:[A-Za-z0-9_-]{20}|[A-Za-z0-9_-]{27,300}\\.[0-9a-z.]{9,24})" AFTER,
     SECRET_CHECK_VALUE},
    {"aws-access-key",
     "cloud_key",
     "AKIA***",
     {"AKIA", "ASIA"},
     "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])",
     SECRET_CHECK_AWS_PAIR},
    {"aws-secret-access-key",
     "cloud_key",
     "aws_secret_access_key=***",
     {"aws_secret", "AWS_SECRET", "awsSecret", "secretAccessKey", "SecretAccessKey"},
     "(?:aws_secret_(?:access_)?key|AWS_SECRET_(?:ACCESS_)?KEY|awsSecret(?:Access)?Key|"
     "[sS]ecretAccessKey)[\"']?\\s{0,8}(?:[:=]|=>)\\s{0,8}[\"']?"
     "([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
     SECRET_CHECK_VALUE},
    {"google-api-key",
     "api_key",
     "AIza***",
     {"AIza"},
     BEFORE "AIza[0-9A-Za-z_-]{35}" AFTER,
     SECRET_CHECK_VALUE},
    {"google-oauth-secret",
     "cloud_key",
     "GOCSPX-***",
     {"GOCSPX-"},
     BEFORE "GOCSPX-[A-Za-z0-9_-]{28}" AFTER,
     SECRET_CHECK_VALUE},
    {"azure-storage-key",
     "cloud_key",
     "AccountKey=***",
     {"AccountKey="},
     "AccountKey=(?!Eby8vdM02xNO)([A-Za-z0-9+/]{86}==)",
     SECRET_CHECK_VALUE},
    {"azure-client-secret",
     "cloud_key",
     "***Q~***",
     {"Q~"},
     "(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])",
     SECRET_CHECK_VALUE},
    {"slack-token",
     "token",
     "xox*-***",
     {"xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"},
     BEFORE "xox[abprs]-[0-9]{9,}-[0-9A-Za-z-]{20,}" AFTER,
     SECRET_CHECK_VALUE},
    {"slack-webhook",
     "token",
     "hooks.slack.com/services/***",
     {"hooks.slack.com/services/"},
     "hooks\\.slack\\.com/services/(T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24})" AFTER,
     SECRET_CHECK_VALUE},
    {"stripe-key",
     "token",
     "sk_live_***",
     {"sk_live_", "rk_live_"},
     BEFORE "[sr]k_live_[0-9A-Za-z]{24,}" AFTER,
     SECRET_CHECK_VALUE},
    {"npm-token",
     "token",
     "npm_***",
     {"npm_"},
     BEFORE "npm_[A-Za-z0-9]{36}" AFTER,
     SECRET_CHECK_GITHUB},
    {"pypi-token",
     "token",
     "pypi-***",
     {"pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"},
     BEFORE "pypi-(?:AgEIcHlwaS5vcmc|AgENdGVzdC5weXBpLm9yZw)([A-Za-z0-9_-]{50,})" AFTER,
     SECRET_CHECK_VALUE},
    {"sendgrid-key",
     "token",
     "SG.***",
     {"SG."},
     BEFORE "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}" AFTER,
     SECRET_CHECK_VALUE},
    {"openai-key",
     "token",
     "sk-***",
     {"T3BlbkFJ"},
     BEFORE "sk-(?:[a-z]{4,8}-)?[A-Za-z0-9_-]{20,74}T3BlbkFJ[A-Za-z0-9_-]{20,74}" AFTER,
     SECRET_CHECK_VALUE},
    {"anthropic-key",
     "token",
     "sk-ant-***",
     {"sk-ant-"},
     BEFORE "sk-ant-[a-z]{3,5}[0-9]{2}-[A-Za-z0-9_-]{86,95}AA" AFTER,
     SECRET_CHECK_VALUE},
    {"digitalocean-token",
     "token",
     "do*_v1_***",
     {"dop_v1_", "doo_v1_", "dor_v1_"},
     BEFORE "do[opr]_v1_[0-9a-f]{64}" AFTER,
     SECRET_CHECK_VALUE},
    {"vault-token",
     "token",
     "hvs.***",
     {"hvs."},
     BEFORE "hvs\\.[A-Za-z0-9_-]{90,120}" AFTER,
     SECRET_CHECK_VALUE},
    {"terraform-cloud-token",
     "token",
     "***.atlasv1.***",
     {".atlasv1."},
     BEFORE "[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{60,70}" AFTER,
     SECRET_CHECK_VALUE},
    {"docker-token",
     "token",
     "dckr_pat_***",
     {"dckr_pat_"},
     BEFORE "dckr_pat_[A-Za-z0-9_-]{27}" AFTER,
     SECRET_CHECK_VALUE},
    {"shopify-token",
     "token",
     "shp**_***",
     {"shpat_", "shpca_", "shppa_", "shpss_"},
     BEFORE "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}" AFTER,
     SECRET_CHECK_VALUE},
    {"huggingface-token",
     "token",
     "hf_***",
     {"hf_"},
     BEFORE "hf_[A-Za-z]{34}" AFTER,
     SECRET_CHECK_VALUE},
    {"databricks-token",
     "token",
     "dapi***",
     {"dapi"},
     BEFORE "dapi[0-9a-f]{32}(?:-[0-9])?" AFTER,
     SECRET_CHECK_VALUE},
    {"telegram-token",
     "token",
     "***:AA***",
     {":AA"},
     "(?<![A-Za-z0-9_-])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}" AFTER,
     SECRET_CHECK_VALUE},
    {"grafana-token",
     "token",
     "gls*_***",
     {"glsa_"},
     BEFORE "glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}" AFTER,
     SECRET_CHECK_VALUE},
    {"rubygems-token",
     "token",
     "rubygems_***",
     {"rubygems_"},
     BEFORE "rubygems_[a-f0-9]{48}" AFTER,
     SECRET_CHECK_VALUE},
    {"pulumi-token",
     "token",
     "pul-***",
     {"pul-"},
     BEFORE "pul-[a-f0-9]{40}" AFTER,
     SECRET_CHECK_VALUE},
    {"new-relic-key",
     "token",
     "NRAK-***",
     {"NRAK-"},
     BEFORE "NRAK-[A-Z0-9]{27}" AFTER,
     SECRET_CHECK_VALUE},
    {"age-key",
     "private_key",
     "AGE-SECRET-KEY-***",
     {"AGE-SECRET-KEY-1"},
     BEFORE "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}" AFTER,
     SECRET_CHECK_VALUE},
    {"kubeconfig-key",
     "kubeconfig",
     "client-key-data: ***",
     {"client-key-data"},
     "client-key-data[\"']?:\\s{0,8}[\"']?([A-Za-z0-9+/]{100,}={0,2})",
     SECRET_CHECK_BASE64_KEY},
    {"putty-key",
     "private_key",
     "PuTTY-User-Key-File ***",
     {"PuTTY-User-Key-File-"},
     "PuTTY-User-Key-File-[23]: [^\\n]{1,40}\\n(?:[^\\n]{0,200}\\n){2,100}?Private-Lines: "
     "[0-9]{1,3}\\r?\\n"
     "((?:[A-Za-z0-9+/=]{4,80}\\r?\\n){1,100})Private-MAC: ",
     SECRET_CHECK_VALUE},
    {"npmrc-token",
     "token",
     "_authToken=***",
     {"_authToken"},
     ":_authToken\\s{0,4}=\\s{0,4}[\"']?([A-Za-z0-9_+/=-]{20,})",
     SECRET_CHECK_VALUE},
};
const size_t secret_format_count = sizeof(secret_formats) / sizeof(*secret_formats);

const char *const secret_literals[] = {
    "PRIVATE KEY",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "glrt-",
    "glsoat-",
    "glft-",
    "AKIA",
    "ASIA",
    "aws_secret",
    "AWS_SECRET",
    "awsSecret",
    "secretAccessKey",
    "SecretAccessKey",
    "AIza",
    "GOCSPX-",
    "AccountKey=",
    "Q~",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "hooks.slack.com/services/",
    "sk_live_",
    "rk_live_",
    "npm_",
    "pypi-AgEIcHlwaS5vcmc",
    "pypi-AgENdGVzdC5weXBpLm9yZw",
    "SG.",
    "T3BlbkFJ",
    "sk-ant-",
    "dop_v1_",
    "doo_v1_",
    "dor_v1_",
    "hvs.",
    ".atlasv1.",
    "dckr_pat_",
    "shpat_",
    "shpca_",
    "shppa_",
    "shpss_",
    "hf_",
    "dapi",
    ":AA",
    "glsa_",
    "rubygems_",
    "pul-",
    "NRAK-",
    "AGE-SECRET-KEY-1",
    "client-key-data",
    "PuTTY-User-Key-File-",
    "5432:",
    "secret_key",
    "_authToken",
    "PASS",
    "SECRET",
    "TOKEN",
    "KEY",
    "CREDENTIAL",
    "pass",
    "secret",
    "token",
    "_key",
    "credential",
    "\"auth\"",
    "_pwd",
    "_PWD",
    "@github.com",
    "@gitlab.com",
    "@bitbucket.org",
    NULL,
};

enum { FORMATS_MAX = 64, LITERALS_MAX = 128, WORDS = LITERALS_MAX / 64 };

/* Written once, under pthread_once, and only read from then on. */
static struct {
    const struct pattern *patterns[FORMATS_MAX];
    const struct pattern *aws_key;
    struct literals *literals;
    size_t format_of[LITERALS_MAX]; /* SIZE_MAX: of none */
} compiled;
static pthread_once_t compiled_once = PTHREAD_ONCE_INIT;

static const struct pattern *compile(const char *expression)
{
    struct arena arena;
    arena_init(&arena, 1024);
    const char *problem = NULL;
    size_t at = 0;
    const struct pattern *pattern = pattern_new(&arena, expression, false, &problem, &at);
    if (!pattern) {
        fprintf(stderr, "bug: '%s' at %zu: %s\n", expression, at, problem ? problem : "");
        abort();
    }
    arena_release(&arena);
    return pattern;
}

static size_t format_with(const char *literal)
{
    for (size_t i = 0; i < secret_format_count; i++)
        for (size_t l = 0; l < 6 && secret_formats[i].literals[l]; l++)
            if (strcmp(secret_formats[i].literals[l], literal) == 0)
                return i;
    return SIZE_MAX;
}

static void compile_all(void)
{
    compiled.literals = literals_new();
    for (size_t i = 0; secret_literals[i]; i++) {
        size_t number = literals_add(compiled.literals, secret_literals[i]);
        if (number != i || number >= LITERALS_MAX)
            abort();
        compiled.format_of[i] = format_with(secret_literals[i]);
    }
    for (size_t i = 0; i < secret_format_count; i++) {
        if (i == FORMATS_MAX)
            abort();
        compiled.patterns[i] = compile(secret_formats[i].expression);
        for (size_t l = 0; l < 6 && secret_formats[i].literals[l]; l++)
            if (!string_is_one_of(secret_formats[i].literals[l], secret_literals))
                abort();
    }
    compiled.aws_key = compile("(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])");
    literals_build(compiled.literals, false);
}

void secret_patterns_start(void)
{
    pthread_once(&compiled_once, compile_all);
}

const struct pattern *secret_pattern(size_t format)
{
    return compiled.patterns[format];
}

const struct pattern *secret_pattern_of_aws_key(void)
{
    return compiled.aws_key;
}

void secret_formats_of_hits(const uint64_t *hits, bool *out)
{
    memset(out, 0, secret_format_count * sizeof(*out));
    for (size_t i = 0; i < literals_count(compiled.literals); i++)
        if ((hits[i / 64] >> i % 64 & 1U) != 0 && compiled.format_of[i] != SIZE_MAX)
            out[compiled.format_of[i]] = true;
}

void secret_formats_in(struct text text, bool *out)
{
    uint64_t hits[WORDS] = {0};
    literals_search(compiled.literals, text, hits);
    secret_formats_of_hits(hits, out);
}
