// The timer stands at the deadline that the most silent connection had when it was set; it may ring
// for nothing.
#include "core/io/ws/idle_watch.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace parley::io {

idle_watch::idle_watch(boost::asio::io_context& loop, std::chrono::milliseconds timeout,
                       std::function<void(connection_id)> on_quiet,
                       std::function<void(connection_id)> on_idle)
    : timeout_(timeout),
      on_quiet_(std::move(on_quiet)),
      on_idle_(std::move(on_idle)),
      timer_(loop) {}

idle_watch::place idle_watch::add(connection_id id) {
  const place at = entries_.insert(entries_.end(), {id, clock::now()});
  if (entries_.size() == 1) arm();
  return at;
}

void idle_watch::touch(place at) {
  at->last_frame = clock::now();
  at->is_asked = false;
  entries_.splice(entries_.end(), entries_, at);
}

void idle_watch::remove(place at) {
  entries_.erase(at);
  if (entries_.empty()) timer_.cancel();
}

// Those that were asked stand before those that were not: the most silent are in front.
void idle_watch::arm() {
  clock::time_point next = entries_.front().last_frame + timeout_;
  const auto unasked = std::find_if(entries_.begin(), entries_.end(),
                                    [](const entry& each) { return !each.is_asked; });
  if (unasked != entries_.end()) next = std::min(next, unasked->last_frame + timeout_ / 2);
  timer_.expires_at(next);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    if (!ec) on_timer();
  });
}

void idle_watch::on_timer() {
  const clock::time_point now = clock::now();
  while (!entries_.empty() && entries_.front().last_frame + timeout_ <= now) {
    on_idle_(entries_.front().id);
  }
  ask_the_quiet(now);
  if (!entries_.empty()) arm();
}

void idle_watch::ask_the_quiet(clock::time_point now) {
  std::vector<connection_id> quiet;  // to ask may remove it
  for (entry& each : entries_) {
    if (each.last_frame + timeout_ / 2 > now) break;
    if (each.is_asked) continue;
    each.is_asked = true;
    quiet.push_back(each.id);
  }
  for (const connection_id id : quiet)
    on_quiet_(id);
}

}  // namespace parley::io
