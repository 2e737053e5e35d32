/* libgit2 without a network. Its transports stand in one library with the rest and
 * pull in a dozen more (TLS, SSH, Kerberos): loading them and reading the machine's
 * certificates, which git_libgit2_init does, takes several times longer than a small
 * run of ours. So libgit2 is linked statically where Debian's archive is there, and
 * what the transports would call is defined here. What starting libgit2 calls does
 * nothing and answers that it was done, but that there are no certificates: then
 * libgit2 does not look into settings that nobody filled. Stopping it would, so we
 * do not. Whatever else is called ends the program: Bylaw never speaks to a
 * network, and so it cannot. The names are those that
 * `nm -u libgit2.a` shows and no other library that we link has. */

#include <stdlib.h>
#include <string.h>

#define ANSWER(name, number) \
    long name(void);         \
    long name(void)          \
    {                        \
        return number;       \
    }
#define DONE(name) ANSWER(name, 0)
#define NEVER(name)            \
    _Noreturn void name(void); \
    _Noreturn void name(void)  \
    {                          \
        abort();               \
    }

/* The settings own the generator, so they keep where it is: nothing is lost. */
void mbedtls_ssl_conf_rng(void *settings, void *function, void *generator);
void mbedtls_ssl_conf_rng(void *settings, void *function, void *generator)
{
    (void)function;
    memcpy(settings, &generator, sizeof(generator));
}

/* clang-format off */
DONE(libssh2_exit)
DONE(libssh2_init)
DONE(mbedtls_ctr_drbg_free)
DONE(mbedtls_ctr_drbg_init)
DONE(mbedtls_ctr_drbg_seed)
DONE(mbedtls_entropy_free)
DONE(mbedtls_entropy_init)
DONE(mbedtls_ssl_conf_authmode)
DONE(mbedtls_ssl_conf_ca_chain)
DONE(mbedtls_ssl_conf_ciphersuites)
DONE(mbedtls_ssl_conf_min_version)
DONE(mbedtls_ssl_config_defaults)
DONE(mbedtls_ssl_config_free)
DONE(mbedtls_ssl_config_init)
ANSWER(mbedtls_ssl_get_ciphersuite_id, 1) /* it wants to know one at least */
DONE(mbedtls_x509_crt_free)
DONE(mbedtls_x509_crt_init)
ANSWER(mbedtls_x509_crt_parse_file, -1)
ANSWER(mbedtls_x509_crt_parse_path, -1)

NEVER(gss_delete_sec_context)
NEVER(gss_display_status)
NEVER(gss_import_name)
NEVER(gss_indicate_mechs)
NEVER(gss_init_sec_context)
NEVER(gss_release_buffer)
NEVER(gss_release_name)
NEVER(gss_release_oid_set)
NEVER(http_errno_description)
NEVER(http_parser_execute)
NEVER(http_parser_init)
NEVER(http_parser_parse_url)
NEVER(http_parser_pause)
NEVER(http_should_keep_alive)
NEVER(libssh2_agent_connect)
NEVER(libssh2_agent_disconnect)
NEVER(libssh2_agent_free)
NEVER(libssh2_agent_get_identity)
NEVER(libssh2_agent_init)
NEVER(libssh2_agent_list_identities)
NEVER(libssh2_agent_userauth)
NEVER(libssh2_channel_close)
NEVER(libssh2_channel_free)
NEVER(libssh2_channel_open_ex)
NEVER(libssh2_channel_process_startup)
NEVER(libssh2_channel_read_ex)
NEVER(libssh2_channel_set_blocking)
NEVER(libssh2_channel_write_ex)
NEVER(libssh2_hostkey_hash)
NEVER(libssh2_knownhost_checkp)
NEVER(libssh2_knownhost_free)
NEVER(libssh2_knownhost_init)
NEVER(libssh2_knownhost_readfile)
NEVER(libssh2_session_abstract)
NEVER(libssh2_session_disconnect_ex)
NEVER(libssh2_session_free)
NEVER(libssh2_session_handshake)
NEVER(libssh2_session_hostkey)
NEVER(libssh2_session_init_ex)
NEVER(libssh2_session_last_error)
NEVER(libssh2_session_method_pref)
NEVER(libssh2_session_set_blocking)
NEVER(libssh2_userauth_authenticated)
NEVER(libssh2_userauth_keyboard_interactive_ex)
NEVER(libssh2_userauth_list)
NEVER(libssh2_userauth_password_ex)
NEVER(libssh2_userauth_publickey)
NEVER(libssh2_userauth_publickey_fromfile_ex)
NEVER(libssh2_userauth_publickey_frommemory)
NEVER(mbedtls_ctr_drbg_random)
NEVER(mbedtls_entropy_func)
NEVER(mbedtls_sha256_finish)
NEVER(mbedtls_sha256_free)
NEVER(mbedtls_sha256_init)
NEVER(mbedtls_sha256_starts)
NEVER(mbedtls_sha256_update)
NEVER(mbedtls_ssl_close_notify)
NEVER(mbedtls_ssl_free)
NEVER(mbedtls_ssl_get_peer_cert)
NEVER(mbedtls_ssl_get_verify_result)
NEVER(mbedtls_ssl_handshake)
NEVER(mbedtls_ssl_init)
NEVER(mbedtls_ssl_read)
NEVER(mbedtls_ssl_set_bio)
NEVER(mbedtls_ssl_set_hostname)
NEVER(mbedtls_ssl_setup)
NEVER(mbedtls_ssl_write)
NEVER(mbedtls_x509_crt_verify_info)
/* clang-format on */

/* The words for an error that libgit2 then forgets. */
void mbedtls_strerror(int code, char *out, size_t size);
void mbedtls_strerror(int code, char *out, size_t size)
{
    (void)code;
    if (size > 0)
        out[0] = '\0';
}

extern const void *const GSS_C_NT_HOSTBASED_SERVICE;
const void *const GSS_C_NT_HOSTBASED_SERVICE = NULL;
