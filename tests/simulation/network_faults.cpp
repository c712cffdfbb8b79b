// What can befall a connection.
#include <utility>

#include "tests/simulation/network.hpp"
#include "tests/simulation/process.hpp"

namespace parley::simulation {
namespace {

constexpr std::uint16_t abnormal = 1006;
constexpr std::int64_t idle_ms = 90'000;

}  // namespace

void network::cut(connection_id id, unnoticed by, bool arrives) {
  auto* const on = find(id);
  if (on == nullptr || on->is_broken || on->is_closing) return;
  env_.tell([&] { return "connection " + std::to_string(id) + " is cut"; });
  if (arrives && by == unnoticed::nobody) {
    post(id, *on, to_client, {.is_end = true, .code = abnormal});
    post(id, *on, to_service, {.is_end = true});
    on->is_closing = true;
    return;
  }
  on->is_broken = true;
  if (by != unnoticed::by_client) end_client_soon(id, abnormal);
  end_service_in(id, by == unnoticed::by_service ? idle_ms : env_.latency_ms());
}

void network::freeze(connection_id id, bool service_way, bool client_way, std::int64_t for_ms) {
  auto* const on = find(id);
  if (on == nullptr) return;
  env_.tell([&] { return "connection " + std::to_string(id) + " freezes"; });
  on->ways[to_service].is_frozen |= service_way;
  on->ways[to_client].is_frozen |= client_way;
  env_.time.after(for_ms, [this, id] { thaw(id); });
}

void network::thaw(connection_id id) {
  for (const auto where : {to_service, to_client}) {
    auto* on = find(id);
    if (on == nullptr) return;
    on->ways[where].is_frozen = false;
    auto held = std::exchange(on->ways[where].held, {});
    for (auto& each : held) {
      on = find(id);
      if (on == nullptr) return;
      if (!on->is_broken) hand_over(id, *on, where, std::move(each));
    }
  }
}

void network::part(caller& from, process& to, std::int64_t for_ms) {
  env_.tell([&] { return "nothing passes between a client and " + to.name(); });
  parted_until_[{&from, &to}] = env_.time.now_ms() + for_ms;
  for (auto& [id, on] : lines_)
    if (on.from == &from && on.to == &to) freeze(id, true, true, for_ms);
}

void network::heal() {
  parted_until_.clear();
  std::vector<connection_id> all;
  for (const auto& [id, on] : lines_)
    all.push_back(id);
  for (const auto id : all)
    thaw(id);
}

}  // namespace parley::simulation
