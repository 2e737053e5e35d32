#include "facts/terraform_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define PATH              \
    {                     \
        .kind = TYPE_PATH \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }
#define INTEGER              \
    {                        \
        .kind = TYPE_INTEGER \
    }

static const char test_summary[] = "stands where test material and examples stand";
static const char vendored_summary[] = "others' code, by .gitattributes or convention";
static const char version_summary[] = "the constraint on Terraform's own version, as written";
static const char backend_summary[] =
    "where its state is kept: s3, gcs, azurerm, remote, cloud, ...; absent where it does not say";
static const char locks_summary[] = "the backend keeps two people from writing at once";
static const char encrypts_summary[] =
    "the backend encrypts what it keeps; s3 does unless it says encrypt = false";

static const struct fact_field part_fields[] = {
    [TERRAFORM_PART_REQUIRED_VERSION] = {"required_version", TEXT, true, version_summary},
    [TERRAFORM_PART_BACKEND] = {"backend", TEXT, true, backend_summary},
    [TERRAFORM_PART_BACKEND_LINE] = {"backend_line", INTEGER, true, "where that stands"},
    [TERRAFORM_PART_LOCKS] = {"locks", BOOLEAN, true, locks_summary},
    [TERRAFORM_PART_ENCRYPTS] = {"encrypts", BOOLEAN, true, encrypts_summary},
    [TERRAFORM_PART_RESOURCES] = {"resources", INTEGER, false, "resources and modules it declares"},
    [TERRAFORM_PART_CONFIGURES] = {"configures", BOOLEAN, false, "it configures a provider"},
    [TERRAFORM_PART_LINK] = {"link", PATH, true, "it is a link to this file, which speaks for it"},
    [TERRAFORM_PART_FIELD_COUNT] = {0},
};

static const char *const by_path[] = {"path", NULL};

const struct fact_kind terraform_part_kind = {
    .name = "terraform_part",
    .summary = "what one file of Terraform or OpenTofu says of its module",
    .key = by_path,
    .fields = part_fields,
};

static const struct fact_field module_fields[] = {
    [TERRAFORM_DIRECTORY] = {"directory", PATH, false, "its folder; . for the root"},
    [TERRAFORM_ROOT] = {"root", BOOLEAN, false,
                        "it is applied by itself: it says where its state is kept, or declares"
                        " something and configures a provider or has values for its variables, and"
                        " no module here calls it"},
    [TERRAFORM_REQUIRED_VERSION] = {"required_version", TEXT, true, version_summary},
    [TERRAFORM_BACKEND] = {"backend", TEXT, true, backend_summary},
    [TERRAFORM_LOCKS] = {"locks", BOOLEAN, true, locks_summary},
    [TERRAFORM_ENCRYPTS] = {"encrypts", BOOLEAN, true, encrypts_summary},
    [TERRAFORM_RESOURCES] = {"resources", INTEGER, false, "resources and modules it declares"},
    [TERRAFORM_LOCK_FILE] = {"lock_file", BOOLEAN, false, ".terraform.lock.hcl is committed"},
    [TERRAFORM_TEST] = {"test", BOOLEAN, false, test_summary},
    [TERRAFORM_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [TERRAFORM_FIELD_COUNT] = {0},
};

static const char *const by_directory[] = {"directory", NULL};

const struct fact_kind fact_kind_terraform_module = {
    .name = "terraform_module",
    .summary = "a folder of Terraform or OpenTofu; stands at its backend, or at its first file",
    .key = by_directory,
    .fields = module_fields,
};

static const struct fact_field provider_fields[] = {
    [PROVIDER_DIRECTORY] = {"directory", PATH, false, "the folder of its module"},
    [PROVIDER_NAME] = {"name", TEXT, false, "as the module calls it"},
    [PROVIDER_SOURCE] = {"source", TEXT, true, "where it comes from"},
    [PROVIDER_VERSION] = {"version", TEXT, true, "the constraint on its version, as written"},
    [PROVIDER_BOUNDED] = {"bounded", BOOLEAN, false, "the constraint has an upper end"},
    [PROVIDER_ROOT] = {"root", BOOLEAN, true, "its module is applied by itself"},
    [PROVIDER_TEST] = {"test", BOOLEAN, false, test_summary},
    [PROVIDER_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [PROVIDER_FIELD_COUNT] = {0},
};

static const char *const by_name[] = {"path", "name", NULL};

const struct fact_kind fact_kind_terraform_provider = {
    .name = "terraform_provider",
    .summary = "a provider that a module of Terraform or OpenTofu asks for",
    .key = by_name,
    .fields = provider_fields,
};

const struct fact_kind terraform_provider_part_kind = {
    .name = "terraform_provider_part",
    .summary = "a provider as one file asks for it or configures it",
    .key = by_name,
    .fields = provider_fields,
};

static const char *const sorts[] = {"local", "registry", "git", "archive", "other", NULL};

static const struct fact_field call_fields[] = {
    [CALL_DIRECTORY] = {"directory", PATH, false, "the folder of the module that calls"},
    [CALL_NAME] = {"name", TEXT, false, "as that calls it"},
    [CALL_SOURCE] = {"source", TEXT, true, "where the module comes from, as written"},
    [CALL_SORT] = {"sort", {.kind = TYPE_WORD, .words = sorts}, true, "what that is"},
    [CALL_VERSION] = {"version", TEXT, true, "the constraint on a registry's version, or the ref"},
    [CALL_TARGET] = {"target", PATH, true, "the folder of a local module"},
    [CALL_PINNED] = {"pinned", BOOLEAN, true,
                     "local, or a version with an upper end, a tag that names a version, a commit"},
    [CALL_TEST] = {"test", BOOLEAN, false, test_summary},
    [CALL_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [CALL_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_terraform_call = {
    .name = "terraform_call",
    .summary = "a module that a module of Terraform or OpenTofu calls",
    .key = by_name,
    .fields = call_fields,
};
