// A wait, from `seek` to the terminal frame that each of them gets.
#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/check.hpp"
#include "matchmaker/pairing/matchmaker.hpp"

namespace parley::pairing {

using wire::error_code;
using wire::token_errc;
using wire::wait_end;

namespace {

std::string_view label_of(wait_end why) {
  constexpr std::array<std::string_view, 3> labels{"cancelled", "replaced", "too_long"};
  return labels[static_cast<std::size_t>(why)];
}

}  // namespace

// Empty: there is none for that language.
std::string matchmaker::pool_of(const wire::seek& seek) const {
  if (!settings_.probe_key.empty() && seek.language == settings_.probe_key) return probe_pool;
  const auto& known = settings_.languages;
  return std::ranges::find(known, seek.language) == known.end() ? std::string{} : seek.language;
}

std::optional<wire::rpc_error> matchmaker::refusal_of(turn& t, const connection& from,
                                                      const wire::seek& seek) {
  if (is_draining()) return wire::rpc_error{.code = error_code::draining};
  if (pool_of(seek).empty())
    return wire::rpc_error{.code = error_code::language_unknown, .languages = settings_.languages};
  if (const auto wait = addresses_.take(from.address_key, t.now.steady)) {
    return wire::rpc_error{.code = error_code::rate_limited,
                           .retry_ms = static_cast<std::uint64_t>(wait->count())};
  }
  return std::nullopt;
}

// A fresh one where there is none yet, or where it has expired. None: the token is not ours.
std::optional<std::string> matchmaker::session_of(connection& from, const std::string& token,
                                                  unix_ms now) const {
  if (token.empty()) return from.begin_session();
  const auto claims = tokens_.verify_session(token, now);
  if (claims) return claims->sid;
  if (claims.error() == token_errc::expired) return from.begin_session();
  return std::nullopt;
}

// One that has expired is of no use, and no harm. None: the token is not ours, or another's.
std::optional<bool> matchmaker::is_front(const wire::seek& seek, const std::string& session,
                                         unix_ms now) const {
  if (seek.priority.empty()) return false;
  const auto claims = tokens_.verify_priority(seek.priority, now);
  if (!claims && claims.error() == token_errc::expired) return false;
  if (!claims || claims->sid != session) return std::nullopt;
  return true;
}

void matchmaker::on_call(turn& t, connection_id id, connection& from, request_ref request,
                         const wire::seek& seek) {
  if (auto refused = refusal_of(t, from, seek)) return t.refuse(id, request, std::move(*refused));
  const auto session = session_of(from, seek.session, t.now.wall);
  const auto front = session ? is_front(seek, *session, t.now.wall) : std::nullopt;
  if (!front) return t.refuse(id, request, {.code = error_code::token_invalid});

  give_up_older(t, id, from);
  const auto token = tokens_.sign(wire::session_claims{*session}, t.now.wall);
  t.answer(id, request, wire::seek_result{token, seek.attempt});
  auto& waits = from.waits.emplace(wait{.session = *session,
                                        .attempt = seek.attempt,
                                        .pool = pool_of(seek),
                                        .name = seek.name.empty() ? "Stranger" : seek.name,
                                        .interests = seek.interests,
                                        .front = *front,
                                        .since = t.now.steady});
  enqueue(id, from);
  tell_waiting(t, id, waits);
  if (!has_link_) t.notify(id, wire::storage{false});
}

// One connection waits for one ticket at a time.
void matchmaker::give_up_older(turn& t, connection_id id, connection& from) {
  if (!from.waits) return;
  const auto older = *from.waits;
  end_wait(t, id, from, wait_end::replaced);
  if (older.was_sent && has_link_) t.store(drop_ticket{{older.session, id, older.attempt}});
}

void matchmaker::tell_waiting(turn& t, connection_id id, wait& waits) {
  const auto& pool = pools_[waits.pool];
  const auto elapsed = t.now.steady - waits.since;
  t.notify(id, wire::waiting{
                   .attempt = waits.attempt,
                   .elapsed_ms = static_cast<std::uint64_t>(elapsed.count()),
                   .waiting_count = std::max<std::uint64_t>(pool.waiting, 1),
                   .any_partner = waits.interests.empty() || elapsed >= settings_.interest_patience,
                   .nodes = nodes_.can_serve(),
                   .estimate = pool.estimate});
  waits.status_due = t.now.steady + settings_.status_every;
}

void matchmaker::end_wait(turn& t, connection_id id, connection& of, wait_end why) {
  t.notify(id, wire::wait_ended{of.waits->attempt, why});
  t.count(metric::wait_ends, std::string(label_of(why)));
  of.waits.reset();
}

void matchmaker::assign(turn& t, connection_id id, connection& to, const assignment& found) {
  PARLEY_CHECK(found.names.size() == 2 && (found.seat == 1 || found.seat == 2));
  const seat_number other = 3 - found.seat;
  const wire::seat_claims claims{.sid = found.session,
                                 .room = found.room,
                                 .seat = found.seat,
                                 .attempt = found.attempt,
                                 .language = found.pool,
                                 .interests = found.interests,
                                 .members = {{1, found.names[0]}, {2, found.names[1]}}};
  t.notify(id, wire::assigned{.attempt = found.attempt,
                              .room = found.room,
                              .seat = found.seat,
                              .token = tokens_.sign(claims, t.now.wall),
                              .node = found.node,
                              .language = found.pool,
                              .interests = found.interests,
                              .partner = {other, found.names[other - 1]}});
  t.count(metric::wait_ends, "assigned");
  t.perform(observe_wait{found.waited});
  to.waits.reset();
}

void matchmaker::on_call(turn& t, connection_id id, connection& from, request_ref request,
                         const wire::cancel& cancel) {
  if (!from.waits || from.waits->attempt != cancel.attempt)
    return t.refuse(id, request, {.code = error_code::no_such_wait});
  t.answer(id, request, wire::empty_result{});
  begin_ending(t, id, from, wait_end::cancelled);
}

// Once Redis has been told of the ticket, only Redis knows whether the pairing was quicker.
void matchmaker::begin_ending(turn& t, connection_id id, connection& of, wait_end why) {
  if (!of.waits->was_sent) return end_wait(t, id, of, why);
  if (of.waits->ending) return;
  of.waits->ending = why;
  ask_to_cancel(t, id, *of.waits);
}

void matchmaker::ask_to_cancel(turn& t, connection_id id, wait& waits) {
  if (!has_link_ || waits.is_cancel_asked) return;
  const ticket_key key{waits.session, id, waits.attempt};
  cancels_[t.store(cancel_ticket{key})] = key;
  waits.is_cancel_asked = true;
}

}  // namespace parley::pairing
