#include "tests/support/test_authority.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdlib.h>

#include <atomic>
#include <cstdio>
#include <stdexcept>

namespace lacuna::test {
namespace {

struct freed {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(std::FILE* file) const { std::fclose(file); }
};
template <class T>
using owned = std::unique_ptr<T, freed>;

void must(bool fine, char const* what) {
    if (!fine) throw std::runtime_error{std::string{"OpenSSL: "} + what};
}

struct pair {
    owned<EVP_PKEY> key{};
    owned<X509> certificate{};
};

void extend(X509* certificate, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    owned<X509_EXTENSION> const extension{X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())};
    must(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

/// @param issuer none: it signs itself.
pair make_pair(std::string const& name, pair const* issuer, std::string const& subject, int days) {
    static std::atomic<long> serial{1};
    pair made{owned<EVP_PKEY>{EVP_EC_gen("P-256")}, owned<X509>{X509_new()}};
    must(made.key && made.certificate, "key");
    auto* const certificate = made.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    constexpr long day = 86'400;
    X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), days * day);
    X509_set_pubkey(certificate, made.key.get());
    auto* const title = X509_get_subject_name(certificate);
    auto const* const text = reinterpret_cast<unsigned char const*>(name.c_str());
    X509_NAME_add_entry_by_txt(title, "CN", MBSTRING_UTF8, text, -1, -1, 0);

    auto const& signer = issuer != nullptr ? *issuer : made;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
    auto* const signer_certificate = signer.certificate.get();
    if (issuer == nullptr) {
        extend(certificate, signer_certificate, NID_basic_constraints, "critical,CA:TRUE");
        extend(certificate, signer_certificate, NID_key_usage, "critical,keyCertSign");
    } else {
        extend(certificate, signer_certificate, NID_basic_constraints, "critical,CA:FALSE");
        extend(certificate, signer_certificate, NID_subject_alt_name, subject);
    }
    must(X509_sign(certificate, signer.key.get(), EVP_sha256()) > 0, "signature");
    return made;
}

owned<std::FILE> created(std::filesystem::path const& path) {
    owned<std::FILE> file{std::fopen(path.c_str(), "w")};
    if (!file) throw std::runtime_error{"cannot write " + path.string()};
    return file;
}

}  // namespace

class test_authority::impl {
public:
    impl() {
        auto name = (std::filesystem::temp_directory_path() / "lacuna-ca-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make " + name};
        folder = name;
        PEM_write_X509(created(folder / "ca.pem").get(), root.certificate.get());
    }
    ~impl() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    impl(impl const&) = delete;
    impl& operator=(impl const&) = delete;

    std::filesystem::path folder;
    pair root = make_pair("Test authority", nullptr, "", 2);
    int identities = 0;
};

test_authority::test_authority() : impl_{std::make_unique<impl>()} {}
test_authority::~test_authority() = default;

std::string test_authority::ca_file() const { return impl_->folder / "ca.pem"; }

tls_identity test_authority::identity_for(std::string const& subject, int days) const {
    auto const made = make_pair("Test server", &impl_->root, subject, days);
    auto const stem = impl_->folder / ("server" + std::to_string(++impl_->identities));
    tls_identity const identity{stem.string() + ".pem", stem.string() + ".key"};
    PEM_write_X509(created(identity.certificate_file).get(), made.certificate.get());
    PEM_write_PrivateKey(created(identity.key_file).get(), made.key.get(), nullptr, nullptr, 0, nullptr,
                         nullptr);
    return identity;
}

}  // namespace lacuna::test
