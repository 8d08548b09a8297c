#include "daemon/net/response_head.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lacuna::net {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> security_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "strict-origin-when-cross-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

bool same_name(std::string_view one, std::string_view other) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

void put(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (char const c : value) {
        if (c != '\r' && c != '\n' && c != '\0') head += c;
    }
    head += "\r\n";
}

}  // namespace

std::string_view reason_phrase(unsigned status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

std::string response_head(api::response const& answer, framing how, bool keep_alive, std::string_view date) {
    std::string head;
    head.reserve(768);
    head.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    head.append(reason_phrase(answer.status)).append("\r\n");
    for (auto const& [name, value] : answer.headers) {
        if (!value.empty()) put(head, name, value);
    }
    for (auto const& [name, value] : security_headers) {
        auto const is_it = [name = name](auto const& header) { return same_name(header.first, name); };
        if (std::none_of(answer.headers.begin(), answer.headers.end(), is_it)) put(head, name, value);
    }
    put(head, "Date", date);
    bool const bodiless = answer.status == 204 || answer.status == 304;
    if (how == framing::length && !bodiless) {
        put(head, "Content-Length", std::to_string(answer.body ? answer.body->size() : 0));
    }
    if (how == framing::chunked) put(head, "Transfer-Encoding", "chunked");
    put(head, "Connection", keep_alive ? "keep-alive" : "close");
    return head += "\r\n";
}

}  // namespace lacuna::net
