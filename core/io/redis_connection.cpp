// Reads, writes and the queue of who waits for which reply.
#include "core/io/redis_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "core/link/redis_errors.hpp"

namespace parley::io {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Also when it stands inside an array: a transaction may be refused in its middle.
const redis_reply* link_breaker(const redis_reply& reply, bool passes_redirects) {
  const auto word = reply.error_word();
  if (link::breaks_link(word) && !(passes_redirects && link::is_redirect(word))) return &reply;
  for (const auto& element : reply.elements) {
    if (const auto* found = link_breaker(element, passes_redirects)) return found;
  }
  return nullptr;
}

}  // namespace

redis_connection::redis_connection(event_loop& loop, handlers called, bool passes_redirects)
    : loop_(loop),
      handlers_(std::move(called)),
      passes_redirects_(passes_redirects),
      resolver_(loop.context()),
      socket_(loop.context()),
      last_heard_(loop.now().steady) {}

void redis_connection::connect(const std::string& host, std::uint16_t port) {
  resolver_.async_resolve(
      host, std::to_string(port),
      [self = shared_from_this(), host](const error_code& error, const auto& endpoints) {
        if (error) return self->fail("cannot find " + host + ": " + error.message());
        self->connect_to(endpoints);
      });
}

void redis_connection::connect_to(const asio::ip::tcp::resolver::results_type& endpoints) {
  if (is_closed_) return;
  asio::async_connect(socket_, endpoints,
                      [self = shared_from_this()](const error_code& error, const auto&) {
                        if (error) return self->fail("cannot connect: " + error.message());
                        if (self->is_closed_) return;
                        error_code ignored;
                        self->socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
                        self->start_reading();
                        self->handlers_.on_connected();
                      });
}

void redis_connection::send(const redis_command& command, redis_callback callback) {
  append_command(gathered_, command);
  pending_.push_back({std::move(callback), loop_.now().steady});
  ++sent_;
  if (interference_ && !interference_->lets_send(sent_)) return;
  if (std::exchange(is_flush_due_, true)) return;
  loop_.post([self = shared_from_this()] { self->flush(); });
}

void redis_connection::flush() {
  if (is_closed_ || !in_flight_.empty()) return;
  is_flush_due_ = false;
  if (gathered_.empty()) return;
  in_flight_.swap(gathered_);
  asio::async_write(socket_, asio::buffer(in_flight_),
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      self->in_flight_.clear();
                      if (error) return self->fail("write failed: " + error.message());
                      self->flush();
                    });
}

void redis_connection::start_reading() {
  socket_.async_read_some(asio::buffer(buffer_),
                          [self = shared_from_this()](const error_code& error, std::size_t size) {
                            if (error) return self->fail("connection lost: " + error.message());
                            self->take_replies({self->buffer_.data(), size});
                            if (!self->is_closed_) self->start_reading();
                          });
}

void redis_connection::take_replies(std::string_view bytes) {
  if (is_closed_ || (interference_ && interference_->is_deaf())) return;
  last_heard_ = loop_.now().steady;
  parser_.feed(bytes);
  while (!is_closed_) {
    auto reply = parser_.next();
    if (!reply) return fail("not the Redis protocol: " + reply.error());
    if (!*reply) return;
    take_reply(std::move(**reply));
  }
}

void redis_connection::take_reply(redis_reply reply) {
  ++received_;
  if (!interference_) return answer(reply);
  interference_->take(std::move(reply), received_);
}

void redis_connection::interfere(redis_hooks* hooks, std::uint64_t number) {
  const auto before = std::exchange(interference_, nullptr);
  if (hooks != nullptr) {
    interference_ = std::make_unique<redis_interference>(
        loop_, *hooks, number,
        redis_interference::handlers{.hear =
                                         [weak = weak_from_this()](const redis_reply& reply) {
                                           const auto self = weak.lock();
                                           if (self && !self->is_closed_) self->answer(reply);
                                         },
                                     .cut =
                                         [weak = weak_from_this()] {
                                           if (const auto self = weak.lock()) self->fail("fault");
                                         }});
  }
  if (!before) return;
  // What was not heard cannot be made good: only breaking the link tells what became of it.
  if (before->is_deaf()) return fail("fault");
  for (const auto& each : before->take_late())
    if (!is_closed_) answer(each);
}

// The callback may close this connection.
void redis_connection::answer(const redis_reply& reply) {
  if (pending_.empty()) return fail("a reply that nobody asked for");
  if (const auto* breaker = link_breaker(reply, passes_redirects_)) return fail(breaker->text);
  const auto callback = std::move(pending_.front().callback);
  pending_.pop_front();
  if (callback) callback(reply);
}

void redis_connection::close() {
  is_closed_ = true;
  resolver_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

void redis_connection::fail(const std::string& reason) {
  if (is_closed_) return;
  close();
  handlers_.on_broken(reason);
}

std::deque<redis_callback> redis_connection::take_pending() {
  std::deque<redis_callback> taken;
  for (auto& each : std::exchange(pending_, {}))
    taken.push_back(std::move(each.callback));
  return taken;
}

std::optional<steady_time> redis_connection::oldest_unanswered() const {
  if (pending_.empty()) return std::nullopt;
  return pending_.front().since;
}

}  // namespace parley::io
