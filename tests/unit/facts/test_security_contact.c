#include "rows.h"

static void assert_contacts(const char *content, const char *expected)
{
    assert_rows_of("SECURITY.md", content, "security_contact", "sort value private placeholder",
                   expected);
}

static void addresses_are_private(void **state)
{
    (void)state;
    assert_contacts("# Security\nMail Security@Acme.IO.\n",
                    "SECURITY.md:2 address security@acme.io true false\n");
    assert_contacts("security [at] acme [dot] io\n",
                    "SECURITY.md:1 address security@acme.io true false\n");
    assert_contacts("Write to `security@acme.io`.\n",
                    "SECURITY.md:1 address security@acme.io true false\n");
    assert_contacts("<!-- security@acme.io -->\n", "");
    assert_contacts("Clone git@github.com:acme/pay.git first.\n", "");
}

static void negations_matter(void **state)
{
    (void)state;
    assert_contacts("Please do not open a public issue, mail security@acme.io instead.\n",
                    "SECURITY.md:1 address security@acme.io true false\n");
    assert_contacts("Do not report vulnerabilities through public GitHub issues.\n", "");
    assert_contacts("**Please do not report security vulnerabilities through public GitHub\n"
                    "issues.**\n",
                    "");
    assert_contacts("Open an issue on GitHub.\n",
                    "SECURITY.md:1 tracker Open an issue false false\n");
    assert_contacts("Instead of opening an issue, write a letter.\n", "");
    assert_contacts("Never mail bob@acme.io about it.\n", "");
    assert_contacts("Do not hesitate to mail bob@acme.io.\n",
                    "SECURITY.md:1 address bob@acme.io true false\n");
    assert_contacts("For other bugs, open an issue.\n", "");
    assert_contacts("If you are not sure, mail sec@acme.io.\n",
                    "SECURITY.md:1 address sec@acme.io true false\n");
}

static void forms_of_forges_are_private(void **state)
{
    (void)state;
    assert_contacts(
        "https://github.com/acme/pay/security/advisories/new\n",
        "SECURITY.md:1 advisory_form https://github.com/acme/pay/security/advisories/new "
        "true false\n");
    assert_contacts("[Report](../../security/advisories/new)\n",
                    "SECURITY.md:1 advisory_form ../../security/advisories/new true false\n");
    assert_contacts("Use the \"Report a vulnerability\" button.\n",
                    "SECURITY.md:1 advisory_form Use the \"Report a vulnerability true false\n");
    assert_contacts("Tell us: open a draft advisory under *Security* \xe2\x86\x92 *Report a\n"
                    "vulnerability*.\n",
                    "SECURITY.md:1 advisory_form draft advisory true false\n");
    assert_contacts("Choose Security > **Report a\nvulnerability** above.\n",
                    "SECURITY.md:1 advisory_form Security > **Report a vulnerability true false\n");
    assert_contacts("# Security\n\n## Report a vulnerability\n\nPlease do.\n", "");
    assert_contacts("Open a confidential issue.\n",
                    "SECURITY.md:1 advisory_form confidential issue true false\n");
    assert_contacts("See https://github.com/acme/pay/issues\n",
                    "SECURITY.md:1 tracker https://github.com/acme/pay/issues false false\n");
    assert_contacts("https://hackerone.com/acme\n",
                    "SECURITY.md:1 platform https://hackerone.com/acme true false\n");
    assert_contacts("https://nothackerone.com/acme\n", "");
    assert_contacts("https://acme.io/security\n",
                    "SECURITY.md:1 policy https://acme.io/security unknown false\n");
    assert_contacts(
        "[![x](https://api.securityscorecards.dev/badge)](https://x.io/badge/security)\n", "");
}

static void placeholders_are_told(void **state)
{
    (void)state;
    assert_contacts("Mail security@example.com\n",
                    "SECURITY.md:1 address security@example.com true true\n");
    assert_contacts("Mail [INSERT EMAIL ADDRESS].\n",
                    "SECURITY.md:1 address [INSERT EMAIL ADDRESS] true true\n");
    assert_contacts("https://github.com/OWNER/REPO/security/advisories/new\n",
                    "SECURITY.md:1 advisory_form "
                    "https://github.com/OWNER/REPO/security/advisories/new true true\n");
}

