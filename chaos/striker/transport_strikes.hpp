// Strikes at users' connections: what the engine decided becomes acts of the ws_server, and what
// stands is ended in time.
#pragma once

#include <array>
#include <list>
#include <unordered_map>

#include "chaos/striker/strike_desk.hpp"
#include "core/io/ws/ws_server.hpp"

namespace parley::striker {

class transport_strikes : public io::transport_hooks {
 public:
  transport_strikes(strike_desk& desk, io::ws_server& door) : desk_(desk), door_(door) {}

  // The plan has something for it.
  [[nodiscard]] bool is_wanted() const;

  // Ends all that stands: frozen and slow connections go on.
  void release();

  io::connect_fate on_accepted(connection_id id) override;
  io::connect_fate on_handshake(connection_id id) override;
  void on_open(connection_id id) override;
  io::frame_fate on_frame(connection_id id, io::transport_direction direction,
                          std::uint64_t number) override;
  void on_ended(connection_id id) override;

 private:
  // A strike that takes time, or whose time has not come.
  struct standing {
    injector::strike what;
    bool has_begun = false;
    std::uint64_t frames_left = 0;  // until it begins; 0: it begins by its timer
    std::array<io::frame_fate::time, 2>
        last_due{};  // of delayed frames, by direction: they stay in order
    io::timer timer{};
  };
  using standings = std::list<standing>;

  [[nodiscard]] io::connect_fate connect(connection_id id, injector::phase at);
  standings::iterator add(connection_id id, const injector::strike& strike);
  void open(connection_id id, const injector::strike& strike);
  void begin(connection_id id, standings::iterator which);
  void act(connection_id id, const injector::strike& strike);
  void heal(connection_id id, standings::iterator which);
  void reshape(connection_id id);
  void count_down(connection_id id);
  [[nodiscard]] io::frame_fate strike_frame(connection_id id, const injector::strike& strike);
  void delay_by_standing(connection_id id, io::transport_direction direction, std::uint64_t number,
                         io::frame_fate& fate);

  strike_desk& desk_;
  io::ws_server& door_;
  std::unordered_map<connection_id, standings> standing_;
};

}  // namespace parley::striker
