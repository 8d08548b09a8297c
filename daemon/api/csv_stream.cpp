#include "daemon/api/csv_stream.hpp"

#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"

namespace lacuna::api {
namespace {

boost::asio::awaitable<void> pump(std::vector<std::string_view> columns, row_source more, body_sink give) {
    csv_writer out{columns};
    for (bool going_on = true; going_on;) {
        auto step = more(out);
        going_on = co_await std::move(step);
        auto giving = give(out.take());
        co_await std::move(giving);
    }
}

}  // namespace

response csv_stream(std::vector<std::string_view> columns, row_source more) {
    auto answer = csv({});
    answer.body.reset();
    answer.stream = [columns = std::move(columns), more = std::move(more)](body_sink give) {
        return pump(columns, more, std::move(give));
    };
    return answer;
}

bool wants_whole_table(request const& asked) { return wants_csv(asked) && !asked.parameter("per_page"); }

}  // namespace lacuna::api
