#pragma once

#include "daemon/plan/batch.hpp"
#include "daemon/run/asked_batches.hpp"
#include "daemon/run/audit_store.hpp"
#include "daemon/run/item_places.hpp"
#include "daemon/run/read_blocks.hpp"

#include <boost/container/small_vector.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// By what a day is judged, beside its observations.
struct day_rules {
    std::chrono::milliseconds settle{std::chrono::hours{72}};   ///< An item of exactly this age is settled.
    std::chrono::milliseconds max_age{std::chrono::hours{36}};  ///< So long a reading of presence holds.
    bool presence_off = false;  ///< No presence arm is configured: everybody is asked in ordinary batches.
    bool compare = false;       ///< Vantages repeat one another's calls: only its own may contradict a call.
};

/// What is known of one item today.
struct item_standing {
    due_item item{};
    bool too_young = false;

    // Presence arm. Of determinate readings ('p', 'n') the latest decides what is asked next; a failed one
    // never hides an earlier one. What may be believed of them in the end: day_record::presence_of.
    char reading = 0;  ///< Latest determinate reading, else the latest, by number of block; 0: not read.
    std::optional<block_id> read_by{};  ///< The block of `reading`.
    struct seen {
        std::uint32_t block = 0;  ///< Index into read_blocks.
        char letter = 0;
    };
    boost::container::small_vector<seen, 2> readings{};

    // API arm: indexes into asked_batches.
    boost::container::small_vector<std::uint32_t, 2> left_out_by{};  ///< Complete batches that left it out.
    boost::container::small_vector<std::uint32_t, 2> returned_in{};  ///< Batches of which a page returned it.
    bool returned = false;
    std::optional<call_id> returned_by{};     ///< The first call, a page perhaps.
    std::optional<call_id> quarantined_by{};  ///< Quarantine call that left it out: decides nothing alone.
    std::optional<bool>
        first_ask{};  ///< Whether the first ordinary batch that said anything of it returned it …
    std::optional<call_id> first_asked_by{};  ///< … which is that one.
    int failed_tries = 0;  ///< Calls for it that failed while no page of theirs had returned it, today.
    std::optional<probe_failure> last_failure{};  ///< Of the failed call with the highest number …
    std::optional<call_id> last_failed{};         ///< … which is that one.
    bool out_of_quota = false;                    ///< Marked by the engine: the budget did not reach it …
    bool out_of_time = false;                     ///< … or the day did not.
};

/// What a day's stored observations say so far, item by item; a fold over blocks and calls in any order that
/// keeps a batch's first call before its further pages: what is first or latest goes by the numbers of calls
/// and blocks, so every such order leads to the same verdicts. Each block and call is applied once. Items
/// that are not due are passed over.
///
/// What a call says: an item that any call returned is returned. A batch is complete when one of its pages
/// is; the items that none of its pages returned are then left out by it. Whether that is believed is decided
/// late: a batch is void when a later one returns what it left out, and silent among many empty ones
/// (asked_batches). Likewise a block of readings is believed by its controls (read_blocks), and all of them
/// by the share of known-live items they found.
///
/// The run engine applies each block and call when it has been stored, and asks what is due next. After a
/// crash, and when a day gets a second run, the same fold over what is stored leads to the same place: that
/// is the whole resumption. Re-judging is the same fold again.
class day_record {
public:
    using standing = item_standing;

    /// @param now the age of items is taken then.
    day_record(std::vector<due_item> items, utc_day day, utc_time now, day_rules rules);

    /// @throws std::invalid_argument if the block has not one reading an item: a fault of ours.
    void apply(presence_block const& block);
    /// A reading of the day after: it can only close a bracket.
    void apply_next_day(presence_block const& block);
    void apply(call_record const& call);
    /// The API returned the item with this creation time: better than what an id or a list says.
    void learn(item_key key, std::chrono::sys_seconds created);
    /// Items that were harvested meanwhile. Those that are there already stay as they are.
    void add(std::vector<due_item> items);

    [[nodiscard]] utc_day day() const noexcept { return day_; }
    [[nodiscard]] day_rules const& rules() const noexcept { return rules_; }
    [[nodiscard]] std::size_t size() const noexcept { return standings_.size(); }
    [[nodiscard]] standing const& at(std::size_t place) const { return standings_[place]; }
    [[nodiscard]] standing& at(std::size_t place) { return standings_[place]; }
    [[nodiscard]] std::optional<std::size_t> place_of(item_key key) const;
    [[nodiscard]] asked_batches const& batches() const noexcept { return batches_; }
    [[nodiscard]] read_blocks const& blocks() const noexcept { return blocks_; }

