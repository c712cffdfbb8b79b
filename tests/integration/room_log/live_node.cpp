// Performs the machine's actions on Redis, and notes the rest.
#include "tests/integration/room_log/live_node.hpp"

#include <algorithm>
#include <numeric>

#include "chat-node/service/store_replies.hpp"

namespace parley::test {
namespace {

wire::token_box tokens() {
  std::array<unsigned char, 32> secret{};
  secret.fill(7);
  return wire::token_box({wire::make_token_key(secret)});
}

room::node_settings settings_of(const std::string& id) {
  room::node_settings settings;
  settings.id = id;
  settings.instance = "instance-of-" + id;
  settings.frames = {100'000, 100'000};
  return settings;
}

io::redis_settings link_settings(std::uint16_t port) {
  io::redis_settings settings;
  settings.port = port;
  settings.timeout = milliseconds{300};
  settings.longest_wait = milliseconds{100};
  return settings;
}

chat_node_service::store_settings store_settings_of(const std::string& id,
                                                    std::uint64_t wait_replicas) {
  chat_node_service::store_settings settings;
  settings.wait_replicas = wait_replicas;
  settings.wait_time = milliseconds{100};
  settings.node = id;
  settings.instance = "instance-of-" + id;
  return settings;
}

}  // namespace

live_node::live_node(io::event_loop& loop, std::string id, std::uint16_t redis_port,
                     std::uint64_t wait_replicas)
    : loop_(loop),
      node_(settings_of(id), tokens()),
      redis_(loop, link_settings(redis_port), {chat_node_service::room_library()},
             {.on_ready = [this](std::uint64_t) { take(room::link_ready{}); },
              .on_lost = [this](std::string_view) { take(room::link_lost{}); },
              .on_failed = {}}),
      store_(redis_, store_settings_of(id, wait_replicas),
             {[this](const room::store_answer& answer) { take(answer); }, [](auto) {}}) {
  redis_.start();
}

bool live_node::becomes_ready() {
  return run_until(loop_, [this] { return !node_.linked().is_empty(); });
}

void live_node::take(const room::event& what) {
  auto now = loop_.now();
  now.steady = now.steady + slept_;
  for (const auto& action : node_.handle(what, now))
    std::visit([this](const auto& each) { perform(each); }, action);
}

void live_node::join(connection_id as, seat_number seat, wire::join with) {
  take(room::connection_opened{as});
  const auto sid = std::string(31, '0') + std::to_string(seat);
  with.token =
      tokens().sign(wire::seat_claims{sid, room_name, seat, 1, "en", {}, {{1, "Ada"}, {2, "Bob"}}},
                    loop_.now().wall);
  call(as, with);
}

void live_node::send(connection_id from, seq_number seq) {
  call(from, wire::send{seq, "text", body_of(static_cast<seat_number>(from % 10), seq)});
}

void live_node::call(connection_id from, const wire::room_call& what) {
  const bool is_notification =
      std::holds_alternative<wire::received>(what) || std::holds_alternative<wire::typing>(what);
  const wire::request_id id{std::uint64_t{1}};
  take(room::frame_received{
      from, is_notification ? wire::encode_notification(what) : wire::encode_request(id, what)});
}

std::uint64_t live_node::counted(room::metric what) const {
  const auto at = counts_.find(what);
  return at == counts_.end() ? 0 : at->second;
}

void live_node::perform(const room::send_notification& send) {
  auto& by = heard_[send.to];
  if (const auto* entry = std::get_if<wire::entry>(&send.what)) by.entries.push_back(*entry);
  if (const auto* ended = std::get_if<wire::ended>(&send.what)) by.ends.push_back(*ended);
  if (const auto* storage = std::get_if<wire::storage>(&send.what))
    by.storage.push_back(storage->available);
  if (std::holds_alternative<wire::caught_up>(send.what)) ++by.caught_up;
}

void live_node::perform(const room::send_result& send) {
  auto& by = heard_[send.to];
  if (const auto* joined = std::get_if<wire::join_result>(&send.what)) by.joins.push_back(*joined);
  if (const auto* stored = std::get_if<wire::send_result>(&send.what)) by.stored.push_back(*stored);
  if (std::holds_alternative<wire::empty_result>(send.what)) ++by.empty_results;
}

void live_node::perform(const room::close_connection& close) {
  heard_[close.id].closed.push_back(close.code);
  loop_.post([this, id = close.id] { take(room::connection_closed{id}); });
}

void live_node::perform(const room::ask_queue_level& ask) {
  loop_.post([this, id = ask.id] { take(room::queue_level{id, 0}); });
}

void live_node::perform(const room::store_command& command) {
  if (on_command) on_command(command);
  store_.perform(command);
}

room::log_loader read_whole_log(const redis_server& redis) {
  room::log_loader loader;
  auto page = std::get<room::log_page>(
      chat_node_service::parse_log_page(redis.command({"XRANGE", log_key, "-", "+"})));
  page.is_last = true;
  (void)loader.read(page);
  return loader;
}

std::string body_of(seat_number seat, seq_number seq) {
  return std::to_string(seat) + " says " + std::to_string(seq);
}

std::vector<seq_number> seqs_of(const std::vector<wire::entry>& entries) {
  std::vector<seq_number> seqs;
  for (const auto& each : entries)
    seqs.push_back(each.seq);
  return seqs;
}

std::vector<seq_number> counted_to(seq_number last) {
  std::vector<seq_number> seqs(static_cast<std::size_t>(last));
  std::iota(seqs.begin(), seqs.end(), 1);
  return seqs;
}

}  // namespace parley::test
