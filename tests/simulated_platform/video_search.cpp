#include "tests/simulated_platform/video_search.hpp"

#include "tests/simulated_platform/chance.hpp"

#include <algorithm>

namespace lacuna::simulated {
namespace {

using std::chrono::days;

/// What the recording of an empty result shows: no search_id, cursor 0.
constexpr std::string_view nothing = R"({"has_more":false,"videos":[],"cursor":0})";

bool compares(std::int64_t value, condition const& wanted) {
    using comparison = condition::comparison;
    auto const& numbers = wanted.numbers;
    switch (wanted.how) {
        case comparison::eq:
        case comparison::in: return std::find(numbers.begin(), numbers.end(), value) != numbers.end();
        case comparison::gt: return value > numbers.front();
        case comparison::gte: return value >= numbers.front();
        case comparison::lt: return value < numbers.front();
        case comparison::lte: return value <= numbers.front();
    }
    return false;
}

std::int64_t compact(sys_seconds when) {
    std::chrono::year_month_day const date{std::chrono::floor<days>(when)};
    return static_cast<int>(date.year()) * 10'000 +
           static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
           static_cast<int>(static_cast<unsigned>(date.day()));
}

std::string_view length_word(std::int64_t seconds) {
    if (seconds < 15) return "SHORT";
    if (seconds <= 60) return "MID";
    return seconds <= 300 ? "LONG" : "EXTRA_LONG";
}

}  // namespace

video_search::video_search(scenario const& from, population const& videos, fault_plan const& faults)
    : videos_{videos},
      faults_{faults},
      writer_{videos, faults, from.nul_text},
      end_date_inclusive_{from.end_date_inclusive} {}

std::uint64_t video_search::question(video_query const& query) {
    auto state = draw(0, query.start.time_since_epoch().count(), query.end.time_since_epoch().count(),
                      query.is_random ? 1 : 0, query.max_count);
    for (auto const* list : {&query.all, &query.any, &query.none}) {
        state = scramble(state + 1);
        for (auto const& it : *list) {
            state = draw(state, static_cast<int>(it.how), fingerprint(it.field));
            for (auto const& value : it.values) state = draw(state, fingerprint(value));
        }
    }
    return state;
}

bool video_search::meets_text(video const& it, condition const& wanted, sys_seconds now) const {
    auto const any = [&](auto const& holds) {
        return std::any_of(wanted.values.begin(), wanted.values.end(), holds);
    };
    auto const is = [&](std::string_view value) { return any([&](auto const& w) { return w == value; }); };
    if (wanted.field == "username") return is(videos_.username(it, now));
    if (wanted.field == "region_code") return is(videos_.region_code(it));
    if (wanted.field == "video_length") return is(length_word(writer_.duration(it)));
    if (wanted.field == "keyword") {
        auto const text = writer_.description(it);
        return any([&](auto const& w) { return text.find(w) != std::string::npos; });
    }
    if (wanted.field == "hashtag_name") {
        auto const tags = writer_.hashtags(it);
        return any([&](auto const& w) { return std::find(tags.begin(), tags.end(), w) != tags.end(); });
    }
    return false;  // effect_id: no effect of ours has a stable one.
}

bool video_search::meets(video const& it, condition const& wanted, sys_seconds now) const {
    if (wanted.field == "video_id") return compares(it.id, wanted);
    if (wanted.field == "create_date") return compares(compact(it.created), wanted);
    if (wanted.field == "music_id") return compares(writer_.music(it), wanted);
    if (wanted.field == "view_count") return compares(videos_.counts(it, now)[0], wanted);
    if (wanted.field == "comment_count") return compares(videos_.counts(it, now)[2], wanted);
    return meets_text(it, wanted, now);
}

bool video_search::fits(video const& it, video_query const& query, sys_seconds now) const {
    auto const end = query.end + (end_date_inclusive_ ? days{1} : days{0});
    if (it.created < query.start || it.created >= end) return false;
    auto const meets_it = [&](condition const& wanted) { return meets(it, wanted, now); };
    return std::all_of(query.all.begin(), query.all.end(), meets_it) &&
           (query.any.empty() || std::any_of(query.any.begin(), query.any.end(), meets_it)) &&
           std::none_of(query.none.begin(), query.none.end(), meets_it);
}

std::vector<video const*> video_search::matching(video_query const& query, sys_seconds now) const {
    std::vector<video const*> raw;
    auto const consider = [&](video const& it) {
        if (fits(it, query, now) && videos_.stand(it, now).indexed) raw.push_back(&it);
    };
    if (auto const* ids = query.ids()) {
        for (auto const id : *ids) {
            if (auto const* it = videos_.find(id)) consider(*it);
        }
    } else {
        auto const& all = videos_.videos();
        auto const first =
            std::lower_bound(all.begin(), all.end(), sys_seconds{query.start},
                             [](video const& it, sys_seconds when) { return it.created < when; });
        for (auto it = first; it != all.end() && it->created < query.end + days{1}; ++it) consider(*it);
    }
    std::sort(raw.begin(), raw.end(), [](video const* a, video const* b) { return a->id > b->id; });
    raw.erase(std::unique(raw.begin(), raw.end()), raw.end());
    return raw;
}

void video_search::drop_corrupted(std::vector<video const*>& raw, video_query const& query,
                                  occasion const& when) const {
    auto const* const asked = query.ids();
    if (!asked) return;
    auto ids = *asked;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::uint64_t set = videos_.seed();
    for (auto const id : ids) set = draw(set, id);
    auto const* const struck = faults_.strikes_always(fault::kind::corrupted_batches, when, set);
    if (!struck) return;
    bool const has_cause = std::any_of(ids.begin(), ids.end(), [&](std::int64_t id) {
        auto const* const it = videos_.find(id);
        return !it || !videos_.stand(*it, when.now).is_public;
    });
    if (struck->needs_not_public && !has_cause) return;
    std::erase_if(raw,
                  [&](video const* it) { return share_of(draw(set, 0xD409, it->id)) < struck->item_drop; });
}

void video_search::drop_items(std::vector<video const*>& raw, occasion const& when) const {
    auto const drop = [&](fault const* struck, std::uint64_t key, std::uint64_t which) {
        if (!struck) return;
        std::erase_if(
            raw, [&](video const* it) { return share_of(draw(key, which, it->id)) < struck->item_drop; });
    };
    drop(faults_.strikes(fault::kind::dropped_items, when), videos_.seed(), 0xD405);
    drop(faults_.strikes(fault::kind::lost_rows, when), faults_.detail(when), 0x1057);
}

std::string video_search::search_for(std::uint64_t question, occasion const& when) {
    auto id = std::to_string(7'300'000'000'000'000'000 + faults_.detail(when) % 90'000'000'000'000'000 +
                             ++searches_);
    if (questions_.size() > 50'000) questions_.clear();
    questions_[id] = question;
    return id;
}

void video_search::append_rows(found& into, std::vector<video const*> const& rows, video_query const& query,
                               occasion const& when) const {
    bool const twice = faults_.strikes(fault::kind::duplicate_rows, when) != nullptr;
    into.data.reserve(into.data.size() + rows.size() * 500 + 200);
    for (auto const* it : rows) {
        if (into.rows++) into.data += ',';
        writer_.append(into.data, *it, query.fields, when);
        if (twice && it == rows.front()) {
            into.data += ',';
            writer_.append(into.data, *it, query.fields, when);
        }
    }
}

video_search::found video_search::random_page(std::vector<video const*> raw, video_query const& query,
                                              occasion const& when) {
    std::erase_if(raw, [&](video const* it) { return !videos_.stand(*it, when.now).in_api; });
    if (raw.empty()) return {.data = std::string{nothing}};
    auto const key = faults_.detail(when);
    std::sort(raw.begin(), raw.end(),
              [&](video const* a, video const* b) { return draw(key, a->id) < draw(key, b->id); });
    raw.resize(std::min(raw.size(), static_cast<std::size_t>(query.max_count)));
    found it{.data = R"({"videos":[)"};
    append_rows(it, raw, query, when);
    it.data += "],\"cursor\":" + std::to_string(raw.size()) + ",\"has_more\":false,\"search_id\":\"" +
               search_for(question(query), when) + "\"}";
    return it;
}

video_search::found video_search::page(std::vector<video const*> const& raw, video_query const& query,
                                       occasion const& when) {
    auto const first = static_cast<std::size_t>(query.cursor);
    auto places = std::min(raw.size() - first, static_cast<std::size_t>(query.max_count));
    if (places > 1 && faults_.strikes(fault::kind::short_pages, when))
        places = 1 + faults_.detail(when) % (places - 1);
    if (faults_.strikes(fault::kind::empty_pages, when)) places = 0;
    std::vector<video const*> rows;
    for (auto place = first; place < first + places; ++place) {
        if (videos_.stand(*raw[place], when.now).in_api) rows.push_back(raw[place]);
    }
    bool const more = first + places < raw.size();
    if (rows.empty() && !more) return {.data = std::string{nothing}};
    found it{.data = R"({"videos":[)"};
    append_rows(it, rows, query, when);
    auto const search = query.search_id.empty() ? search_for(question(query), when) : query.search_id;
    it.data += "],\"cursor\":" + std::to_string(first + places) +
               ",\"has_more\":" + (more ? "true" : "false") + ",\"search_id\":\"" + search + "\"}";
    return it;
}

std::variant<video_search::found, refusal> video_search::answer(video_query const& query,
                                                                occasion const& when) {
    if (!query.search_id.empty()) {
        auto const known = questions_.find(query.search_id);
        bool const rejected = faults_.strikes(fault::kind::search_id_rejected, when) != nullptr;
        if (rejected || known == questions_.end() || known->second != question(query)) {
            return refusal{"Search Id " + query.search_id + " is invalid or expired"};
        }
    }
    auto raw = matching(query, when.now);
    drop_items(raw, when);
    if (query.is_random) return random_page(std::move(raw), query, when);
    drop_corrupted(raw, query, when);
    if (query.cursor > static_cast<std::int64_t>(raw.size())) return refusal{"Invalid count or cursor"};
    return page(raw, query, when);
}

}  // namespace lacuna::simulated
