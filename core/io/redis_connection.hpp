// One TCP connection to Redis: commands out, replies in, in order. It lives once; coming back is
// redis_client's.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/io/loop.hpp"
#include "core/io/redis_client.hpp"
#include "core/io/redis_interference.hpp"
#include "core/io/redis_parser.hpp"

namespace parley::io {

// We keep the socket (Asio's, with its name lookup and its cancellation) and leave the parsing to
// hiredis. Its asynchronous context would want an adapter of its own, has no deadlines, looks names
// up while blocking, and may die inside its own callbacks.
class redis_connection : public std::enable_shared_from_this<redis_connection> {
 public:
  struct handlers {
    std::function<void()> on_connected;
    // Once, never after `close`. Pending callbacks have not been called: `take_pending` has them.
    std::function<void(const std::string& reason)> on_broken;
  };

  redis_connection(event_loop& loop, handlers called, bool passes_redirects = false);

  void connect(const std::string& host, std::uint16_t port);

  // Commands of one turn of the loop leave together. The callback may be empty.
  void send(const redis_command& command, redis_callback callback);

  // Silent from now on.
  void close();

  // From now on `hooks` (null: nobody) decide; this is connection `number`. What was late is heard.
  void interfere(redis_hooks* hooks, std::uint64_t number);

  // What waits for a reply, oldest first.
  [[nodiscard]] std::deque<redis_callback> take_pending();

  [[nodiscard]] std::size_t pending() const { return pending_.size(); }
  [[nodiscard]] std::size_t unsent_bytes() const { return gathered_.size() + in_flight_.size(); }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }  // commands so far
  [[nodiscard]] std::optional<steady_time> oldest_unanswered() const;
  [[nodiscard]] steady_time last_heard() const { return last_heard_; }

 private:
  struct waiting {
    redis_callback callback;
    steady_time since;
  };

  void connect_to(const boost::asio::ip::tcp::resolver::results_type& endpoints);
  void start_reading();
  void take_replies(std::string_view bytes);
  void take_reply(redis_reply reply);
  void answer(const redis_reply& reply);
  void flush();
  void fail(const std::string& reason);

  event_loop& loop_;
  handlers handlers_;
  const bool passes_redirects_;  // MOVED and ASK are replies like any other
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ip::tcp::socket socket_;
  redis_parser parser_;
  std::deque<waiting> pending_;
  std::string gathered_;   // to be written next
  std::string in_flight_;  // being written
  bool is_flush_due_ = false;
  bool is_closed_ = false;
  std::uint64_t sent_ = 0;
  std::uint64_t received_ = 0;  // replies
  std::unique_ptr<redis_interference> interference_;
  steady_time last_heard_;
  std::array<char, 16'384> buffer_;
};

}  // namespace parley::io
