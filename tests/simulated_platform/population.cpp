#include "tests/simulated_platform/population.hpp"

#include "tests/simulated_platform/chance.hpp"
#include "tests/simulated_platform/population_source.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna::simulated {
namespace {

using std::chrono::days;
using std::chrono::seconds;

enum question : std::uint64_t {
    of_nature = 1,
    of_creator_withheld,
    of_shell,
    of_lingering,
    of_lag,
    of_change,
    of_return,
    of_renaming,
    of_rename_time,
    of_flicker,
    of_region,
    of_counts,
};

std::uint64_t bits(video const& of) { return static_cast<std::uint64_t>(of.id); }

}  // namespace

population::population(scenario const& from)
    : seed_{from.seed},
      changes_{from.changes},
      creators_withheld_{from.creators_withheld},
      renamed_{from.renamed} {
    for (auto const& [code, weight] : from.regions) (void)region_index(code);
    auto sources = from.ids_from.empty() ? generated_sources(from) : read_sources(from);
    videos_.reserve(sources.size());
    places_.reserve(sources.size());
    for (auto& source : sources) {
        auto const [named, fresh] =
            creators_by_name_.try_emplace(source.username, static_cast<std::uint32_t>(creators_.size()));
        if (fresh) creators_.push_back(source.username);
        auto const region =
            source.region.empty() ? drawn_region(from, named->second) : region_index(source.region);
        videos_.push_back(
            video{.id = source.id, .created = source.created, .region = region, .creator = named->second});
    }
    std::sort(videos_.begin(), videos_.end(), [](video const& a, video const& b) {
        return std::pair{a.created, a.id} < std::pair{b.created, b.id};
    });
    for (std::uint32_t place = 0; place < videos_.size(); ++place) places_.emplace(videos_[place].id, place);
    if (!videos_.empty()) last_ = videos_.back().created;
    settle_natures(from);
    for (std::size_t number = 0; number < changes_.size(); ++number) settle_change(number);
}

video const* population::find(std::int64_t id) const {
    auto const found = places_.find(id);
    return found == places_.end() ? nullptr : &videos_[found->second];
}

std::uint8_t population::region_index(std::string const& code) {
    auto const found = std::find(regions_.begin(), regions_.end(), code);
    if (found != regions_.end()) return static_cast<std::uint8_t>(found - regions_.begin());
    if (regions_.size() == 255) throw bad_scenario{"regions: expected at most 255 different ones"};
    regions_.push_back(code);
    return static_cast<std::uint8_t>(regions_.size() - 1);
}

std::uint8_t population::drawn_region(scenario const& from, std::uint32_t creator) {
    double all = 0;
    for (auto const& [code, weight] : from.regions) all += weight;
    double left = share_of(draw(seed_, of_region, creator)) * all;
    for (auto const& [code, weight] : from.regions) {
        if (left < weight) return region_index(code);
        left -= weight;
    }
    return 0;
}

bool population::creator_withheld(std::uint32_t creator) const {
    return share_of(draw(seed_, of_creator_withheld, creator)) < creators_withheld_;
}

void population::settle_natures(scenario const& from) {
    auto const canada = std::find(regions_.begin(), regions_.end(), "CA");
    for (auto& it : videos_) {
        double const u = share_of(draw(seed_, of_nature, bits(it)));
        double const rest = from.deleted + from.is_private;
        if (u < from.deleted) {
            it.born = nature::deleted;
        } else if (u < rest) {
            it.born = nature::is_private;
        } else if (from.canada_excluded && it.region == canada - regions_.begin()) {
            it.born = nature::canada;
        } else if (creator_withheld(it.creator)) {
            it.born = nature::creator_withheld;
        } else if (rest < 1 && (u - rest) / (1 - rest) < from.withheld) {
            it.born = nature::withheld;
        }
        it.shell = share_of(draw(seed_, of_shell, bits(it))) < from.oembed_shell;
        it.lingering = share_of(draw(seed_, of_lingering, bits(it))) < from.lingering;
        auto const spread = static_cast<double>((seconds{from.most_lag} - seconds{from.least_lag}).count());
        it.indexed = it.created + from.least_lag +
                     seconds{std::llround(spread * share_of(draw(seed_, of_lag, bits(it))))};
    }
}

