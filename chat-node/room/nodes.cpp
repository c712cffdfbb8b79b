// Who is alive, and the power of two choices.
#include "chat-node/room/nodes.hpp"

#include <algorithm>
#include <cstddef>

namespace parley::room {
namespace {

const node_info& pick(const std::vector<const node_info*>& from, double fraction) {
  const auto at = static_cast<std::size_t>(fraction * static_cast<double>(from.size()));
  return *from[std::min(at, from.size() - 1)];
}

}  // namespace

bool nodes::is_serving(const owner_record& owner) const {
  if (!is_known_) return true;
  return std::ranges::any_of(listed_, [&owner](const node_info& each) {
    return each.id == owner.node && each.instance == owner.instance && !each.draining;
  });
}

std::optional<std::string> nodes::choose(const std::string& except, double first,
                                         double second) const {
  std::vector<const node_info*> fit;
  for (const auto& each : listed_)
    if (each.id != except && !each.draining && each.rooms < each.capacity) fit.push_back(&each);
  if (fit.empty()) return std::nullopt;
  const auto& one = pick(fit, first);
  const auto& other = pick(fit, second);
  return one.rooms <= other.rooms ? one.id : other.id;
}

}  // namespace parley::room
