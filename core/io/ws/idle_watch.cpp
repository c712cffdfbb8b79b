// The timer stands at the deadline that the most silent connection had when it was set; it may ring
// for nothing.
#include "core/io/ws/idle_watch.hpp"

#include <utility>

namespace parley::io {

idle_watch::idle_watch(boost::asio::io_context& loop, std::chrono::milliseconds timeout,
                       std::function<void(connection_id)> on_idle)
    : timeout_(timeout), on_idle_(std::move(on_idle)), timer_(loop) {}

idle_watch::place idle_watch::add(connection_id id) {
  const place at = entries_.insert(entries_.end(), {id, clock::now()});
  if (entries_.size() == 1) arm();
  return at;
}

void idle_watch::touch(place at) {
  at->last_frame = clock::now();
  entries_.splice(entries_.end(), entries_, at);
}

void idle_watch::remove(place at) {
  entries_.erase(at);
  if (entries_.empty()) timer_.cancel();
}

void idle_watch::arm() {
  timer_.expires_at(entries_.front().last_frame + timeout_);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    if (!ec) on_timer();
  });
}

void idle_watch::on_timer() {
  const clock::time_point now = clock::now();
  while (!entries_.empty() && entries_.front().last_frame + timeout_ <= now) {
    on_idle_(entries_.front().id);
  }
  if (!entries_.empty()) arm();
}

}  // namespace parley::io
