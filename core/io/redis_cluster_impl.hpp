// The inside of redis_cluster: the machine (core/link/cluster_link.hpp) joined to one redis_client
// for each master. Only its own two sources include it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/base/random_bits.hpp"
#include "core/io/redis_cluster.hpp"
#include "core/link/cluster_link.hpp"

namespace parley::io {

// Attempts to connect are counted over all masters, so that each has a number of its own.
class numbered_hooks : public redis_hooks {
 public:
  numbered_hooks(redis_hooks& to, std::uint64_t master) : to_(to), base_(master << 32U) {}

  bool may_connect(std::uint64_t connection) override {
    return to_.may_connect(base_ + connection);
  }
  command_fate on_command(std::uint64_t connection, std::uint64_t number) override {
    return to_.on_command(base_ + connection, number);
  }
  reply_fate on_reply(std::uint64_t connection, std::uint64_t number) override {
    return to_.on_reply(base_ + connection, number);
  }

 private:
  redis_hooks& to_;
  std::uint64_t base_;
};

class redis_cluster::impl : public std::enable_shared_from_this<redis_cluster::impl> {
 public:
  // What is to be said to whichever link it goes over.
  using saying = std::function<void(redis_client&, redis_callback)>;

  impl(event_loop& loop, std::vector<link::redis_address> seeds, redis_settings settings,
       std::vector<function_library> libraries, redis_events events);

  void feed(link::cluster_event event);
  void stop();
  void forget();
  void interfere(redis_hooks* hooks);

  void submit(std::string_view key, saying say, redis_callback callback);
  void wait_for_replicas(const std::string& key, const saying& wait, redis_callback callback);
  [[nodiscard]] bool reaches(std::string_view key) const { return announced_.contains_key(key); }
  [[nodiscard]] event_loop& loop() { return loop_; }
  [[nodiscard]] const redis_settings& settings() const { return settings_; }
  [[nodiscard]] const link::cluster_link& machine() const { return machine_; }

 private:
  struct master {
    std::uint64_t number = 0;  // counted from 0
    std::unique_ptr<numbered_hooks> hooks;
    std::unique_ptr<redis_client> client;
  };
  struct question {
    link::slot_number slot = 0;
    saying say;
    redis_callback callback;
    steady_time since;
  };

  void refuse(redis_callback callback);
  void send(std::uint64_t id);
  void send_to(const link::redis_address& at, std::uint64_t id, bool is_sent_on);
  void on_reply(std::uint64_t id, const link::redis_address& from, bool was_sent_on,
                const redis_reply& reply);
  void on_redirect(std::uint64_t id, const link::redirect& to, bool was_sent_on,
                   const redis_reply& reply);
  void try_again(std::uint64_t id, const redis_reply& reply);
  void answer(std::uint64_t id, const redis_reply& reply);

  void perform(const link::open_master& action);
  void perform(const link::close_master& action);
  void perform(const link::ask_topology& action);
  void perform(const link::begin_pause& action);
  void perform(const link::slots_ready& action);
  void perform(const link::slots_lost& action);
  void perform(const link::cluster_trouble& action);
  void on_topology(const link::redis_address& of, const redis_reply& reply);
  void dismiss(std::unique_ptr<redis_client> client);

  event_loop& loop_;
  redis_settings settings_;
  std::vector<function_library> libraries_;
  redis_events told_;  // what the owner hears
  link::cluster_link machine_;
  std::deque<link::cluster_event> events_;
  bool is_feeding_ = false;
  bool is_forgotten_ = false;  // the owner is gone: nobody is called any more

  std::map<link::redis_address, master> masters_;
  std::uint64_t opened_ = 0;                   // masters so far
  std::unique_ptr<redis_client> scout_;        // asks for the topology, on a link of its own
  link::slot_set announced_;                   // as ready
  std::map<std::uint64_t, question> pending_;  // by number, so in the order asked
  std::uint64_t asked_ = 0;
  std::vector<std::uint64_t> again_;  // to be sent once more, after a pause
  redis_hooks* hooks_ = nullptr;
  timer pause_;
  timer again_pause_;
  random_bits random_{std::random_device{}()};
};

}  // namespace parley::io
