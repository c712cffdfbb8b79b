// Path, method, token, length: in this order, so that a stranger learns nothing of a room.
#include "chat-node/files/request.hpp"

#include "chat-node/files/media_type.hpp"
#include "core/wire/file_id.hpp"

namespace parley::files {

namespace {

// RFC 9110 section 11.1: the name of a scheme is compared without case.
std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() < scheme.size()) return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const char c = authorization[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != scheme[i]) return {};
  }
  return authorization.substr(scheme.size());
}

answer refused_token(wire::token_errc why) {
  auto out = refusal(401, why == wire::token_errc::expired ? "token_expired" : "token_invalid");
  out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

request read_upload(const request_head& head, const wire::seat_claims& who,
                    const file_settings& settings) {
  if (head.is_chunked || !head.length) return refusal(411, "length_required");
  if (*head.length == 0) return refusal(400, "invalid_request");
  if (*head.length > settings.max_bytes) return refusal_beyond(413, "too_long", settings.max_bytes);
  return upload{who.room, who.seat, *head.length, who.limit > 0};
}

}  // namespace

request read_request(const request_head& head, const file_settings& settings,
                     const wire::token_box& tokens, unix_ms now) {
  const bool is_collection = head.path.empty();
  if (!is_collection && !head.path.starts_with('/')) return refusal(404, "no_such_path");
  if (!settings.enabled) return refusal(404, "files_off");
  if (head.method == "OPTIONS") return preflight();
  const bool is_known =
      is_collection ? head.method == "POST" : head.method == "GET" || head.method == "HEAD";
  if (!is_known) return not_allowed(is_collection ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");

  const auto who = tokens.verify_seat(bearer(head.authorization), now);
  if (!who) return refused_token(who.error());
  if (is_collection) return read_upload(head, *who, settings);
  const auto file = head.path.substr(1);
  if (!wire::is_file_id(file)) return refusal(404, "no_such_file");
  return download{who->room, std::string(file)};
}

std::optional<answer> too_long(std::uint64_t size, std::string_view type,
                               const file_settings& settings) {
  const auto limit = is_image(type) ? settings.max_image_bytes : settings.max_bytes;
  if (size <= limit) return std::nullopt;
  return refusal_beyond(413, "too_long", limit);
}

}  // namespace parley::files
