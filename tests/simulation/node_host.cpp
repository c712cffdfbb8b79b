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
  settings_.idle_ask = milliseconds{0};  // whoever falls silent here is struck, not asleep
  claimed_.clear();
  caller_ = {.node = settings_.id,
             .instance = settings_.instance,
             .trim = env_.plan.trim,
             .move_interval = settings_.move_interval,
             .time_to_live = 2 * settings_.idle_ttl,
             .tombstone_ttl = settings_.tombstone_ttl};
  machine_ = std::make_unique<room::chat_node>(settings_, tokens_);
  was_ready_ = is_listing_ = false;
  for (std::size_t share = 0; share < env_.plan.links; ++share)
    connect(share);
  every(tick_ms, [this] {
    for (const auto& each : std::vector(links_))
      each->watch();
    if (machine_) take(room::tick{});
  });
  every(renew_ms, [this] { renew(); });
  every(list_ms, [this] { list(); });
}

void node_host::end() {
  for (const auto& each : links_)
    each->stop();
  links_.clear();
  machine_.reset();
  was_ready_ = false;
}

void node_host::connect(std::size_t share) {
  store_link::handlers to;
  to.on_ready = [this, share] { on_link_ready(share); };
  to.on_lost = [this, share] { take(room::link_lost{slots_of(share), share == 0}); };
  to.take_mail = [this, share](auto& at) { return share == 0 ? mail_of(at) : task{}; };
  links_.push_back(
      std::make_shared<store_link>(env_, redis_, *this, redis_model::of_chat_node, std::move(to)));
  links_.back()->start();
}

void node_host::on_link_ready(std::size_t share) {
  if (share == 0) {
    listed_.clear();
    is_listing_ = false;
    renew();
    list();
  }
  take(room::link_ready{slots_of(share)});
  if (machine_ && machine_->linked().is_all()) was_ready_ = true;
}

link::slot_set node_host::slots_of(std::size_t share) const {
  const auto links = env_.plan.links;
  if (links == 1) return link::slot_set::all();
  link::slot_set slots;
  for (auto slot = share; slot < link::slot_count; slot += links)
    slots.add(static_cast<link::slot_number>(slot));
  return slots;
}

store_link& node_host::link_to(const std::string& room) {
  return *links_[links_.size() == 1 ? 0 : link::slot_of_tag(room) % links_.size()];
}

void node_host::cut_link(std::int64_t noticed_in_ms) {
  if (links_.empty()) return;
  const auto which = links_.size() == 1 ? 0 : env_.chance.below(links_.size());
  links_[which]->cut_in(noticed_in_ms);
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

// A hook that changes nothing, and now and then is too late.
void node_host::perform(const room::ask_filter& ask) {
  room::filter_answered answer{ask.room, ask.request, ask.texts};
  if (!env_.is_calm && env_.chance.below(4) == 0) answer.texts.reset();
  env_.seen.count(answer.texts ? mark::filter_answered : mark::filter_failed);
  env_.time.after(env_.up_to(60), [this, answer = std::move(answer), mine = incarnation()] {
    if (mine == incarnation()) deliver([this, answer] { take(answer); });
  });
}

void node_host::perform(const room::finished&) {
  const auto leaves = [this](const auto&) { leave(); };
  links_.front()->ask<redis_model::registry_reply>(
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
  if (links_.empty() || !links_.front()->is_ready()) return;
  links_.front()->ask<redis_model::registry_reply>(
      [asked = redis_model::renew_record{own_record()}, &env = env_](redis_model::server& at) {
        return at.perform(asked, env.now().wall);
      },
      [](const auto&) {});
}

void node_host::list() {
  if (links_.empty() || !links_.front()->is_ready() || std::exchange(is_listing_, true)) return;
  links_.front()->ask<redis_model::registry_reply>(
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
