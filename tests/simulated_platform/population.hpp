#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lacuna::simulated {

/// What a video is from the beginning; each is drawn from the scenario's seed and the id alone.
enum class nature : std::uint8_t { is_public, deleted, is_private, withheld, creator_withheld, canada };

struct video {
    std::int64_t id = 0;
    sys_seconds created{};  ///< create_time: the id's seconds and 13 to 72 more, or days more if posted late.
    sys_seconds indexed{};  ///< From then on the API may return it.
    sys_seconds gone = never;  ///< From then on it is not public, for good.
    nature born = nature::is_public;
    nature gone_as = nature::deleted;
    bool shell = false;          ///< oEmbed answers with an empty shell for it.
    bool lingering = false;      ///< The API goes on returning it when it is no longer public.
    std::uint8_t region = 0;     ///< Index of region_code().
    std::uint32_t creator = 0;   ///< Index of username().
    std::uint32_t touched = 0;   ///< Bit n: the scenario's change n reaches it.
    std::uint32_t returned = 0;  ///< Bit n: and is lifted at its return_at.
};

/// What is true of one video at one moment, whatever goes wrong with answers about it.
struct standing {
    bool is_public = false;
    bool in_api = false;
    bool indexed = false;  ///< In the index, though perhaps no longer public: takes up a place in a page.
    std::string_view reason{};  ///< "public", "deleted", "private", "withheld", … (README.md)
};

/// Every video there is, and what becomes of it.
class population {
public:
    /// @throws bad_scenario where ids_from cannot be read
    explicit population(scenario const& from);

    [[nodiscard]] std::vector<video> const& videos() const { return videos_; }  ///< By creation time.
    [[nodiscard]] video const* find(std::int64_t id) const;
    [[nodiscard]] standing stand(video const& of, sys_seconds now) const;
    /// The handle by then: a renamed creator has another from a day of the year before the last video on.
    [[nodiscard]] std::string username(video const& of, sys_seconds now) const {
        return creator_name(of.creator, now);
    }
    [[nodiscard]] std::string const& first_username(video const& of) const { return creators_[of.creator]; }
    [[nodiscard]] std::string const& region_code(video const& of) const { return regions_[of.region]; }
    /// Views, likes, comments, shares, favourites at that moment; never falling.
    [[nodiscard]] std::array<std::int64_t, 5> counts(video const& of, sys_seconds now) const;
    [[nodiscard]] std::vector<std::string> const& creators() const { return creators_; }
    [[nodiscard]] std::string creator_name(std::uint32_t creator, sys_seconds now) const;
    /// The creator who goes by that name then. @return -1 for nobody.
    [[nodiscard]] std::int64_t creator_called(std::string_view name, sys_seconds now) const;
    [[nodiscard]] bool creator_withheld(std::uint32_t creator) const;
    [[nodiscard]] std::uint64_t seed() const { return seed_; }

private:
    void settle_natures(scenario const& from);
    void settle_change(std::size_t number);
    [[nodiscard]] std::uint8_t region_index(std::string const& code);
    [[nodiscard]] std::uint8_t drawn_region(scenario const& from, std::uint32_t creator);
    [[nodiscard]] bool reached(video const& of, std::size_t number, sys_seconds now) const;

    std::uint64_t seed_;
    std::vector<change> changes_;
    double creators_withheld_;
    double renamed_;
    sys_seconds last_{};
    std::vector<video> videos_{};
    std::unordered_map<std::int64_t, std::uint32_t> places_{};
    std::vector<std::string> creators_{};
    std::unordered_map<std::string, std::uint32_t> creators_by_name_{};
    std::vector<std::string> regions_{};
};

}  // namespace lacuna::simulated
