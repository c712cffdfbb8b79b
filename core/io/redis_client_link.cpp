// redis_client's link: performs what the link machine decides, and watches for late replies.
#include <algorithm>
#include <string>
#include <utility>

#include "core/io/redis_client_impl.hpp"

namespace parley::io {

namespace {

link::redis_link_settings link_settings_of(const redis_settings& settings) {
  return {.connect_timeout = settings.timeout,
          .backoff = {.first = settings.first_wait, .longest = settings.longest_wait}};
}

}  // namespace

redis_client::impl::impl(event_loop& loop, redis_settings settings,
                         std::vector<function_library> libraries, redis_handlers handlers)
    : loop_(loop),
      settings_(std::move(settings)),
      libraries_(std::move(libraries)),
      handlers_(std::move(handlers)),
      link_(link_settings_of(settings_)),
      heartbeat_{.ask_after = settings_.timeout, .timeout = settings_.timeout} {}

// What is called while actions are performed may cause further events: they wait for their turn.
void redis_client::impl::feed(link::redis_link_event event) {
  events_.push_back(std::move(event));
  if (std::exchange(is_feeding_, true)) return;
  const auto self = shared_from_this();
  while (!events_.empty()) {
    const auto next = std::move(events_.front());
    events_.pop_front();
    for (const auto& action : link_.handle(next, loop_.now().steady, random_.fraction())) {
      std::visit([this](const auto& each) { perform(each); }, action);
    }
  }
  is_feeding_ = false;
}

void redis_client::impl::forget() {
  is_forgotten_ = true;
  feed(link::stop_asked{});
}

void redis_client::impl::interfere(redis_hooks* hooks) {
  hooks_ = hooks;
  if (const auto held = connection_) held->interfere(hooks, attempts_);
}

void redis_client::impl::perform(const link::connect&) {
  connection_ = std::make_shared<redis_connection>(
      loop_,
      redis_connection::handlers{
          .on_connected = [this] { feed(link::connected{}); },
          .on_broken = [this](const std::string& why) { feed(link::broken{why}); }},
      settings_.is_member);
  last_reload_ = 0;
  ++attempts_;
  if (hooks_ != nullptr && !hooks_->may_connect(attempts_))
    return feed(link::broken{"cannot connect: fault"});
  connection_->interfere(hooks_, attempts_);
  if (!settings_.where) return connection_->connect(settings_.host, settings_.port);
  const auto at = settings_.where();
  if (!at) return feed(link::broken{"no master is known"});
  connection_->connect(at->host, at->port);
}

void redis_client::impl::perform(const link::prepare&) {
  // A Redis that is full takes no library, yet it may have it already: the link is of use.
  const auto check = [this](const redis_reply& reply) {
    if (reply.is_lost()) return;
    if (reply.is_error() && reply.error_word() != "OOM") return feed(link::broken{reply.text});
    if (--unprepared_ == 0) feed(link::prepared{});
  };
  unprepared_ = libraries_.size() + 1;
  if (settings_.password.empty()) {
    connection_->send({"PING"}, check);
  } else {
    connection_->send({"AUTH", settings_.password}, check);
  }
  if (settings_.is_member) {
    ++unprepared_;
    connection_->send({"CLUSTER", "INFO"}, [check](const redis_reply& reply) {
      const bool is_down = reply.is_string() && !reply.text.starts_with("cluster_state:ok");
      check(is_down ? redis_reply::error("CLUSTERDOWN as this member sees it") : reply);
    });
  }
  load_libraries(check);
}

void redis_client::impl::perform(const link::disconnect& action) {
  watch_.cancel();
  connection_->close();
  const auto closed = std::exchange(connection_, nullptr);
  const auto lost = redis_reply::lost(action.reason);
  for (const auto& callback : closed->take_pending()) {
    if (callback && !is_forgotten_) callback(lost);
  }
}

void redis_client::impl::perform(const link::set_timer& action) {
  timer_ = loop_.after(action.delay, [this] { feed(link::timer_fired{}); });
}

void redis_client::impl::perform(const link::announce_ready& action) {
  watch_ = loop_.every(std::max(settings_.timeout / 4, milliseconds{5}), [this] { watch(); });
  if (handlers_.on_ready && !is_forgotten_) handlers_.on_ready(action.number);
}

void redis_client::impl::perform(const link::announce_lost& action) {
  if (handlers_.on_lost && !is_forgotten_) handlers_.on_lost(action.reason);
}

void redis_client::impl::perform(const link::announce_failed& action) {
  if (handlers_.on_failed && !is_forgotten_) handlers_.on_failed(action.reason);
}

void redis_client::impl::load_libraries(const redis_callback& each) {
  last_reload_ = connection_->sent();
  for (const auto& library : libraries_) {
    connection_->send({"FUNCTION", "LOAD", "REPLACE", library.source}, each);
  }
}

void redis_client::impl::watch() {
  const auto judge = [this] {
    return link::judge(heartbeat_, loop_.now().steady, connection_->oldest_unanswered(),
                       connection_->last_heard());
  };
  const auto verdict = judge();
  if (verdict == link::heartbeat_verdict::ask) connection_->send({"PING"}, {});
  if (verdict != link::heartbeat_verdict::dead) return;
  // If it was this process that stood still, the replies are here, unread: first read, then judge.
  loop_.post([this, self = shared_from_this(), connection = connection_, judge] {
    if (connection != connection_ || judge() != link::heartbeat_verdict::dead) return;
    feed(link::broken{"no reply within " + std::to_string(settings_.timeout.count()) + " ms"});
  });
}

}  // namespace parley::io
