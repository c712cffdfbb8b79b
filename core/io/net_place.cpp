// Brackets keep the colons of an address apart from that of the port.
#include "core/io/net_place.hpp"

#include <algorithm>

#include "core/io/option_values.hpp"

namespace parley::io {
namespace {

bool is_host(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  };
  return !text.empty() && std::ranges::all_of(text, fits);
}

bool is_address(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' ||
           c == '.';
  };
  return !text.empty() && std::ranges::all_of(text, fits);
}

}  // namespace

std::optional<net_place> parse_net_place(std::string_view text, std::uint16_t fallback) {
  std::string_view host;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    if (!is_address(host)) return std::nullopt;
    text.remove_prefix(end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    if (!is_host(host)) return std::nullopt;
    text.remove_prefix(host.size());
  }
  if (text.empty()) return net_place{std::string(host), fallback};
  const auto port = parse_whole_number(text.substr(1));
  if (text.front() != ':' || !port || *port == 0 || *port > 65'535) return std::nullopt;
  return net_place{std::string(host), static_cast<std::uint16_t>(*port)};
}

}  // namespace parley::io
