// A room's events, each handed on to the part that knows what to do.
#include "chat-node/room/room.hpp"

#include <algorithm>
#include <utility>

namespace parley::room {

room::room(std::string name, const wire::seat_claims& claims, const turn& t)
    : name_(std::move(name)),
      language_(claims.language),
      lock_(claims.lock),
      members_(claims.limit > 0 ? members()
                                : members(claims.members, t.settings.renames, t.now.steady)),
      newcomers_left_(t.settings.newcomers, t.now.steady) {}

void room::on_join(turn& t, waiting_join join) {
  if (is_named()) {
    if (!has_place_for(t, join)) return;
    // Nothing that a stranger says of the room is believed.
    if (at_ == phase::serving && is_turned_away(t, join)) return;
  }
  auto& who = *members_.find(join.seat);
  // The newest join of a seat wins, also over one that still waits.
  const auto older = std::ranges::find(joins_, join.seat, &waiting_join::seat);
  if (older != joins_.end()) {
    t.close(older->connection, wire::close_code::replaced);
    joins_.erase(older);
  }
  // From now on this is what the seat has, and nothing above it is forgotten.
  who.applied = join.join.applied;
  known_epoch_ = std::max(known_epoch_, join.join.epoch);
  if (join.join.opened && !is_named()) open(t);
  joins_.push_back(std::move(join));
  if (at_ == phase::locating && step_ == 0) locate(t);
  if (at_ == phase::serving) {
    admit_waiting(t);
    flush(t);
  }
  if (has_waiting_join(who.seat) && who.connection != 0) {
    t.close(who.connection, wire::close_code::replaced);
    stand_up(t, who);
  }
}

void room::on_call(turn& t, connection_id from, const wire::request<wire::room_call>& request) {
  auto* const who = members_.find_connection(from);
  if (who == nullptr) return;  // it was let go in this very moment
  const waiter waits{from, request.id};
  if (const auto* send = std::get_if<wire::send>(&request.call)) {
    on_send(t, *who, waits, *send);
  } else if (const auto* received = std::get_if<wire::received>(&request.call)) {
    on_receipt(t, *who, received->applied, false);
  } else if (const auto* seen = std::get_if<wire::seen>(&request.call)) {
    on_seen(t, *who, seen->applied);
  } else if (const auto* typing = std::get_if<wire::typing>(&request.call)) {
    on_typing(t, *who, typing->on);
  } else if (const auto* rename = std::get_if<wire::rename>(&request.call)) {
    on_rename(t, *who, waits, *rename);
  } else if (std::holds_alternative<wire::stay>(request.call)) {
    on_stay(t, *who, waits);
  } else if (const auto* report = std::get_if<wire::report>(&request.call)) {
    on_report(t, *who, waits, *report);
  } else if (std::holds_alternative<wire::leave>(request.call)) {
    if (is_named()) return leave_named(t, *who, waits);
    on_leave(t, *who, waits);
  }
}

void room::on_connection_closed(turn& t, connection_id id) {
  std::erase_if(joins_, [id](const waiting_join& each) { return each.connection == id; });
  if (auto* const who = members_.find_connection(id)) stand_up(t, *who);
}

void room::stand_up(turn& t, member& who) {
  members_.stand_up(who, t.now.steady);
  tell_others(t, who.seat, presence_of(t, who));
}

void room::on_queue_level(turn& t, connection_id id, std::size_t bytes) {
  auto* const who = members_.find_connection(id);
  if (who == nullptr || who->owed.is_finished()) return;
  if (bytes < t.settings.page_bytes)
    next_page(t, *who);
  else
    t.ask_queue_level(id);
}

void room::on_store_reply(turn& t, const nodes& others, std::uint64_t request,
                          const store_reply& reply) {
  if (request == step_) {
    step_ = 0;
    on_step(t, others, reply);
  } else if (request == append_) {
    append_ = 0;
    on_appended(t, reply);
  } else if (request == history_page_) {
    history_page_ = 0;
    on_history(t, reply);
  } else if (request == owner_check_) {
    owner_check_ = 0;
    on_owner_checked(t, reply);
  } else if (reports_.contains(request)) {
    on_report_kept(t, request, reply);
  }
}

void room::on_link_lost(turn& t) {
  wire::rpc_error why{.code = wire::error_code::storage_unavailable};
  why.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
  refuse_waiting(t, why, wire::close_code::storage_unavailable);
  history_.reset();
  if (!has_served_) {
    at_ = phase::over;
    return;
  }
  at_ = phase::unsure;
  is_storage_told_ = true;
  tell_others(t, 0, wire::storage{false});
}

void room::on_claimed_elsewhere(turn& t, std::uint64_t epoch) {
  if (at_ == phase::serving && epoch > log_.epoch()) verify(t);
}

void room::on_tick(turn& t) {
  const auto impatient = [&t](const waiting_join& each) {
    return t.now.steady - each.since >= t.settings.join_patience;
  };
  if (std::ranges::any_of(joins_, impatient)) {
    wire::rpc_error why{.code = wire::error_code::storage_unavailable};
    why.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
    refuse_waiting(t, why, wire::close_code::storage_unavailable);
  }
  if (at_ != phase::serving) return;
  if (is_unreplicated_ && append_ == 0) append_ = t.store(name_, await_replicas{});
  flush(t);
  if (is_named()) {
    if (at_ == phase::serving && !moving_to_) watch_members(t);
    return;
  }
  if (at_ == phase::serving && !ending_ && !moving_to_) watch_absence(t);
  if (at_ == phase::serving && !ending_ && !moving_to_) watch_silence(t);
}

void room::close_all(turn& t, wire::close_code code) {
  for (auto& each : members_.all())
    if (each.connection != 0) t.close(each.connection, code);
  for (const auto& each : joins_)
    t.close(each.connection, code);
  joins_.clear();
  at_ = phase::over;
}

}  // namespace parley::room
