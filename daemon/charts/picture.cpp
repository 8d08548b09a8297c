#include "daemon/charts/picture.hpp"

#include "daemon/charts/svg_text.hpp"
#include "daemon/charts/text_lines.hpp"

namespace lacuna::charts {
namespace {

constexpr double page_width = 960, margin = 24, inner = page_width - 2 * margin;

/// How one kind of text is set; web/picture.css has the fonts.
struct setting {
    std::string_view css_class;
    double size, line_height;
    std::size_t most_lines;
};
constexpr setting as_title{"title", 22, 28, 2}, as_subject{"subject", 16, 22, 3}, as_said{"said", 13, 19, 4},
    as_note{"note", 12, 17, 3}, as_source{"source", 12, 18, 3}, as_address{"address", 12.5, 17, 6};

std::string text_at(double x, double y, std::string_view css_class, std::string_view text) {
    return "<text class=\"" + std::string{css_class} + "\" x=\"" + px(x) + "\" y=\"" + px(y) + "\">" +
           escaped(text) + "</text>";
}

/// `svg` with more attributes in its opening.
std::string placed(std::string const& svg, std::string const& attributes) {
    constexpr std::string_view opening = "<svg";
    return std::string{opening} + attributes + svg.substr(opening.size());
}

/// What was drawn so far, from the top down.
class column {
public:
    void write(std::string_view text, setting const& as) {
        for (auto const& line : text_lines(text, inner, as.size, as.most_lines)) {
            y_ += as.line_height;
            svg_ += text_at(margin, y_ - as.line_height / 4, as.css_class, line);
        }
    }
    void warn(std::string_view text) {
        auto const lines = text_lines(text, inner - 24, as_said.size, 3);
        double const height = 12 + as_said.line_height * static_cast<double>(lines.size());
        svg_ += "<rect class=\"warning\" x=\"" + px(margin) + "\" y=\"" + px(y_) + "\" width=\"" + px(inner) +
                "\" height=\"" + px(height) + "\"/>";
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto const down = y_ + 19 + as_said.line_height * static_cast<double>(i);
            svg_ += text_at(margin + 12, down, "warning", lines[i]);
        }
        y_ += height + 8;
    }
    void draw(picture const& shown) {
        svg_ += placed(shown.drawing, " x=\"" + px((page_width - shown.width) / 2) + "\" y=\"" + px(y_) +
                                          "\" width=\"" + px(shown.width) + "\" height=\"" +
                                          px(shown.height) + "\"");
        y_ += shown.height;
    }
    void list(std::vector<legend_entry> const& legend) {
        double x = margin;
        for (auto const& entry : legend) {
            double const width = 16 + text_width(entry.words, as_note.size) + 18;
            if (x > margin && x + width > page_width - margin) {
                x = margin;
                y_ += 24;
            }
            svg_ += placed(entry.swatch, " x=\"" + px(x) + "\" y=\"" + px(y_) + "\"");
            svg_ += text_at(x + 16, y_ + 13, "note", entry.words);
            x += width;
        }
        y_ += 24;
    }
    void rule() {
        svg_ += "<line class=\"axis\" x1=\"" + px(margin) + "\" x2=\"" + px(page_width - margin) +
                "\" y1=\"" + px(y_) + "\" y2=\"" + px(y_) + "\"/>";
    }
    void link(std::string const& address) {
        if (address.empty()) return;
        svg_ += "<a href=\"" + escaped(address) + "\">";
        write(address, as_address);
        svg_ += "</a>";
    }
    void leave(double space) { y_ += space; }
    [[nodiscard]] double height() const { return y_; }
    [[nodiscard]] std::string const& svg() const { return svg_; }

private:
    double y_ = margin;
    std::string svg_{};
};

}  // namespace

std::string picture_svg(picture const& shown, std::string_view style) {
    column all;
    for (auto const& warning : shown.warnings) all.warn(warning);
    all.write(shown.title, as_title);
    all.write(shown.subject, as_subject);
    all.write(shown.filters, as_said);
    all.leave(4);
    all.write(shown.sentence, as_said);
    all.leave(10);
    if (!shown.drawing.empty()) all.draw(shown);
    all.leave(8);
    if (!shown.legend.empty()) all.list(shown.legend);
    for (auto const& note : shown.notes) all.write(note, as_note);
    all.leave(10);
    all.rule();
    all.leave(4);
    all.write(shown.source, as_source);
    all.link(shown.permalink);
    std::string titled;
    for (auto const& warning : shown.warnings) titled += warning + ' ';
    auto const height = px(all.height() + 16), width = px(page_width);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart picture\" width=\"" + width +
           "\" height=\"" + height + "\" viewBox=\"0 0 " + width + ' ' + height + "\" lang=\"en\"><title>" +
           escaped(titled + shown.title + ": " + shown.subject) + "</title><style>" + std::string{style} +
           "</style><rect class=\"ground\" width=\"" + width + "\" height=\"" + height + "\"/>" + all.svg() +
           "</svg>";
}

}  // namespace lacuna::charts
