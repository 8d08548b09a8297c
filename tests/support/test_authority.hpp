#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace lacuna::test {

/// What a TLS server shows, as PEM files.
struct tls_identity {
    std::string certificate_file{};
    std::string key_file{};
    int newest_protocol = 0;  ///< TLS1_1_VERSION and the like; 0: whatever OpenSSL has.
};

/// A certificate authority of its own, made anew for each test; its files go when it goes.
class test_authority {
public:
    test_authority();
    ~test_authority();
    test_authority(test_authority const&) = delete;
    test_authority& operator=(test_authority const&) = delete;

    /// The CA's certificate, for whoever is to trust it.
    [[nodiscard]] std::string ca_file() const;

    /// A certificate signed by this authority.
    /// @param subject "DNS:localhost" or "IP:127.0.0.1".
    /// @param days from now until it ends; negative: it has ended.
    [[nodiscard]] tls_identity identity_for(std::string const& subject, int days = 2) const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace lacuna::test
