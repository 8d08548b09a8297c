#include "daemon/events/field_events.hpp"

#include "daemon/events/event_details.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

namespace lacuna {
namespace {

constexpr std::size_t fewest_days = 3;
constexpr std::int64_t fewest_items = 5;
constexpr std::int64_t several = 3;

double share_of(std::int64_t n, std::int64_t all) {
    return all > 0 ? static_cast<double>(n) / static_cast<double>(all) : 0;
}

/// A field over the days before.
struct usual {
    std::int64_t items = 0, with = 0;
    double least_share = 1;
    std::map<char, std::int64_t> types{};
};

usual usual_of(std::vector<field_day> const& before, std::string const& field) {
    usual all;
    for (auto const& day : before) {
        auto const n = day.with(field);
        all.items += day.items;
        all.with += n;
        all.least_share = std::min(all.least_share, share_of(n, day.items));
        if (auto const found = day.fields.find(field); found != day.fields.end()) {
            for (auto const& [type, count] : found->second) all.types[type] += count;
        }
    }
    return all;
}

bool has_vanished(usual const& was, std::int64_t now, std::int64_t items) {
    bool const usual_enough = was.least_share >= 0.9 ||
                              (was.least_share >= 0.2 && was.least_share * static_cast<double>(items) >= 20);
    return usual_enough && now * 50 <= items;
}

bool has_appeared(usual const& was, std::int64_t now, std::int64_t items) {
    if (was.with > 0 || now < several) return false;
    auto const today = share_of(items, items + was.items);
    return std::pow(today, static_cast<double>(now)) < 1e-3;
}

/// A type that hardly anyone's had and at least half now have; '-' if there is none.
char new_type(usual const& was, field_day const& today, std::string const& field) {
    auto const found = today.fields.find(field);
    if (found == today.fields.end() || was.with < fewest_items) return '-';
    auto const now = today.with(field);
    for (auto const& [type, n] : found->second) {
        auto const before = was.types.find(type);
        auto const n_before = before == was.types.end() ? 0 : before->second;
        if (n >= several && n * 2 >= now && n_before * 100 < was.with) return type;
    }
    return '-';
}

char most_of(std::map<char, std::int64_t> const& types) {
    char most = '-';
    std::int64_t n = 0;
    for (auto const& [type, count] : types) {
        if (count > n) {
            most = type;
            n = count;
        }
    }
    return most;
}

std::optional<field_change> change_of(std::vector<field_day> const& before, field_day const& today,
                                      std::string const& field) {
    auto const was = usual_of(before, field);
    auto const now = today.with(field);
    field_change change{.field = field,
                        .share_before = share_of(was.with, was.items),
                        .share = share_of(now, today.items),
                        .type_before = most_of(was.types),
                        .type = today.usual_type(field)};
    if (has_vanished(was, now, today.items)) {
        change.aspect = "vanished";
    } else if (has_appeared(was, now, today.items)) {
        change.aspect = "appeared";
    } else if (auto const type = new_type(was, today, field); type != '-') {
        change.aspect = "type";
        change.type = type;
    } else {
        return std::nullopt;
    }
    return change;
}

std::string_view type_name(char type) {
    switch (type) {
        case 's': return "string";
        case 'n': return "number";
        case 'b': return "boolean";
        case 'a': return "array";
        case 'o': return "object";
        default: return "none";
    }
}

std::string details_of(field_change const& change) {
    return event_details{}
        .add("share_before", change.share_before)
        .add("share", change.share)
        .add("type_before", type_name(change.type_before))
        .add("type", type_name(change.type))
        .text();
}

/// The last days before `day`, newest last, that may serve as what is usual.
std::vector<field_day> days_before(std::vector<field_day> const& days, utc_day day) {
    std::vector<field_day> before;
    for (auto const& one : days) {
        if (one.day < day && one.items >= fewest_items) before.push_back(one);
    }
    auto const surplus = before.size() > days_of_usual ? before.size() - days_of_usual : 0;
    before.erase(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(surplus));
    return before;
}

field_day const* day_at(std::vector<field_day> const& days, utc_day day) {
    auto const found = std::ranges::find(days, day, &field_day::day);
    return found == days.end() ? nullptr : &*found;
}

/// Goes on with what was open when the day began.
void follow_open(day_events& events, std::vector<field_day> const& days, field_day const& today) {
    for (auto const& what : events.open_before(event_kind::schema_changed)) {
        auto const now = today.with(what.field);
        if (what.aspect == "vanished") {
            bool const back = now >= several && now * 10 >= today.items;
            back ? events.end(what, "back") : events.confirm(what);
            continue;
        }
        auto const was = usual_of(days_before(days, events.open(what)->day), what.field);
        bool const still = what.aspect == "appeared" ? now > 0 : new_type(was, today, what.field) != '-';
        if (still) events.confirm(what);
        events.end(what, still ? "usual_now" : "reverted");
    }
}

}  // namespace

std::int64_t field_day::with(std::string const& field) const {
    auto const found = fields.find(field);
    if (found == fields.end()) return 0;
    std::int64_t n = 0;
    for (auto const& [type, count] : found->second) n += count;
    return n;
}

char field_day::usual_type(std::string const& field) const {
    auto const found = fields.find(field);
    return found == fields.end() ? '-' : most_of(found->second);
}

std::vector<field_change> field_changes(std::vector<field_day> const& before, field_day const& today) {
    std::vector<field_change> changes;
    auto const days = days_before(before, today.day);
    if (days.size() < fewest_days || today.items < fewest_items) return changes;
    std::set<std::string> names;
    for (auto const& [field, types] : today.fields) names.insert(field);
    for (auto const& day : days) {
        for (auto const& [field, types] : day.fields) names.insert(field);
    }
    for (auto const& field : names) {
        if (auto change = change_of(days, today, field)) changes.push_back(std::move(*change));
    }
    return changes;
}

void follow_fields(day_events& events, std::vector<field_day> const& days,
                   std::vector<field_day> const& public_days) {
    auto const* const today = day_at(days, events.day());
    if (today == nullptr || today->items < fewest_items) return;
    follow_open(events, days, *today);
    auto changes = field_changes(days, *today);
    // What had vanished for weeks and is back has not appeared.
    for (auto const& what : events.open_before(event_kind::schema_changed))
        std::erase_if(changes, [&](field_change const& change) { return change.field == what.field; });
    if (changes.empty()) return;
    auto const* const public_today = day_at(public_days, events.day());
    auto const shown = public_today ? field_changes(public_days, *public_today) : std::vector<field_change>{};
    for (auto const& change : changes) {
        auto const same = std::ranges::find_if(shown, [&](field_change const& other) {
            return other.field == change.field && other.aspect == change.aspect;
        });
        event_subject const what{
            .kind = event_kind::schema_changed, .field = change.field, .aspect = change.aspect};
        events.begin(what, details_of(change), same == shown.end() ? std::string{} : details_of(*same));
    }
}

}  // namespace lacuna
