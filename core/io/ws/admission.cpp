// Origins are compared as text after normalising case and default port: no URL parser, no
// surprises.
#include "core/io/ws/admission.hpp"

#include <algorithm>

namespace parley::io {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  const bool ends =
      text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
  return ends ? text.substr(0, text.size() - suffix.size()) : text;
}

std::string_view default_port_of(std::string_view scheme) {
  if (scheme == "http") return ":80";
  if (scheme == "https") return ":443";
  return {};
}

}  // namespace

bool is_allowed_origin(std::string_view origin, std::string_view host,
                       const std::vector<std::string>& allowed) {
  if (origin.empty()) return true;
  const std::string wanted = lower(origin);
  const std::string own = lower(host);
  const std::size_t scheme_end = wanted.find("://");
  if (scheme_end != std::string::npos) {
    const std::string_view port = default_port_of(std::string_view(wanted).substr(0, scheme_end));
    const std::string_view authority = std::string_view(wanted).substr(scheme_end + 3);
    if (without_suffix(authority, port) == without_suffix(own, port)) return true;
  }
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& one) { return lower(one) == wanted; });
}

bool offers_subprotocol(std::string_view offered, std::string_view wanted) {
  while (!offered.empty()) {
    const std::size_t comma = std::min(offered.find(','), offered.size());
    if (trim(offered.substr(0, comma)) == wanted) return true;
    offered.remove_prefix(std::min(comma + 1, offered.size()));
  }
  return false;
}

bool admission::takes_websockets(std::string_view path) const {
  const auto& paths = settings_.paths;
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

ws_peer admission::peer_of(const handshake& handshake) const {
  const auto address = client_address(handshake.peer, trim(handshake.real_ip), trusted_);
  return {std::string(handshake.path), hash_(address)};
}

std::optional<http_response> admission::enter(const handshake& handshake, const ws_peer& peer) {
  if (!takes_websockets(handshake.path)) return http_refusal(404, "no such path");
  if (!is_allowed_origin(handshake.origin, handshake.host, settings_.origins)) {
    return http_refusal(403, "foreign origin");
  }
  if (!offers_subprotocol(handshake.subprotocols, settings_.subprotocol)) {
    return http_refusal(400, "subprotocol " + settings_.subprotocol + " is required");
  }
  if (!refusal_.empty()) return http_refusal(503, refusal_);
  if (admitted_ >= settings_.max_connections) return http_refusal(503, "too many connections");
  if (is_at_cap(peer)) return http_refusal(429, "too many connections from this address");
  count(peer);
  return std::nullopt;
}

http_verdict admission::enter_exchange(std::string_view host, std::string_view origin,
                                       const ws_peer& peer) {
  if (!is_allowed_origin(origin, host, settings_.origins)) return http_verdict::foreign_origin;
  if (admitted_ >= settings_.max_connections) return http_verdict::too_many;
  if (is_at_cap(peer)) return http_verdict::too_many_of_address;
  count(peer);
  return http_verdict::let_in;
}

bool admission::is_at_cap(const ws_peer& peer) const {
  return per_address_.of(peer.address_key) >= settings_.max_connections_per_address;
}

void admission::count(const ws_peer& peer) {
  ++admitted_;
  per_address_.add(peer.address_key);
}

void admission::leave(const ws_peer& peer) {
  --admitted_;
  per_address_.remove(peer.address_key);
}

}  // namespace parley::io
