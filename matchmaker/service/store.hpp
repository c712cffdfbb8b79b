// What a matchmaker asks of Redis, as commands; and the answers back as what it understands. It
// decides nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/redis_client.hpp"
#include "core/io/redis_commands.hpp"
#include "core/safety/report_desk.hpp"
#include "matchmaker/pairing/actions.hpp"
#include "matchmaker/pairing/events.hpp"
#include "matchmaker/service/store_json.hpp"

namespace parley::matchmaker_service {

// Of all that pairing keeps.
inline constexpr std::string_view hash_tag = "pairing";

// To be among the libraries of the links that a store uses.
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
  // `reports`: none: no report is asked for.
  store(io::redis_commands& redis, call_settings settings, store_handlers handlers,
        std::optional<safety::report_settings> reports = {});

  void perform(const pairing::store_command& command);

 private:
  void ask(std::uint64_t request, const pairing::seek_partners& asked);
  void ask(std::uint64_t request, const pairing::cancel_ticket& asked);
  void ask(std::uint64_t request, const pairing::drop_ticket& asked);
  void ask(std::uint64_t request, const pairing::detach_ticket& asked);
  void ask(std::uint64_t request, const pairing::look_up_tickets& asked);
  void ask(std::uint64_t request, const pairing::read_owner& asked);
  void ask(std::uint64_t request, const pairing::open_named& asked);
  void ask(std::uint64_t request, const pairing::keep_report& asked);
  void ask(std::uint64_t request, const pairing::block_partner& asked);

  io::redis_commands& redis_;
  call_settings settings_;
  store_handlers handlers_;
  std::optional<safety::report_desk> reports_;
};

}  // namespace parley::matchmaker_service
