// The matchmaker's machine, driven: connections, letters and timers in, frames and commands out.
#include "tests/simulation/matchmaker_host.hpp"

#include <utility>

#include "tests/simulation/story.hpp"

namespace parley::simulation {
namespace {

constexpr std::int64_t tick_ms = 500;
constexpr std::int64_t renew_ms = 1'000;
constexpr std::int64_t list_ms = 500;
constexpr std::size_t seed_digits = 24;

std::string hex_of(random_bits& chance) {
  std::string text;
  while (text.size() < seed_digits)
    text += "0123456789abcdef"[chance.below(16)];
  return text;
}

}  // namespace

void matchmaker_host::begin() {
  auto settings = env_.plan.matchmaker;
  settings.id = name();
  settings.seed = env_.chance();
  instance_ = name() + "#" + std::to_string(incarnation());
  caller_ = {.holder = instance_,
             .interest_patience = settings.interest_patience,
             .turns = settings.turns};
  machine_ = std::make_unique<pairing::matchmaker>(settings, tokens_);
  is_open_ = is_listing_ = false;
  link_ = std::make_shared<store_link>(
      env_, redis_, *this, redis_model::of_matchmaker,
      store_link::handlers{.on_ready = [this] { on_link_ready(); },
                           .on_lost = [this] { take(pairing::link_lost{}); },
                           .take_mail = [this](auto& at) { return mail_of(at); }});
  link_->start();
  every(tick_ms, [this] { take(pairing::tick{}); });
  every(tick_ms / 4, [this] { link_->watch(); });
  every(renew_ms, [this] { renew(); });
  every(list_ms, [this] { list(); });
}

void matchmaker_host::end() {
  link_->stop();
  link_.reset();
  machine_.reset();
  is_open_ = false;
}

void matchmaker_host::on_link_ready() {
  is_open_ = !machine_->is_draining();
  listed_.clear();
  is_listing_ = false;
  renew();
  list();
  take(pairing::link_ready{});
}

void matchmaker_host::drain() {
  deliver([this] {
    env_.tell([this] { return name() + " drains"; });
    take(pairing::drain_asked{});
  });
}

void matchmaker_host::on_opened(connection_id id) {
  take(pairing::connection_opened{id, id, hex_of(env_.chance)});
}

void matchmaker_host::on_text(connection_id id, std::string text) {
  take(pairing::frame_received{id, std::move(text)});
}

void matchmaker_host::on_closed(connection_id id) {
  take(pairing::connection_closed{id});
}

void matchmaker_host::take(const pairing::event& what) {
  const auto mine = incarnation();
  for (const auto& each : machine_->handle(what, env_.now())) {
    // It may die between two of them.
    if (!is_up() || incarnation() != mine) return;
    std::visit([this](const auto& action) { perform(action); }, each);
  }
}

void matchmaker_host::perform(const pairing::send_notification& send) {
  auto what = send.what;
  if (auto* const given = std::get_if<wire::assigned>(&what)) {
    env_.tell([&] {
      return name() + " assigns " + given->room + " at " + given->node + " to connection " +
             std::to_string(send.to);
    });
    if (env_.mistake == mutation::seat_both_in_one) given->seat = 1;
  }
  net_.send_to_client(send.to, wire::encode(what));
  if (std::holds_alternative<wire::assigned>(what)) env_.on_moment(moment::assigned_sent);
}

void matchmaker_host::perform(const pairing::send_result& send) {
  net_.send_to_client(send.to, wire::encode_result(send.id, send.what));
}

void matchmaker_host::perform(const pairing::send_error& send) {
  env_.seen.count_refusal(send.what.code);
  net_.send_to_client(send.to, wire::encode_error(send.id, send.what));
}

void matchmaker_host::perform(const pairing::close_connection& close) {
  net_.close(close.id, static_cast<std::uint16_t>(close.code));
}

void matchmaker_host::perform(const pairing::store_command& command) {
  auto asked = command;
  if (auto* const seek = std::get_if<pairing::seek_partners>(&asked.what))
    if (env_.mistake == mutation::ignore_the_attempt)
      for (auto& each : seek->wishes)
        each.key.attempt = 1;
  link_->ask<pairing::store_reply>(
      [asked, caller = caller_, &env = env_, &sees = witness_](redis_model::server& at) {
        auto said = at.perform(caller, asked, env.now().wall);
        if (const auto* const reply = std::get_if<pairing::store_reply>(&said)) {
          if (const auto* const sought = std::get_if<pairing::partners_sought>(reply))
            for (const auto& each : sought->outcomes)
              if (each.found) sees.on_assigned(*each.found);
          env.tell([&] { return "Redis does for " + caller.holder + ": " + told(asked, *reply); });
          if (std::holds_alternative<pairing::seek_partners>(asked.what))
            env.on_moment(moment::seek_done);
        }
        return said;
      },
      [this, command](std::optional<pairing::store_reply> reply) {
        answer(command, std::move(reply));
      });
}

void matchmaker_host::answer(const pairing::store_command& asked,
                             std::optional<pairing::store_reply> reply) {
  if (std::holds_alternative<pairing::drop_ticket>(asked.what)) return;
  if (std::holds_alternative<pairing::detach_ticket>(asked.what)) return;
  take(pairing::store_answer{
      asked.request, reply ? std::move(*reply) : pairing::store_reply{pairing::store_lost{}}});
}

void matchmaker_host::perform(const pairing::finished&) {
  link_->ask<redis_model::registry_reply>(
      [asked = redis_model::remove_record{name(), instance_},
       &env = env_](redis_model::server& at) { return at.perform(asked, env.now().wall); },
      [this](const auto&) { leave(); });
}

registry::node_record matchmaker_host::own_record() const {
  registry::node_record own;
  own.id = name();
  own.service = registry::service_kind::matchmaker;
  own.instance = instance_;
  own.connections = machine_->open_connections();
  own.waiting = machine_->waiting();
  own.draining = machine_->is_draining();
  return own;
}

void matchmaker_host::renew() {
  if (!link_->is_ready()) return;
  link_->ask<redis_model::registry_reply>(
      [asked = redis_model::renew_record{own_record()}, &env = env_](redis_model::server& at) {
        return at.perform(asked, env.now().wall);
      },
      [](const auto&) {});
}

void matchmaker_host::list() {
  if (!link_->is_ready() || std::exchange(is_listing_, true)) return;
  link_->ask<redis_model::registry_reply>(
      [&env = env_](redis_model::server& at) {
        return at.perform(redis_model::list_records{}, env.now().wall);
      },
      [this](const std::optional<redis_model::registry_reply>& reply) {
        is_listing_ = false;
        const auto* listed = reply ? std::get_if<redis_model::records_listed>(&*reply) : nullptr;
        if (listed == nullptr || listed->records == listed_) return;
        listed_ = listed->records;
        pairing::nodes_listed known;
        for (const auto& each : listed_)
          if (each.service == registry::service_kind::chat_node)
            known.nodes.push_back(
                {each.id, each.instance, each.rooms, each.capacity, each.draining});
        take(known);
      });
}

task matchmaker_host::mail_of(redis_model::server& at) {
  auto taken = at.take_letters(instance_, env_.now().wall);
  auto* const letters = std::get_if<std::vector<pairing::letter>>(&taken);
  if (letters == nullptr || letters->empty()) return {};
  return [this, letters = std::move(*letters)] {
    for (const auto& each : letters) {
      env_.seen.count(mark::letter_came);
      if (const auto* const given = std::get_if<pairing::assigned_letter>(&each))
        witness_.on_assigned(given->what);
      deliver([this, each] { take(pairing::letter_arrived{each}); });
    }
  };
}

}  // namespace parley::simulation
