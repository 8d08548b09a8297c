#include "daemon/config/secrets.hpp"
#include "tests/config/folder_of_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iosfwd>
#include <type_traits>

namespace lacuna {
namespace {

template <class T>
concept printable = requires(std::ostream& out, T const& value) {
    out << value;
};
static_assert(!printable<secret>);
static_assert(!std::is_convertible_v<secret, std::string>);
static_assert(!std::is_convertible_v<std::string, secret>);

TEST_CASE("a secret is the file without the line ends after it", "[config]") {
    test::folder_of_files const folder;
    CHECK(read_secret_file(folder.write("plain", "aw1b2c3"))->value.reveal() == "aw1b2c3");
    CHECK(read_secret_file(folder.write("line", "aw1b2c3\r\n\n"))->value.reveal() == "aw1b2c3");
    CHECK(read_secret_file(folder.write("long", std::string(4096, 'x')))->value.reveal().size() == 4096);
}

TEST_CASE("a file that holds no secret is refused without what is in it", "[config]") {
    test::folder_of_files const folder;
    for (auto const& path :
         {folder.write("empty", ""), folder.write("blank", "\n\n"), folder.write("two lines", "hush\nhush"),
          folder.write("words", "hush hush"), folder.write("nul", std::string("hush\0x", 6)),
          folder.write("binary", "hush\xff"), folder.write("too long", std::string(4097, 'h')),
          folder.path() / "absent", folder.path()}) {
        INFO(path.string());
        auto const read = read_secret_file(path);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().find(path.string()) != std::string::npos);
        CHECK(read.error().find("hush") == std::string::npos);
    }
}

TEST_CASE("a file that others may read is noticed", "[config]") {
    using std::filesystem::perms;
    test::folder_of_files const folder;
    auto const file = folder.write("secret", "aw1b2c3");
    CHECK_FALSE(read_secret_file(file)->open_to_others);
    for (auto const extra : {perms::group_read, perms::others_read}) {
        std::filesystem::permissions(file, perms::owner_read | extra);
        CHECK(read_secret_file(file)->open_to_others);
    }
}

TEST_CASE("a secret may stand in the environment", "[config]") {
    ::setenv("LACUNA_TEST_SECRET", "aw1b2c3", 1);
    CHECK(read_secret_variable("LACUNA_TEST_SECRET")->value.reveal() == "aw1b2c3");
    ::setenv("LACUNA_TEST_SECRET", "", 1);
    CHECK_FALSE(read_secret_variable("LACUNA_TEST_SECRET").has_value());
    ::unsetenv("LACUNA_TEST_SECRET");
    CHECK_FALSE(read_secret_variable("LACUNA_TEST_SECRET").has_value());
}

TEST_CASE("a secret may be a credential of systemd's", "[config]") {
    using std::filesystem::perms;
    test::folder_of_files const folder;
    CHECK_FALSE(read_secret_credential("key").has_value());
    ::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
    auto const file = folder.write("key", "aw1b2c3\n");
    // An access list of systemd's looks like a mode that is open to the group.
    std::filesystem::permissions(file, perms::owner_read | perms::group_read);
    CHECK(read_secret_credential("key")->value.reveal() == "aw1b2c3");
    CHECK_FALSE(read_secret_credential("key")->open_to_others);
    for (auto const* const name : {"absent", "", "../key", "/etc/hostname", ".", ".."})
        CHECK_FALSE(read_secret_credential(name).has_value());
    ::unsetenv("CREDENTIALS_DIRECTORY");
}

}  // namespace
}  // namespace lacuna
