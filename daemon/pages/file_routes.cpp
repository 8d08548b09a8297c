#include "daemon/api/compression.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/static_files.hpp"

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

/// GET /static/{name} : the name carries a hash of the content, so it may be kept for ever. 404.
asio::awaitable<api::response> file(site_facts site, utc_time now, api::request asked) {
    auto const found = find_static(asked.names.at(0));
    if (!found) co_return not_found_page(site, now);
    api::response answer;
    answer.headers = {{"Content-Type", std::string{found->content_type}},
                      {"Cache-Control", "public, max-age=31536000, immutable"},
                      {"Cross-Origin-Resource-Policy", "cross-origin"},  // Embeds may be sandboxed.
                      {"X-Content-Type-Options", "nosniff"},
                      {"Vary", "Accept-Encoding"}};
    auto const how = api::best_coding(asked.header("accept-encoding"));
    answer.body = how == api::coding::brotli ? found->brotli
                  : how == api::coding::gzip ? found->gzip
                                             : found->bytes;
    if (how != api::coding::identity)
        answer.headers.emplace_back("Content-Encoding", how == api::coding::brotli ? "br" : "gzip");
    co_return answer;
}

/// GET /favicon.ico : the icon, for browsers that do not read the page's link.
asio::awaitable<api::response> icon() {
    auto const& address = static_address("icon.svg");
    auto const found = find_static(std::string_view{address}.substr(std::string_view{"/static/"}.size()));
    api::response answer;
    answer.headers = {{"Content-Type", std::string{found->content_type}},
                      {"Cache-Control", "public, max-age=86400"}};
    answer.body = found->bytes;
    co_return answer;
}

/// GET /robots.txt : pages may be read by everybody; filtered views and the API only cost and say nothing
/// new.
asio::awaitable<api::response> robots(std::string public_url) {
    std::string rules = "User-agent: *\nDisallow: /api/\nDisallow: /metrics\nDisallow: /*?\n";
    if (!public_url.empty()) rules += "\nSitemap: " + public_url + "/sitemap.xml\n";
    co_return api::text(std::move(rules), "text/plain; charset=utf-8");
}

}  // namespace

std::vector<api::route> file_routes(page_sources const& from, site_facts const& site) {
    auto const& clock = from.clock;
    return {
        {.path = "/static/{}",
         .handle = [site, &clock](api::request asked) { return file(site, clock.now(), std::move(asked)); }},
        {.path = "/favicon.ico", .handle = [](api::request) { return icon(); }},
        {.path = "/robots.txt", .handle = [url = site.public_url](api::request) { return robots(url); }},
    };
}

}  // namespace lacuna::pages
