// Talk: nothing is relayed before the log has it, and nothing is stored twice.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"
#include "core/base/check.hpp"
#include "core/wire/state_names.hpp"

namespace parley::room {
namespace {

std::uint64_t to_ms(milliseconds duration) {
  return static_cast<std::uint64_t>(duration.count());
}

}  // namespace

seq_number room::stored(seat_number seat) const {
  const auto at = stored_.find(seat);
  return at == stored_.end() ? 0 : at->second;
}

void room::tell_others(turn& t, seat_number except, const wire::notification& what) {
  for (const auto& each : members_.all())
    if (each.seat != except && each.connection != 0) t.notify(each.connection, what);
}

void room::on_send(turn& t, member& who, waiter from, const wire::send& send) {
  // Its connection is about to close; the outbox keeps it.
  if (moving_to_ || who.has_said_goodbye) return;
  const auto refuse = [&](wire::rpc_error why) {
    t.refuse(from.connection, from.id, std::move(why));
  };
  wire::rpc_error wait{.code = wire::error_code::busy};
  wait.retry_ms = to_ms(t.settings.full_retry);
  if (may_end_be_taken_back()) return refuse(std::move(wait));
  if (ending_) {
    wire::rpc_error why{.code = wire::error_code::room_ended};
    why.reason = find_name(wire::room_end_names, ending_->reason);
    why.by = ending_->by;
    return refuse(std::move(why));
  }
  settle_question(t);  // also by words that have to wait
  if (send.seq <= stored(who.seat)) return answer_stored(t, {from}, who.seat, send.seq);
  auto* waiting = log_.waiters_of(who.seat, send.seq);
  if (waiting == nullptr) waiting = screen_.waiters_of(who.seat, send.seq);
  if (waiting != nullptr) {
    if (waiting->size() >= most_waiters) return refuse(std::move(wait));
    return waiting->push_back(std::move(from));
  }
  const auto expected = std::max({stored(who.seat), log_.highest_waiting(who.seat),
                                  screen_.highest_waiting(who.seat)}) +
                        1;
  if (send.seq != expected) {
    wire::rpc_error why{.code = wire::error_code::gap};
    why.expected = expected;
    return refuse(std::move(why));
  }
  if (t.now.steady < full_until_) {
    wait.code = wire::error_code::log_full;
    return refuse(std::move(wait));
  }
  // What nobody applies must fit into the log, or trimming would take it.
  const bool is_too_far =
      !is_named() &&
      send.seq - members_.applied_by_others(who.seat) > t.settings.unapplied_entries &&
      memory_.size(who.seat) >= t.settings.unapplied_entries;
  if (is_too_far || has_much_waiting(t)) return refuse(std::move(wait));

  message_record said{who.seat,   send.seq, send.kind, send.body,
                      t.now.wall, send.of,  send.file, send.clock};
  if (const auto reference = t.reference()) said.ref = reference->offset_ms;
  submit(t, {std::move(said), {from}});
}

void room::on_rename(turn& t, member& who, waiter from, const wire::rename& rename) {
  if (moving_to_ || ending_) return;  // its connection is about to close
  wire::rpc_error wait{.code = wire::error_code::busy};
  wait.retry_ms = to_ms(t.settings.full_retry);
  if (has_much_waiting(t)) return t.refuse(from.connection, from.id, std::move(wait));
  if (!who.renames_left.take(t.now.steady)) {
    wait.code = wire::error_code::rate_limited;
    wait.retry_ms = to_ms(who.renames_left.wait(t.now.steady));
    return t.refuse(from.connection, from.id, std::move(wait));
  }
  submit(t, {name_record{who.seat, rename.name}, {from}});
}

bool room::has_much_waiting(const turn& t) const {
  return log_.size() + screen_.size() >= t.settings.waiting_entries;
}

void room::on_typing(turn& t, member& who, bool on) {
  if (who.is_typing == on) return;
  who.is_typing = on;
  tell_others(t, who.seat, wire::typing_by{who.seat, on});
}

void room::flush(turn& t) {
  if (at_ != phase::serving || append_ != 0 || is_unreplicated_) return;
  if (known_epoch_ > log_.epoch()) {
    const owner_record ours{
        .node = t.settings.id, .instance = t.settings.instance, .epoch = log_.epoch()};
    return claim(t, ours, true, "member_knows_higher");
  }
  if (log_.is_idle()) {
    if (!screen_.is_empty()) return;  // it was said before the end
    if (ending_)
      end(t);
    else if (moving_to_)
      finish_move(t);
    return;
  }
  if (t.now.steady < full_until_) return;
  if (since_snapshot_ >= t.settings.snapshot_every) {
    log_.push_front({snapshot_record{reader_.state()}});
    since_snapshot_ = 0;
  }
  auto batch = log_.next_batch(t.settings.batch_entries);
  const auto often = is_named() ? t.settings.named_kept / 24 : t.settings.idle_ttl / 4;
  const bool touch = t.now.steady - last_touch_ >= often;
  if (touch) last_touch_ = t.now.steady;
  append_ = t.store(name_, append_entries{std::move(batch), touch, is_named()});
}

void room::on_appended(turn& t, const store_reply& reply) {
  if (const auto* failed = std::get_if<store_failed>(&reply)) return fail(t, failed->why);
  const auto* const done = std::get_if<appended>(&reply);
  if (done == nullptr) {  // the reply is lost: what it was is unknown until the next link
    at_ = phase::unsure;
    return;
  }
  is_unreplicated_ = done->outcome == append_outcome::unreplicated;
  switch (done->outcome) {
    case append_outcome::stored:
      for (const auto& each : log_.take_stored())
        on_stored(t, each);
      admit_waiting(t);
      return flush(t);
    case append_outcome::unreplicated:
      return;  // asked again with the next tick
    case append_outcome::full:
      return on_log_full(t);
    case append_outcome::fenced:
      t.count(metric::fenced);
      return verify(t);
    case append_outcome::missing:
    case append_outcome::unknown:
      return verify(t);
  }
}

void room::on_log_full(turn& t) {
  full_until_ = t.now.steady + t.settings.full_retry;
  t.count(metric::log_full);
  wire::rpc_error why{.code = wire::error_code::log_full};
  why.retry_ms = to_ms(t.settings.full_retry);
  // Else a sender would hear of a gap behind what it has to send.
  refuse_unchecked(t, take_unlooked_at(), why);
  for (auto& each : log_.take_all()) {
    const bool is_asked_for = std::holds_alternative<message_record>(each.what) ||
                              std::holds_alternative<name_record>(each.what);
    if (is_asked_for && !each.waiters.empty()) {
      for (const auto& from : each.waiters)
        t.refuse(from.connection, from.id, why);
    } else if (!ending_ && !moving_to_) {
      log_.push(std::move(each));  // what the room itself has to write; tried again
    }
  }
  flush(t);
}

void room::on_stored(turn& t, const stored_record& stored_now) {
  const auto& [entry, waiters] = stored_now;
  t.count(metric::entries_stored);
  ++since_snapshot_;
  const auto* const snapshot = std::get_if<snapshot_record>(&entry.what);
  const bool counts = snapshot != nullptr && is_named()
                          ? reader_.read({entry.id, without_forgotten(*snapshot), entry.by})
                          : reader_.read(entry);
  if (const auto* message = std::get_if<message_record>(&entry.what)) {
    PARLEY_CHECK(counts);
    on_message_stored(t, stored_now, *message);
  } else if (const auto* base = std::get_if<base_record>(&entry.what)) {
    if (base->seq <= stored(base->seat)) return;
    stored_[base->seat] = base->seq;
    memory_.forget(base->seat, base->seq);
    for (auto& each : members_.all())
      tell_seen(t, each);
  } else if (const auto* name = std::get_if<name_record>(&entry.what)) {
    auto* const who = members_.find(name->seat);  // may have left a named room long ago
    if (who != nullptr && std::exchange(who->name, name->name) != name->name)
      tell_others(t, who->seat, wire::renamed{who->seat, who->name});
    // Its member knows what it asked for, which a words filter may have changed.
    if (has_filter(t) && !waiters.empty() && who != nullptr && who->connection != 0)
      t.notify(who->connection, wire::renamed{who->seat, who->name});
    for (const auto& from : waiters)
      t.answer(from.connection, from.id, wire::empty_result{});
  } else if (const auto* joined = std::get_if<joined_record>(&entry.what)) {
    on_joined(t, *joined);
  } else if (const auto* left = std::get_if<left_record>(&entry.what)) {
    on_left(t, left->seat, waiters);
  }
}

// A seat of a named room that was forgotten while its snapshot was under way stays forgotten.
snapshot_record room::without_forgotten(snapshot_record snapshot) const {
  std::erase_if(snapshot.state.seats,
                [this](const auto& each) { return !reader_.state().seats.contains(each.first); });
  return snapshot;
}

void room::on_message_stored(turn& t, const stored_record& stored_now,
                             const message_record& message) {
  const auto kept = to_message(stored_now.entry.id, message);
  if (message.seq <= stored(message.seat)) {
    // Written again after Redis had lost it: the others have it.
    if (memory_.find(message.seat, message.seq)) memory_.keep(kept);
    return;
  }
  stored_[message.seat] = message.seq;
  last_talk_ = t.now.steady;
  memory_.keep(kept);
  remember_filtered(t, *kept);
  relay(t, kept);
  const wire::send_result result{kept->id, kept->at, false,
                                 filtered_text(message.seat, message.seq)};
  for (const auto& from : stored_now.waiters)
    t.answer(from.connection, from.id, result);
  if (is_named()) {
    if (auto* const sender = members_.find(message.seat)) sender->last_n = kept->id.n;
    settle_delivery(t, message.seat);
    return cut_laggards(t);
  }
  // Somebody may have applied it long ago, before Redis had lost it.
  for (auto& each : members_.all()) {
    const auto at = each.applied.find(message.seat);
    if (each.seat == message.seat || at == each.applied.end() || at->second < message.seq) continue;
    tell_others(t, each.seat, wire::delivered{each.seat, effective(each)});
    tell_seen(t, each);
    forget_applied(t);
  }
}

void room::answer_stored(turn& t, const std::vector<waiter>& waiters, seat_number seat,
                         seq_number seq) {
  wire::send_result result{.again = true, .body = filtered_text(seat, seq)};
  if (const auto kept = memory_.find(seat, seq)) {
    result.id = kept->id;
    result.at = kept->at;
  }
  for (const auto& from : waiters)
    t.answer(from.connection, from.id, result);
}

void room::relay(turn& t, const message_ptr& message) {
  if (auto* const sender = members_.find(message->seat)) sender->is_typing = false;
  for (auto& each : members_.all()) {
    if (each.seat == message->seat || each.connection == 0) continue;
    // Redis may have lost what this member had applied, and has it again.
    const auto applied = each.applied.find(message->seat);
    if (applied != each.applied.end() && applied->second >= message->seq) continue;
    if (each.owed.is_finished()) {
      t.notify(each.connection, to_entry(*message));
      continue;
    }
    each.owed.add(message);
    if (each.owed.live_bytes() <= t.settings.queued_bytes) continue;
    t.count(metric::slow_consumers);
    t.close(each.connection, wire::close_code::slow_consumer);
  }
}

}  // namespace parley::room
