// What a matchmaker asks of Redis, as commands; and the answers back as what it understands. It
// decides nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "core/io/redis_client.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "matchmaker/pairing/events.hpp"
#include "matchmaker/service/store_json.hpp"

namespace parley::matchmaker_service {

// To be among the libraries of the redis_client that a store uses.
[[nodiscard]] io::function_library pairing_library();

// The list into which pairings put letters for this instance of a matchmaker.
[[nodiscard]] std::string mailbox_of(const std::string& holder);

struct store_handlers {
  std::function<void(pairing::store_answer)> on_answer;
  // A pairing call of so many wishes has been answered.
  std::function<void(std::chrono::duration<double>, std::size_t wishes)> on_call;
};

// Everything is called, and calls back, on the loop's thread; never from within `perform`.
class store {
 public:
  store(io::redis_client& redis, call_settings settings, store_handlers handlers);

  void perform(const pairing::store_command& command);

 private:
  void ask(std::uint64_t request, const pairing::seek_partners& asked);
  void ask(std::uint64_t request, const pairing::cancel_ticket& asked);
  void ask(std::uint64_t request, const pairing::drop_ticket& asked);
  void ask(std::uint64_t request, const pairing::detach_ticket& asked);
  void ask(std::uint64_t request, const pairing::look_up_tickets& asked);
  void ask(std::uint64_t request, const pairing::read_owner& asked);

  io::redis_client& redis_;
  call_settings settings_;
  store_handlers handlers_;
};

}  // namespace parley::matchmaker_service
