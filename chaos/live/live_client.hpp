// The client machine on real WebSockets: what it asks of the network is done here, what it shows to
// its user is handed up. Bots and the load driver are such users.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chaos/client/client.hpp"
#include "chaos/live/alarms.hpp"
#include "core/io/loop.hpp"
#include "core/io/ws/ws_client.hpp"

namespace parley::live {

// Which door is taken. Called for each connection anew.
struct routes {
  std::function<io::ws_target(client::link_number link)> to_matchmaker;
  std::function<io::ws_target(const std::string& node)> to_node;
};

// Everything is called, and calls back, on the loop's thread. Lives as long as `alarms` and
// `sockets`.
class live_client : private sleeper {
 public:
  // Gets the actions that are not the network's, in the machine's order; what it does in return is
  // best posted.
  using shown = std::function<void(const client::action&)>;

  live_client(io::event_loop& loop, io::ws_client& sockets, alarms& alarms, routes routes,
              std::uint64_t seed, shown show);
  live_client(const live_client&) = delete;
  live_client& operator=(const live_client&) = delete;

  void happens(const client::event& what);

  // The tab is loaded again: every connection closes, and a new machine goes on from what the old
  // one kept.
  void reload();

  // The tab closes, and a new one knows nothing of it: another visitor.
  void open_new_tab();

  // RST on every connection; the machine hears of it as of any other break.
  void cut();

  // For good: every connection is cut, and nothing that comes later has any effect.
  void go_away();

  // From now on nothing is read, as by a client whose machine is overwhelmed; until `read_again`.
  void stop_reading();
  void read_again();

  [[nodiscard]] client::state current() const { return machine_->current(); }
  [[nodiscard]] const client::memory& kept() const { return machine_->kept(); }

  // Connections so far, over all reloads: a number for the one that was opened last.
  [[nodiscard]] std::uint64_t opened() const { return opened_; }
  // What its service calls that one, where it says so; else 0.
  [[nodiscard]] connection_id number_at_service() const;
  // Of the connection that closed last; 0 when the machine gave it up by itself.
  [[nodiscard]] std::uint16_t last_code() const { return last_code_; }

 private:
  void wake(steady_time due) override;
  void set_alarm();
  void close_tab();
  void perform(const client::action& what);
  void open(client::link_number link, const io::ws_target& target);
  void closed(client::link_number link, std::uint16_t code);

  io::event_loop& loop_;
  io::ws_client& sockets_;
  alarms& alarms_;
  routes routes_;
  shown show_;
  client::random_fraction random_;
  std::optional<client::client> machine_;
  std::map<client::link_number, connection_id> links_;
  std::uint64_t life_ = 1;  // link numbers begin anew with each
  bool is_reading_ = true;
  bool is_gone_ = false;
  std::uint64_t opened_ = 0;
  connection_id newest_ = 0;
  std::uint16_t last_code_ = 0;
  std::optional<steady_time> alarm_;
};

}  // namespace parley::live
