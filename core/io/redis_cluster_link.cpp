// redis_cluster's links: performs what the machine decides.
#include <algorithm>
#include <string>
#include <utility>

#include "core/io/redis_cluster_impl.hpp"
#include "core/io/redis_topology.hpp"

namespace parley::io {

namespace {

constexpr backoff_settings pace{.first = milliseconds{100}, .longest = milliseconds{1'000}};
// A member is away for as long as a failover takes; its link must not then sleep on.
constexpr milliseconds longest_wait{500};

}  // namespace

redis_cluster::impl::impl(event_loop& loop, std::vector<link::redis_address> seeds,
                          redis_settings settings, std::vector<function_library> libraries,
                          redis_events events)
    : loop_(loop),
      settings_(std::move(settings)),
      libraries_(std::move(libraries)),
      told_(std::move(events)),
      machine_(std::move(seeds), pace) {
  settings_.longest_wait = std::min(settings_.longest_wait, longest_wait);
}

// What is called while actions are performed may cause further events: they wait for their turn.
void redis_cluster::impl::feed(link::cluster_event event) {
  events_.push_back(std::move(event));
  if (std::exchange(is_feeding_, true)) return;
  const auto self = shared_from_this();
  while (!events_.empty()) {
    const auto next = std::move(events_.front());
    events_.pop_front();
    for (const auto& action : machine_.handle(next, random_.fraction()))
      std::visit([this](const auto& each) { perform(each); }, action);
  }
  is_feeding_ = false;
}

void redis_cluster::impl::forget() {
  is_forgotten_ = true;
  stop();
}

void redis_cluster::impl::stop() {
  feed(link::cluster_stopped{});
  pause_.cancel();
  again_pause_.cancel();
  if (scout_) dismiss(std::move(scout_));
}

void redis_cluster::impl::interfere(redis_hooks* hooks) {
  hooks_ = hooks;
  for (auto& [at, each] : masters_) {
    const auto before = std::exchange(
        each.hooks, hooks ? std::make_unique<numbered_hooks>(*hooks, each.number) : nullptr);
    each.client->interfere(each.hooks.get());
  }
}

void redis_cluster::impl::perform(const link::open_master& action) {
  auto settings = settings_;
  settings.host = action.at.host;
  settings.port = action.at.port;
  settings.is_member = true;
  redis_handlers handlers;
  // A word that is on its way when this ends is nobody's.
  const auto weak = weak_from_this();
  handlers.on_ready = [weak, at = action.at](std::uint64_t) {
    if (const auto self = weak.lock()) self->feed(link::master_ready{at});
  };
  const auto lost = [weak, at = action.at](std::string_view why) {
    if (const auto self = weak.lock()) self->feed(link::master_lost{at, std::string(why)});
  };
  handlers.on_lost = lost;
  handlers.on_failed = lost;
  auto& made = masters_[action.at];
  made.number = opened_++;
  made.client = std::make_unique<redis_client>(loop_, std::move(settings), libraries_, handlers);
  if (hooks_ != nullptr) {
    made.hooks = std::make_unique<numbered_hooks>(*hooks_, made.number);
    made.client->interfere(made.hooks.get());
  }
  made.client->start();
}

void redis_cluster::impl::perform(const link::close_master& action) {
  auto closed = masters_.extract(action.at);
  closed.mapped().client->interfere(nullptr);
  dismiss(std::move(closed.mapped().client));
}

// Later than this call, which may be one of its own callbacks. A client that is gone calls nobody.
void redis_cluster::impl::dismiss(std::unique_ptr<redis_client> client) {
  loop_.post([gone = std::shared_ptr<redis_client>(std::move(client))]() mutable { gone.reset(); });
}

void redis_cluster::impl::perform(const link::ask_topology& action) {
  auto settings = settings_;
  settings.host = action.of.host;
  settings.port = action.of.port;
  redis_handlers handlers;
  const auto tell = [weak = weak_from_this(), of = action.of](const redis_reply& reply) {
    if (const auto self = weak.lock()) self->on_topology(of, reply);
  };
  handlers.on_ready = [weak = weak_from_this(), tell](std::uint64_t) {
    const auto self = weak.lock();
    if (self && self->scout_) self->scout_->command({"CLUSTER", "SLOTS"}, tell);
  };
  handlers.on_lost = [](std::string_view) {};  // after the reply, which says so
  handlers.on_failed = [tell](std::string_view why) { tell(redis_reply::lost(std::string(why))); };
  if (scout_) dismiss(std::move(scout_));
  scout_ = std::make_unique<redis_client>(loop_, std::move(settings),
                                          std::vector<function_library>{}, std::move(handlers));
  scout_->start();
}

void redis_cluster::impl::on_topology(const link::redis_address& of, const redis_reply& reply) {
  if (!scout_) return;
  dismiss(std::move(scout_));
  auto ranges = parse_topology(reply, of);
  if (ranges) return feed(link::topology_told{std::move(*ranges)});
  const auto& why = reply.text.empty() ? "not an answer to CLUSTER SLOTS" : reply.text;
  feed(link::topology_failed{to_string(of) + ": " + why});
}

void redis_cluster::impl::perform(const link::begin_pause& action) {
  pause_ = loop_.after(action.time, [this] { feed(link::pause_over{}); });
}

void redis_cluster::impl::perform(const link::slots_ready& action) {
  announced_.add(action.slots);
  if (told_.on_ready && !is_forgotten_) told_.on_ready(action.slots);
}

void redis_cluster::impl::perform(const link::slots_lost& action) {
  announced_.remove(action.slots);
  std::vector<std::uint64_t> all;
  for (const auto& [id, each] : pending_)
    if (action.slots.contains(each.slot)) all.push_back(id);
  for (const auto id : all)
    answer(id, redis_reply::lost(action.reason));
  if (told_.on_lost && !is_forgotten_) told_.on_lost(action.slots, action.reason);
}

void redis_cluster::impl::perform(const link::cluster_trouble& action) {
  if (told_.on_failed && !is_forgotten_) told_.on_failed(action.reason);
}

}  // namespace parley::io
