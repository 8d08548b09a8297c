#pragma once

#include "daemon/plan/batch.hpp"
#include "daemon/run/audit_store.hpp"
#include "daemon/run/item_places.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace lacuna {

/// What a day's stored observations say so far, item by item; a fold over blocks and calls in any order that
/// keeps a batch's first call before its further pages: what is first or latest goes by the numbers of calls
/// and blocks, so every such order leads to the same verdicts. Each block and call is applied once. Items
/// that are not due are passed over.
///
/// What a call says: an item that any call returned is returned. A batch is complete when one of its pages
/// is; the items that none of its pages returned are then left out by its first call: absent (first pass),
/// confirmed absent (confirmation, alone), or merely noted (quarantine). A failed call says nothing but that
/// it failed.
///
/// The run engine applies each block and call when it has been stored, and asks what is due next. After a
/// crash, and when a day gets a second run, the same fold over what is stored leads to the same place: that
/// is the whole resumption.
class day_record {
public:
    /// What is known of one item today.
    struct standing {
        due_item item{};
        bool too_young = false;

        // Presence arm. Of determinate readings ('p', 'n') the latest decides; a failed one never hides an
        // earlier one.
        char reading = 0;  ///< Latest determinate reading, else the latest, by number of block; 0: not read.
        std::optional<block_id> read_by{};  ///< The block of `reading`.
        struct public_reading {
            block_id block{};
            utc_time from{};
            utc_time until{};
        };
        std::optional<public_reading> first_public{};  ///< The one that ended first …
        std::optional<public_reading> last_public{};   ///< … and the one that began last.

        // API arm.
        bool returned = false;
        std::optional<call_id> returned_by{};
        std::optional<call_id> absent_by{};     ///< First complete ordinary batch that left it out …
        std::optional<call_id> confirmed_by{};  ///< … and the confirmation call that left it out too …
        utc_time confirmed_at{};                ///< … sent then.
        std::optional<call_id>
            quarantined_by{};  ///< Quarantine call that left it out: decides nothing alone.
        std::optional<bool>
            first_ask{};  ///< Whether the first ordinary batch that said anything of it returned it …
        std::optional<call_id> first_asked_by{};  ///< … which is that one.
        int failed_tries = 0;  ///< Calls for it that failed while no page of theirs had returned it, today.
        std::optional<probe_failure> last_failure{};  ///< Of the failed call with the highest number …
        std::optional<call_id> last_failed{};         ///< … which is that one.
        bool out_of_quota = false;  ///< Marked by the engine: the budget did not reach it …
        bool out_of_time = false;   ///< … or the day did not.
    };

    /// @param presence_off no presence arm is configured: everybody is asked in ordinary batches.
    /// @param now the age of items is taken then; an item of exactly `settle` is settled.
    day_record(std::vector<due_item> items, utc_day day, utc_time now, std::chrono::milliseconds settle,
               bool presence_off);

    /// @throws std::invalid_argument if the block has not one reading an item: a fault of ours.
    void apply(presence_block const& block);
    void apply(call_record const& call);

    [[nodiscard]] utc_day day() const noexcept { return day_; }
    [[nodiscard]] std::size_t size() const noexcept { return standings_.size(); }
    [[nodiscard]] standing const& at(std::size_t place) const { return standings_[place]; }
    [[nodiscard]] standing& at(std::size_t place) { return standings_[place]; }
    [[nodiscard]] std::optional<std::size_t> place_of(item_key key) const;

    // What is still due, all pure.
    [[nodiscard]] bool needs_presence(
        standing const& item) const;  ///< No determinate reading and no shell yet.
    [[nodiscard]] bool needs_first_pass(
        standing const& item) const;  ///< Public (or presence is off), dated, unmeasured.
    [[nodiscard]] bool needs_confirmation(standing const& item) const;  ///< Absent once, public, settled.
    [[nodiscard]] bool needs_reading_again(
        standing const& item) const;  ///< Confirmed absent, not read since.
    [[nodiscard]] bool needs_quarantine(
        standing const& item) const;  ///< Read, not public or not known, not asked this week.

    /// The verdict that follows from what is known now.
    [[nodiscard]] verdict_row verdict_of(standing const& item) const;
    [[nodiscard]] std::vector<verdict_row> verdicts() const;
    /// Of the items whose turn in the API arm was due: how many were, and how many were measured.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> due_and_measured() const;

private:
    /// One question to the API arm: a first call and its further pages.
    struct asked_batch {
        call_purpose purpose = call_purpose::first_pass;
        utc_time sent_at{};
        std::vector<std::size_t>
            left{};  ///< Places of the items that no page has returned so far, ascending.
    };

    void left_out(call_id head, asked_batch const& batch);
    [[nodiscard]] std::vector<std::size_t> places_of(std::vector<item_key> const& keys) const;
    [[nodiscard]] bool is_public(standing const& item) const noexcept;
    [[nodiscard]] api_outcome outcome_of(standing const& item) const;
    [[nodiscard]] presence_state presence_of(standing const& item) const;

    std::vector<standing> standings_;
    item_places places_;
    std::map<call_id, asked_batch> batches_;
    utc_day day_;
    bool presence_off_;
};

}  // namespace lacuna
