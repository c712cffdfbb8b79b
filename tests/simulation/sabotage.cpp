// One function for each mistake.
#include "tests/simulation/sabotage.hpp"

#include <utility>
#include <variant>
#include <vector>

#include "core/wire/codec.hpp"

namespace parley::simulation {
namespace {

using entries = std::vector<std::pair<std::size_t, wire::entry*>>;  // and where they stand

entries entries_of(room::actions& wanted) {
  entries found;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    auto* const said = std::get_if<room::send_notification>(&wanted[at]);
    auto* const entry = said == nullptr ? nullptr : std::get_if<wire::entry>(&said->what);
    if (entry != nullptr) found.emplace_back(at, entry);
  }
  return found;
}

bool is_one_in(environment& env, std::uint64_t many) {
  return env.chance.below(many) == 0;
}

void relay_twice(environment& env, room::actions& wanted) {
  for (const auto& [at, entry] : entries_of(wanted)) {
    if (!is_one_in(env, 20)) continue;
    wanted.insert(wanted.begin() + static_cast<std::ptrdiff_t>(at), room::action(wanted[at]));
    return;
  }
}

void drop_one(environment& env, room::actions& wanted) {
  for (const auto& [at, entry] : entries_of(wanted)) {
    if (!is_one_in(env, 1'000)) continue;
    wanted.erase(wanted.begin() + static_cast<std::ptrdiff_t>(at));
    return;
  }
}

void swap_neighbours(room::actions& wanted) {
  const auto found = entries_of(wanted);
  for (std::size_t i = 1; i < found.size(); ++i) {
    auto& one = std::get<room::send_notification>(wanted[found[i - 1].first]);
    auto& other = std::get<room::send_notification>(wanted[found[i].first]);
    if (one.to == other.to) return std::swap(one.what, other.what);
  }
}

void alter_a_body(environment& env, room::actions& wanted) {
  for (const auto& [at, entry] : entries_of(wanted))
    if (!entry->body.empty() && is_one_in(env, 200)) entry->body.back() ^= 1;
}

void leak(environment& env, room::actions& wanted) {
  for (const auto& [at, entry] : entries_of(wanted)) {
    if (!is_one_in(env, 100)) continue;
    auto copy = std::get<room::send_notification>(wanted[at]);
    copy.to = 1 + env.chance.below(copy.to + 4);
    wanted.push_back(std::move(copy));
    return;
  }
}

}  // namespace

void sabotage(environment& env, room::actions& wanted) {
  switch (env.mistake) {
    case mutation::relay_twice:
      return relay_twice(env, wanted);
    case mutation::drop_one_in_a_thousand:
      return drop_one(env, wanted);
    case mutation::swap_neighbours:
      return swap_neighbours(wanted);
    case mutation::alter_a_body:
      return alter_a_body(env, wanted);
    case mutation::leak_to_another_room:
      return leak(env, wanted);
    default:
      return;
  }
}

std::string sabotage(const environment& env, std::string frame) {
  if (env.mistake != mutation::resume_off_by_one) return frame;
  const auto decoded = wire::decode_room_call(frame);
  const auto* const call = std::get_if<wire::request<wire::room_call>>(&decoded);
  const auto* const join = call == nullptr ? nullptr : std::get_if<wire::join>(&call->call);
  if (join == nullptr || join->applied.empty()) return frame;
  auto wrong = *join;
  ++wrong.applied.begin()->second;
  return wire::encode_request(*call->id, wire::room_call{wrong});
}

}  // namespace parley::simulation