static void those_who_are_thanked_are_no_contacts(void **state)
{
    (void)state;
    assert_contacts("# Security\n## Hall of Fame\nbob@acme.io\n## Report\nsec@acme.io\n",
                    "SECURITY.md:5 address sec@acme.io true false\n");
}

static void public_lists_are_not_private(void **state)
{
    (void)state;
    assert_contacts("Fixes are announced on pay-announce@acme.io.\n",
                    "SECURITY.md:1 address pay-announce@acme.io false false\n");
}

static void keys_are_no_channel(void **state)
{
    (void)state;
    assert_contacts("Our PGP key is below.\n", "SECURITY.md:1 key key fingerprint false false\n");
    assert_contacts("https://acme.io/pgp-key.txt\n",
                    "SECURITY.md:1 key https://acme.io/pgp-key.txt false false\n"
                    "SECURITY.md:1 key key fingerprint false false\n");
}

static void belonging_is_compared_with_stated_names(void **state)
{
    (void)state;
    static const char form[] = "https://github.com/acme/pay/security/advisories/new\n";
    static const struct {
        const char *path, *content, *belongs_to;
    } cases[] = {
        {"package.json", "{\"repository\": \"acme/pay\"}", "repository"},
        {"package.json", "{\"repository\": {\"url\": \"git+https://github.com/Acme/Pay.git\"}}",
         "repository"},
        {"package.json", "{\"repository\": \"git@github.com:acme/pay.git\"}", "repository"},
        {"package.json", "{\"repository\": \"gitlab:acme/other\"}", "organisation"},
        {"go.mod", "// x\nmodule github.com/other/pay\n", "foreign"},
        {"go.mod", "module github.com/acme/pay/v2\n", "repository"},
        {"go.mod", "module pay\n", "unknown"},
        {"Cargo.toml", "[package]\nrepository = \"https://github.com/acme/pay\"\n", "repository"},
        {"pyproject.toml", "[project.urls]\nSource = \"https://github.com/acme/pay\"\n",
         "repository"},
        {"pom.xml", "<project>\n <url>https://github.com/acme/pay</url>\n", "repository"},
        {"README.md",
         "[![ci](https://github.com/acme/pay/actions/workflows/ci.yml/badge.svg)](x)\n",
         "repository"},
        {"README.md", "![](https://img.shields.io/github/license/acme/pay?style=flat)\n",
         "repository"},
        {"README.md", "Like https://github.com/acme/pay\n", "unknown"},
        {"x.txt", "", "unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "SECURITY.md", form);
        world_add(&world, cases[i].path, cases[i].content);
        char expected[64];
        snprintf(expected, sizeof(expected), "SECURITY.md:1 %s\n", cases[i].belongs_to);
        assert_string_equal(world_rows(&world, "security_contact", "belongs_to"), expected);
        world_end(&world);
    }
}

static void an_address_belongs_to_the_organisation(void **state)
{
    (void)state;
    assert_rows_of("SECURITY.md", "a@acme.io, https://hackerone.com/acme\n", "security_contact",
                   "value belongs_to",
                   "SECURITY.md:1 a@acme.io organisation\n"
                   "SECURITY.md:1 https://hackerone.com/acme organisation\n");
    assert_rows_of("SECURITY.md", "Press Report a vulnerability.\n", "security_contact",
                   "belongs_to", "SECURITY.md:1 repository\n");
}

static void other_documents_speak_in_their_sections(void **state)
{
    (void)state;
    assert_rows_of(
        "README.md",
        "# Pay\nMail hello@acme.io.\n## Security\nMail sec@acme.io.\n### More\nb@acme.io\n"
        "## Else\nc@acme.io\n",
        "security_contact", "value section",
        "README.md:4 sec@acme.io Security\nREADME.md:6 b@acme.io More\n");
    assert_rows_of("docs/SECURITY.rst", "Security\n========\n\nMail a@acme.io.\n",
                   "security_contact", "value section", "docs/SECURITY.rst:4 a@acme.io Security\n");
    assert_rows_of("SECURITY", "Mail a@acme.io.\n", "security_contact", "value",
                   "SECURITY:1 a@acme.io\n");
    assert_rows_of("docs/VULN-DISCLOSURE-POLICY.md", "Mail a@acme.io.\n", "security_contact",
                   "value", "docs/VULN-DISCLOSURE-POLICY.md:1 a@acme.io\n");
    assert_rows_of("src/SECURITY.md", "Mail a@acme.io.\n", "security_contact", "value", "");
    assert_rows_of("SECURITY.py", "# a@acme.io\n", "security_contact", "value", "");
}

static void security_txt_is_rfc_9116(void **state)
{
    (void)state;
    assert_rows_of(".well-known/security.txt",
                   "# a comment b@acme.io\nContact: mailto:a@acme.io\n"
                   "contact: https://acme.io/report\nContact: https://github.com/acme/pay/issues\n"
                   "Contact: mailto:security@example.com\nEncryption: https://acme.io/key\n"
                   "Expires: 2027-01-01T00:00:00Z\n",
                   "security_contact", "sort value placeholder",
                   ".well-known/security.txt:2 address a@acme.io false\n"
                   ".well-known/security.txt:3 advisory_form https://acme.io/report false\n"
                   ".well-known/security.txt:4 tracker https://github.com/acme/pay/issues false\n"
                   ".well-known/security.txt:5 address security@example.com true\n"
                   ".well-known/security.txt:6 key https://acme.io/key false\n");
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "SECURITY.md", "other.md", 8, ENTRY_LINK);
    world_add_bytes(&world, "README.md", "docs/README.md", 14, ENTRY_LINK);
    assert_string_equal(world_rows(&world, "security_contact", "value"), "SECURITY.md gap\n");
    world_end(&world);
}

