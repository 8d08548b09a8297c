#include "tests/simulated_platform/oembed.hpp"

#include "tests/simulated_platform/chance.hpp"
#include "tests/simulated_platform/exchange.hpp"

#include <charconv>

namespace lacuna::simulated {
namespace {

constexpr std::size_t shell_bytes = 813;

}  // namespace

std::optional<std::int64_t> video_in_address(std::string_view address) {
    constexpr std::string_view host = "https://www.tiktok.com/@";
    constexpr std::string_view folder = "/video/";
    if (!address.starts_with(host)) return std::nullopt;
    address.remove_prefix(host.size());
    auto const slash = address.find('/');
    if (slash == std::string_view::npos || !address.substr(slash).starts_with(folder)) return std::nullopt;
    address.remove_prefix(slash + folder.size());
    address = address.substr(0, address.find_first_of("/?#"));
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(address.data(), address.data() + address.size(), id);
    if (error != std::errc{} || end != address.data() + address.size() || id <= 0) return std::nullopt;
    return id;
}

std::string oembed_body(population const& videos, video const& of, sys_seconds now) {
    auto const name = videos.username(of, now);
    auto const id = std::to_string(of.id);
    auto const address = "https://www.tiktok.com/@" + name;
    auto const picture = draw(videos.seed(), 0x91C, of.id);
    std::string out;
    out.reserve(1400);
    out += R"({"version":"1.0","type":"video","title":)";
    if (picture % 50 == 0) {
        out += "\"\"";  // 57 of 3,139 recorded answers have an author and no title.
    } else {
        append_json_text(out, "a video of " + name + " #fyp");
    }
    ((((out += R"(,"author_url":")") += address) += R"(","author_name":)"));
    append_json_text(out, name);
    out += R"(,"width":"100%","height":"100%","html":"<blockquote class=\"tiktok-embed\" cite=\")";
    out.append(address).append("/video/").append(id).append(R"(\" data-video-id=\")").append(id);
    out +=
        R"(\" data-embed-from=\"oembed\" style=\"max-width:605px; min-width:325px;\"> <section> <a target=\"_blank\" title=\"@)";
    out.append(name).append(R"(\" href=\")").append(address).append(R"(?refer=embed\">@)").append(name);
    out +=
        R"(</a> </section> </blockquote> <script async src=\"https://www.tiktok.com/embed.js\"></script>",)";
    out += R"("thumbnail_width":576,"thumbnail_height":1024,"thumbnail_url":"https://p16-sign.example/obj/)";
    out.append(std::to_string(picture))
        .append("?x-expires=")
        .append(std::to_string((now.time_since_epoch().count() / 86'400 + 2) * 86'400));
    out += R"(","provider_url":"https://www.tiktok.com","provider_name":"TikTok","author_unique_id":)";
    append_json_text(out, name);
    out.append(R"(,"embed_product_id":")").append(id).append(R"(","embed_type":"video"})");
    return out;
}

std::string oembed_shell_body(std::int64_t id) {
    auto const text = std::to_string(id);
    std::string before =
        R"({"version":"1.0","type":"video","title":"","author_url":"https://www.tiktok.com/@",)";
    before += R"("author_name":"","width":"100%","height":"100%","html":"<blockquote class=\"tiktok-embed\")";
    before.append(R"( data-video-id=\")").append(text).append(R"(\" style=\")");
    std::string after = R"(\"> <section></section> </blockquote>","thumbnail_width":0,"thumbnail_height":0,)";
    after += R"("thumbnail_url":"","provider_url":"https://www.tiktok.com","provider_name":"TikTok",)";
    after.append(R"("author_unique_id":"","embed_product_id":")")
        .append(text)
        .append(R"(","embed_type":"video"})");
    return before + std::string(shell_bytes - before.size() - after.size(), ' ') + after;
}

}  // namespace lacuna::simulated