void population::settle_change(std::size_t number) {
    auto const& rule = changes_[number];
    auto const bit = std::uint32_t{1} << number;
    if (rule.what == change::kind::flicker) return;
    if (rule.what == change::kind::delete_daily || rule.what == change::kind::private_daily) {
        for (auto& it : videos_) {
            double const u = share_of(draw(seed_, of_change, number, it.id));
            double const lived = rule.share >= 1 ? 0 : std::log1p(-u) / std::log1p(-rule.share);
            if (lived > 40'000) continue;
            auto const gone = std::max(rule.from, it.created) + seconds{std::llround(lived * 86'400)};
            if (gone >= rule.to || gone >= it.gone) continue;
            it.gone = gone;
            it.gone_as = rule.what == change::kind::delete_daily ? nature::deleted : nature::is_private;
        }
        return;
    }
    auto const first = videos_.empty() ? sys_seconds{} : videos_.front().created;
    auto const period = static_cast<double>((last_ - first).count());
    auto const begins = first + seconds{std::llround(period * rule.period_start)};
    auto const ends = begins + seconds{std::llround(period * rule.period_share)};
    bool const stretch = rule.how == change::pattern::contiguous;
    auto const inside = [&](video const& it) {
        return !stretch || (it.created >= begins && it.created <= ends);
    };
    auto const reach = std::count_if(videos_.begin(), videos_.end(), inside);
    double const share =
        stretch ? rule.share * static_cast<double>(videos_.size()) / std::max(1.0, static_cast<double>(reach))
                : rule.share;
    for (auto& it : videos_) {
        auto const who = rule.how == change::pattern::creators ? std::uint64_t{it.creator} : bits(it);
        if (inside(it) && share_of(draw(seed_, of_change, number, who)) < share) it.touched |= bit;
        if (share_of(draw(seed_, of_return, number, who)) < rule.return_share) it.returned |= bit;
    }
}

bool population::reached(video const& of, std::size_t number, sys_seconds now) const {
    auto const& rule = changes_[number];
    if (now < rule.from || now >= rule.to) return false;
    if (rule.what == change::kind::flicker) {
        auto const day = std::chrono::floor<days>(now).time_since_epoch().count();
        return share_of(draw(seed_, of_flicker, number, of.id, day)) < rule.share;
    }
    auto const bit = std::uint32_t{1} << number;
    if (!(of.touched & bit)) return false;
    return !(now >= rule.return_at && (of.returned & bit));
}

standing population::stand(video const& of, sys_seconds now) const {
    if (now < of.created) return {.reason = "not_yet_posted"};
    std::string_view gone{};
    if (of.gone <= now) gone = of.gone_as == nature::deleted ? "deleted" : "private";
    if (of.born == nature::deleted) gone = "deleted";
    if (of.born == nature::is_private) gone = "private";
    std::string_view kept{};
    if (now < of.indexed) kept = "too_new";
    if (of.born == nature::withheld) kept = "withheld";
    if (of.born == nature::creator_withheld) kept = "creator_withheld";
    for (std::size_t number = 0; number < changes_.size(); ++number) {
        if (!reached(of, number, now)) continue;
        auto const& rule = changes_[number];
        bool const of_api = rule.where == change::arm::api;
        if (rule.what == change::kind::hide && gone.empty()) gone = "hidden";
        if (rule.what == change::kind::give_back && (kept == "withheld" || kept == "creator_withheld"))
            kept = {};
        if (rule.what == change::kind::withhold && kept.empty()) kept = "newly_withheld";
        if (rule.what == change::kind::flicker && of_api && kept.empty()) kept = "flicker";
        if (rule.what == change::kind::flicker && !of_api && gone.empty()) gone = "flicker";
    }
    if (of.born == nature::canada) kept = "canada";
    bool const indexed = kept.empty();
    bool const in_api = indexed && (gone.empty() || of.lingering);
    std::string_view const plain = of.shell ? "oembed_shell" : "public";
    return {.is_public = gone.empty(),
            .in_api = in_api,
            .indexed = indexed,
            .reason = !gone.empty() ? gone : (!kept.empty() ? kept : plain)};
}

std::array<std::int64_t, 5> population::counts(video const& of, sys_seconds now) const {
    double const age = std::max(0.0, static_cast<double>((now - of.created).count()) / 86'400.0);
    double const fame = share_of(draw(seed_, of_counts, bits(of)));
    double const views = std::exp(4 + 10 * fame * fame) * (1 - std::exp(-age / 20) + age * 0.0005);
    auto const part = [&](std::uint64_t which, double least, double most) {
        double const u = share_of(draw(seed_, of_counts, which, of.id));
        return static_cast<std::int64_t>(views * (least + (most - least) * u));
    };
    return {static_cast<std::int64_t>(views), part(1, 0.02, 0.2), part(2, 0.0005, 0.01),
            part(3, 0.0005, 0.02), part(4, 0.001, 0.03)};
}

std::string population::creator_name(std::uint32_t creator, sys_seconds now) const {
    auto const& name = creators_[creator];
    if (share_of(draw(seed_, of_renaming, creator)) >= renamed_) return name;
    double const ago = share_of(draw(seed_, of_rename_time, creator)) * 365 * 86'400;
    return now < last_ - seconds{std::llround(ago)} ? name : name + "_new";
}

std::int64_t population::creator_called(std::string_view name, sys_seconds now) const {
    auto found = creators_by_name_.find(std::string{name});
    if (found == creators_by_name_.end() && name.ends_with("_new")) {
        found = creators_by_name_.find(std::string{name.substr(0, name.size() - 4)});
    }
    if (found == creators_by_name_.end() || creator_name(found->second, now) != name) return -1;
    return found->second;
}

}  // namespace lacuna::simulated
