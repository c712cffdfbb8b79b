// A heap of deadlines, looked at every few milliseconds.
#include "chaos/live/alarms.hpp"

namespace parley::live {

namespace {

constexpr milliseconds resolution{5};

}  // namespace

alarms::alarms(io::event_loop& loop)
    : loop_(loop), clock_(loop.every(resolution, [this] { ring(); })) {}

void alarms::ring() {
  const steady_time now = loop_.now().steady;
  while (!waiting_.empty() && waiting_.top().due <= now) {
    const alarm next = waiting_.top();
    waiting_.pop();
    next.who->wake(next.due);
  }
}

}  // namespace parley::live
