// Redis for the simulation: one server in memory that answers what the machines ask exactly as the
// stores and the Lua would, on a clock that is an argument. It knows no network: whoever uses it
// delays, loses and reorders. tests/integration/redis_model holds it against a real redis-server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/redis_model/answers.hpp"
#include "tests/simulation/redis_model/callers.hpp"
#include "tests/simulation/redis_model/dataset.hpp"
#include "tests/simulation/redis_model/mistakes.hpp"

namespace parley::redis_model {

// Of Redis functions; redis_client loads those that its service calls.
struct libraries {
  bool room = false;
  bool pairing = false;
  bool registry = false;
};
inline constexpr libraries of_chat_node{.room = true, .registry = true};
inline constexpr libraries of_matchmaker{.pairing = true, .registry = true};

enum class condition {
  serving,
  loading,    // every command breaks its link
  read_only,  // a replica: every command that may write breaks its link
};

struct server_settings {
  std::size_t most_lag = 0;        // writes that its replica may lack; 0: it has none (and no cost)
  std::size_t stream_block = 100;  // entries that are trimmed together (stream-node-max-entries)
  mistakes wrong{};
};

// A value: a copy goes its own way, which is how two masters come about. Every `now` is Redis's
// clock in ms; it must not go back.
class server {
 public:
  explicit server(server_settings settings = {});

  // ---- links -----------------------------------------------------------------------------------
  // What redis_client does before a link is ready, and again at `function_unknown`. False: this
  // attempt comes to nothing (or, at `function_unknown`, the link breaks). A mailbox's link wants
  // no libraries.
  [[nodiscard]] bool load(libraries wanted);

  // ---- commands, at the moment they reach Redis ------------------------------------------------
  // An append with `wait_replicas` is answered as after its WAIT; a claim or a look at the tail,
  // for which the store waits as long as it takes, as if the replicas had it already.
  answer<room::store_reply> perform(const node_caller& from, const room::store_command& asked,
                                    unix_ms now);
  answer<pairing::store_reply> perform(const matchmaker_caller& from,
                                       const pairing::store_command& asked, unix_ms now);
  answer<registry_reply> perform(const registry_request& asked, unix_ms now);

  // What a blocking read takes from a mailbox, oldest first, at most 256 at a time. When it is
  // empty the read goes on waiting: ask again after other commands.
  answer<std::vector<node_mail>> take_mail(const std::string& node, unix_ms now);
  answer<std::vector<pairing::letter>> take_letters(const std::string& holder, unix_ms now);

  // ---- faults; to break the links is up to the user --------------------------------------------
  void wipe();                                                   // FLUSHALL; the functions stay
  void forget_functions() { loaded_ = {}; }                      // FUNCTION FLUSH
  void restart_empty();                                          // its replica too; it serves again
  void become(condition what) { condition_ = what; }             //
  void set_full(bool is_full) { is_full_ = is_full; }            // out of memory
  void set_replicas(std::uint64_t count) { replicas_ = count; }  // those that WAIT counts

  // What its replica becomes as a master, when the last `lost` writes have not reached it (at most
  // `most_lag`). `redis = redis.promoted(n)` rewinds; beside `redis` it is a second master.
  [[nodiscard]] server promoted(std::size_t lost) const;

  // ---- looking on ------------------------------------------------------------------------------
  // Commands so far that may have changed something: counts how many came after some moment.
  [[nodiscard]] std::uint64_t writes() const { return writes_; }
  [[nodiscard]] condition current() const { return condition_; }
  [[nodiscard]] const dataset& data() const { return data_; }

 private:
  // What a command takes.
  struct needs {
    bool writes = true;
    bool memory = true;
    bool is_function_loaded = true;  // also where it needs none
  };

  [[nodiscard]] needs needs_of(const room::store_request& what) const;
  [[nodiscard]] needs needs_of(const pairing::store_request& what) const;
  template <class Reply, class Full>
  [[nodiscard]] std::optional<answer<Reply>> refuse(const needs& asked, Full full) const;
  [[nodiscard]] room::store_reply await_replicas(std::uint64_t count) const;

  // `make` says what was written; it is only asked where there is a replica.
  template <class Make>
  void replicate(Make make, unix_ms now);

  server_settings settings_;
  dataset data_;
  libraries loaded_{};
  condition condition_ = condition::serving;
  bool is_full_ = false;
  std::uint64_t replicas_ = 0;
  std::uint64_t writes_ = 0;
  dataset replica_;
  std::deque<write> lag_;  // what the replica has not done yet, oldest first
};

}  // namespace parley::redis_model
