// A room by its name: whoever knows its key, or opens it first, gets a seat in it.
#include "core/wire/named_room.hpp"
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

using wire::error_code;

void matchmaker::on_call(turn& t, connection_id id, connection& from, request_ref request,
                         const wire::open_room& open) {
  if (is_draining()) return t.refuse(id, request, {.code = error_code::draining});
  // Guessing keys is as slow as asking for partners.
  if (const auto wait = addresses_.take(from.address_key, t.now.steady))
    return t.refuse(
        id, request,
        {.code = error_code::rate_limited, .retry_ms = static_cast<std::uint64_t>(wait->count())});
  const auto session = session_of(from, open.session, t.now.wall);
  if (!session) return t.refuse(id, request, {.code = error_code::token_invalid});
  if (!has_link_) return refuse_for_now(t, id, request);

  const auto room = wire::named_room_id(open.room);
  const wire::seat_member own{wire::seat_of_session(room, *session),
                              open.name.empty() ? "Stranger" : open.name};
  const wire::seat_claims claims{.sid = *session,
                                 .room = room,
                                 .seat = own.seat,
                                 .language = {},
                                 .members = {own},
                                 .limit = settings_.room_limit,
                                 .lock = wire::lock_of_key(open.key)};
  opens_[t.store(open_named{room, claims.lock})] = {id, request, claims};
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const named_opened& opened) {
  const auto found = opens_.extract(request);
  if (found.empty()) return;
  const auto& asked = found.mapped();
  const auto& claims = asked.claims;
  if (!opened.fits) {
    t.count(metric::opens, "key_wrong");
    return t.refuse(asked.from, asked.id, {.code = error_code::key_wrong});
  }
  const auto route = nodes_.route_of(claims.room, opened.owner, {});
  if (!route) {
    t.count(metric::opens, "no_node");
    const auto retry = static_cast<std::uint64_t>(settings_.retry.count());
    return t.refuse(asked.from, asked.id, {.code = error_code::no_node, .retry_ms = retry});
  }
  t.count(metric::opens, "opened");
  t.answer(asked.from, asked.id,
           wire::open_result{.session = tokens_.sign(wire::session_claims{claims.sid}, t.now.wall),
                             .room = claims.room,
                             .seat = claims.seat,
                             .token = tokens_.sign(claims, t.now.wall),
                             .node = route->node,
                             .claim = route->claim});
}

}  // namespace parley::pairing
