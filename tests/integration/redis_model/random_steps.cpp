// What is asked how often.
#include "tests/integration/redis_model/random_steps.hpp"

#include <algorithm>
#include <array>

namespace parley::redis_model::test {
namespace {

const std::vector<std::string> rooms{"r0", "r1"};
const std::vector<std::string> locks{"lock a", "lock b"};
const std::vector<std::string> pools{"en", "de"};
const std::vector<std::string> interests{"chess", "tea", "g\"o"};

}  // namespace

// Some pools stay small, some grow beyond what is looked through at a time.
random_steps::random_steps(std::uint64_t seed)
    : random_(seed), sessions_(std::array<std::uint64_t, 3>{4, 12, 60}[random_.below(3)]) {}

step random_steps::next(const at_model& at) {
  const auto what = random_.below(20);
  if (what < 8) return of_rooms(at);
  if (what < 16) return of_pairing();
  if (what < 17) return of_registry();
  return some_time();
}

std::vector<step> random_steps::last() const {
  std::vector<step> all;
  for (const auto& room : rooms)
    all.insert(all.end(), {node_asks{0, {room, 0, room::verify_log{}}},
                           node_asks{0, {room, 0, room::read_log{}}},
                           matchmaker_asks{0, {0, pairing::read_owner{room}}}});
  for (const auto& pool : pools) {
    all.insert(all.end(), {listing_is_read{{listing::kind::queue, pool}},
                           listing_is_read{{listing::kind::due, pool}},
                           listing_is_read{{listing::kind::takes, pool, "="}}});
    for (const auto& each : interests)
      all.push_back(listing_is_read{{listing::kind::takes, pool, "#" + each}});
  }
  for (std::size_t who = 0; who < 2; ++who) {
    pairing::look_up_tickets look{{}, pools};
    for (const auto& [session, key] : keys_)
      look.tickets.push_back(key);
    all.insert(all.end(), {matchmaker_asks{who, {0, look}}, matchmaker_reads_letters{who},
                           node_reads_mail{who}});
  }
  all.push_back(registry_is_asked{list_records{}});
  return all;
}

// Often the very limits of nodes and matchmakers: what ends with them is still there.
time_passes random_steps::some_time() {
  constexpr std::array<std::uint64_t, 12> at_most{
      5, 200, 1'000, 2'000, 2'000, 5'000, 10'000, 20'000, 60'000, 600'000, 7'200'000, 90'000'000};
  const auto most = at_most[random_.below(one_in(4) ? at_most.size() : 8)];
  return {milliseconds{one_in(2) ? most : random_.below(most)}};
}

// ---- rooms -------------------------------------------------------------------------------------

step random_steps::of_rooms(const at_model& at) {
  const auto who = random_.below(2);
  if (one_in(12)) return node_reads_mail{who};
  const auto room = one_of(rooms);
  return node_asks{who, {room, 0, room_request(at, who, room)}};
}

room::store_request random_steps::room_request(const at_model& at, std::size_t who,
                                               const std::string& room) {
  const auto* const owner = at.data().rooms.owner_of(room, at.now());
  const auto* const log = at.data().rooms.log_of(room, at.now());
  const auto top =
      log == nullptr || one_in(15) ? entry_id{random_.below(4), random_.below(20)} : log->top();
  const auto back = random_.below(8);
  const entry_id known{top.epoch, top.n > back ? top.n - back : 0};
  const auto what = random_.below(24);
  if (what < 13) return append(top);
  if (what < 16 || owner == nullptr)
    return room::claim_room{random_.below(4),
                            owner == nullptr || one_in(6) ? std::string() : owner->instance,
                            one_in(2), one_in(2) ? std::string() : one_of(locks), one_in(2)};
  if (what < 18) return room::read_log{known};
  if (what < 20) return room::verify_log{known};
  if (what < 22) return room::tell_owner{nodes.at(1 - who).node, owner->epoch};
  if (what < 23) return room::read_owner{};
  std::optional<seat_number> by;
  if (one_in(2)) by = static_cast<seat_number>(1 + random_.below(2));
  return room::end_room{one_in(3) ? random_.below(4) : owner->epoch, one_of({"left", "idle"}), by};
}

room::append_entries random_steps::append(entry_id top) {
  room::append_entries append{{}, one_in(2), one_in(3)};
  const auto count = 1 + random_.below(one_in(4) ? 9 : 3);
  if (one_in(8)) top.n -= std::min(top.n, random_.below(3));
  if (one_in(12)) ++top.epoch;
  for (std::uint64_t i = 0; i < count; ++i) {
    top.n += one_in(10) ? 2 : 1;
    append.entries.push_back({top, record()});
    if (one_in(20)) top.n -= std::min<std::uint64_t>(top.n, 2);
  }
  return append;
}

room::record random_steps::record() {
  const auto seat = static_cast<seat_number>(1 + random_.below(2));
  const auto seq = 1 + random_.below(100);
  switch (random_.below(8)) {
    case 0:
      return room::snapshot_record{{{{seat, {seq, 1, "A \"name\""}}}, one_in(2)}};
    case 1:
      return room::base_record{seat, seq};
    case 2:
      return room::name_record{seat, "N"};
    case 3:
      return room::opened_record{};
    case 4:
      return room::joined_record{seat, "J"};
    case 5:
      return room::left_record{seat};
    default:
      return room::message_record{seat, seq, "text", "Words: \r\n ä", beginning};
  }
}

// ---- pairing -----------------------------------------------------------------------------------

step random_steps::of_pairing() {
  const auto who = random_.below(2);
  if (one_in(8)) return matchmaker_reads_letters{who};
  const auto what = random_.below(14);
  if (what < 6) return matchmaker_asks{who, {0, seek()}};
  if (what == 12) return matchmaker_asks{who, {0, block()}};
  if (what == 13)
    return matchmaker_asks{who, {0, pairing::open_named{one_of(rooms), one_of(locks)}}};
  if (what == 6) return matchmaker_asks{who, {0, pairing::cancel_ticket{key()}}};
  if (what == 7) return matchmaker_asks{who, {0, pairing::drop_ticket{key()}}};
  if (what == 8) return matchmaker_asks{who, {0, pairing::detach_ticket{key()}}};
  if (what == 9) return matchmaker_asks{who, {0, pairing::read_owner{one_of(rooms)}}};
  pairing::look_up_tickets look{{}, one_in(2) ? pools : std::vector<std::string>{}};
  for (auto count = random_.below(6); count > 0; --count)
    look.tickets.push_back(key());
  return matchmaker_asks{who, {0, look}};
}

pairing::seek_partners random_steps::seek() {
  pairing::seek_partners seek;
  const auto most = sessions_ > 12 ? 20U : 4U;
  for (auto count = random_.below(most); count > 0; --count)
    seek.wishes.push_back(wish());
  for (auto count = random_.below(3); count > 0; --count)
    seek.pools.push_back(one_of(pools));
  for (auto count = random_.below(4); count > 0; --count)
    seek.nodes.push_back("node-" + std::to_string(random_.below(3)));
  seek.nonce = "call" + std::to_string(++calls_);
  seek.seed = static_cast<std::uint32_t>(random_() >> 33U);
  return seek;
}

pairing::wish random_steps::wish() {
  const auto session = "s" + std::to_string(random_.below(sessions_));
  auto& newest = keys_.try_emplace(session, pairing::ticket_key{session, 1, 1}).first->second;
  if (one_in(4)) newest.attempt += 1;
  if (one_in(6)) newest.connection = 1 + random_.below(3);
  pairing::wish wish{
      .key = newest, .pool = one_in(5) ? pools[1] : pools[0], .name = "I am " + session};
  if (one_in(8)) wish.key.attempt = 1 + random_.below(newest.attempt);
  for (auto count = random_.below(3); count > 0; --count)
    wish.interests.push_back(one_of(interests));
  wish.front = one_in(8);
  if (one_in(4)) wish.waited = milliseconds{random_.below(15'000)};
  return wish;
}

// Of the room of some pair that may have been made, by whoever: mostly it is not known there.
pairing::block_partner random_steps::block() {
  const auto call = 1 + random_.below(std::max<std::uint64_t>(calls_, 1));
  return {"call" + std::to_string(call) + "-1", "s" + std::to_string(random_.below(sessions_))};
}

// Mostly one that is or was in use.
pairing::ticket_key random_steps::key() {
  if (keys_.empty()) return {"nobody", 1, 1};
  auto at = keys_.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(random_.below(keys_.size())));
  auto key = at->second;
  if (one_in(8)) key.attempt = 1 + random_.below(key.attempt + 1);
  if (one_in(8)) key.connection = 1 + random_.below(3);
  return key;
}

// ---- the registry ------------------------------------------------------------------------------

step random_steps::of_registry() {
  const auto id = one_of({"node-0", "node-1", "matchmaker-0"});
  const auto instance = one_of({"one", "two"});
  const auto what = random_.below(4);
  if (what == 0) return registry_is_asked{list_records{}};
  if (what == 1) return registry_is_asked{remove_record{id, instance}};
  registry::node_record record;
  record.id = id;
  record.instance = instance;
  record.version = "1.2";
  record.rooms = random_.below(9);
  record.draining = one_in(3);
  return registry_is_asked{renew_record{record, milliseconds{3'000}}};
}

}  // namespace parley::redis_model::test
