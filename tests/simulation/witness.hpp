// Sees what users do and are shown, what nodes relay and what Redis is given, and holds it against
// the guarantee (DESIGN section 3) at each step. It knows nothing of how a machine works inside.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaos/client/events.hpp"
#include "core/wire/messages.hpp"
#include "matchmaker/pairing/store.hpp"
#include "tests/simulation/environment.hpp"
#include "tests/simulation/network.hpp"

namespace parley::simulation {

struct violation {
  std::string property;  // by the names of the experiments' checks
  std::string words;
};

class witness {
 public:
  witness(environment& env, const network& net) : env_(env), net_(net) {}

  // ---- users; `client` is its number
  void on_paired(unsigned client, const std::string& name, const wire::assigned& given);
  void on_entered(unsigned client, const std::string& room, seat_number seat);  // a named room
  [[nodiscard]] static std::string content_of(const wire::entry& said);
  void on_accepted(const std::string& room, seat_number seat, seq_number seq, std::string body);
  void on_joined(const std::string& room, seat_number seat, connection_id on);
  void on_applied(const std::string& room, seat_number own, const wire::entry& entry);
  void on_gap(const std::string& room, seat_number own, seat_number from, seq_number count);
  void on_shown_stored(const std::string& room, seat_number seat, seq_number seq);
  void on_shown_delivered(const std::string& room, seat_number seat, seq_number seq);
  void on_opened(const std::string& room, seat_number seat);
  void on_goodbye(const std::string& room, seat_number seat);
  void on_tab_closed(const std::string& room);
  void on_ended(const std::string& room, seat_number seat, wire::room_end reason);
  void on_failed(unsigned client);

  // ---- services
  void on_entry_sent(connection_id to, const wire::entry& entry);
  void on_assigned(const pairing::assignment& made);  // by Redis
  void on_logged(const std::string& room, seat_number seat, seq_number seq);
  void on_perhaps_logged(const std::string& room, seat_number seat, seq_number seq);  // or before
  void on_claimed(const std::string& room, std::uint64_t epoch);

  // ---- at rest
  struct sitting {
    connection_id on = 0;
    std::int64_t since_ms = 0;
  };
  struct seat_truth {
    std::optional<unsigned> client{};
    std::vector<std::string> said{};  // bodies; the first is seq 1
    seq_number applied = 0;           // of these, by the other; in a named room, by anybody
    std::map<seat_number, seq_number> applied_by{};  // in a named room: by each of the others
    seq_number logged = 0;                           // of these, by any master at any time
    std::vector<std::int64_t> logged_ms{};           // when, each of them, first
    std::optional<sitting> joined{};                 // last; the connection may be over
    std::vector<entry_id> ids{};                     // as the other was shown them
    bool has_opened = false;                         // this member has seen the other in the room
    bool has_left = false;                           // a named room, or wants to
  };
  struct room_truth {
    std::map<seat_number, seat_truth> seats{};
    bool is_named = false;
    std::uint64_t epoch = 0;
    bool has_goodbye = false;
    bool has_lost_tab = false;
    bool has_ended = false;
    seat_truth& seat(seat_number number) { return seats[number]; }
    [[nodiscard]] const seat_truth& seat(seat_number number) const {
      static const seat_truth nobody;
      const auto at = seats.find(number);
      return at == seats.end() ? nobody : at->second;
    }
  };
  [[nodiscard]] const std::map<std::string, room_truth>& rooms() const { return rooms_; }
  [[nodiscard]] const room_truth* find(const std::string& room) const;

  void violated(std::string property, std::string words);  // the first one counts
  [[nodiscard]] const std::optional<violation>& verdict() const { return verdict_; }

 private:
  void on_applied_named(room_truth& room, seat_number own, const wire::entry& entry);

  void note_logged(seat_truth& from, seq_number seq);
  [[nodiscard]] std::optional<seat_number> passed_over(const room_truth& room, seat_number sender,
                                                       seq_number seq) const;

  environment& env_;
  const network& net_;
  std::map<std::string, room_truth> rooms_;
  std::map<std::pair<std::string, std::uint64_t>, std::string> rooms_of_wishes_;
  std::map<std::pair<connection_id, seat_number>, seq_number> relayed_;
  std::optional<violation> verdict_;
};

}  // namespace parley::simulation
