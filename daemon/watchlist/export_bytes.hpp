#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>

namespace lacuna {

/// The bytes of one file, read in pieces; a RapidJSON input stream. Ends (with '\0', as RapidJSON has it)
/// also where more than `most` bytes come, or more than `most_between` since the last `passed()`, so that no
/// one text of a file can fill the memory; `too_much()` tells.
///
/// What an escape \uD… stands for is changed on the way, so that half a surrogate pair, which a text that was
/// cut may end with, does not make the whole file unreadable. No key and no address holds one.
class export_bytes {
public:
    using Ch = char;

    export_bytes(std::istream& from, std::uint64_t most, std::size_t most_between);

    [[nodiscard]] char Peek() const noexcept { return at_ < end_ ? (*buffer_)[at_] : '\0'; }
    char Take();
    [[nodiscard]] std::size_t Tell() const noexcept { return taken_; }
    [[nodiscard]] bool at_end() const noexcept { return at_ == end_; }

    void passed() noexcept { between_ = 0; }
    [[nodiscard]] bool too_much() const noexcept { return too_much_; }

    // Of output streams, which RapidJSON asks for and never calls.
    char* PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    std::size_t PutEnd(char*) { return 0; }

private:
    void fill();
    void soften_escapes();

    std::istream& from_;
    std::uint64_t most_;
    std::size_t most_between_;
    std::unique_ptr<std::array<char, 65536>> buffer_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t taken_ = 0;
    std::size_t between_ = 0;
    enum class place { text, after_backslash, after_u } place_ = place::text;
    bool too_much_ = false;
};

}  // namespace lacuna
