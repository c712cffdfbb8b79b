// A strike at the link is over once it is done: the link's own coming back ends it.
#include "chaos/striker/redis_strikes.hpp"

namespace parley::striker {

using injector::fault_kind;
using injector::phase;

bool redis_strikes::is_wanted() const {
  return desk_.comes_to(phase::dial) || desk_.comes_to(phase::command) ||
         desk_.comes_to(phase::reply);
}

std::optional<injector::strike> redis_strikes::ask(phase at, std::uint64_t connection,
                                                   std::uint64_t number) {
  if (!desk_.comes_to(at)) return std::nullopt;
  auto strike = desk_.ask({at, connection, number, {}});
  if (strike) desk_.end(*strike);
  return strike;
}

bool redis_strikes::may_connect(std::uint64_t connection) {
  return !ask(phase::dial, connection, 0);
}

io::command_fate redis_strikes::on_command(std::uint64_t connection, std::uint64_t number) {
  return ask(phase::command, connection, number) ? io::command_fate::cut : io::command_fate::go_on;
}

io::reply_fate redis_strikes::on_reply(std::uint64_t connection, std::uint64_t number) {
  io::reply_fate fate;
  const auto strike = ask(phase::reply, connection, number);
  if (!strike) return fate;
  if (strike->kind == fault_kind::redis_cut) fate.what = io::reply_fate::kind::cut;
  if (strike->kind == fault_kind::redis_lost_reply) fate.what = io::reply_fate::kind::deaf;
  if (strike->kind == fault_kind::redis_delay)
    fate.delay = injector::jittered(strike->how.delay, *strike);
  return fate;
}

}  // namespace parley::striker
