// One function for each request of a room; room_claim and room_end as in room.lua.
#include "tests/simulation/redis_model/room_data.hpp"

#include <algorithm>
#include <variant>

namespace parley::redis_model {

std::optional<room::store_reply> room_data::perform(const node_caller& from,
                                                    const room::store_command& asked, unix_ms now) {
  const question about{from, asked.room, now};
  return std::visit([&](const auto& each) { return answer(about, each); }, asked.what);
}

// ---- reading -----------------------------------------------------------------------------------

const stream* room_data::log_of(const std::string& room, unix_ms now) const {
  return logs_.find(room, now);
}

const room::owner_record* room_data::owner_of(const std::string& room, unix_ms now) const {
  const auto* const found = owners_.find(room, now);
  const bool is_owned =
      found != nullptr && (found->record.ended || !found->record.instance.empty());
  return is_owned ? &found->record : nullptr;
}

room_data::reply room_data::answer(const question& about, const room::read_owner&) {
  room::owner_found found;
  if (const auto* owner = owner_of(about.room, about.now)) found.owner = *owner;
  return found;
}

room_data::reply room_data::answer(const question& about, const room::read_log& read) {
  room::log_page page;
  if (const auto* log = log_of(about.room, about.now))
    page.entries = log->after(read.after, room::log_page_entries);
  if (!page.entries.empty()) page.last = page.entries.back().id;
  page.is_last = page.entries.size() < room::log_page_entries;
  return page;
}

room_data::reply room_data::answer(const question& about, const room::verify_log& verify) {
  room::verified found;
  if (const auto* owner = owner_of(about.room, about.now)) found.owner = *owner;
  if (const auto* log = log_of(about.room, about.now)) {
    found.top = log->entries().back().id;
    found.above = log->after(verify.after, room::log_page_entries);
  }
  return found;
}

pairing::owner_read room_data::owner_for_resume(const std::string& room, unix_ms now) const {
  const auto* const found = owner_of(room, now);
  if (found == nullptr) return {};
  return {pairing::room_owner{found->node, found->instance, found->ended, found->reason,
                              found->by == seat_number{0} ? std::nullopt : found->by}};
}

pairing::named_opened room_data::open_named(const pairing::open_named& asked, unix_ms now) {
  constexpr milliseconds life{86'400'000};
  const bool is_new = owners_.find(asked.room, now) == nullptr;
  auto& held = owners_.open(asked.room, now);
  if (held.lock.empty()) held.lock = asked.lock;
  if (is_new) owners_.expire(asked.room, life, now);
  return {held.lock == asked.lock, owner_for_resume(asked.room, now).owner};
}

// ---- the log -----------------------------------------------------------------------------------

bool room_data::add(stream& log, const room::log_entry& entry) const {
  if (!settings_.wrong.takes_any_id) return log.add(entry, settings_.stream_block);
  log.add_anywhere(entry, settings_.stream_block);
  return true;
}

room_data::reply room_data::answer(const question& about, const room::append_entries& append) {
  auto* const log = logs_.find(about.room, about.now);
  std::size_t taken = 0;
  for (auto entry : append.entries) {
    if (room::signs_writer(entry.what)) entry.by = about.from.instance;
    if (log == nullptr || !add(*log, entry)) continue;
    log->trim(about.from.trim);
    ++taken;
  }
  if (append.touch) {
    const auto life = about.from.life_of(append.is_named);
    logs_.expire(about.room, life, about.now);
    owners_.prolong(about.room, life, about.now);
  }
  using enum room::append_outcome;
  if (log == nullptr) return room::appended{missing};
  if (taken == 0) return room::appended{fenced};
  return room::appended{taken == append.entries.size() ? stored : unknown};
}

room_data::reply room_data::answer(const question&, const room::await_replicas&) {
  return room::appended{room::append_outcome::stored};
}

// ---- claim and end -----------------------------------------------------------------------------

room_data::reply room_data::refuse_claim(const question& about,
                                         const room::claim_room& claim) const {
  const auto* const owner = owners_.find(about.room, about.now);
  if (owner != nullptr && owner->record.ended)
    return room::room_over{owner->record.reason, owner->record.by};
  if ((owner == nullptr ? std::string() : owner->record.instance) != claim.expected_owner)
    return room::owned_by_other{owner == nullptr ? room::owner_record{} : owner->record};
  if (owner == nullptr || claim.force) return std::nullopt;
  const milliseconds since{std::max<unix_ms>(0, about.now - owner->moved_at)};
  if (since >= about.from.move_interval) return std::nullopt;
  return room::claim_too_soon{about.from.move_interval - since};
}

std::uint64_t room_data::next_epoch(const question& about, std::uint64_t known) const {
  auto highest = known;
  if (const auto* owner = owner_of(about.room, about.now))
    highest = std::max(highest, owner->epoch);
  if (const auto* log = log_of(about.room, about.now))
    highest = std::max(highest, log->top().epoch);
  if (settings_.wrong.keeps_the_epoch) return std::max<std::uint64_t>(highest, 1);
  return highest + 1;
}

room_data::reply room_data::answer(const question& about, const room::claim_room& claim) {
  if (auto refusal = refuse_claim(about, claim)) return refusal;
  const auto epoch = next_epoch(about, claim.known_epoch);
  auto& log = logs_.open(about.room, about.now);
  const entry_id moved{epoch, log.top().n + 1};
  (void)add(log, {moved, room::moved_record{about.from.node}, about.from.instance});
  auto& owner = owners_.open(about.room, about.now);
  owner.record = {.node = about.from.node, .instance = about.from.instance, .epoch = epoch};
  owner.moved_at = about.now;
  const bool is_told = claim.is_lock_known || owner.lock.empty();
  if (!claim.lock.empty() && is_told) owner.lock = claim.lock;
  const auto life = about.from.life_of(!claim.lock.empty());
  logs_.expire(about.room, life, about.now);
  owners_.expire(about.room, life, about.now);
  return room::claim_granted{moved};
}

room_data::reply room_data::answer(const question& about, const room::end_room& end) {
  const auto* const known = owner_of(about.room, about.now);
  if (known != nullptr && known->ended) return room::room_over{known->reason, known->by};
  if (known != nullptr && (known->instance != about.from.instance || known->epoch != end.epoch))
    return room::owned_by_other{*known};
  logs_.erase(about.room);
  auto& record = owners_.open(about.room, about.now).record;
  record.ended = true;
  record.epoch = end.epoch;
  record.reason = end.reason;
  record.by = end.by;
  owners_.expire(about.room, about.from.tombstone_ttl, about.now);
  return room::room_over{end.reason, end.by};
}

// ---- mailboxes ---------------------------------------------------------------------------------

room_data::reply room_data::answer(const question& about, const room::tell_owner& tell) {
  mail_.put(tell.node, {about.room, tell.epoch, about.from.instance}, about.now);
  return std::nullopt;
}

// What is sealed nobody here can read.
room_data::reply room_data::answer(const question&, const room::keep_report&) {
  return room::report_kept{};
}

std::vector<node_mail> room_data::take_mail(const std::string& node, unix_ms now) {
  return mail_.take(node, now);
}

}  // namespace parley::redis_model
