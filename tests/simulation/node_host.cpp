// The node's machine, driven: connections and timers in, frames and commands out.
#include "tests/simulation/node_host.hpp"

#include <utility>

#include "tests/simulation/sabotage.hpp"
#include "tests/simulation/story.hpp"

namespace parley::simulation {
namespace {

constexpr std::int64_t tick_ms = 100;
constexpr std::int64_t renew_ms = 1'000;
constexpr std::int64_t list_ms = 500;
constexpr std::int64_t queue_look_ms = 10;

}  // namespace

void node_host::begin() {
  settings_ = env_.plan.node;
  settings_.id = name();
  settings_.instance = name() + "#" + std::to_string(incarnation());
  settings_.seed = env_.chance();
  claimed_.clear();
  caller_ = {.node = settings_.id,
             .instance = settings_.instance,
             .trim = env_.plan.trim,
             .move_interval = settings_.move_interval,
             .time_to_live = 2 * settings_.idle_ttl,
             .tombstone_ttl = settings_.tombstone_ttl};
  machine_ = std::make_unique<room::chat_node>(settings_, tokens_);
  was_ready_ = is_listing_ = false;
  link_ = std::make_shared<store_link>(
      env_, redis_, *this, redis_model::of_chat_node,
      store_link::handlers{.on_ready =
                               [this] {
                                 was_ready_ = true;
                                 listed_.clear();
                                 is_listing_ = false;
                                 renew();
                                 list();
                                 take(room::link_ready{});
                               },
                           .on_lost = [this] { take(room::link_lost{}); },
                           .take_mail = [this](auto& at) { return mail_of(at); }});
  link_->start();
  every(tick_ms, [this] {
    link_->watch();
    if (machine_) take(room::tick{});
  });
  every(renew_ms, [this] { renew(); });
  every(list_ms, [this] { list(); });
}

void node_host::end() {
  link_->stop();
  link_.reset();
  machine_.reset();
  was_ready_ = false;
}

void node_host::drain() {
  deliver([this] {
    env_.tell([this] { return name() + " drains"; });
    take(room::drain_asked{});
  });
}

void node_host::on_opened(connection_id id) {
  take(room::connection_opened{id});
}

void node_host::on_text(connection_id id, std::string text) {
  if (text.find("\"join\"") != std::string::npos) env_.on_moment(moment::join_arrives);
  if (text.find("\"send\"") != std::string::npos) env_.on_moment(moment::send_arrives);
  if (is_up())
    deliver([this, id, text = std::move(text)] { take(room::frame_received{id, text}); });
}

void node_host::on_closed(connection_id id) {
  take(room::connection_closed{id});
}

void node_host::take(const room::event& what) {
  const auto mine = incarnation();
  auto wanted = machine_->handle(what, env_.now());
  if (env_.mistake != mutation::none) sabotage(env_, wanted);
  for (const auto& each : wanted) {
    // It may die between two of them.
    if (!is_up() || incarnation() != mine) return;
    std::visit([this](const auto& action) { perform(action); }, each);
  }
}

void node_host::perform(const room::send_notification& send) {
  if (const auto* const entry = std::get_if<wire::entry>(&send.what)) {
    witness_.on_entry_sent(send.to, *entry);
    env_.tell([&] {
      return name() + " relays seq " + std::to_string(entry->seq) + " of seat " +
             std::to_string(entry->from) + " as " + to_string(entry->id) + " to connection " +
             std::to_string(send.to);
    });
  }
  net_.send_to_client(send.to, wire::encode(send.what));
  if (std::holds_alternative<wire::entry>(send.what)) env_.on_moment(moment::entry_sent);
  if (std::holds_alternative<wire::moved>(send.what)) env_.seen.count(mark::left_by_moved);
}

void node_host::perform(const room::send_result& send) {
  if (const auto* const stored = std::get_if<wire::send_result>(&send.what))
    if (stored->again) env_.seen.count(mark::sent_again);
  net_.send_to_client(send.to, wire::encode_result(send.id, send.what));
}

void node_host::perform(const room::send_error& send) {
  env_.seen.count_refusal(send.what.code);
  env_.tell([&] {
    return name() + " refuses connection " + std::to_string(send.to) + ": " +
           std::string(wire::name_of(send.what.code));
  });
  net_.send_to_client(send.to, wire::encode_error(send.id, send.what));
}

void node_host::perform(const room::close_connection& close) {
  if (close.code == wire::close_code::not_owner) env_.seen.count(mark::closed_not_owner);
  if (close.code == wire::close_code::replaced) env_.seen.count(mark::closed_replaced);
  env_.tell([&] {
    return name() + " closes connection " + std::to_string(close.id) + ": " +
           std::string(wire::name_of(close.code));
  });
  net_.close(close.id, static_cast<std::uint16_t>(close.code));
}

void node_host::perform(const room::ask_queue_level& ask) {
  const auto bytes = env_.chance.below(4) == 0 ? settings_.page_bytes : 0;
  env_.seen.count(mark::replay_in_pages);
  env_.time.after(queue_look_ms, [this, id = ask.id, bytes, mine = incarnation()] {
    if (mine == incarnation()) deliver([this, id, bytes] { take(room::queue_level{id, bytes}); });
  });
}

void node_host::perform(const room::finished&) {
  const auto leaves = [this](const auto&) { leave(); };
  link_->ask<redis_model::registry_reply>(
      [asked = redis_model::remove_record{settings_.id, settings_.instance},
       &env = env_](redis_model::server& at) { return at.perform(asked, env.now().wall); },
      leaves);
}

void node_host::perform(const room::count& counted) {
  env_.seen.count(counted);
  env_.tell([&] {
    return name() + " counts " + std::string(name_of(counted.what)) +
           (counted.label.empty() ? "" : " (" + counted.label + ")");
  });
}

registry::node_record node_host::own_record() const {
  registry::node_record own;
  own.id = settings_.id;
  own.service = registry::service_kind::chat_node;
  own.instance = settings_.instance;
  own.connections = machine_->open_connections();
  own.rooms = machine_->rooms();
  own.capacity = settings_.capacity;
  own.draining = machine_->is_draining();
  return own;
}

void node_host::renew() {
  if (!link_ || !link_->is_ready()) return;
  link_->ask<redis_model::registry_reply>(
      [asked = redis_model::renew_record{own_record()}, &env = env_](redis_model::server& at) {
        return at.perform(asked, env.now().wall);
      },
      [](const auto&) {});
}

void node_host::list() {
  if (!link_ || !link_->is_ready() || std::exchange(is_listing_, true)) return;
  link_->ask<redis_model::registry_reply>(
      [&env = env_](redis_model::server& at) {
        return at.perform(redis_model::list_records{}, env.now().wall);
      },
      [this](const std::optional<redis_model::registry_reply>& reply) {
        is_listing_ = false;
        const auto* listed = reply ? std::get_if<redis_model::records_listed>(&*reply) : nullptr;
        if (listed == nullptr || listed->records == listed_) return;
        listed_ = listed->records;
        room::nodes_listed known;
        for (const auto& each : listed_)
          if (each.service == registry::service_kind::chat_node)
            known.nodes.push_back(
                {each.id, each.instance, each.rooms, each.capacity, each.draining});
        take(known);
      });
}

task node_host::mail_of(redis_model::server& at) {
  auto taken = at.take_mail(name(), env_.now().wall);
  auto* const mail = std::get_if<std::vector<redis_model::node_mail>>(&taken);
  if (mail == nullptr || mail->empty() || env_.mistake == mutation::no_healing) return {};
  return [this, mail = std::move(*mail)] {
    for (const auto& each : mail) {
      if (each.instance == settings_.instance) continue;
      env_.seen.count(mark::told_old_owner);
      deliver([this, each] { take(room::claimed_elsewhere{each.room, each.epoch}); });
    }
  };
}

}  // namespace parley::simulation
