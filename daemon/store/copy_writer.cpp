#include "daemon/store/copy_writer.hpp"

#include "daemon/store/values.hpp"

#include <pqxx/tablewriter>

// libpqxx 6 lets nobody but this deprecated class write finished lines; its stream_to converts field by
// field, at a third of the speed.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace lacuna {
namespace {

constexpr std::size_t piece = 64 * 1024;

}  // namespace

class copy_writer::stream : public pqxx::tablewriter {
public:
    stream(pqxx::work& transaction, std::string const& table, std::vector<std::string> const& columns)
        : pqxx::internal::namedclass{"copy_writer", table},
          pqxx::tablewriter{transaction, table, columns.begin(), columns.end()} {}
};

copy_writer::copy_writer(pqxx::work& transaction, std::string const& table,
                         std::vector<std::string> const& columns)
    : stream_{std::make_unique<stream>(transaction, table, columns)} {
    rows_.reserve(piece + 4096);
}

copy_writer::~copy_writer() = default;

void copy_writer::begin_field() {
    if (!first_field_) rows_ += '\t';
    first_field_ = false;
}

copy_writer& copy_writer::number(std::int64_t value) {
    begin_field();
    append_number(rows_, value);
    return *this;
}

copy_writer& copy_writer::letter(char value) {
    begin_field();
    rows_ += value;
    return *this;
}

copy_writer& copy_writer::text(std::string_view value) {
    begin_field();
    for (char const c : value) {
        switch (c) {
            case '\\': rows_ += "\\\\"; break;
            case '\t': rows_ += "\\t"; break;
            case '\n': rows_ += "\\n"; break;
            case '\r': rows_ += "\\r"; break;
            default: rows_ += c;
        }
    }
    return *this;
}

copy_writer& copy_writer::null() {
    begin_field();
    rows_ += "\\N";
    return *this;
}

void copy_writer::end_row() {
    first_field_ = true;
    if (rows_.size() >= piece) {
        flush();
    } else {
        rows_ += '\n';
    }
}

void copy_writer::flush() {
    if (rows_.empty()) return;
    if (rows_.back() == '\n') rows_.pop_back();
    stream_->write_raw_line(rows_);  // Adds the last row's end.
    rows_.clear();
}

void copy_writer::complete() {
    flush();
    stream_->complete();
}

}  // namespace lacuna
