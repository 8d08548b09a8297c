#include "daemon/pages/about/add_page.hpp"

#include "daemon/pages/citation.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/template.hpp"

namespace lacuna::pages {

std::string render_add(site_facts const& site, standing const& now, std::string const& slug) {
    fields page;
    page.set("base", public_address(site, ""));
    page.set("slug", slug.empty() ? std::string{"LIST"} : slug);
    page.set("contact", site.contact);
    page.set("has_contact", !site.contact.empty());
    page.set("script", static_address("add.js"));
    page_head const head{
        .title = "Add videos",
        .description = "How videos are added to a list, and what would become of those you have in mind.",
        .path = "/add"};
    return lay_out(site, now, head, fill("add", page));
}

}  // namespace lacuna::pages
