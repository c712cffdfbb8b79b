// Reads the beginning of what a new connection says, for a port that serves WebSockets and streams
// alike, and hands the connection on to whoever it is for, with what was read of it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace parley::io {

enum class request_kind {
  unclear,  // more of it must be read
  stream,   // its path begins with one of the prefixes
  other,
};

// By the beginning of an HTTP request. Pure.
[[nodiscard]] request_kind kind_of_request(std::string_view bytes,
                                           const std::vector<std::string>& prefixes);

// One thread: the one that runs `loop`.
class first_bytes {
 public:
  using tcp = boost::asio::ip::tcp;
  struct handlers {
    std::function<void(tcp::socket, std::string bytes)> on_stream;
    std::function<void(tcp::socket, std::string bytes)> on_other;
    std::function<void(std::string_view why)> on_failed;  // it has said nothing that can be told
  };

  first_bytes(boost::asio::io_context& loop, std::vector<std::string> prefixes,
              std::chrono::milliseconds patience, handlers on);

  void read_of(tcp::socket socket);
  void close_all();  // they have asked for nothing yet
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  struct connection;
  using connection_ptr = std::shared_ptr<connection>;

  void read_on(const connection_ptr& from);
  void on_read(const connection_ptr& from);

  boost::asio::io_context& loop_;
  const std::vector<std::string> prefixes_;
  const std::chrono::milliseconds patience_;
  const handlers handlers_;
  std::unordered_set<connection_ptr> waiting_;
};

}  // namespace parley::io
