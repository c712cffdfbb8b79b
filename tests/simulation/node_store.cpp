// A node's commands to Redis: sent, witnessed where Redis does them, and answered.
#include <algorithm>
#include <utility>

#include "tests/simulation/node_host.hpp"
#include "tests/simulation/story.hpp"

namespace parley::simulation {
namespace {

moment moment_of_done(const room::store_request& what) {
  if (std::holds_alternative<room::append_entries>(what)) return moment::append_done;
  if (std::holds_alternative<room::claim_room>(what)) return moment::claim_done;
  if (std::holds_alternative<room::end_room>(what)) return moment::end_done;
  return moment::none;
}

moment moment_of_answer(const room::store_request& what) {
  if (std::holds_alternative<room::append_entries>(what)) return moment::append_answered;
  if (std::holds_alternative<room::claim_room>(what)) return moment::claim_answered;
  if (std::holds_alternative<room::read_log>(what)) return moment::log_answered;
  if (std::holds_alternative<room::verify_log>(what)) return moment::verify_answered;
  return moment::none;
}

// What Redis has just done is a fact, whoever hears of it. An append of which Redis has taken a
// part only is counted by what the log has now.
void see(witness& sees, const room::store_command& asked, const room::store_reply& said,
         const redis_model::stream* log) {
  if (const auto* const granted = std::get_if<room::claim_granted>(&said))
    sees.on_claimed(asked.room, granted->moved.epoch);
  const auto* const append = std::get_if<room::append_entries>(&asked.what);
  const auto* const done = std::get_if<room::appended>(&said);
  if (append == nullptr || done == nullptr) return;
  const bool is_whole = done->outcome == room::append_outcome::stored;
  if (!is_whole && done->outcome != room::append_outcome::unknown) return;
  for (const auto& each : append->entries) {
    const auto* const message = std::get_if<room::message_record>(&each.what);
    if (message == nullptr) continue;
    if (is_whole)
      sees.on_logged(asked.room, message->seat, message->seq);
    else if (log != nullptr && std::ranges::find(log->entries(), each) != log->entries().end())
      sees.on_perhaps_logged(asked.room, message->seat, message->seq);
  }
}

}  // namespace

void node_host::count(const room::store_reply& said) {
  if (const auto* const found = std::get_if<room::verified>(&said))
    env_.seen.count(found->above.empty() ? mark::tail_found_lost : mark::tail_found_stored);
  const auto* const done = std::get_if<room::appended>(&said);
  if (done != nullptr && done->outcome == room::append_outcome::missing)
    env_.seen.count(mark::log_missing);
}

void node_host::perform(const room::store_command& command) {
  if (const auto* const append = std::get_if<room::append_entries>(&command.what)) {
    for (const auto& each : append->entries)
      if (std::holds_alternative<room::base_record>(each.what)) env_.seen.count(mark::base_written);
    env_.on_moment(moment::append_asked);
  } else if (std::holds_alternative<room::claim_room>(command.what)) {
    env_.on_moment(moment::claim_asked);
  }
  if (!is_up()) return;
  if (env_.mistake != mutation::none && answer_by_mistake(command)) return;
  ask_redis(command);
}

void node_host::ask_redis(const room::store_command& command) {
  auto& at_its_master = link_to(command.room);
  at_its_master.ask<room::store_reply>(
      [command, caller = caller_, &env = env_, &sees = witness_](redis_model::server& at) {
        auto said = at.perform(caller, command, env.now().wall);
        if (const auto* const reply = std::get_if<room::store_reply>(&said)) {
          env.tell(
              [&] { return "Redis does for " + caller.instance + ": " + told(command, *reply); });
          see(sees, command, *reply, at.data().rooms.log_of(command.room, env.now().wall));
          env.on_moment(moment_of_done(command.what));
        }
        return said;
      },
      [this, command](std::optional<room::store_reply> reply) {
        answer(command, std::move(reply));
      });
}

void node_host::answer(const room::store_command& asked, std::optional<room::store_reply> reply) {
  if (std::holds_alternative<room::tell_owner>(asked.what)) return;
  const bool is_lost = !reply;
  if (!is_lost) count(*reply);
  if (!is_lost && std::holds_alternative<room::claim_granted>(*reply)) claimed_.insert(asked.room);
  if (!is_lost) env_.on_moment(moment_of_answer(asked.what));
  if (!is_up()) return;
  deliver([this, room = asked.room, request = asked.request,
           what = is_lost ? room::store_reply{room::store_lost{}} : std::move(*reply)] {
    take(room::store_answer{room, request, what});
  });
}

// True: the command has been dealt with.
bool node_host::answer_by_mistake(const room::store_command& command) {
  const auto answer_now = [&](room::store_reply what) {
    env_.time.after(0, [this, command, what = std::move(what), mine = incarnation()] {
      if (mine == incarnation()) deliver([=, this] { answer(command, what); });
    });
  };
  const bool is_append = std::holds_alternative<room::append_entries>(command.what);
  if (env_.mistake == mutation::acknowledge_before_append && is_append) {
    answer_now(room::appended{});
    return false;  // its true answer comes too late to be heard
  }
  // A look at the record of a room that it has claimed is a look for whether it still owns it.
  const bool is_look = std::holds_alternative<room::read_owner>(command.what);
  if (env_.mistake == mutation::no_healing && is_look && claimed_.contains(command.room))
    return true;
  const auto* const verify = std::get_if<room::verify_log>(&command.what);
  if (env_.mistake == mutation::no_verification_on_new_link && verify != nullptr) {
    const room::owner_record own{
        .node = settings_.id, .instance = settings_.instance, .epoch = verify->after.epoch};
    answer_now(room::verified{.owner = own, .top = verify->after});
    return true;
  }
  return false;
}

}  // namespace parley::simulation
