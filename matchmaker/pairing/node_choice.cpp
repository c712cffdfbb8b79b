// Loads, turns and hashes.
#include "matchmaker/pairing/node_choice.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace parley::pairing {
namespace {

// A node renews its record every second, and its new rooms open a moment after their assignment.
constexpr milliseconds grant_life{2'000};

struct candidate {
  const node_info* node;
  std::uint64_t rooms;
};

using candidates = std::vector<candidate>;

bool is_emptier(const candidate& one, const candidate& other) {
  return one.rooms < other.rooms;
}

// By the number at the end: node-2 before node-10.
bool is_lower(const candidate& one, const candidate& other) {
  const auto digits = [](std::string_view id) {
    return id.substr(id.find_last_not_of("0123456789") + 1);
  };
  const std::string_view a = one.node->id;
  const std::string_view b = other.node->id;
  const auto at_a = a.size() - digits(a).size();
  const auto at_b = b.size() - digits(b).size();
  const bool are_siblings = a.substr(0, at_a) == b.substr(0, at_b);
  return are_siblings && a.size() != b.size() ? a.size() < b.size() : a < b;
}

// One of `all`, which is not empty and ordered by id.
std::size_t pick(const candidates& all, node_choice how, random_bits& random,
                 const std::string& last) {
  switch (how) {
    case node_choice::power_of_two: {
      const auto one = static_cast<std::size_t>(random.below(all.size()));
      const auto other = static_cast<std::size_t>(random.below(all.size()));
      return is_emptier(all[other], all[one]) ? other : one;
    }
    case node_choice::least_loaded:
      return static_cast<std::size_t>(std::ranges::min_element(all, is_emptier) - all.begin());
    case node_choice::round_robin: {
      const auto next = std::ranges::find_if(
          all, [&last](const candidate& each) { return each.node->id > last; });
      return next == all.end() ? 0 : static_cast<std::size_t>(next - all.begin());
    }
    case node_choice::packed:
      return static_cast<std::size_t>(std::ranges::min_element(all, is_lower) - all.begin());
  }
  return 0;
}

// FNV-1a, then mixed: the same on every platform and in every matchmaker.
std::uint64_t affinity(std::string_view room, std::string_view node) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text)
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  };
  add(room);
  add("/");
  add(node);
  return random_bits{hash}();
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void node_view::replace(std::vector<node_info> listed) {
  listed_ = std::move(listed);
  is_known_ = true;
}

void node_view::forget() {
  listed_.clear();
  is_known_ = false;
}

bool node_view::can_serve() const {
  return !is_known_ ||
         std::ranges::any_of(listed_, [](const node_info& node) { return !node.draining; });
}

bool node_view::has_room() const {
  return std::ranges::any_of(
      listed_, [](const node_info& node) { return !node.draining && node.rooms < node.capacity; });
}

std::vector<std::string> node_view::choose(std::size_t wanted, node_choice how, random_bits& random,
                                           steady_time now) {
  while (!grants_.empty() && now - grants_.front().at >= grant_life)
    grants_.pop_front();
  std::map<std::string_view, std::uint64_t> granted;
  for (const auto& each : grants_)
    ++granted[each.node];

  candidates open;
  candidates on_trial;
  for (const auto& node : listed_) {
    const auto rooms = node.rooms + granted[node.id];
    if (node.draining || rooms >= node.capacity) continue;
    const bool is_on_trial = !trial_.version.empty() && node.version == trial_.version;
    (is_on_trial ? on_trial : open).push_back({&node, rooms});
  }
  std::vector<std::string> chosen;
  auto last = last_;
  while (chosen.size() < wanted && !(open.empty() && on_trial.empty())) {
    const bool is_tried = !on_trial.empty() && random.below(100) < trial_.percent;
    auto& among = is_tried || open.empty() ? on_trial : open;
    const auto at = pick(among, how, random, last);
    last = among[at].node->id;
    chosen.push_back(last);
    if (++among[at].rooms >= among[at].node->capacity)
      among.erase(among.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return chosen;
}

void node_view::assigned(const std::vector<std::string>& chosen, std::size_t used,
                         steady_time now) {
  for (std::size_t i = 0; i < std::min(used, chosen.size()); ++i)
    grants_.push_back({now, last_ = chosen[i]});
}

bool node_view::is_serving(const room_owner& owner) const {
  if (!is_known_) return true;
  return std::ranges::any_of(listed_, [&owner](const node_info& each) {
    return each.id == owner.node && each.instance == owner.instance && !each.draining;
  });
}

const node_info* node_view::takes_over(std::string_view room,
                                       const std::vector<std::string>& except) const {
  const node_info* best = nullptr;
  for (const auto& each : listed_) {
    if (each.draining || each.rooms >= each.capacity || is_among(except, each.id)) continue;
    if (best == nullptr || affinity(room, each.id) > affinity(room, best->id)) best = &each;
  }
  return best;
}

std::optional<node_view::route> node_view::route_of(
    const std::string& room, const std::optional<room_owner>& owner,
    const std::vector<std::string>& unreachable) const {
  const bool owner_lives = owner && is_serving(*owner);
  if (owner_lives && !is_among(unreachable, owner->node)) return route{owner->node, false};
  if (const auto* other = takes_over(room, unreachable)) return route{other->id, true};
  if (owner_lives) return route{owner->node, false};
  if (const auto* any = takes_over(room, {})) return route{any->id, true};
  return std::nullopt;
}

}  // namespace parley::pairing
