#pragma once

#include "daemon/plan/batch.hpp"
#include "daemon/run/observations.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace lacuna {

/// Ten answers in a row with code ok and nothing in them, for at least twenty items that are known to be
/// returned, are the API's silence, not absence (DESIGN: what is sound, PLATFORM-APIS 1.6 4).
inline constexpr std::size_t silent_answers = 10;
inline constexpr std::size_t silent_items = 20;

/// One question to the API arm: a first call and its further pages.
struct asked_batch {
    call_id head{};
    vantage_id vantage{};
    call_purpose purpose = call_purpose::first_pass;
    utc_time sent_at{};
    window range{};
    std::vector<std::size_t> items{};  ///< Places of all it asked for, ascending.
    std::vector<std::size_t> left{};   ///< Places of the items that no page has returned so far, ascending.
    std::vector<std::size_t> controls{};  ///< Places of those that test the call, ascending.
    bool complete = false;                ///< Answered to the end: what is left was left out.
    bool empty = true;                    ///< No page had one of its items.
    bool silent = false;                  ///< One of many empty answers in a row.

    [[nodiscard]] bool confirms() const noexcept {
        return purpose == call_purpose::confirmation || purpose == call_purpose::alone;
    }
    [[nodiscard]] bool is_control(std::size_t place) const noexcept;
};

/// Whether the window is sure to hold what was created at `created`; nobody knows whether its last day
/// belongs to it.
[[nodiscard]] bool covers(window const& range, std::chrono::sys_seconds created) noexcept;

/// The questions of one day in the order in which they were first heard of; places in it never change.
class asked_batches {
public:
    /// @return the index of the batch that begins with `call`, made if it is new.
    std::size_t begin(call_record const& call, std::vector<std::size_t> items,
                      std::vector<std::size_t> controls);
    [[nodiscard]] std::optional<std::size_t> find(call_id head) const;

    [[nodiscard]] asked_batch const& operator[](std::size_t index) const { return batches_[index]; }
    [[nodiscard]] asked_batch& operator[](std::size_t index) { return batches_[index]; }
    [[nodiscard]] std::size_t size() const noexcept { return batches_.size(); }

    /// Rows of complete batches of one vantage that came back empty, one after another by their numbers, long
    /// enough for silence. The last row goes on if nothing else was answered since.
    [[nodiscard]] std::vector<std::vector<std::size_t>> empty_rows() const;
    /// A random sample of the window that begins on `start` was answered, and found nothing.
    [[nodiscard]] bool sampled_in_vain(utc_day start) const;
    /// Of each vantage the last one that was answered.
    [[nodiscard]] std::vector<std::size_t> last_complete() const;

private:
    std::vector<asked_batch> batches_{};
    std::map<call_id, std::size_t> by_head_{};
};

}  // namespace lacuna
