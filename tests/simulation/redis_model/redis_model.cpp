// Who is let in, in the order in which Redis checks; what was written goes to the replica, later.
#include "tests/simulation/redis_model/redis_model.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/check.hpp"

namespace parley::redis_model {
namespace {

template <class Reply>
answer<Reply> answer_of(std::optional<Reply> reply) {
  if (!reply) return not_answered{};
  return std::move(*reply);
}

// Of a Redis that is out of memory.
answer<room::store_reply> full_answer(const room::store_request& what) {
  if (std::holds_alternative<room::append_entries>(what))
    return room::appended{room::append_outcome::full};
  if (std::holds_alternative<room::tell_owner>(what)) return not_answered{};
  return room::store_failed{std::string(no_memory_for_function)};
}

answer<pairing::store_reply> full_answer(const pairing::store_request& what) {
  const bool is_silent = std::holds_alternative<pairing::drop_ticket>(what) ||
                         std::holds_alternative<pairing::detach_ticket>(what);
  if (is_silent) return not_answered{};
  return pairing::store_failed{std::string(no_memory_for_function)};
}

}  // namespace

server::server(server_settings settings)
    : settings_(settings),
      data_(settings.stream_block, settings.wrong),
      replica_(settings.stream_block, settings.wrong) {}

// ---- who is let in -----------------------------------------------------------------------------

// A Redis that is full takes no library, and yet the link is of use.
bool server::load(libraries wanted) {
  if (condition_ == condition::loading) return false;
  const bool wants_any = wanted.room || wanted.pairing || wanted.registry;
  if (wants_any && condition_ == condition::read_only) return false;
  if (is_full_) return true;
  loaded_.room |= wanted.room;
  loaded_.pairing |= wanted.pairing;
  loaded_.registry |= wanted.registry;
  return true;
}

server::needs server::needs_of(const room::store_request& what) const {
  if (std::holds_alternative<room::claim_room>(what)) return {.is_function_loaded = loaded_.room};
  if (std::holds_alternative<room::end_room>(what))
    return {.memory = false, .is_function_loaded = loaded_.room};
  const bool writes = std::holds_alternative<room::append_entries>(what) ||
                      std::holds_alternative<room::tell_owner>(what) ||
                      std::holds_alternative<room::keep_report>(what);
  return {.writes = writes, .memory = writes};
}

server::needs server::needs_of(const pairing::store_request& what) const {
  if (std::holds_alternative<pairing::read_owner>(what)) return {.writes = false, .memory = false};
  if (std::holds_alternative<pairing::keep_report>(what)) return {};
  if (std::holds_alternative<pairing::open_named>(what)) return {};
  return {.is_function_loaded = loaded_.pairing};
}

template <class Reply, class Full>
std::optional<answer<Reply>> server::refuse(const needs& asked, Full full) const {
  if (condition_ == condition::loading) return link_broken{"LOADING"};
  if (!asked.is_function_loaded) return function_unknown{};
  if (condition_ == condition::read_only && asked.writes) return link_broken{"READONLY"};
  if (is_full_ && asked.memory) return full();
  return std::nullopt;
}

// ---- commands ----------------------------------------------------------------------------------

template <class Make>
void server::replicate(Make make, unix_ms now) {
  ++writes_;
  if (settings_.most_lag == 0) return;
  lag_.push_back({make(), now});
  if (lag_.size() <= settings_.most_lag) return;
  replica_.repeat(lag_.front());
  lag_.pop_front();
}

room::store_reply server::await_replicas(std::uint64_t count) const {
  using enum room::append_outcome;
  return room::appended{replicas_ >= count ? stored : unreplicated};
}

answer<room::store_reply> server::perform(const node_caller& from, const room::store_command& asked,
                                          unix_ms now) {
  const auto needed = needs_of(asked.what);
  if (auto refusal =
          refuse<room::store_reply>(needed, [&asked] { return full_answer(asked.what); }))
    return *std::move(refusal);
  if (std::holds_alternative<room::await_replicas>(asked.what))
    return await_replicas(from.wait_replicas);
  auto reply = data_.rooms.perform(from, asked, now);
  if (needed.writes) replicate([&] { return room_write{from, asked}; }, now);
  const bool is_stored = reply == room::store_reply{room::appended{room::append_outcome::stored}};
  if (is_stored && from.wait_replicas > 0) return await_replicas(from.wait_replicas);
  return answer_of(std::move(reply));
}

answer<pairing::store_reply> server::perform(const matchmaker_caller& from,
                                             const pairing::store_command& asked, unix_ms now) {
  const auto needed = needs_of(asked.what);
  if (auto refusal =
          refuse<pairing::store_reply>(needed, [&asked] { return full_answer(asked.what); }))
    return *std::move(refusal);
  auto reply = data_.perform(from, asked.what, now);
  if (needed.writes) replicate([&] { return pairing_write{from, asked.what}; }, now);
  return answer_of(std::move(reply));
}

answer<registry_reply> server::perform(const registry_request& asked, unix_ms now) {
  const auto full = []() -> answer<registry_reply> {
    return registry_refused{no_memory_for_function};
  };
  if (auto refusal = refuse<registry_reply>({.is_function_loaded = loaded_.registry}, full))
    return *std::move(refusal);
  auto reply = data_.registry.perform(asked, now);
  replicate([&] { return asked; }, now);
  return reply;
}

answer<std::vector<node_mail>> server::take_mail(const std::string& node, unix_ms now) {
  using letters = std::vector<node_mail>;
  if (auto refusal = refuse<letters>({.memory = false}, [] { return letters{}; }))
    return *std::move(refusal);
  auto taken = data_.rooms.take_mail(node, now);
  if (!taken.empty()) replicate([&] { return mail_taken{node}; }, now);
  return taken;
}

answer<std::vector<pairing::letter>> server::take_letters(const std::string& holder, unix_ms now) {
  using letters = std::vector<pairing::letter>;
  if (auto refusal = refuse<letters>({.memory = false}, [] { return letters{}; }))
    return *std::move(refusal);
  auto taken = data_.pairing.take_letters(holder, now);
  if (!taken.empty()) replicate([&] { return letters_taken{holder}; }, now);
  return taken;
}

// ---- faults ------------------------------------------------------------------------------------

void server::wipe() {
  data_.wipe();
  replicate([] { return wiped{}; }, 0);
}

void server::restart_empty() {
  data_.wipe();
  replica_.wipe();
  lag_.clear();
  forget_functions();
  condition_ = condition::serving;
}

server server::promoted(std::size_t lost) const {
  PARLEY_CHECK(settings_.most_lag > 0);
  auto risen = *this;
  const auto reached = lag_.size() - std::min(lost, lag_.size());
  for (std::size_t i = 0; i < reached; ++i)
    risen.replica_.repeat(lag_[i]);
  risen.lag_.clear();
  risen.data_ = risen.replica_;
  return risen;
}

}  // namespace parley::redis_model
