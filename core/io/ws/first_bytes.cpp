// A request is told by its first line as soon as enough of it is there.
#include "core/io/ws/first_bytes.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "core/io/ws/acceptor.hpp"

namespace parley::io {
namespace {

constexpr std::size_t longest_method = 16;

bool begins_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

}  // namespace

request_kind kind_of_request(std::string_view bytes, const std::vector<std::string>& prefixes) {
  const auto method_end = bytes.find(' ');
  if (method_end == std::string_view::npos)
    return bytes.size() > longest_method ? request_kind::other : request_kind::unclear;
  const auto target = bytes.substr(method_end + 1);
  bool may_become_one = false;
  for (const std::string& prefix : prefixes) {
    if (begins_with(target, prefix)) return request_kind::stream;
    may_become_one = may_become_one || begins_with(prefix, target);
  }
  return may_become_one ? request_kind::unclear : request_kind::other;
}

struct first_bytes::connection {
  connection(tcp::socket with, boost::asio::io_context& loop)
      : socket(std::move(with)), deadline(loop) {}
  tcp::socket socket;
  boost::asio::steady_timer deadline;
  std::string bytes{};
  std::array<char, 512> buffer{};
};

first_bytes::first_bytes(boost::asio::io_context& loop, std::vector<std::string> prefixes,
                         std::chrono::milliseconds patience, handlers on)
    : loop_(loop), prefixes_(std::move(prefixes)), patience_(patience), handlers_(std::move(on)) {}

void first_bytes::read_of(tcp::socket socket) {
  const auto from = std::make_shared<connection>(std::move(socket), loop_);
  waiting_.insert(from);
  from->deadline.expires_after(patience_);
  from->deadline.async_wait([this, from](const boost::system::error_code& error) {
    if (error || waiting_.erase(from) == 0) return;
    close_by_reset(from->socket);
    handlers_.on_failed("no request in time");
  });
  read_on(from);
}

void first_bytes::read_on(const connection_ptr& from) {
  from->socket.async_read_some(
      boost::asio::buffer(from->buffer),
      [this, from](const boost::system::error_code& error, std::size_t size) {
        if (waiting_.count(from) == 0) return;
        from->bytes.append(from->buffer.data(), size);
        if (!error) return on_read(from);
        waiting_.erase(from);
        from->deadline.cancel();
        handlers_.on_failed(error.message());
      });
}

void first_bytes::on_read(const connection_ptr& from) {
  const auto kind = kind_of_request(from->bytes, prefixes_);
  if (kind == request_kind::unclear) return read_on(from);
  waiting_.erase(from);
  from->deadline.cancel();
  const auto& hand_on = kind == request_kind::stream ? handlers_.on_stream : handlers_.on_other;
  hand_on(std::move(from->socket), std::move(from->bytes));
}

void first_bytes::close_all() {
  for (const auto& each : std::exchange(waiting_, {})) {
    each->deadline.cancel();
    close_by_reset(each->socket);
  }
}

}  // namespace parley::io
