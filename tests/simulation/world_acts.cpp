// Each act of a scenario, done to whom it falls to.
#include "tests/simulation/world.hpp"

namespace parley::simulation {

bool world::perform(const step& what) {
  switch (what.what) {
    case act::seek:
    case act::say:
    case act::goodbye:
    case act::take_back:
    case act::rename:
    case act::reload:
    case act::close_tab:
      return perform_user(what);
    case act::cut:
    case act::cut_unnoticed:
    case act::freeze_connection:
    case act::slow_down:
    case act::part:
      return perform_network(what);
    case act::crash_node:
    case act::power_off_node:
    case act::freeze_node:
    case act::drain_node:
    case act::crash_matchmaker:
    case act::freeze_matchmaker:
    case act::drain_matchmaker:
      return perform_process(what);
    case act::cut_link:
    case act::lose_mail:
    case act::freeze_redis:
    case act::restart_redis:
    case act::fail_over:
    case act::wipe_redis:
    case act::flush_redis:
    case act::fill_redis:
      return perform_redis(what);
  }
  return false;
}

bool world::perform_user(const step& what) {
  auto& who = visitor_of(what);
  switch (what.what) {
    case act::seek:
      return who.seek(what.how);
    case act::say: {
      bool has_said = false;
      for (std::uint32_t i = 0; i <= what.how % 4; ++i)
        has_said = who.say();
      return has_said;
    }
    case act::goodbye:
      return who.goodbye();
    case act::take_back:
      return who.take_back();
    case act::rename:
      return who.rename();
    case act::reload:
      return who.reload(what.for_ms);
    default:
      return who.close_tab();
  }
}

bool world::perform_network(const step& what) {
  if (what.what == act::slow_down) {
    env_.tell([] { return std::string("the network is slow"); });
    env_.slow_until_ms = env_.time.now_ms() + what.for_ms;
    return true;
  }
  if (what.what == act::part) {
    net_.part(visitor_of(what), any_process(what.how), what.for_ms);
    return true;
  }
  const auto open = net_.open_connections();
  if (open.empty()) return false;
  const auto id = open[what.who % open.size()];
  if (what.what == act::cut) {
    net_.cut(id, network::unnoticed::nobody, what.how % 2 == 0);
  } else if (what.what == act::cut_unnoticed) {
    const bool by_client = what.how % 2 == 0;
    net_.cut(id, by_client ? network::unnoticed::by_client : network::unnoticed::by_service, false);
  } else {
    net_.freeze(id, what.how % 3 != 1, what.how % 3 != 2, what.for_ms);
  }
  return true;
}

bool world::bring_down(process& which, const step& what, bool is_noticed) {
  if (!which.is_up()) return false;
  which.die(is_noticed);
  env_.time.after(what.for_ms, [&which] { which.start(); });
  return true;
}

bool world::freeze(process& which, const step& what) {
  if (!which.is_up() || which.is_frozen()) return false;
  const auto instance = which.name() + "#" + std::to_string(which.incarnation());
  const auto owned = rooms_owned_by(instance);
  which.freeze();
  env_.time.after(what.for_ms, [this, &which, owned, instance, mine = which.incarnation()] {
    if (which.incarnation() != mine || !which.is_frozen()) return;
    const auto still = rooms_owned_by(instance);
    if (still.size() < owned.size()) env_.seen.count(mark::stale_owner_woke);
    which.wake();
  });
  return true;
}

std::vector<std::string> world::rooms_owned_by(const std::string& instance) const {
  std::vector<std::string> owned;
  for (const auto& [name, truth] : witness_.rooms()) {
    const auto* const owner = redis_.current().data().rooms.owner_of(name, env_.now().wall);
    if (owner != nullptr && !owner->ended && owner->instance == instance) owned.push_back(name);
  }
  return owned;
}

bool world::perform_process(const step& what) {
  switch (what.what) {
    case act::crash_node:
      return bring_down(node_of(what), what, true);
    case act::power_off_node:
      return bring_down(node_of(what), what, false);
    case act::freeze_node:
      return freeze(node_of(what), what);
    case act::crash_matchmaker:
      return bring_down(matchmaker_of(what), what, what.how % 2 == 0);
    case act::freeze_matchmaker:
      return freeze(matchmaker_of(what), what);
    default:
      break;
  }
  const bool is_node = what.what == act::drain_node;
  process& which = is_node ? static_cast<process&>(node_of(what)) : matchmaker_of(what);
  if (!which.is_up()) return false;
  which.drain();
  return true;
}

bool world::perform_redis(const step& what) {
  const auto in_ms = static_cast<std::int64_t>(what.how % 50);
  switch (what.what) {
    case act::cut_link:
      any_process(what.who).cut_link(in_ms);
      return true;
    case act::lose_mail:
      any_process(what.who).lose_mail();
      return true;
    case act::freeze_redis:
      redis_.freeze(what.for_ms);
      return true;
    case act::restart_redis:
      redis_.restart(what.for_ms);
      return true;
    case act::fail_over:
      redis_.fail_over(what.how % 40, what.for_ms);
      return true;
    case act::wipe_redis:
      redis_.wipe();
      return true;
    case act::flush_redis:
      redis_.flush();
      return true;
    default:
      redis_.fill(what.for_ms);
      return true;
  }
}

}  // namespace parley::simulation
