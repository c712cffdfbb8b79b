// A chat-node without sockets: the real machine, the real store and a real link to a real Redis. A
// test speaks for the members and reads what they hear.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "chat-node/room/chat_node.hpp"
#include "chat-node/service/store.hpp"
#include "core/io/redis_client.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/run_until.hpp"

namespace parley::test {

inline const std::string room_name = "r1";
inline const std::string log_key = "room:{r1}";
inline const std::string owner_key = "room:{r1}:owner";

// All that one connection was told, by kind.
struct heard {
  std::vector<wire::join_result> joins;
  std::vector<wire::send_result> stored;
  std::vector<wire::entry> entries;
  std::vector<wire::rpc_error> errors;
  std::vector<wire::ended> ends;
  std::vector<bool> storage;
  std::size_t caught_up = 0;
  std::size_t empty_results = 0;
  std::vector<wire::close_code> closed;
};

class live_node {
 public:
  live_node(io::event_loop& loop, std::string id, std::uint16_t redis_port,
            std::uint64_t wait_replicas = 0);

  // Waits until the link is up.
  [[nodiscard]] bool becomes_ready();

  void take(const room::event& what);
  void join(connection_id as, seat_number seat, wire::join with = {});
  void send(connection_id from, seq_number seq);  // its body says who and what
  void call(connection_id from, const wire::room_call& what);
  void tick() { take(room::tick{}); }
  void sleep(milliseconds duration) { slept_ += duration; }  // its clock goes on, nothing else

  // What was heard by a connection; empty for one that has heard nothing.
  [[nodiscard]] heard& of(connection_id id) { return heard_[id]; }
  [[nodiscard]] std::uint64_t counted(room::metric what) const;
  [[nodiscard]] std::size_t rooms() const { return node_.rooms(); }

  std::function<void(const room::store_command&)> on_command;  // sees each before it is sent

 private:
  void perform(const room::send_notification& send);
  void perform(const room::send_result& send);
  void perform(const room::send_error& send) { heard_[send.to].errors.push_back(send.what); }
  void perform(const room::close_connection& close);
  void perform(const room::ask_queue_level& ask);
  void perform(const room::store_command& command);
  void perform(const room::count& counted) { counts_[counted.what] += counted.amount; }
  void perform(const room::ask_filter&) {}  // it has no hook
  void perform(const room::announce&) {}
  void perform(const room::finished&) {}
  void perform(const room::log_line&) {}

  io::event_loop& loop_;
  room::chat_node node_;
  io::redis_client redis_;
  chat_node_service::store store_;
  std::map<connection_id, heard> heard_;
  std::map<room::metric, std::uint64_t> counts_;
  std::vector<io::timer> timers_;
  milliseconds slept_{0};
};

// What every reader makes of the room's log as it is in Redis now.
[[nodiscard]] room::log_loader read_whole_log(const redis_server& redis);

[[nodiscard]] std::string body_of(seat_number seat, seq_number seq);

// The seqs of the entries, in the order heard.
[[nodiscard]] std::vector<seq_number> seqs_of(const std::vector<wire::entry>& entries);
[[nodiscard]] std::vector<seq_number> counted_to(seq_number last);

}  // namespace parley::test
