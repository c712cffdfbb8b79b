// What each kind of token claims, and for how long.
#include "core/wire/tokens.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "core/base/check.hpp"
#include "core/wire/json_document.hpp"
#include "core/wire/json_members.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/jwt.hpp"
#include "core/wire/limits.hpp"

namespace parley::wire {

namespace {

constexpr std::int64_t one_day_s = 86'400;
constexpr std::size_t session_id_digits = 32;
constexpr std::string_view named_kind = "named";

struct token_kind {
  std::string_view type;
  std::int64_t life_s;
};
constexpr token_kind session_kind{"session", one_day_s};
constexpr token_kind seat_kind{"seat", one_day_s};
constexpr token_kind priority_kind{"priority", 60};

template <class WriteClaims>
std::string sign_claims(const token_key& key, const token_kind& kind, unix_ms now,
                        WriteClaims write) {
  json_writer out;
  out.open_object();
  write(out);
  out.number("iat", now / 1'000);
  out.number("exp", now / 1'000 + kind.life_s);
  out.close_object();
  return sign_jwt(key, kind.type, out.take());
}

// `read` is only reached by claims that are signed by us and still hold.
template <class Claims>
result<Claims, token_errc> verify_claims(const std::vector<token_key>& keys, const token_kind& kind,
                                         std::string_view token, unix_ms now,
                                         Claims (*read)(json_members& claims)) {
  const auto opened = open_jwt(keys, token);
  if (!opened) return opened.error();
  if (opened->type != kind.type) return token_errc::wrong_type;
  const json_document document{opened->claims};
  if (!document.is_valid() || !document.root().is_object()) return token_errc::malformed;
  json_members members{document.root().get_object()};
  const std::uint64_t expires_s = members.integer("exp");
  Claims claims = read(members);
  if (members.error()) return token_errc::malformed;
  if (now / 1'000 >= static_cast<std::int64_t>(expires_s)) return token_errc::expired;
  return claims;
}

std::string read_session_id(json_members& claims) {
  std::string sid = claims.text("sid");
  const bool hex = std::all_of(sid.begin(), sid.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (sid.size() != session_id_digits || !hex) claims.fail("sid");
  return sid;
}

session_claims read_session(json_members& claims) {
  return {read_session_id(claims)};
}

priority_claims read_priority(json_members& claims) {
  return {read_session_id(claims)};
}

// A room can be rebuilt from what it says: each seat once, and the bearer's among them.
bool is_whole(const seat_claims& seat) {
  std::set<seat_number> seats;
  for (const seat_member& member : seat.members)
    seats.insert(member.seat);
  return !seat.room.empty() && seats.size() == seat.members.size() && seats.count(seat.seat) == 1 &&
         (seat.limit == 0 || seats.size() == 1);
}

verified_seat read_seat(json_members& claims) {
  verified_seat seat;
  const auto expires_s = static_cast<std::int64_t>(claims.integer("exp"));
  seat.renew_from = 1'000 * (expires_s - seat_kind.life_s / 2);
  seat.sid = read_session_id(claims);
  seat.room = claims.text("room");
  seat.seat = claims.seat("seat");
  seat.attempt = claims.integer("attempt");
  seat.language = claims.text("lang");
  seat.interests = claims.texts("interests");
  seat.members = claims.objects("members", [](json_members& member) {
    return seat_member{member.seat("seat"), member.text("name")};
  });
  if (claims.has("kind")) {
    if (claims.text("kind") != named_kind) claims.fail("kind");
    seat.limit = static_cast<std::uint32_t>(claims.integer("limit", 1, max_seats));
    seat.lock = claims.text("lock");
  }
  if (!is_whole(seat)) claims.fail("members");
  return seat;
}

}  // namespace

token_box::token_box(std::vector<token_key> keys) : keys_(std::move(keys)) {
  PARLEY_CHECK(!keys_.empty());
  PARLEY_CHECK(sodium_init() >= 0);
}

std::string token_box::sign(const session_claims& claims, unix_ms now) const {
  return sign_claims(keys_.front(), session_kind, now,
                     [&](json_writer& out) { out.text("sid", claims.sid); });
}

std::string token_box::sign(const priority_claims& claims, unix_ms now) const {
  return sign_claims(keys_.front(), priority_kind, now,
                     [&](json_writer& out) { out.text("sid", claims.sid); });
}

std::string token_box::sign(const seat_claims& claims, unix_ms now) const {
  return sign_claims(keys_.front(), seat_kind, now, [&](json_writer& out) {
    out.text("sid", claims.sid);
    out.text("room", claims.room);
    out.number("seat", claims.seat);
    out.number("attempt", claims.attempt);
    out.text("lang", claims.language);
    out.texts("interests", claims.interests);
    out.open_array("members");
    for (const seat_member& member : claims.members) {
      out.open_object();
      out.number("seat", member.seat);
      out.text("name", member.name);
      out.close_object();
    }
    out.close_array();
    if (claims.limit == 0) return;
    out.text("kind", named_kind);
    out.number("limit", claims.limit);
    out.text("lock", claims.lock);
  });
}

result<session_claims, token_errc> token_box::verify_session(std::string_view token,
                                                             unix_ms now) const {
  return verify_claims(keys_, session_kind, token, now, read_session);
}

result<verified_seat, token_errc> token_box::verify_seat(std::string_view token,
                                                         unix_ms now) const {
  return verify_claims(keys_, seat_kind, token, now, read_seat);
}

result<priority_claims, token_errc> token_box::verify_priority(std::string_view token,
                                                               unix_ms now) const {
  return verify_claims(keys_, priority_kind, token, now, read_priority);
}

}  // namespace parley::wire
