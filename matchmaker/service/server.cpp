// Wiring: who calls the machine, and who does what it says.
#include "matchmaker/service/server.hpp"

#include <sodium.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "chaos/striker/striker.hpp"
#include "core/io/admin_routes.hpp"
#include "core/io/link_log.hpp"
#include "core/io/open_redis.hpp"
#include "core/io/redis_blocking_reader.hpp"
#include "core/io/require_redis.hpp"
#include "core/io/service_main.hpp"
#include "core/io/ws/http_server.hpp"
#include "core/io/ws/ws_server.hpp"
#include "core/registry/registry_client.hpp"
#include "matchmaker/pairing/matchmaker.hpp"
#include "matchmaker/service/metrics.hpp"
#include "matchmaker/service/store.hpp"

namespace parley::matchmaker_service {
namespace {

constexpr milliseconds tick_every{500};
constexpr milliseconds exit_guard{3'000};
constexpr milliseconds patience_with_redis{3'000};

template <std::size_t Bytes>
std::string random_hex() {
  std::array<unsigned char, Bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * Bytes + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

io::log_level level_of(pairing::severity severity) {
  switch (severity) {
    case pairing::severity::info:
      return io::log_level::info;
    case pairing::severity::warn:
      return io::log_level::warn;
    case pairing::severity::error:
      return io::log_level::error;
  }
  return io::log_level::error;
}

std::vector<std::string> pools_of(const pairing::matchmaker_settings& settings) {
  auto pools = settings.languages;
  if (!settings.probe_key.empty()) pools.emplace_back(pairing::probe_pool);
  return pools;
}

class server {
 public:
  server(const config& with, io::event_loop& loop, io::logger& log);
  void start();

 private:
  void on_link_ready(const link::slot_set& slots);
  void on_link_lost(const link::slot_set& slots, std::string_view reason);
  void open_if_possible();
  void take(const pairing::event& what);
  void perform(const pairing::send_notification& send) { say(send.to, wire::encode(send.what)); }
  void perform(const pairing::send_result& send) {
    say(send.to, wire::encode_result(send.id, send.what));
  }
  void perform(const pairing::send_error& send) {
    say(send.to, wire::encode_error(send.id, send.what));
  }
  void perform(const pairing::close_connection& close);
  void perform(const pairing::store_command& command) { store_.perform(command); }
  void perform(const pairing::announce&) { registry_.refresh(); }
  void perform(const pairing::refuse_connections&) { door_.refuse("draining"); }
  void perform(const pairing::finished&);
  void perform(const pairing::log_line& line);
  void perform(const pairing::count& counted) { metrics_.count(counted); }
  void perform(const pairing::observe_wait& wait) { metrics_.observe_wait(wait.waited); }

  // Over the bound on queued bytes the connection is closed by its server, which tells us.
  void say(connection_id to, const std::string& frame) { (void)door_.send(to, frame); }
  void leave();

  [[nodiscard]] io::http_router admin_routes();
  [[nodiscard]] io::ws_server_settings door_settings();
  [[nodiscard]] io::ws_server_handlers door_handlers();
  [[nodiscard]] io::redis_events redis_events();
  [[nodiscard]] store_handlers handlers_of_store();
  [[nodiscard]] registry::registry_handlers registry_handlers();
  [[nodiscard]] registry::node_record own_record() const;
  [[nodiscard]] io::http_response stats() const;
  [[nodiscard]] std::string why_not_ready() const;
  void on_registry(const std::vector<registry::node_record>& listed);
  void on_mail(const std::vector<std::string>& letters);
  void on_notice(const io::ws_notice& notice);

  const config& config_;
  io::event_loop& loop_;
  io::logger& log_;
  pairing::matchmaker_settings settings_;
  std::string instance_;
  pairing::matchmaker matchmaker_;
  link::slot_set linked_;  // what of Redis can be reached
  matchmaker_metrics metrics_;
  striker::striker striker_;
  std::unique_ptr<io::redis_commands> redis_;
  io::redis_blocking_reader mailbox_;
  store store_;
  registry::registry_client registry_;
  io::ws_server door_;
  io::http_server admin_;
  io::link_log link_log_;
  bool is_open_ = false;
  io::timer whole_within_;  // at the start all of Redis is waited for
  io::timer ticks_;
  std::uint64_t online_ = 0;   // of all services, as the registry last told
  std::uint64_t waiting_ = 0;  // likewise
};

server::server(const config& with, io::event_loop& loop, io::logger& log)
    : config_(with),
      loop_(loop),
      log_(log),
      settings_(matchmaker_settings_of(with)),
      instance_(random_hex<8>()),
      matchmaker_(settings_, tokens_of(with)),
      metrics_(matchmaker_, linked_, loop, pools_of(settings_)),
      striker_(loop, log, metrics_.registry(), with.faults,
               {injector::service::matchmaker, settings_.id}),
      redis_(io::open_redis(loop, io::redis_place_of(with.service),
                            {pairing_library(), registry::library()}, redis_events())),
      mailbox_(loop, redis_->own_link(mailbox_of(instance_)), {mailbox_of(instance_)},
               {[this](const std::string&, const std::vector<std::string>& letters) {
                 on_mail(letters);
               }}),
      store_(*redis_,
             {.holder = instance_,
              .interest_patience = settings_.interest_patience,
              .ticket_lease = with.ticket_lease,
              .turns = settings_.turns},
             handlers_of_store(), safety::report_settings_of(with.safety)),
      registry_(loop, *redis_,
                {.lease = with.service.registry.lease_ms,
                 .renew_every = with.service.registry.lease_ms / 3},
                registry_handlers()),
      door_(loop.context(), door_settings(), door_handlers()),
      admin_(loop.context(), admin_routes(),
             {.on_notice = [this](const io::ws_notice& notice) { on_notice(notice); }}),
      link_log_(loop, log) {}

void server::start() {
  const auto& options = config_.service;
  striker_.start({door_, *redis_});
  admin_.listen(options.admin.address, options.admin.port);
  door_.refuse("starting");
  door_.listen(options.listen.address, options.listen.port);
  redis_->start();
  whole_within_ = loop_.after(patience_with_redis, [this] { open_if_possible(); });
  mailbox_.start();
  registry_.start();
  ticks_ = loop_.every(tick_every, [this] { take(pairing::tick{}); });
  loop_.on_stop_signal([this](int) { take(pairing::drain_asked{}); });
}

// The machine's link is the one to the pairing functions: who owns a room is asked elsewhere, and
// may go unanswered for a while.
void server::on_link_ready(const link::slot_set& slots) {
  link_log_.ready(slots.count());
  metrics_.link_ready();
  linked_.add(slots);
  if (slots.contains_tag(registry::hash_tag)) registry_.refresh();
  if (slots.contains_tag(hash_tag)) take(pairing::link_ready{});
  open_if_possible();
}

// With all of Redis; after a while also without some of it, as one that runs goes on. Not without
// the queue and the registry, for nobody could be paired.
void server::open_if_possible() {
  const bool is_enough = !whole_within_.is_running() && linked_.contains_tag(hash_tag) &&
                         linked_.contains_tag(registry::hash_tag);
  if (is_open_ || !(linked_.is_all() || is_enough)) return;
  is_open_ = true;
  door_.refuse({});
  io::log_ready(log_, settings_.id, door_.port(), admin_.port());
}

void server::on_link_lost(const link::slot_set& slots, std::string_view reason) {
  link_log_.lost(slots.count(), reason);
  linked_.remove(slots);
  if (slots.contains_tag(hash_tag)) take(pairing::link_lost{});
}

void server::take(const pairing::event& what) {
  for (const auto& action : matchmaker_.handle(what, loop_.now())) {
    std::visit([this](const auto& each) { perform(each); }, action);
  }
}

void server::perform(const pairing::close_connection& close) {
  door_.close(close.id, static_cast<std::uint16_t>(close.code), wire::name_of(close.code));
}

void server::perform(const pairing::log_line& line) {
  std::vector<io::log_field> fields;
  for (const auto& [key, value] : line.fields)
    fields.emplace_back(key, value);
  log_.write(level_of(line.level), line.text, fields);
}

void server::perform(const pairing::finished&) {
  registry_.leave([this] { leave(); });
}

void server::leave() {
  log_.info("leaving", {{"connections", door_.connections()}});
  striker_.stop();
  whole_within_.cancel();
  link_log_.stop();
  ticks_.cancel();
  mailbox_.stop();
  redis_->stop();
  admin_.stop_listening();
  door_.stop_listening();
  door_.close_all(static_cast<std::uint16_t>(wire::close_code::going_away),
                  wire::name_of(wire::close_code::going_away));
  loop_.wind_down(exit_guard);
}

io::http_router server::admin_routes() {
  auto routes =
      io::admin_routes({"parley-matchmaker", settings_.id, [this] { return metrics_.text(); },
                        [this] { return why_not_ready(); }});
  striker_.add_routes(routes);
  return routes;
}

io::ws_server_settings server::door_settings() {
  const auto& options = config_.service;
  io::ws_server_settings door;
  door.paths = {"/match"};
  door.origins = options.listen.origins;
  door.trusted_proxies = options.listen.trusted_proxies;
  door.max_connections = options.limits.connections;
  door.max_connections_per_address = options.limits.connections_per_address;
  door.max_queued_bytes = options.limits.queued_bytes;
  door.idle_timeout = options.limits.idle_timeout_ms;
  door.handshake_timeout = options.limits.handshake_timeout_ms;
  door.routes.on("GET", "/api/stats", [this](const io::http_request&) { return stats(); });
  return door;
}

io::ws_server_handlers server::door_handlers() {
  return {.on_open =
              [this](connection_id id, const io::ws_peer& peer) {
                take(pairing::connection_opened{id, peer.address_key, random_hex<12>()});
              },
          .on_message =
              [this](connection_id id, std::string_view text) {
                take(pairing::frame_received{id, std::string(text)});
              },
          .on_close = [this](connection_id id, std::uint16_t,
                             std::string_view) { take(pairing::connection_closed{id}); },
          .on_notice = [this](const io::ws_notice& notice) { on_notice(notice); }};
}

io::redis_events server::redis_events() {
  return {.on_ready = [this](const link::slot_set& slots) { on_link_ready(slots); },
          .on_lost = [this](const link::slot_set& slots,
                            std::string_view reason) { on_link_lost(slots, reason); },
          .on_failed =
              [this](std::string_view reason) {
                log_.warn("no link to Redis", {{"reason", reason}});
              },
          .on_redirect = [this](std::string_view kind) { metrics_.redirected(kind); }};
}

store_handlers server::handlers_of_store() {
  return {[this](const pairing::store_answer& answer) { take(answer); },
          [this](auto time, std::size_t wishes) { metrics_.observe_call(time, wishes); }};
}

registry::registry_handlers server::registry_handlers() {
  return {[this] { return own_record(); },
          [this](const std::vector<registry::node_record>& listed) { on_registry(listed); },
          [this](std::string_view what) {
            log_.warn("registry", {{"what", what}});
          }};
}

void server::on_notice(const io::ws_notice& notice) {
  using kind = io::ws_notice_kind;
  const bool is_refusal =
      notice.kind == kind::handshake_refused || notice.kind == kind::handshake_failed;
  if (is_refusal) metrics_.refused_handshake();
  const auto level =
      notice.kind == kind::accept_paused ? io::log_level::error : io::log_level::debug;
  log_.write(level, io::to_string(notice.kind),
             std::vector<io::log_field>{{"connection", notice.id}, {"detail", notice.detail}});
}

registry::node_record server::own_record() const {
  return {.id = settings_.id,
          .service = registry::service_kind::matchmaker,
          .instance = instance_,
          .version = std::string(io::version()),
          .connections = matchmaker_.open_connections(),
          .waiting = matchmaker_.waiting(),
          .draining = matchmaker_.is_draining(),
          .address = config_.service.listen.address + ":" + std::to_string(door_.port())};
}

void server::on_registry(const std::vector<registry::node_record>& listed) {
  pairing::nodes_listed known;
  online_ = waiting_ = 0;
  for (const auto& each : listed) {
    online_ += each.connections;
    waiting_ += each.waiting;
    if (each.service != registry::service_kind::chat_node) continue;
    known.nodes.push_back(
        {each.id, each.instance, each.rooms, each.capacity, each.draining, each.version});
  }
  take(known);
}

void server::on_mail(const std::vector<std::string>& letters) {
  for (const std::string& each : letters) {
    if (auto letter = parse_letter(each)) {
      take(pairing::letter_arrived{std::move(*letter)});
    } else {
      log_.warn("letter not understood", {{"letter", each}});
    }
  }
}

// People online and waiting: what the registry said last, a second old at the most.
io::http_response server::stats() const {
  io::http_response response;
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body =
      "{\"online\":" + std::to_string(online_) + ",\"waiting\":" + std::to_string(waiting_) + "}";
  return response;
}

std::string server::why_not_ready() const {
  if (matchmaker_.is_draining()) return "draining";
  if (!matchmaker_.has_link()) return "Redis is away";
  return {};
}

}  // namespace

int serve(const config& with, io::event_loop& loop, io::logger& log) {
  io::require_redis(loop, io::redis_place_of(with.service));
  server running(with, loop, log);
  running.start();
  if (!loop.run()) log.warn("exit with something still open", {});
  log.info("stopped", {});
  return 0;
}

}  // namespace parley::matchmaker_service
