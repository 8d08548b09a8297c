#include "daemon/watchlist/item_csv.hpp"

#include "daemon/watchlist/csv_records.hpp"
#include "daemon/watchlist/item_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace lacuna {
namespace {

constexpr std::size_t longest_source = 500;
constexpr std::size_t longest_note = 2000;
constexpr std::size_t longest_quoted_text = 200;

enum class column { video_id, id, url, platform, username, region, created_at, source, note };
constexpr std::array<std::string_view, 9> column_names{
    "video_id", "id", "url", "platform", "username", "region", "created_at", "source", "note"};
/// Where each column stands in a record.
using columns = std::array<std::optional<std::size_t>, column_names.size()>;

std::string name_of(std::string_view field) {
    auto const begin = std::min(field.find_first_not_of(" \t"), field.size());
    auto const end = field.find_last_not_of(" \t") + 1;
    std::string name{field.substr(begin, std::max(end, begin) - begin)};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

std::string cut(std::string_view text) {
    if (text.size() <= longest_quoted_text) return std::string{text};
    auto end = longest_quoted_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string{text.substr(0, end)};
}

std::string line_number(std::size_t line) { return "line " + std::to_string(line); }

/// A line that is itself an id or an address; no header looks like one.
bool is_bare_reference(std::string_view line) {
    auto const first = line.find_first_not_of(" \t");
    return first != std::string_view::npos &&
           ((line[first] >= '0' && line[first] <= '9') || line.find('/') != std::string_view::npos);
}

checked<columns> read_header(csv_record const& header) {
    columns found{};
    for (std::size_t at = 0; at < header.fields.size(); ++at) {
        auto const name = name_of(header.fields[at]);
        auto const known = std::find(column_names.begin(), column_names.end(), name);
        if (known == column_names.end()) continue;
        auto& place = found.at(static_cast<std::size_t>(known - column_names.begin()));
        if (place)
            return bad_input{.where = line_number(header.line), .wrong = "has the column " + name + " twice"};
        place = at;
    }
    if (!found[0] && !found[1] && !found[2]) {
        return bad_input{
            .where = line_number(header.line),
            .wrong = "must be a header with a column video_id, id or url, or an id or address itself"};
    }
    return found;
}

/// One record under its header. The first thing that is wrong refuses it.
class record_reader {
public:
    record_reader(columns const& where, csv_record const& record) : where_{where}, record_{record} {}

    checked<named_item> read() {
        if (!text(column::platform).empty() && name_of(text(column::platform)) != "tiktok") {
            return at(column::platform, {.where = "", .wrong = "must be tiktok"});
        }
        auto const reference = reference_column();
        auto item = read_item_reference(text(reference));
        if (!item.has_value()) return at(reference, item.error());
        if (!text(column::username).empty())
            put(column::username, read_username(text(column::username)), item->username);
        put(column::region, read_region(text(column::region)), item->region);
        if (!text(column::created_at).empty()) {
            put(column::created_at, read_created_at(text(column::created_at)), item->created_at);
        }
        put(column::source, read_free_text(text(column::source), longest_source), item->source);
        put(column::note, read_free_text(text(column::note), longest_note), item->note);
        if (wrong_) return *wrong_;
        return item;
    }

private:
    [[nodiscard]] std::string_view text(column which) const {
        auto const& place = where_.at(static_cast<std::size_t>(which));
        if (!place) return {};
        std::string_view const field{record_.fields[*place]};
        return field.find_first_not_of(" \t") == std::string_view::npos ? std::string_view{} : field;
    }

    /// The first of the three that says something.
    [[nodiscard]] column reference_column() const {
        for (auto const which : {column::video_id, column::id, column::url}) {
            if (!text(which).empty()) return which;
        }
        for (auto const which : {column::video_id, column::id}) {
            if (where_.at(static_cast<std::size_t>(which))) return which;
        }
        return column::url;
    }

    [[nodiscard]] bad_input at(column which, bad_input wrong) const {
        wrong.where = line_number(record_.line) + ", column " +
                      std::string{column_names.at(static_cast<std::size_t>(which))};
        return wrong;
    }

    template <class Read, class Into>
    void put(column which, checked<Read> read, Into& into) {
        if (read.has_value()) {
            into = std::move(*read);
        } else if (!wrong_) {
            wrong_ = at(which, read.error());
        }
    }

    columns const& where_;
    csv_record const& record_;
    std::optional<bad_input> wrong_{};
};

checked<named_item> read_record(columns const& where, std::size_t width, csv_record const& record) {
    auto const refused = [&](std::string what) {
        return bad_input{.where = line_number(record.line), .wrong = std::move(what)};
    };
    if (!record.well_quoted)
        return refused("must have quotes around a whole field and doubled ones inside it");
    if (record.fields.size() != width) {
        return refused("must have " + std::to_string(width) + " fields like the header, not " +
                       std::to_string(record.fields.size()));
    }
    return record_reader{where, record}.read();
}

checked<named_item> read_bare_line(csv_record const& record) {
    auto item = read_item_reference(record.fields.front());
    if (item.has_value()) return item;
    auto wrong = item.error();
    wrong.where = line_number(record.line);
    return wrong;
}

}  // namespace

checked<std::vector<item_line>> read_item_csv(std::string_view text, std::size_t most) {
    if (!is_utf8(text)) return bad_input{.where = "the text", .wrong = "must be UTF-8"};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);

    std::vector<item_line> lines;
    csv_reader records{text};
    columns where{};
    std::size_t width = 0;
    auto const first = csv_reader{text}.next_line();
    bool const bare = !first.fields.empty() && is_bare_reference(first.text);
    if (!bare) {
        auto const header = records.next();
        if (!header.has_value()) return header.error();
        if (header->fields.empty()) return lines;
        auto const found = read_header(*header);
        if (!found.has_value()) return found.error();
        where = *found;
        width = header->fields.size();
    }
    while (true) {
        auto const record = bare ? checked<csv_record>{records.next_line()} : records.next();
        if (!record.has_value()) return record.error();
        if (record->fields.empty()) return lines;
        if (lines.size() == most) {
            return bad_input{
                .where = line_number(record->line),
                .wrong = "is one more than the " + std::to_string(most) + " items that are taken at once"};
        }
        lines.push_back({.line = record->line,
                         .text = cut(record->text),
                         .item = bare ? read_bare_line(*record) : read_record(where, width, *record)});
    }
}

}  // namespace lacuna
