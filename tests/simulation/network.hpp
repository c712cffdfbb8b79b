// Connections between clients and processes: each way in order, each frame with a delay of its own,
// and every way in which a connection can break.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "tests/simulation/environment.hpp"

namespace parley::simulation {

class process;

// Who opens connections. Nothing is told of one that it has dropped itself.
class caller {
 public:
  virtual ~caller() = default;
  virtual void on_opened(connection_id id) = 0;
  virtual void on_text(connection_id id, std::string text) = 0;
  virtual void on_closed(connection_id id, std::uint16_t code) = 0;  // 0: it was never open
};

class network {
 public:
  explicit network(environment& env) : env_(env) {}

  connection_id open(caller& from, process& to);
  void send_to_service(connection_id id, std::string text);
  void send_to_client(connection_id id, std::string text);
  void drop(connection_id id);                       // by the client
  void close(connection_id id, std::uint16_t code);  // by the service
  void process_died(const process& which, bool is_noticed);
  void process_left(const process& which);  // it has exited in good order

  // ---- faults
  enum class unnoticed { nobody, by_client, by_service };
  void cut(connection_id id, unnoticed by, bool arrives);  // `arrives`: what is under way
  void freeze(connection_id id, bool to_service, bool to_client, std::int64_t for_ms);
  void part(caller& from, process& to, std::int64_t for_ms);
  void heal();  // whatever is frozen or parted

  // The process at the other end, of which of its lives, as long as neither end nor the way between
  // them is at an end.
  struct service_end {
    const process* which = nullptr;
    std::uint64_t incarnation = 0;
    friend bool operator==(const service_end&, const service_end&) = default;
  };
  [[nodiscard]] std::optional<service_end> served_by(connection_id id) const;
  [[nodiscard]] std::vector<connection_id> open_connections() const;
  [[nodiscard]] std::size_t connections_of(const process& which) const;  // that it knows of

 private:
  enum direction : std::size_t { to_service = 0, to_client = 1 };

  struct parcel {
    bool is_end = false;
    std::uint16_t code = 0;
    std::string text{};
  };
  struct way {
    std::int64_t last_ms = 0;  // when the last parcel under way arrives
    bool is_frozen = false;
    std::deque<parcel> held{};
  };
  struct line {
    caller* from = nullptr;
    process* to = nullptr;
    std::uint64_t incarnation = 0;  // of the process, once it knows of the connection
    bool has_arrived = false;       // at the machine of the process, which may be frozen
    bool is_broken = false;         // nothing arrives any more
    bool is_closing = false;        // an end has been sent: what follows it is not
    bool client_knows_end = false;
    bool service_has_it = false;
    bool service_knows_end = false;
    std::array<way, 2> ways{};

    [[nodiscard]] bool lives() const {
      return service_has_it && !service_knows_end && !client_knows_end && !is_broken;
    }
  };

  line* find(connection_id id);
  void arrive(connection_id id);
  void knock(connection_id id);
  void post(connection_id id, line& on, direction where, parcel what);
  void take(connection_id id, direction where, parcel what);
  void hand_over(connection_id id, line& on, direction where, parcel what);
  void end_client(connection_id id, std::uint16_t code);
  void end_service(connection_id id);
  void end_client_soon(connection_id id, std::uint16_t code);
  void end_service_in(connection_id id, std::int64_t ms);
  void thaw(connection_id id);
  void forget_if_over(connection_id id);

  environment& env_;
  connection_id last_id_ = 0;
  std::map<connection_id, line> lines_;
  std::map<std::pair<const caller*, const process*>, std::int64_t> parted_until_;
};

}  // namespace parley::simulation
