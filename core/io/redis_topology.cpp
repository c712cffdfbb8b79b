// [[first, last, [endpoint, port, id, [name, value …]], … the replicas …], …]
#include "core/io/redis_topology.hpp"

namespace parley::io {
namespace {

bool is_port(const redis_reply& reply) {
  return reply.is_integer() && reply.number > 0 && reply.number <= 65'535;
}

bool is_slot(const redis_reply& reply) {
  return reply.is_integer() && reply.number >= 0 &&
         reply.number < static_cast<std::int64_t>(link::slot_count);
}

// A member that is to be called by a name which it has not been given says "?"; its address stands
// among what else there is to know.
std::string address_beside(const redis_reply& member) {
  if (member.elements.size() < 4) return {};
  const auto& more = member.elements[3].elements;
  for (std::size_t i = 0; i + 1 < more.size(); i += 2)
    if (more[i].text == "ip") return more[i + 1].text;
  return {};
}

std::optional<link::redis_address> read_member(const redis_reply& member,
                                               const link::redis_address& told_by) {
  if (member.elements.size() < 2 || !is_port(member.elements[1])) return std::nullopt;
  auto host = link::told_host(member.elements[0].text, told_by);
  if (host.empty()) host = address_beside(member);
  return link::redis_address{host, static_cast<std::uint16_t>(member.elements[1].number)};
}

std::optional<link::slot_range> read_range(const redis_reply& reply,
                                           const link::redis_address& told_by) {
  const auto& parts = reply.elements;
  if (parts.size() < 3 || !is_slot(parts[0]) || !is_slot(parts[1])) return std::nullopt;
  const auto master = read_member(parts[2], told_by);
  if (!master) return std::nullopt;
  link::slot_range range{static_cast<link::slot_number>(parts[0].number),
                         static_cast<link::slot_number>(parts[1].number), *master};
  for (std::size_t i = 3; i < parts.size(); ++i) {
    const auto replica = read_member(parts[i], told_by);
    if (replica && !replica->host.empty()) range.replicas.push_back(*replica);
  }
  return range;
}

}  // namespace

std::optional<std::vector<link::slot_range>> parse_topology(const redis_reply& reply,
                                                            const link::redis_address& told_by) {
  if (!reply.is_array()) return std::nullopt;
  std::vector<link::slot_range> ranges;
  for (const auto& each : reply.elements) {
    auto range = read_range(each, told_by);
    if (!range) return std::nullopt;
    if (!range->master.host.empty()) ranges.push_back(std::move(*range));
  }
  return ranges;
}

}  // namespace parley::io
