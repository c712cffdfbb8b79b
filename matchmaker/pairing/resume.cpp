// Where is a room now? A wrong guess is harmless: the fence makes moves safe.
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

using wire::error_code;

void matchmaker::on_call(turn& t, connection_id id, connection&, request_ref request,
                         const wire::resume& resume) {
  const auto claims = seat_in(t, id, request, resume.token);
  if (!claims) return;
  if (!has_link_) return refuse_for_now(t, id, request);
  const auto number = t.store(read_owner{claims->room});
  resumes_[number] = {id, request, claims->room, resume.unreachable};
}

void matchmaker::on_reply(turn& t, std::uint64_t request, const owner_read& read) {
  const auto found = resumes_.extract(request);
  if (found.empty()) return;
  const auto& asked = found.mapped();
  if (read.owner && read.owner->is_ended) {
    t.count(metric::resumes, "ended");
    return t.refuse(
        asked.from, asked.id,
        {.code = error_code::room_ended, .reason = read.owner->reason, .by = read.owner->by});
  }
  const auto route = nodes_.route_of(asked.room, read.owner, asked.unreachable);
  if (!route) {
    t.count(metric::resumes, "no_node");
    const auto retry = static_cast<std::uint64_t>(settings_.retry.count());
    return t.refuse(asked.from, asked.id, {.code = error_code::no_node, .retry_ms = retry});
  }
  t.count(metric::resumes, route->claim ? "move" : "owner");
  t.answer(asked.from, asked.id, wire::resume_result{route->node, route->claim});
}

// What the bearer may do; none: it has been refused.
std::optional<wire::seat_claims> matchmaker::seat_in(turn& t, connection_id id, request_ref request,
                                                     const std::string& token) const {
  auto claims = tokens_.verify_seat(token, t.now.wall);
  if (claims) return std::move(*claims);
  const bool is_expired = claims.error() == wire::token_errc::expired;
  t.refuse(id, request,
           {.code = is_expired ? error_code::token_expired : error_code::token_invalid});
  return std::nullopt;
}

void matchmaker::refuse_for_now(turn& t, connection_id id, request_ref request) const {
  const auto retry = static_cast<std::uint64_t>(settings_.retry.count());
  t.refuse(id, request, {.code = error_code::storage_unavailable, .retry_ms = retry});
}

}  // namespace parley::pairing