    // What is still due, all pure. Public means: as far as is known now.
    [[nodiscard]] bool is_public(standing const& item) const;
    [[nodiscard]] bool needs_presence(
        standing const& item) const;  ///< No determinate reading and no shell yet.
    [[nodiscard]] bool needs_first_pass(
        standing const& item) const;  ///< Public, dated, not yet answered for.
    /// Absent, public, settled, in scope, and its absence is not confirmed; or a control that was left out
    /// and not asked for again.
    [[nodiscard]] bool needs_confirmation(standing const& item) const;
    /// Due for confirmation though yesterday's still holds, so that it need not lapse.
    [[nodiscard]] bool needs_renewal(standing const& item) const;
    /// A new finding, confirmed today among others, that was not asked for alone.
    [[nodiscard]] bool needs_asking_alone(standing const& item) const;
    /// Absent, and dated by an id that may be too early: not all of the next 60 days were searched.
    [[nodiscard]] bool needs_later_windows(standing const& item) const;
    [[nodiscard]] bool may_lie_later(standing const& item) const;  ///< The same, public or not.
    /// To be asked for again because a call that held it is doubted, and not read since: it may be what
    /// spoils the calls.
    [[nodiscard]] bool needs_reading_before_next_call(standing const& item) const;
    [[nodiscard]] bool needs_reading_again(
        standing const& item) const;  ///< Confirmed absent, not read since.
    /// Read, not public or not known, not asked this week.
    [[nodiscard]] bool needs_quarantine(standing const& item) const;

    /// The last public reading there is began then, today's or an earlier day's.
    [[nodiscard]] std::optional<utc_time> last_public_at(standing const& item) const;
    /// How many absent items the next call for it may hold: halved each time a call that held it contradicted
    /// another or lost a control.
    [[nodiscard]] std::size_t largest_company(standing const& item, std::size_t most) const;
    /// Which of the 60 days after its creation were searched; see item_past::later_days.
    [[nodiscard]] std::uint64_t later_days(standing const& item) const;

    /// The API arm has an answer for it that is believed: returned, or left out by a sound call.
    [[nodiscard]] bool is_measured(standing const& item) const;
    [[nodiscard]] bool is_sound(asked_batch const& batch) const;
    /// The first later call that returned an item which this one left out, though it belonged into its window
    /// and was old enough to be there: the call is void (DESIGN: what is sound). Quarantine calls are
    /// expected to leave items out.
    [[nodiscard]] std::optional<call_id> contradiction_of(asked_batch const& batch) const;
    /// It returned what an earlier call had left out.
    [[nodiscard]] bool contradicts(asked_batch const& batch) const;
    /// A control, left out by `batch`, has been asked for again since.
    [[nodiscard]] bool asked_again(standing const& control, asked_batch const& batch) const;
    /// The last answers were silence.
    [[nodiscard]] bool is_silent() const noexcept { return silent_; }
    [[nodiscard]] bool is_silent(vantage_id vantage) const;
    /// No call returned anything, not even a random sample, for 20 public items and more: it is the API that
    /// is silent.
    [[nodiscard]] bool is_mute() const;
    /// Where calls lose items for no reason known (of at least three first calls whose absences were asked
    /// again more than one in five was contradicted), so many sound calls have to leave an item out: until
    /// not one in a hundred days would have an item that all of them lost by chance. Else two.
    [[nodiscard]] std::size_t calls_needed() const;
    /// A call that is to confirm an absence showed a sign of life: a control came back, or where nothing is
    /// known to be returned, a random sample of the window found nothing either.
    [[nodiscard]] bool confirms(asked_batch const& batch) const;
    /// No reading of the day may be believed: all controls failed, or more than a third of the items that
    /// were public when last read are said not to be.
    [[nodiscard]] bool presence_is_void() const;
    /// More than one in twenty of those found public were not found a little earlier: no negative reading of
    /// the day may be believed.
    [[nodiscard]] bool presence_is_fickle() const;

    /// The verdict that follows from what is known now.
    [[nodiscard]] verdict_row verdict_of(standing const& item) const;
    [[nodiscard]] std::vector<verdict_row> verdicts() const;
    /// What the day leaves behind. @param api_void nothing of the API arm is carried on.
    [[nodiscard]] item_past past_of(standing const& item, bool api_void) const;
    /// Of all items; those of which nothing is known are left out.
    [[nodiscard]] std::vector<past_row> pasts(bool api_void) const;

private:
    struct absence;
    struct sound_readings;

    void read(presence_block const& block, bool next_day);
    void complete(std::size_t index);
    void listen_for_silence();
    [[nodiscard]] bool loses_without_cause() const;
    [[nodiscard]] double loss_rate() const;
    [[nodiscard]] bool is_contradicted(asked_batch const& batch, asked_batch const& by,
                                       standing const& item) const;
    [[nodiscard]] bool is_own_window(standing const& item, asked_batch const& batch) const;
    [[nodiscard]] std::vector<std::size_t> places_of(std::vector<item_key> const& keys) const;
    [[nodiscard]] absence absence_of(standing const& item) const;
    [[nodiscard]] bool is_bracketed(standing const& item, absence const& absent) const;
    [[nodiscard]] sound_readings sound_readings_of(standing const& item) const;
    [[nodiscard]] api_outcome outcome_of(standing const& item) const;
    [[nodiscard]] presence_state presence_of(standing const& item) const;
    [[nodiscard]] bool holds(utc_time reading, utc_time until) const;
    [[nodiscard]] bool find_presence_void() const;

    std::vector<standing> standings_{};
    item_places places_;
    asked_batches batches_{};
    read_blocks blocks_{};
    utc_day day_;
    utc_time now_;
    day_rules rules_;
    std::optional<utc_day>
        last_returning_day_{};  ///< Before today: the newest on which anything was returned.
    bool silent_ = false;
    bool heard_ = false;
    mutable std::optional<bool> presence_void_{};
    mutable std::optional<bool> fickle_{};
    mutable std::optional<bool> mute_{};
    mutable std::optional<std::size_t> calls_needed_{};
};

}  // namespace lacuna
