#include "daemon/api/creator_query.hpp"

#include "daemon/api/reply.hpp"

namespace lacuna::api {
namespace {

std::string given(request const& asked, std::string_view name) { return asked.parameter(name).value_or(""); }

}  // namespace

checked<std::optional<utc_day>> maybe_day_in(request const& asked, std::string_view name) {
    if (given(asked, name).empty()) return std::optional<utc_day>{};
    auto const day = day_in(asked, name, {});
    if (!day) return day.error();
    return std::optional{*day};
}

checked<creator_question> read_creator_question(request const& asked, std::int64_t usual_page) {
    creator_question question;
    if (auto const sort = given(asked, "sort"); !sort.empty()) {
        auto const by = read_creator_order(sort);
        if (!by) {
            return bad_input{"query parameter sort", "must be name, counting, returned, missing or share"};
        }
        question.by = *by;
    }
    auto const order = given(asked, "order");
    if (!order.empty() && order != "asc" && order != "desc")
        return bad_input{"query parameter order", "must be asc or desc"};
    question.descending = order == "desc";
    auto const none = given(asked, "none");
    if (!none.empty() && none != "0" && none != "1")
        return bad_input{"query parameter none", "must be 1, for creators of whom nothing came back, or 0"};
    question.only_none = none == "1";
    question.prefix = given(asked, "q");
    if (question.prefix.size() > 100)
        return bad_input{"query parameter q", "must be at most 100 characters long"};
    auto const page = number_in(asked, "page", 1, 1'000'000, 1);
    if (!page) return page.error();
    question.page = *page;
    auto const per_page = number_in(asked, "per_page", 1, 1000, usual_page);
    if (!per_page) return per_page.error();
    question.per_page = *per_page;
    return question;
}

}  // namespace lacuna::api
