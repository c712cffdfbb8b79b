// A process's link to Redis, as redis_client would keep it: pipelined, in order, always coming
// back, every command answered once or lost. And what can befall it: a command that never arrives,
// a reply that is never heard, a command that Redis does long after the link was given up.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "tests/simulation/environment.hpp"
#include "tests/simulation/process.hpp"
#include "tests/simulation/redis_servers.hpp"

namespace parley::simulation {

class store_link : public std::enable_shared_from_this<store_link> {
 public:
  struct handlers {
    task on_ready;
    task on_lost;
    // What waits in the process's mailbox: a task that reads it, or none when it is empty.
    std::function<task(redis_model::server&)> take_mail;
  };

  store_link(environment& env, redis_servers& servers, process& owner,
             redis_model::libraries wanted, handlers to)
      : env_(env), servers_(servers), owner_(owner), wanted_(wanted), to_(std::move(to)) {}

  void start() { connect_in(env_.latency_ms()); }
  void stop();  // its process has died: nobody is told anything any more

  [[nodiscard]] bool is_ready() const { return is_ready_; }
  [[nodiscard]] bool is_at(const master& which) const { return at_.get() == &which; }

  // `perform` is done at Redis, perhaps after this process has died: it may hold values only.
  // `answered` gets none when the link breaks.
  template <class Reply, class Perform>
  void ask(Perform perform, std::function<void(std::optional<Reply>)> answered);

  // A reply that is late breaks the link. To be called now and then by a process that is awake.
  void watch();

  void fetch_mail();
  void lose_mail() { loses_mail_ = true; }
  void cut_in(std::int64_t ms);  // from now on nothing passes; the process notices then

 private:
  enum class outcome { answered, nobody_told, unknown_function, broken };

  struct command {
    std::function<outcome(redis_model::server&)> perform;
    task answer;
    task lost;
    std::int64_t asked_ms = 0;
    std::int64_t late_ms = 0;
    bool is_done = false;
    bool is_dropped = false;
  };
  using command_ptr = std::shared_ptr<command>;

  void send(command_ptr what);
  static void arrive(environment& env, redis_servers& servers,
                     const std::weak_ptr<store_link>& link, const std::shared_ptr<master>& at,
                     const command_ptr& what);
  void on_done(const std::shared_ptr<master>& at, const command_ptr& what, outcome how);
  void on_reply(const command_ptr& what, outcome how);
  void connect_in(std::int64_t ms);
  void connect();
  void become_ready(const std::shared_ptr<master>& at);
  void fall();
  void abandon_pending();

  environment& env_;
  redis_servers& servers_;
  process& owner_;
  redis_model::libraries wanted_;
  handlers to_;

  bool is_ready_ = false;
  bool is_cut_ = false;
  bool is_stopped_ = false;
  bool loses_mail_ = false;
  std::uint64_t number_ = 0;
  unsigned failures_ = 0;
  std::shared_ptr<master> at_;
  std::deque<command_ptr> pending_;
  std::int64_t last_arrival_ms_ = 0;
  std::int64_t last_reply_ms_ = 0;
};

template <class Reply, class Perform>
void store_link::ask(Perform perform, std::function<void(std::optional<Reply>)> answered) {
  const auto reply = std::make_shared<std::optional<Reply>>();
  auto what = std::make_shared<command>();
  what->perform = [perform = std::move(perform), reply](redis_model::server& at) {
    auto said = perform(at);
    if (std::holds_alternative<redis_model::not_answered>(said)) return outcome::nobody_told;
    if (std::holds_alternative<redis_model::function_unknown>(said))
      return outcome::unknown_function;
    if (std::holds_alternative<redis_model::link_broken>(said)) return outcome::broken;
    *reply = std::move(std::get<Reply>(said));
    return outcome::answered;
  };
  what->answer = [reply, answered] { answered(std::move(*reply)); };
  what->lost = [answered = std::move(answered)] { answered(std::nullopt); };
  send(std::move(what));
}

}  // namespace parley::simulation
