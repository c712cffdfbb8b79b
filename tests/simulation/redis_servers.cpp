// What befalls Redis.
#include "tests/simulation/redis_servers.hpp"

#include <utility>

#include "tests/simulation/store_link.hpp"

namespace parley::simulation {
namespace {

constexpr std::size_t most_lag = 40;  // writes

}  // namespace

redis_servers::redis_servers(environment& env) : env_(env) {
  redis_model::server_settings settings{.stream_block = env.plan.stream_block};
  settings.wrong.takes_any_id = env.mistake == mutation::no_fence;
  settings.wrong.keeps_the_epoch = env.mistake == mutation::reuse_an_epoch;
  settings.wrong.keeps_a_ticket = env.mistake == mutation::keep_a_ticket_after_pairing;
  for (const auto& each : env.plan.steps)
    if (each.what == act::fail_over) settings.most_lag = most_lag;
  current_ = std::make_shared<master>(master{.data = redis_model::server(settings)});
}

std::shared_ptr<master> redis_servers::for_new_link() {
  // For a while some are still led to the old one.
  if (old_ && env_.chance.below(4) == 0) return old_;
  return env_.time.now_ms() < away_until_ms_ ? nullptr : current_;
}

void redis_servers::look_for_mail(const master& at) {
  for (auto* const each : std::vector(links_))
    if (each->is_at(at)) each->fetch_mail();
}

void redis_servers::break_links(const master& of, std::int64_t within_ms) {
  for (auto* const each : std::vector(links_))
    if (each->is_at(of)) each->cut_in(env_.up_to(within_ms));
}

void redis_servers::freeze(std::int64_t for_ms) {
  if (current_->is_frozen) return;
  env_.tell([] { return "Redis freezes"; });
  current_->is_frozen = true;
  env_.time.after(for_ms, [this, which = current_] { thaw(*which); });
}

void redis_servers::thaw(master& which) {
  which.is_frozen = false;
  for (auto& each : std::exchange(which.held, {}))
    each();
}

void redis_servers::restart(std::int64_t for_ms) {
  env_.tell([] { return "Redis restarts"; });
  thaw(*current_);
  away_until_ms_ = env_.time.now_ms() + for_ms;
  break_links(*current_, 0);
}

void redis_servers::fail_over(std::size_t lost, std::int64_t for_ms) {
  retire_old();
  env_.tell([&] { return "Redis fails over, " + std::to_string(lost) + " writes are lost"; });
  env_.has_rewound = true;
  old_ = std::exchange(current_, nullptr);
  old_->is_old = true;
  current_ = std::make_shared<master>(master{.data = old_->data.promoted(lost)});
  break_links(*old_, for_ms);
  env_.time.after(for_ms, [this, which = old_] {
    if (old_ == which) retire_old();
  });
}

void redis_servers::retire_old() {
  if (!old_) return;
  old_->is_gone = true;
  break_links(*old_, 0);
  old_.reset();
}

void redis_servers::wipe() {
  env_.tell([] { return "Redis restarts empty"; });
  env_.has_rewound = true;
  thaw(*current_);
  current_->data.restart_empty();
  break_links(*current_, 0);
}

void redis_servers::flush() {
  env_.tell([] { return "Redis is flushed"; });
  env_.has_rewound = true;
  current_->data.wipe();
}

void redis_servers::fill(std::int64_t for_ms) {
  env_.tell([] { return "Redis is out of memory"; });
  current_->data.set_full(true);
  env_.time.after(for_ms, [which = current_] { which->data.set_full(false); });
}

void redis_servers::heal() {
  retire_old();
  thaw(*current_);
  current_->data.set_full(false);
  away_until_ms_ = 0;
}

}  // namespace parley::simulation
