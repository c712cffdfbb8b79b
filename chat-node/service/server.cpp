// Wiring: who calls the machine, and who does what it says.
#include "chat-node/service/server.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/striker/striker.hpp"
#include "chat-node/room/chat_node.hpp"
#include "chat-node/service/clock_watch.hpp"
#include "chat-node/service/file_door.hpp"
#include "chat-node/service/filter_hook.hpp"
#include "chat-node/service/log_faults.hpp"
#include "chat-node/service/metrics.hpp"
#include "chat-node/service/store.hpp"
#include "core/io/admin_routes.hpp"
#include "core/io/link_log.hpp"
#include "core/io/open_redis.hpp"
#include "core/io/redis_blocking_reader.hpp"
#include "core/io/require_redis.hpp"
#include "core/io/service_main.hpp"
#include "core/io/ws/http_server.hpp"
#include "core/io/ws/ws_server.hpp"
#include "core/registry/registry_client.hpp"

namespace parley::chat_node_service {
namespace {

constexpr milliseconds tick_every{100};
constexpr milliseconds queue_look_after{10};
constexpr milliseconds exit_guard{3'000};
constexpr milliseconds patience_with_redis{3'000};

class server {
 public:
  server(const config& with, io::event_loop& loop, io::logger& log);
  void start();

 private:
  void on_link_ready(const link::slot_set& slots);
  void on_link_lost(const link::slot_set& slots, std::string_view reason);
  void open_if_possible();
  void take(const room::event& what);
  void perform(const room::send_notification& send) { say(send.to, wire::encode(send.what)); }
  void perform(const room::send_result& send) {
    if (striker_.is_around_log() && log_faults_.cuts_before_answer(send.to, send.what)) return;
    say(send.to, wire::encode_result(send.id, send.what));
  }
  void perform(const room::send_error& send) {
    say(send.to, wire::encode_error(send.id, send.what));
  }
  void perform(const room::close_connection& close);
  void perform(const room::ask_queue_level& ask);
  void perform(const room::store_command& command) {
    if (striker_.is_around_log()) log_faults_.before(command);
    store_.perform(command);
  }
  void perform(const room::ask_filter& question) { filter_hook_->ask(question); }
  void perform(const room::announce&) { registry_.refresh(); }
  void perform(const room::finished&);
  void perform(const room::log_line& line);
  void perform(const room::count& counted) { metrics_.count(counted); }

  // Over the bound on queued bytes the connection is closed by its server, which tells us.
  void say(connection_id to, const std::string& frame) { (void)door_.send(to, frame); }
  void look_at_queues();
  void leave();

  [[nodiscard]] io::http_router admin_routes();
  [[nodiscard]] io::ws_server_settings door_settings() const;
  [[nodiscard]] io::ws_server_handlers door_handlers();
  [[nodiscard]] io::redis_events redis_events();
  [[nodiscard]] io::redis_events file_redis_events();
  [[nodiscard]] store_settings settings_of_store() const;
  [[nodiscard]] registry::node_record own_record() const;
  void on_nodes(const std::vector<registry::node_record>& listed);
  void on_mail(const std::vector<std::string>& words);
  void on_notice(const io::ws_notice& notice);
  [[nodiscard]] std::string why_not_ready() const;

  const config& config_;
  io::event_loop& loop_;
  io::logger& log_;
  room::node_settings settings_;
  room::chat_node node_;
  node_metrics metrics_;
  striker::striker striker_;
  log_faults log_faults_;
  std::unique_ptr<io::redis_commands> redis_;
  io::redis_blocking_reader mailbox_;
  store store_;
  std::optional<filter_hook> filter_hook_;
  clock_watch clock_watch_;
  registry::registry_client registry_;
  std::unique_ptr<io::redis_commands> file_redis_;  // so that no append waits behind a file
  file_store file_store_;
  file_door file_door_;
  io::ws_server door_;
  io::http_server admin_;
  io::link_log link_log_;
  bool is_open_ = false;
  io::timer whole_within_;  // at the start all of Redis is waited for
  io::timer ticks_;
  io::timer queue_look_;
  std::vector<connection_id> asked_queues_;
};

server::server(const config& with, io::event_loop& loop, io::logger& log)
    : config_(with),
      loop_(loop),
      log_(log),
      settings_(node_settings_of(with)),
      node_(settings_, tokens_of(with)),
      metrics_(node_, settings_.capacity, loop),
      striker_(loop, log, metrics_.registry(), with.faults,
               {injector::service::chat_node, settings_.id}),
      log_faults_(striker_, node_),
      redis_(io::open_redis(loop, io::redis_place_of(with.service),
                            {room_library(), registry::library()}, redis_events())),
      mailbox_(
          loop, redis_->own_link(mailbox_of(settings_.id)), {mailbox_of(settings_.id)},
          {[this](const std::string&, const std::vector<std::string>& words) { on_mail(words); }}),
      store_(*redis_, settings_of_store(),
             {[this](room::store_answer answer) { take(answer); },
              [this](auto time) { metrics_.observe_append(time); },
              [this](const std::string& room, std::string_view why) {
                metrics_.copy_missed();
                log_.error("a room ends without its sealed copy", {{"room", room}, {"why", why}});
              }}),
      clock_watch_(loop, log, metrics_.registry(), with.clock,
                   [this](const auto& reference) { take(room::clocks_compared{reference}); }),
      registry_(loop, *redis_,
                {.lease = with.service.registry.lease_ms,
                 .renew_every = with.service.registry.lease_ms / 3},
                {[this] { return own_record(); },
                 [this](const std::vector<registry::node_record>& listed) { on_nodes(listed); },
                 [this](std::string_view what) {
                   log_.warn("registry", {{"what", what}});
                 }}),
      file_redis_(io::open_redis(loop, io::redis_place_of(with.service), {room_library()},
                                 file_redis_events())),
      file_store_(*file_redis_, settings_of_store().time_to_live, settings_of_store().named_kept),
      file_door_(loop, log, metrics_.registry(), file_store_, with.files, tokens_of(with),
                 with.node_id),
      door_(loop.context(), door_settings(), door_handlers()),
      admin_(loop.context(), admin_routes(),
             {.on_notice = [this](const io::ws_notice& notice) { on_notice(notice); }}),
      link_log_(loop, log) {
  if (auto at = hook_of(with.filter))
    filter_hook_.emplace(loop, log, std::move(*at), with.filter.deadline,
                         [this](room::filter_answered answer) { take(answer); });
}

void server::start() {
  const auto& options = config_.service;
  striker_.start({door_, *redis_});
  admin_.listen(options.admin.address, options.admin.port);
  striker_.ask_rooms_of([this](connection_id id) { return node_.room_of(id); });
  door_.refuse("starting");
  door_.listen(options.listen.address, options.listen.port);
  redis_->start();
  file_redis_->start();
  whole_within_ = loop_.after(patience_with_redis, [this] { open_if_possible(); });
  mailbox_.start();
  registry_.start();
  clock_watch_.start();
  ticks_ = loop_.every(tick_every, [this] { take(room::tick{}); });
  loop_.on_stop_signal([this](int) { take(room::drain_asked{}); });
}

void server::on_link_ready(const link::slot_set& slots) {
  link_log_.ready(slots.count());
  metrics_.link_ready();
  if (slots.contains_tag(registry::hash_tag)) registry_.refresh();
  take(room::link_ready{slots});
  open_if_possible();
}

// With all of Redis; after a while also without some of it, as one that runs goes on. Not without
// the registry, for nobody would find this node.
void server::open_if_possible() {
  const auto& linked = node_.linked();
  const bool is_enough = !whole_within_.is_running() && linked.contains_tag(registry::hash_tag);
  if (is_open_ || !(linked.is_all() || is_enough)) return;
  is_open_ = true;
  door_.refuse({});
  io::log_ready(log_, settings_.id, door_.port(), admin_.port());
}

void server::on_link_lost(const link::slot_set& slots, std::string_view reason) {
  link_log_.lost(slots.count(), reason);
  take(room::link_lost{slots, slots.contains_tag(registry::hash_tag)});
}

void server::take(const room::event& what) {
  const auto actions = node_.handle(what, loop_.now());
  const auto* const answer = std::get_if<room::store_answer>(&what);
  const bool may_strike = answer != nullptr && striker_.is_around_log();
  if (may_strike) log_faults_.before(*answer);
  for (const auto& action : actions)
    std::visit([this](const auto& each) { perform(each); }, action);
  if (may_strike) log_faults_.done();
}

void server::perform(const room::close_connection& close) {
  door_.close(close.id, static_cast<std::uint16_t>(close.code), wire::name_of(close.code));
}

void server::perform(const room::ask_queue_level& ask) {
  asked_queues_.push_back(ask.id);
  if (!queue_look_.is_running())
    queue_look_ = loop_.after(queue_look_after, [this] { look_at_queues(); });
}

void server::look_at_queues() {
  for (const auto id : std::exchange(asked_queues_, {}))
    take(room::queue_level{id, door_.buffered(id)});
  if (!asked_queues_.empty())
    queue_look_ = loop_.after(queue_look_after, [this] { look_at_queues(); });
}

void server::perform(const room::log_line& line) {
  std::vector<io::log_field> fields;
  for (const auto& [key, value] : line.fields)
    fields.emplace_back(key, value);
  const auto level = line.level == room::severity::info   ? io::log_level::info
                     : line.level == room::severity::warn ? io::log_level::warn
                                                          : io::log_level::error;
  log_.write(level, line.text, fields);
}

void server::perform(const room::finished&) {
  registry_.leave([this] { leave(); });
}

void server::leave() {
  log_.info("leaving", {{"connections", door_.connections()}});
  striker_.stop();
  whole_within_.cancel();
  link_log_.stop();
  ticks_.cancel();
  clock_watch_.stop();
  queue_look_.cancel();
  mailbox_.stop();
  redis_->stop();
  file_redis_->stop();
  admin_.stop_listening();
  door_.stop_listening();
  door_.close_all(static_cast<std::uint16_t>(wire::close_code::going_away),
                  wire::name_of(wire::close_code::going_away));
  loop_.wind_down(exit_guard);
}

io::http_router server::admin_routes() {
  auto routes =
      io::admin_routes({"parley-chat-node", settings_.id, [this] { return metrics_.text(); },
                        [this] { return why_not_ready(); }});
  striker_.add_routes(routes);
  return routes;
}

io::ws_server_settings server::door_settings() const {
  const auto& options = config_.service;
  io::ws_server_settings door;
  door.paths = {"/ws", "/node/" + config_.node_id + "/ws"};
  door.stream_prefixes = file_prefixes(config_.node_id);
  door.origins = options.listen.origins;
  door.trusted_proxies = options.listen.trusted_proxies;
  door.max_connections = options.limits.connections;
  door.max_connections_per_address = options.limits.connections_per_address;
  door.max_queued_bytes = options.limits.queued_bytes;
  door.idle_timeout = options.limits.idle_timeout_ms;
  door.handshake_timeout = options.limits.handshake_timeout_ms;
  door.tells_connection_number = config_.faults.allowed;
  return door;
}

io::ws_server_handlers server::door_handlers() {
  return {.on_open = [this](connection_id id,
                            const io::ws_peer&) { take(room::connection_opened{id}); },
          .on_message =
              [this](connection_id id, std::string_view text) {
                take(room::frame_received{id, std::string(text)});
              },
          .on_close = [this](connection_id id, std::uint16_t,
                             std::string_view) { take(room::connection_closed{id}); },
          .on_exchange =
              [this](const std::shared_ptr<io::http_exchange>& exchange) {
                file_door_.on_exchange(exchange);
              },
          .on_notice = [this](const io::ws_notice& notice) { on_notice(notice); }};
}

void server::on_notice(const io::ws_notice& notice) {
  using kind = io::ws_notice_kind;
  if (notice.kind == kind::slow_consumer) metrics_.slow_consumer();
  if (notice.kind == kind::handshake_refused || notice.kind == kind::handshake_failed)
    metrics_.refused_handshake();
  const auto level =
      notice.kind == kind::accept_paused ? io::log_level::error : io::log_level::debug;
  log_.write(level, io::to_string(notice.kind),
             std::vector<io::log_field>{{"connection", notice.id}, {"detail", notice.detail}});
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

io::redis_events server::file_redis_events() {
  return {.on_ready = [](const link::slot_set&) {},
          .on_lost =
              [this](const link::slot_set&, std::string_view reason) {
                log_.warn("the link to Redis for files is lost", {{"reason", reason}});
              },
          .on_failed =
              [this](std::string_view reason) {
                log_.warn("no link to Redis for files", {{"reason", reason}});
              },
          .on_redirect = [this](std::string_view kind) { metrics_.redirected(kind); }};
}

store_settings server::settings_of_store() const {
  store_settings settings;
  settings.node = settings_.id;
  settings.instance = settings_.instance;
  settings.trim = config_.trim;
  settings.wait_replicas = config_.wait_replicas;
  settings.wait_time = std::min(settings.wait_time, config_.service.redis.timeout_ms / 2);
  settings.move_interval = settings_.move_interval;
  settings.time_to_live = 2 * settings_.idle_ttl;
  settings.named_kept = settings_.named_kept;
  settings.tombstone_ttl = settings_.tombstone_ttl;
  settings.reports = safety::report_settings_of(config_.safety);
  settings.report_within = config_.safety.report_within;
  return settings;
}

registry::node_record server::own_record() const {
  return {.id = settings_.id,
          .service = registry::service_kind::chat_node,
          .instance = settings_.instance,
          .version = config_.version.empty() ? std::string(io::version()) : config_.version,
          .connections = node_.open_connections(),
          .rooms = node_.rooms(),
          .capacity = settings_.capacity,
          .draining = node_.is_draining(),
          .address = config_.service.listen.address + ":" + std::to_string(door_.port())};
}

void server::on_nodes(const std::vector<registry::node_record>& listed) {
  room::nodes_listed known;
  for (const auto& each : listed) {
    if (each.service == registry::service_kind::chat_node)
      known.nodes.push_back({each.id, each.instance, each.rooms, each.capacity, each.draining});
  }
  take(known);
}

void server::on_mail(const std::vector<std::string>& words) {
  for (const auto& each : words)
    if (const auto claimed = parse_mail(each, settings_.instance)) take(*claimed);
}

std::string server::why_not_ready() const {
  if (node_.is_draining()) return "draining";
  if (node_.linked().is_empty()) return "Redis is away";
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

}  // namespace parley::chat_node_service
