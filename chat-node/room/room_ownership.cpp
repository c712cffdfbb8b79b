// Whose room it is: find the owner, claim, read the log, verify after doubt, let go.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"

namespace parley::room {
namespace {

constexpr unsigned most_looks = 3;

// A member's word for an epoch is believed up to here above what Redis knows: enough for any true
// history, and a lie cannot use the epochs up.
constexpr std::uint64_t epoch_leap = 1'000'000;

}  // namespace

bool room::is_mine(const turn& t, const std::optional<owner_record>& owner) const {
  return owner && !owner->ended && owner->instance == t.settings.instance;
}

void room::locate(turn& t) {
  at_ = phase::locating;
  ++looks_;
  step_ = t.store(name_, read_owner{});
}

void room::on_step(turn& t, const nodes& others, const store_reply& reply) {
  if (const auto* found = std::get_if<owner_found>(&reply)) {
    on_owner_found(t, others, found->owner);
  } else if (const auto* granted = std::get_if<claim_granted>(&reply)) {
    on_claim_granted(t, granted->moved);
  } else if (const auto* soon = std::get_if<claim_too_soon>(&reply)) {
    wire::rpc_error why{.code = wire::error_code::move_refused};
    why.retry_ms = static_cast<std::uint64_t>(soon->retry.count());
    refuse_waiting(t, why, wire::close_code::not_owner);
    at_ = phase::over;
  } else if (const auto* owned = std::get_if<owned_by_other>(&reply)) {
    on_owned_by_other(t, owned->owner);
  } else if (const auto* over = std::get_if<room_over>(&reply)) {
    on_ended(t, over->reason, over->by);
  } else if (const auto* page = std::get_if<log_page>(&reply)) {
    on_log_page(t, *page);
  } else if (const auto* found_out = std::get_if<verified>(&reply)) {
    on_verified(t, *found_out);
  } else if (std::holds_alternative<store_lost>(reply)) {
    // The link's own end follows and settles the rest.
    if (has_served_) at_ = phase::unsure;
  } else if (const auto* failed = std::get_if<store_failed>(&reply)) {
    fail(t, failed->why);
  }
}

void room::on_owner_found(turn& t, const nodes& others, const std::optional<owner_record>& owner) {
  if (!owner) return claim(t, owner, true, "new");
  if (owner->ended) return on_ended(t, owner->reason, owner->by);
  // Our own, from before a broken link or a restart: nobody else serves it.
  if (owner->node == t.settings.id) return claim(t, owner, true, "own");
  if (!others.is_serving(*owner)) return claim(t, owner, true, "owner_gone");
  const bool is_asked =
      std::ranges::any_of(joins_, [](const waiting_join& each) { return each.join.claim; });
  if (is_asked) return claim(t, owner, false, "member_asked");
  let_go(t, owner->node);
}

void room::claim(turn& t, const std::optional<owner_record>& owner, bool force, const char* cause) {
  at_ = phase::claiming;
  previous_ = owner;
  claimed_for_ = known_epoch_;
  const auto ours = std::max(log_.epoch(), owner ? owner->epoch : 0);
  const auto known = std::max(ours, std::min(known_epoch_, ours + epoch_leap));
  t.count(metric::claims, cause);
  step_ = t.store(name_, claim_room{known, owner ? owner->instance : std::string{}, force, lock_,
                                    is_named() && has_served_});
}

void room::on_claim_granted(turn& t, entry_id moved) {
  if (previous_ && previous_->node != t.settings.id)
    t.store(name_, tell_owner{previous_->node, moved.epoch});
  t.log(severity::info, "room claimed",
        {{"room", name_},
         {"epoch", std::to_string(moved.epoch)},
         {"from", previous_ ? previous_->node : std::string{}}});
  // It was not this node's in the meantime: who is missed here may have sat elsewhere.
  if (has_served_) excuse_missed(t);
  granted_ = moved;
  // Unless somebody has come since who knows a higher one: it is claimed once more for that.
  if (known_epoch_ == claimed_for_) known_epoch_ = 0;
  looks_ = 0;
  loader_ = log_loader(moved);
  at_ = phase::loading;
  step_ = t.store(name_, read_log{});
}

void room::on_owned_by_other(turn& t, const owner_record& owner) {
  // Somebody was quicker. Who has nothing in memory may look again: it may be a node that has died
  // since.
  if (!has_served_ && looks_ < most_looks) return locate(t);
  // Nobody: the record went between the look and the claim.
  if (owner.instance.empty()) return claim(t, std::nullopt, true, "lost_tail");
  let_go(t, owner.node);
}

void room::on_log_page(turn& t, const log_page& page) {
  if (!loader_.read(page)) {
    step_ = t.store(name_, read_log{loader_.last()});
    return;
  }
  if (loader_.strange() > 0)
    t.log(severity::warn, "entries of an unknown kind were passed over",
          {{"room", name_}, {"entries", std::to_string(loader_.strange())}});
  if (!loader_.has_claim()) return on_claim_lost(t);
  reconcile(t);
  serve(t);
}

// Redis has forgotten it since, perhaps for another's of the same epoch. The next one is higher.
void room::on_claim_lost(turn& t) {
  t.log(severity::warn, "a claim was lost", {{"room", name_}, {"id", to_string(granted_)}});
  known_epoch_ = std::max(known_epoch_, granted_.epoch);
  loader_ = {};
  if (has_served_) return verify(t);
  locate(t);
}

void room::verify(turn& t) {
  at_ = phase::verifying;
  append_ = 0;  // the tail tells, whatever its answer
  is_unreplicated_ = false;
  step_ = t.store(name_, verify_log{log_.top(), is_named()});
}

void room::on_verified(turn& t, const verified& found) {
  if (found.owner && found.owner->ended) return on_ended(t, found.owner->reason, found.owner->by);
  if (found.owner && !is_mine(t, found.owner)) return let_go(t, found.owner->node);
  if (is_mine(t, found.owner) && found.owner->epoch == log_.epoch()) {
    if (const auto settled = log_.settle(found.top, found.above)) {
      for (const auto& each : *settled)
        on_stored(t, each);
      return serve(t);
    }
  }
  // Redis has lost the end of the log, or all of it. Nobody else has claimed the room: it is
  // written again from memory.
  claim(t, found.owner, true, "lost_tail");
}

void room::check_owner(turn& t) {
  last_check_ = t.now.steady;
  owner_check_ = t.store(name_, read_owner{});
}

void room::on_owner_checked(turn& t, const store_reply& reply) {
  const auto* found = std::get_if<owner_found>(&reply);
  if (found == nullptr || at_ != phase::serving) return;
  if (is_mine(t, found->owner) && found->owner->epoch == log_.epoch()) return;
  verify(t);
}

void room::serve(turn& t) {
  at_ = phase::serving;
  if (!has_served_) {
    served_since_ = last_talk_ = silent_since_ = last_touch_ = t.now.steady;
    has_served_ = true;
  }
  last_check_ = t.now.steady;
  if (opened_) members_.expect_back(t.now.steady);
  if (is_storage_told_) {
    // Who was away, or is still expected, could not have come meanwhile.
    excuse_missed(t);
    is_storage_told_ = false;
    tell_others(t, 0, wire::storage{true});
    settle_question(t);
  }
  admit_waiting(t);
  flush(t);
}

// Who is away, or still expected, has the whole time for it again.
void room::excuse_missed(turn& t) {
  members_.excuse(t.now.steady);
  if (first_came_) first_came_ = t.now.steady;
}

void room::let_go(turn& t, const std::string& owner) {
  if (has_served_) {
    t.count(metric::let_go);
    t.log(severity::warn, "room let go: another node owns it",
          {{"room", name_}, {"owner", owner}, {"epoch", std::to_string(log_.epoch())}});
  }
  wire::rpc_error why{.code = wire::error_code::wrong_node};
  why.node = owner;
  refuse_waiting(t, why, wire::close_code::not_owner);
  close_all(t, wire::close_code::not_owner);
}

void room::fail(turn& t, const std::string& why) {
  t.log(severity::error, "Redis refused what a room needs", {{"room", name_}, {"why", why}});
  wire::rpc_error error{.code = wire::error_code::storage_unavailable};
  error.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
  refuse_waiting(t, error, wire::close_code::storage_unavailable);
  close_all(t, wire::close_code::storage_unavailable);
}

}  // namespace parley::room
