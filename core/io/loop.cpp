// Timers and signals on one io_context.
#include "core/io/loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <utility>

namespace parley::io {

namespace {

using std::chrono::steady_clock;

constexpr milliseconds lag_interval{100};
constexpr std::chrono::seconds lag_window{5};

}  // namespace

// Shared by the handle and the wait under way: the wait may complete after the handle is gone, and
// must then find `callback` empty.
struct timer::state : std::enable_shared_from_this<timer::state> {
  explicit state(boost::asio::io_context& context) : wait(context) {}

  void arm(steady_clock::time_point due) {
    wait.expires_at(due);
    wait.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error) self->fire();
    });
  }

  void fire() {
    if (!callback) return;
    if (interval.count() > 0) {
      arm(next());
      // A copy, because the callback may destroy its own timer.
      const auto running = callback;
      running();
    } else {
      std::exchange(callback, nullptr)();
    }
  }

  // Without drift, and without making up for calls that were missed.
  [[nodiscard]] steady_clock::time_point next() const {
    const auto due = wait.expiry() + interval;
    const auto now = steady_clock::now();
    return due > now ? due : now + interval;
  }

  void end() {
    callback = nullptr;
    wait.cancel();
  }

  boost::asio::steady_timer wait;
  milliseconds interval{0};
  std::function<void()> callback;
};

timer::timer(std::shared_ptr<state> shared) : state_(std::move(shared)) {}

timer& timer::operator=(timer&& other) noexcept {
  if (this != &other) {
    cancel();
    state_ = std::move(other.state_);
  }
  return *this;
}

timer::~timer() {
  cancel();
}

void timer::cancel() {
  if (const auto ending = std::exchange(state_, nullptr)) ending->end();
}

bool timer::is_running() const {
  return state_ && state_->callback;
}

event_loop::event_loop() : context_(1), signals_(context_) {}

event_loop::~event_loop() = default;

instant event_loop::now() const {
  using std::chrono::duration_cast;
  const auto steady = steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {{duration_cast<milliseconds>(steady).count()}, duration_cast<milliseconds>(wall).count()};
}

timer event_loop::after(milliseconds delay, std::function<void()> callback) {
  auto made = std::make_shared<timer::state>(context_);
  made->callback = std::move(callback);
  made->arm(steady_clock::now() + delay);
  return timer(std::move(made));
}

timer event_loop::every(milliseconds interval, std::function<void()> callback) {
  auto made = std::make_shared<timer::state>(context_);
  made->interval = std::max(interval, milliseconds{1});
  made->callback = std::move(callback);
  made->arm(steady_clock::now() + made->interval);
  return timer(std::move(made));
}

void event_loop::post(std::function<void()> callback) {
  boost::asio::post(context_, std::move(callback));
}

void event_loop::on_stop_signal(std::function<void(int)> callback) {
  on_signal_ = std::move(callback);
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    signals_.clear();
    on_signal_(signal);
  });
}

bool event_loop::run() {
  window_end_ = steady_clock::now() + lag_window;
  if (!guard_) watch_lag();
  for (;;) {
    const auto ran = guard_ ? context_.run_one_until(*guard_) : context_.run_one();
    if (context_.stopped()) return true;  // nothing is left to do
    if (ran == 0) return false;
  }
}

void event_loop::wind_down(milliseconds guard) {
  guard_ = steady_clock::now() + guard;
  boost::system::error_code ignored;
  signals_.cancel(ignored);
  signals_.clear(ignored);
  lag_watch_.cancel();
}

void event_loop::watch_lag() {
  lag_due_ = steady_clock::now() + lag_interval;
  lag_watch_ = after(lag_interval, [this] {
    const auto now = steady_clock::now();
    if (now >= window_end_) {
      worst_before_ = std::exchange(worst_now_, milliseconds{0});
      window_end_ = now + lag_window;
    }
    worst_now_ = std::max(worst_now_, std::chrono::duration_cast<milliseconds>(now - lag_due_));
    watch_lag();
  });
}

milliseconds event_loop::lag() const {
  return std::max(worst_now_, worst_before_);
}

}  // namespace parley::io
