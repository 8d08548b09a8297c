#pragma once

#include <pqxx/pqxx>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// COPY … FROM STDIN in pieces of 64 kB: for each row its fields in order, then `end_row`; at last
/// `complete`. While one is open nothing else may use the transaction.
class copy_writer {
public:
    copy_writer(pqxx::work& transaction, std::string const& table, std::vector<std::string> const& columns);
    ~copy_writer();
    copy_writer(copy_writer const&) = delete;
    copy_writer& operator=(copy_writer const&) = delete;

    copy_writer& number(std::int64_t value);
    copy_writer& letter(char value);
    copy_writer& truth(bool value) { return letter(value ? 't' : 'f'); }
    copy_writer& text(std::string_view value);
    copy_writer& null();
    /// As `text`, but NULL if it is empty.
    copy_writer& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }
    void end_row();
    /// @throws pqxx::sql_error if a row was refused.
    void complete();

private:
    void begin_field();
    void flush();

    class stream;
    std::unique_ptr<stream> stream_;
    std::string rows_;
    bool first_field_ = true;
};

}  // namespace lacuna
