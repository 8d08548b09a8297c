#include "tests/simulated_platform/http_server.hpp"

#include <boost/asio/signal_set.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace lacuna::simulated;

struct options {
    std::string scenario_file{};
    std::string listen{"127.0.0.1:0"};
    std::string port_file{};
    std::string end_day{};
    std::string ids_from{};
    std::string watchlist{};
    std::string columns{"video_id,username,region"};
    std::string created_by{};
    std::vector<std::string> truth{};
    bool log = false;
};

sys_days day_of(std::string const& text) {
    if (text.empty()) return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto const read = read_instant(text);
    if (!read) throw bad_scenario{text + ": expected a day, such as 2026-11-20"};
    return std::chrono::floor<std::chrono::days>(*read);
}

sys_seconds instant_of(std::string const& text) {
    auto const read = read_instant(text);
    if (!read) throw bad_scenario{text + ": expected 2026-11-20 or 2026-11-20T03:00:00Z"};
    return *read;
}

void write_file(std::string const& file, std::string const& text) {
    std::ofstream stream{file, std::ios::binary};
    stream << text;
    stream.close();
    if (!stream) throw bad_scenario{file + ": cannot be written"};
}

/// For who reads the port while this starts: the file appears whole or not at all.
void write_port_file(std::string const& file, unsigned short port) {
    write_file(file + ".new", std::to_string(port) + "\n");
    std::filesystem::rename(file + ".new", file);
}

boost::asio::ip::tcp::endpoint endpoint_of(std::string const& text) {
    auto const colon = text.rfind(':');
    boost::system::error_code wrong;
    auto const address = boost::asio::ip::make_address(text.substr(0, colon), wrong);
    int port = -1;
    if (colon != std::string::npos) port = std::atoi(text.c_str() + colon + 1);
    if (wrong || port < 0 || port > 65535)
        throw bad_scenario{text + ": expected an address, such as 127.0.0.1:0"};
    return {address, static_cast<unsigned short>(port)};
}

void listen(options const& with, platform& answers) {
    boost::asio::io_context context{1};
    boost::asio::ip::tcp::acceptor listener{context, endpoint_of(with.listen)};
    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code, int) { context.stop(); });
    serve(context, listener, answers, with.log);
    auto const port = listener.local_endpoint().port();
    if (!with.port_file.empty()) write_port_file(with.port_file, port);
    std::cout << "listening on http://" << listener.local_endpoint() << std::endl;
    context.run();
}

void work(options const& with) {
    auto const end_day = day_of(with.end_day);
    auto from = read_scenario_file(with.scenario_file, end_day);
    if (!with.ids_from.empty()) from.ids_from = with.ids_from;
    platform answers{std::move(from), end_day};
    if (!with.watchlist.empty()) {
        auto const by = with.created_by.empty() ? never : instant_of(with.created_by);
        write_file(with.watchlist, watchlist_csv(answers.videos(), with.columns, by));
    }
    if (!with.truth.empty())
        write_file(with.truth[1], truth_csv(answers.videos(), instant_of(with.truth[0])));
    if (with.watchlist.empty() && with.truth.empty()) listen(with, answers);
}

}  // namespace

int main(int argc, char** argv) {
    options with;
    CLI::App app{"Speaks TikTok's HTTP from a scenario file: a platform whose truth is known."};
    app.add_option("--scenario", with.scenario_file, "JSON scenario")->required();
    app.add_option("--listen", with.listen, "address:port, port 0 for any free one");
    app.add_option("--port-file", with.port_file, "write the port there once it listens");
    app.add_option("--end-day", with.end_day, "what relative days count from (default: today, UTC)");
    app.add_option("--ids-from", with.ids_from, "CSV with video_id instead of the scenario's population");
    app.add_option("--write-watchlist", with.watchlist, "write the population's ids as CSV and end");
    app.add_option("--columns", with.columns, "columns of it: video_id,username,region,created_at,platform");
    app.add_option("--created-by", with.created_by, "only what is posted by then, e.g. 2026-11-20T03:00:00Z");
    app.add_option("--write-truth", with.truth, "DAY-OR-INSTANT FILE: write what is true then as CSV and end")
        ->expected(2);
    app.add_flag("--log", with.log, "one line a request on stderr");
    CLI11_PARSE(app, argc, argv);
    try {
        work(with);
        return 0;
    } catch (std::exception const& fault) {
        std::cerr << "lacuna-simulated-platform: " << fault.what() << "\n";
        return 1;
    }
}
