#include "daemon/api/batch_items.hpp"

#include <algorithm>
#include <map>

namespace lacuna::api {

std::int64_t whole_batch::controls() const noexcept {
    return std::ranges::count_if(items, &batch_item::control);
}
std::int64_t whole_batch::controls_returned() const noexcept {
    return std::ranges::count_if(items, [](auto const& one) { return one.control && one.returned_in; });
}
std::int64_t whole_batch::returned() const noexcept {
    return std::ranges::count_if(items, [](auto const& one) { return one.returned_in.has_value(); });
}

whole_batch put_together(std::vector<batch_page> const& pages) {
    whole_batch batch;
    if (pages.empty()) return batch;
    std::map<item_key, call_id> brought;
    for (auto const& page : pages) {
        auto const& call = page.summary.call;
        batch.answered = batch.answered || call.complete;
        for (auto const item : call.returned) brought.emplace(item, call.call);
    }
    auto const& head = pages.front().summary;
    for (std::size_t at = 0; at < head.asked.size(); ++at) {
        batch_item item{.key = head.call.items[at], .platform_id = head.asked[at]};
        item.control = std::ranges::find(head.call.controls, item.key) != head.call.controls.end();
        if (auto const found = brought.find(item.key); found != brought.end())
            item.returned_in = found->second;
        batch.items.push_back(item);
    }
    return batch;
}

std::string_view answer_of(batch_item const& item, bool answered) noexcept {
    if (item.returned_in) return "returned";
    return answered ? "left_out" : "not_answered";
}

}  // namespace lacuna::api
