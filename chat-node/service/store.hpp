// What rooms ask of Redis, as commands; and the answers back as what rooms understand. It decides
// nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "chat-node/room/actions.hpp"
#include "chat-node/room/events.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_commands.hpp"
#include "core/safety/report_desk.hpp"

namespace parley::chat_node_service {

// To be among the libraries of the links that a store uses.
[[nodiscard]] io::function_library room_library();

// The list into which others put words for a node.
[[nodiscard]] std::string mailbox_of(const std::string& node);

// A word from the mailbox; none: not one of ours, or from this very instance.
[[nodiscard]] std::optional<room::claimed_elsewhere> parse_mail(const std::string& text,
                                                                const std::string& own_instance);

struct store_settings {
  std::string node;
  std::string instance;
  std::uint64_t trim = 1'000;
  std::uint64_t wait_replicas = 0;
  milliseconds wait_time{500};  // for replicas, at once; shorter than the link's own deadline
  milliseconds move_interval{2'000};
  milliseconds time_to_live{7'200'000};  // of an open room's keys
  milliseconds named_kept{86'400'000};   // of a named room's
  milliseconds tombstone_ttl{86'400'000};
  std::optional<safety::report_settings> reports{};  // none: no report is asked for
  milliseconds report_within{900'000};               // after the end
};

struct store_handlers {
  std::function<void(room::store_answer)> on_answer;
  std::function<void(std::chrono::duration<double>)> on_append_time;  // asked to answered
  // A room ends, and nobody can report any more what was said in it; and why.
  std::function<void(const std::string& room, std::string_view why)> on_copy_missed{};
};

// Everything is called, and calls back, on the loop's thread; never from within `perform`.
class store {
 public:
  store(io::redis_commands& redis, store_settings settings, store_handlers handlers);

  void perform(const room::store_command& command);

 private:
  struct question;
  void ask(const question& about, const room::read_owner&);
  void ask(const question& about, const room::claim_room& claim);
  void ask(const question& about, const room::read_log& read);
  void ask(const question& about, const room::append_entries& append);
  void ask(const question& about, const room::await_replicas&);
  void ask(const question& about, const room::verify_log& verify);
  void ask(const question& about, const room::end_room& end);
  void ask(const question& about, const room::tell_owner& tell);
  void ask(const question& about, const room::keep_report& report);

  void end(const question& about, const room::end_room& end, const std::string& sealed);
  void answer(const question& about, room::store_reply what);
  void answer_once_replicated(const question& about, room::store_reply what);
  [[nodiscard]] milliseconds life_of(bool is_named) const;  // of an open room's keys
  [[nodiscard]] io::redis_command add_of(const std::string& key,
                                         const room::log_entry& entry) const;

  io::redis_commands& redis_;
  store_settings settings_;
  std::optional<safety::report_desk> reports_;
  store_handlers handlers_;
};

}  // namespace parley::chat_node_service
