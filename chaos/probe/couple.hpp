// Two synthetic visitors who carry one body through everything: gateway, matchmaker, queue,
// chat-node, and back. Used again for the next body once both have said goodbye.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "chaos/live/live_client.hpp"
#include "core/io/loop.hpp"

namespace parley::probe {

struct surroundings {
  io::event_loop& loop;
  io::ws_client& sockets;
  live::alarms& alarms;
  std::string host;  // of the gateway
  std::uint16_t port = 0;
  std::string pool_key;
};

// Everything is called, and calls back, on the loop's thread.
class couple {
 public:
  couple(const surroundings& around, std::uint64_t seed);

  // Nobody is on an errand, and neither is in a room or a queue.
  [[nodiscard]] bool is_free() const { return !errand_ && is_at_rest(0) && is_at_rest(1); }

  // `came_back` is called once with the node that carried it, or never. Only while free.
  void carry(std::string body, std::string password, std::function<void(std::string)> came_back);

  // It is not waited for any more. Free a little later, whatever has become of the two.
  void give_up();

  // For good.
  void go_away();

  // How far the errand is, for people: what it waits for.
  [[nodiscard]] std::string waits_for() const;

 private:
  struct visitor {
    std::optional<live::live_client> client;
    std::string room;
  };
  struct errand {
    std::string body;
    std::string password;  // an interest that only these two have
    std::function<void(std::string)> came_back;
    bool is_said = false;
  };

  void show(std::size_t who, const client::action& what);
  void on_message(std::size_t who, const wire::entry& entry);
  void look_soon();
  void look();
  void bring_together();
  void go_home();
  void send_home(visitor& one);
  void begin_anew();
  [[nodiscard]] bool is_at_rest(std::size_t who) const;
  [[nodiscard]] bool is_joined(std::size_t who) const;

  surroundings around_;
  std::array<visitor, 2> visitors_;
  std::optional<errand> errand_;
  bool is_looking_ = false;
  io::timer patience_;  // with two who go home
};

}  // namespace parley::probe
