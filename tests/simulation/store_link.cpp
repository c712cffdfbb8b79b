// Commands under way to Redis and back.
#include "tests/simulation/store_link.hpp"

#include <algorithm>
#include <utility>

namespace parley::simulation {
namespace {

constexpr std::int64_t reply_patience_ms = 1'000;
constexpr std::int64_t first_wait_ms = 50;
constexpr std::int64_t longest_wait_ms = 2'000;
constexpr std::int64_t latest_ms = 1'500;  // of a command that outlives its link

}  // namespace

void store_link::stop() {
  is_stopped_ = true;
  if (is_ready_) servers_.remove(*this);
  is_ready_ = false;
  abandon_pending();
  pending_.clear();
}

void store_link::send(command_ptr what) {
  what->asked_ms = env_.time.now_ms();
  if (!is_ready_) {
    env_.time.after(0, [self = weak_from_this(), what] {
      if (const auto link = self.lock(); link && !link->is_stopped_)
        link->owner_.deliver(what->lost);
    });
    return;
  }
  pending_.push_back(what);
  if (is_cut_) {
    what->is_dropped = true;
    return;
  }
  last_arrival_ms_ = std::max(last_arrival_ms_, env_.time.now_ms() + env_.latency_ms());
  env_.time.after(last_arrival_ms_ - env_.time.now_ms(),
                  [&env = env_, &servers = servers_, self = weak_from_this(), at = at_, what] {
                    arrive(env, servers, self, at, what);
                  });
}

void store_link::arrive(environment& env, redis_servers& servers,
                        const std::weak_ptr<store_link>& link, const std::shared_ptr<master>& at,
                        const command_ptr& what) {
  if (what->is_dropped || at->is_gone) return;
  const auto again = [&env, &servers, link, at, what] { arrive(env, servers, link, at, what); };
  if (const auto later = std::exchange(what->late_ms, 0); later > 0)
    return env.time.after(later, again);
  if (at->is_frozen) {
    at->held.push_back(again);
    return;
  }
  if (at->is_old) env.seen.count(mark::two_masters);
  const auto how = what->perform(at->data);
  what->is_done = true;
  if (const auto alive = link.lock(); alive && !alive->is_stopped_) alive->on_done(at, what, how);
  servers.look_for_mail(*at);
}

void store_link::on_done(const std::shared_ptr<master>& at, const command_ptr& what, outcome how) {
  if (at_ != at || is_cut_ || !is_ready_) return;  // nobody waits for it any more
  if (how == outcome::broken) return cut_in(env_.latency_ms());
  last_reply_ms_ = std::max(last_reply_ms_, env_.time.now_ms() + env_.latency_ms());
  env_.time.after(last_reply_ms_ - env_.time.now_ms(),
                  [self = weak_from_this(), what, how, number = number_] {
                    const auto link = self.lock();
                    if (!link || link->is_stopped_ || link->number_ != number || link->is_cut_)
                      return;
                    link->owner_.deliver([self, what, how, number] {
                      const auto awake = self.lock();
                      if (awake && !awake->is_stopped_ && awake->number_ == number)
                        awake->on_reply(what, how);
                    });
                  });
}

void store_link::on_reply(const command_ptr& what, outcome how) {
  const auto found = std::ranges::find(pending_, what);
  if (found == pending_.end()) return;
  pending_.erase(found);
  if (how == outcome::unknown_function) {
    // Loaded, and sent once more.
    if (!at_->data.load(wanted_)) return cut_in(0);
    what->is_done = false;
    return send(what);
  }
  if (how == outcome::answered) what->answer();
}

void store_link::watch() {
  if (!is_ready_ || pending_.empty()) return;
  if (env_.time.now_ms() - pending_.front()->asked_ms >= reply_patience_ms) fall();
}

void store_link::fetch_mail() {
  if (!is_ready_ || is_cut_ || at_->is_frozen) return;
  auto letters = to_.take_mail(at_->data);
  if (!letters) return;
  if (std::exchange(loses_mail_, false)) {
    env_.tell([this] { return owner_.name() + " loses its mail"; });
    return;
  }
  env_.time.after(env_.latency_ms(), [self = weak_from_this(), letters = std::move(letters)] {
    const auto link = self.lock();
    if (link && !link->is_stopped_) link->owner_.deliver(letters);
  });
}

void store_link::cut_in(std::int64_t ms) {
  if (!is_ready_ || is_cut_) return;
  is_cut_ = true;
  env_.time.after(ms, [self = weak_from_this(), number = number_] {
    const auto link = self.lock();
    if (!link || link->is_stopped_) return;
    link->owner_.deliver([self, number] {
      const auto awake = self.lock();
      if (awake && !awake->is_stopped_ && awake->number_ == number) awake->fall();
    });
  });
}

// Of what has not reached Redis yet some does all the same, perhaps much later: a packet that was
// under way does not know that nobody waits for it.
void store_link::abandon_pending() {
  std::size_t under_way = 0;
  for (const auto& each : pending_)
    if (!each->is_done && !each->is_dropped) ++under_way;
  auto arriving = env_.chance.below(under_way + 1);
  const auto late = env_.chance.below(2) == 0 ? 0 : env_.up_to(latest_ms);
  for (const auto& each : pending_) {
    if (each->is_done) {
      env_.seen.count(mark::reply_lost);
    } else if (!each->is_dropped && arriving > 0) {
      --arriving;
      each->late_ms = late;
      env_.seen.count(mark::command_late);
    } else {
      each->is_dropped = true;
      env_.seen.count(mark::command_lost);
    }
  }
}

void store_link::fall() {
  if (!is_ready_) return;
  env_.tell([this] { return owner_.name() + " loses its link to Redis"; });
  is_ready_ = is_cut_ = false;
  servers_.remove(*this);
  at_.reset();
  ++number_;
  abandon_pending();
  const auto self = shared_from_this();
  for (const auto& each : std::exchange(pending_, {}))
    if (!is_stopped_) each->lost();
  if (is_stopped_) return;
  to_.on_lost();
  if (!is_stopped_) connect_in(env_.up_to(first_wait_ms));
}

void store_link::connect_in(std::int64_t ms) {
  env_.time.after(ms, [self = weak_from_this()] {
    const auto link = self.lock();
    if (!link || link->is_stopped_) return;
    link->owner_.deliver([self] {
      const auto awake = self.lock();
      if (awake && !awake->is_stopped_) awake->connect();
    });
  });
}

void store_link::connect() {
  if (is_ready_) return;
  const auto at = servers_.for_new_link();
  if (!at || at->is_frozen || !at->data.load(wanted_)) {
    ++failures_;
    const auto most = std::min(longest_wait_ms, first_wait_ms << std::min(failures_, 10U));
    return connect_in(env_.up_to(most) + (at && at->is_frozen ? reply_patience_ms : 0));
  }
  env_.time.after(2 * env_.latency_ms(), [self = weak_from_this(), at] {
    const auto link = self.lock();
    if (!link || link->is_stopped_) return;
    link->owner_.deliver([self, at] {
      const auto awake = self.lock();
      if (awake && !awake->is_stopped_) awake->become_ready(at);
    });
  });
}

void store_link::become_ready(const std::shared_ptr<master>& at) {
  if (is_ready_) return;
  if (at->is_gone) return connect();
  failures_ = 0;
  is_ready_ = true;
  is_cut_ = false;
  at_ = at;
  last_arrival_ms_ = last_reply_ms_ = env_.time.now_ms();
  servers_.add(*this);
  to_.on_ready();
  if (is_ready_) fetch_mail();
}

}  // namespace parley::simulation
