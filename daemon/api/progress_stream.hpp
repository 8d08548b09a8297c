#pragma once

#include "daemon/api/rest.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace lacuna::api {

/// Server-sent events until the run has ended: `event: progress` with how far it is, at the end `event: end`.
/// The numbers of a run count items of private lists too: to those without a key they are told only while no
/// list hides an item, else the phase and percents alone.
[[nodiscard]] boost::asio::awaitable<void> stream_progress(rest_sources const& from, run_id run, audience who,
                                                           body_sink give);

/// Counts as a stream for as long as it lives: from when one is promised, not from when it begins, else all
/// who ask in one moment find room.
class stream_place {
public:
    explicit stream_place(std::shared_ptr<int> streams) : streams_{std::move(streams)} { ++*streams_; }
    ~stream_place() { --*streams_; }
    stream_place(stream_place const&) = delete;
    stream_place& operator=(stream_place const&) = delete;

private:
    std::shared_ptr<int> streams_;
};

/// "reading the public pages": what a run does in that phase.
[[nodiscard]] std::string_view phase_words(std::string_view phase) noexcept;
/// Of 100, rounded down; 0 of nothing.
[[nodiscard]] std::int64_t percent_of(std::int64_t part, std::int64_t whole) noexcept;

}  // namespace lacuna::api
