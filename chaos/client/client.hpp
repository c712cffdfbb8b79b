// One anonymous visitor: DESIGN section 6 as a pure machine. Events in with their time, actions
// out; bots, the load driver and the simulation perform them. One thread at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "chaos/client/events.hpp"
#include "chaos/client/memory.hpp"
#include "chaos/client/send_window.hpp"
#include "chaos/client/settings.hpp"
#include "core/wire/codec.hpp"

namespace parley::client {

// In [0, 1); the caller's, so that a run can be repeated.
using random_fraction = std::function<double()>;

class client {
 public:
  client(client_settings settings, random_fraction random);
  // After a reload: goes on where `kept` was.
  client(client_settings settings, random_fraction random, memory kept);

  [[nodiscard]] actions handle(const event& happened, instant now);

  // When it wants `deadline_passed`; none: nothing to wait for but the network. It may change with
  // every `handle`.
  [[nodiscard]] std::optional<steady_time> deadline() const;

  // What to keep for a reload, as of the last `handle`.
  [[nodiscard]] const memory& kept() const { return memory_; }

  [[nodiscard]] state current() const { return state_; }

 private:
  enum class errand { seek, open, resume, join };

  struct connection {
    link_number link = 0;
    errand what = errand::seek;
    bool done = false;  // the errand's request has been answered well
    bool news = false;  // joined, it has brought what was not known
    steady_time since;  // asked to connect; once done, done
    steady_time last_heard;
    steady_time last_answered;  // what proves that both directions live
    std::optional<steady_time> sync_asked;
  };

  struct sent {  // a request without an answer
    wire::method method;
    link_number link;
    seq_number seq;  // of a send
    unsigned round;  // of the window
    steady_time at;
  };

  // client.cpp: dispatch, the user's acts
  void on(const wish& what);
  void on(const enter& what);  // client_named.cpp
  void on(const wish_no_more& what);
  void on(const say& what);
  void on(const change& what);
  void on(const show_typing& what);
  void on(const change_name& what);
  void on(const say_goodbye& what);
  void on(const link_opened& what);
  void on(const link_text& what);
  void on(const link_closed& what);
  void on(const network_back& what);
  void on(const deadline_passed& what);
  void become(state next);
  void act(action what) { out_.push_back(std::move(what)); }
  template <class Call>
  void request(const connection& to, wire::method method, const Call& call, seq_number seq = 0);

  // client_answers.cpp: what services answer
  void on_response(connection& from, const wire::response& response);
  void on_refused_notification(const connection& from, const wire::response& response);
  void on_result(const sent& asked, const wire::any_result& result);
  void on_error(const sent& asked, const wire::rpc_error& error);
  void on_seek_error(const wire::rpc_error& error);
  void on_resume(const wire::resume_result& result);
  void on_resume_error(const wire::rpc_error& error);
  void on_joined(const wire::join_result& result);
  void on_room_ended(const wire::rpc_error& error);
  void on_join_error(const wire::rpc_error& error);
  void on_send_error(const sent& asked, const wire::rpc_error& error);

  // client_notices.cpp: what services say by themselves
  void on_notification(const wire::notification& said);
  void on_assigned(const wire::assigned& assignment);
  void on_wait_ended(const wire::wait_ended& end);
  void on_idle(const wire::idle& asked);
  void on_moved(const wire::moved& moved);

  // client_room.cpp: in the room
  void on_entry(const wire::entry& entry);
  void on_delivered(const wire::delivered& receipt);
  void on_presence(const wire::presence& presence);
  void on_ended(const wire::ended& end);
  void mark_stored(seq_number seq);
  void fill_window();
  void acknowledge();
  void leave_when_all_is_stored();
  void settle(state outcome);

  // client_named.cpp: in a named room
  void on_opened_room(const wire::open_result& found);
  void on_open_error(const wire::rpc_error& error);
  void on_joined_named(const wire::join_result& result);
  void on_presence_named(const wire::presence& presence);
  void look_around();
  [[nodiscard]] wire::version_vector told() const;  // what is applied, of as many as are told of
  [[nodiscard]] bool is_in_named() const { return memory_.seat && memory_.seat->is_named; }

  // client_route.cpp: where to connect, and when
  void connect();
  void connect_later();
  void lost(std::uint16_t code);
  [[nodiscard]] bool is_said_to_a_ghost();
  void expect_ghosts();
  void drop(std::optional<connection>& which);
  void go_to(const std::string& node, bool claim);
  void rejoin(bool through_matchmaker);
  void forgive(const connection& was);

  // client_health.cpp: what time brings
  void check_connecting();
  void check_heartbeat();
  void check_healing();
  void begin_healing();
  void on_healing_answer(const wire::response& response);
  [[nodiscard]] std::optional<steady_time> heartbeat_due() const;
  [[nodiscard]] std::optional<steady_time> healing_due() const;
  [[nodiscard]] std::optional<steady_time> unstored_since() const;
  [[nodiscard]] bool is_joined() const {
    return main_ && main_->what == errand::join && main_->done;
  }

  client_settings settings_;
  random_fraction random_;
  memory memory_;
  state state_ = state::idle;

  link_number links_ = 0;
  std::uint64_t requests_ = 0;
  std::map<std::uint64_t, sent> unanswered_;
  std::optional<connection> main_;
  std::optional<connection> healing_;

  // the way back
  unsigned failures_ = 0;
  std::optional<steady_time> retry_at_;
  unsigned ghosts_ = 0;  // so often `replaced` may have been said to a connection that was lost
  steady_time ghosts_until_;
  bool is_reloaded_ = false;  // and this tab has not connected since
  std::set<std::string> unreachable_;
  std::string doubted_;  // a node not reached once: a cut can hit two connections in a row
  bool ask_matchmaker_ = false;
  bool claim_ = false;
  bool cancelling_ = false;  // the wish is taken back, and no terminal frame has said so yet

  // of the connection that is joined
  send_window window_{settings_.window};
  bool receipt_due_ = false;
  steady_time receipt_earliest_{};
  wire::version_vector receipt_news_;            // of a named room
  bool receipt_says_all_ = true;                 // somebody seems not to know
  std::optional<steady_time> receipt_again_at_;  // one was refused
  bool leave_asked_ = false;
  bool partner_present_ = false;                        // in a named room: anybody else
  bool is_anybody_away_ = false;                        // in a named room
  std::map<seat_number, wire::presence_state> others_;  // likewise
  steady_time partner_since_;                           // of its presence or absence
  steady_time healed_at_;                               // joined, or last asked a matchmaker
  double heal_jitter_ = 0;

  instant now_;
  actions out_;
};

}  // namespace parley::client
