#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <stdlib.h>

namespace lacuna::test {

/// A folder that lives as long as this and is removed with all that is in it.
class folder_of_files {
public:
    folder_of_files() {
        auto name = (std::filesystem::temp_directory_path() / "lacuna-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~folder_of_files() {
        std::error_code left_behind;
        std::filesystem::remove_all(path_, left_behind);
    }
    folder_of_files(folder_of_files const&) = delete;
    folder_of_files& operator=(folder_of_files const&) = delete;

    /// Readable by its owner only, as a secret should be.
    std::filesystem::path write(std::string const& name, std::string const& bytes) const {
        auto const file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << bytes;
        std::filesystem::permissions(
            file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return file;
    }
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace lacuna::test