static void a_link_to_a_document_of_this_repository_is_no_policy_elsewhere(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/ISSUE_TEMPLATE/config.yml",
              "contact_links:\n  - name: Security\n    about: Report a vulnerability\n"
              "    url: https://github.com/acme/pay/blob/main/CONTRIBUTING.md#security\n");
    world_add(&world, "README.md",
              "# Pay\n## Security\n"
              "See https://github.com/acme/pay/blob/main/SECURITY.md and\n"
              "https://github.com/acme/pay/blob/main/docs/security-terms.md of ours.\n");
    assert_string_equal(
        world_rows(&world, "security_contact", "sort value"),
        ".github/ISSUE_TEMPLATE/config.yml:4 policy "
        "https://github.com/acme/pay/blob/main/CONTRIBUTING.md#security\n"
        "README.md:3 policy https://github.com/acme/pay/blob/main/SECURITY.md\n"
        "README.md:4 policy https://github.com/acme/pay/blob/main/docs/security-terms.md\n");
    world_add(&world, "CONTRIBUTING.md", "# Contributing\n");
    world_add(&world, "SECURITY.md", "# Security\n");
    assert_string_equal(world_rows(&world, "security_contact", "sort value"),
                        "README.md:4 policy "
                        "https://github.com/acme/pay/blob/main/docs/security-terms.md\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_private),
        cmocka_unit_test(negations_matter),
        cmocka_unit_test(forms_of_forges_are_private),
        cmocka_unit_test(placeholders_are_told),
        cmocka_unit_test(those_who_are_thanked_are_no_contacts),
        cmocka_unit_test(public_lists_are_not_private),
        cmocka_unit_test(keys_are_no_channel),
        cmocka_unit_test(belonging_is_compared_with_stated_names),
        cmocka_unit_test(an_address_belongs_to_the_organisation),
        cmocka_unit_test(other_documents_speak_in_their_sections),
        cmocka_unit_test(security_txt_is_rfc_9116),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(a_link_to_a_document_of_this_repository_is_no_policy_elsewhere),
    };
    return cmocka_run_group_tests_name("security_contact", tests, NULL, NULL);
}
