// Reading of addresses and of MOVED and ASK.
#include "core/link/redirect.hpp"

#include <charconv>

namespace parley::link {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct host_and_port {
  std::string_view host;
  std::uint16_t port;
};

std::optional<host_and_port> split(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port || *port == 0) return std::nullopt;
  auto host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  return host_and_port{host, *port};
}

}  // namespace

std::string to_string(const redis_address& address) {
  return address.host + ":" + std::to_string(address.port);
}

std::optional<redis_address> parse_redis_address(std::string_view text) {
  const auto parts = split(text);
  if (!parts || parts->host.empty()) return std::nullopt;
  return redis_address{std::string(parts->host), parts->port};
}

std::string told_host(std::string_view said, const redis_address& told_by) {
  if (said == "?") return {};
  return said.empty() ? told_by.host : std::string(said);
}

std::optional<redirect> parse_redirect(std::string_view error, const redis_address& told_by) {
  redirect found;
  if (error.starts_with("ASK ")) {
    found.kind = redirect_kind::ask;
  } else if (!error.starts_with("MOVED ")) {
    return std::nullopt;
  }
  const auto rest = error.substr(error.find(' ') + 1);
  const auto space = rest.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto slot = parse_number<slot_number>(rest.substr(0, space));
  const auto to = split(rest.substr(space + 1));
  if (!slot || *slot >= slot_count || !to) return std::nullopt;
  found.slot = *slot;
  found.to = {told_host(to->host, told_by), to->port};
  return found;
}

}  // namespace parley::link
