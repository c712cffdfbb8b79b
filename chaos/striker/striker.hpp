// The fault injector of a process: takes plans from a file and from the admin port, and performs
// what chaos/injector decides. docs/faults.md is the reference.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/striker/options.hpp"
#include "chaos/striker/plan_text.hpp"
#include "chaos/striker/plan_watch.hpp"
#include "chaos/striker/redis_strikes.hpp"
#include "chaos/striker/strike_desk.hpp"
#include "chaos/striker/transport_strikes.hpp"
#include "core/io/redis_commands.hpp"
#include "core/io/ws/http_router.hpp"
#include "core/io/ws/ws_server.hpp"

namespace parley::striker {

// What a service lends: all of it must outlive the striker.
struct targets {
  io::ws_server& door;
  io::redis_commands& redis;
};

// One message at one of the three places around the log.
struct log_chance {
  injector::phase at = injector::phase::append;
  connection_id sender = 0;
  std::uint64_t seq = 0;
  std::string_view room{};
};

// Everything is called on the loop's thread.
class striker {
 public:
  // Throws start_error when the options name a plan and faults are not allowed.
  striker(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
          fault_options options, injector::place here);

  // GET, PUT and DELETE /faults.
  void add_routes(io::http_router& routes);

  // Takes up the plan of the options, if there is one, and watches its file. Throws start_error
  // when it is wrong.
  void start(targets at);
  void stop();  // releases everything, for good

  // For faults that have a share of rooms. The view is used at once.
  void ask_rooms_of(std::function<std::string_view(connection_id)> room_of) {
    desk_.ask_rooms_of(std::move(room_of));
  }

  // The plan has something for the places around the log; only then may strike_around_log be
  // called.
  [[nodiscard]] bool is_around_log() const { return is_around_log_; }

  // Whose connections were struck here: none, the sender's, or those of `members_of`.
  [[nodiscard]] bool strike_around_log(
      const log_chance& given, const std::function<std::vector<connection_id>()>& members_of);

 private:
  enum class source { none, file, admin };

  void take_up(injector::plan next, source from);
  void drop(const char* why, io::counter& counted);
  void install();
  void reload();
  void look_at_clock();
  void begin_seconds();
  void refuse(const plan_mistake& mistake, source from);

  [[nodiscard]] io::http_response put(const io::http_request& request);
  [[nodiscard]] std::string state() const;

  io::event_loop& loop_;
  io::logger& log_;
  const fault_options options_;
  strike_desk desk_;
  redis_strikes redis_strikes_;
  std::unique_ptr<transport_strikes> transport_strikes_;  // from start on
  io::ws_server* door_ = nullptr;
  io::redis_commands* redis_ = nullptr;
  std::unique_ptr<plan_watch> watch_;
  source source_ = source::none;
  bool is_around_log_ = false;
  io::timer clock_;  // once a second, while a plan is in force
  std::uint64_t seconds_ = 0;
  struct {
    io::counter& taken;
    io::counter& refused;
    io::counter& expired;
    io::counter& killed;
  } plans_;
};

}  // namespace parley::striker
