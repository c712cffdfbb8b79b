// The network between a client and Redis, in the hands of a test or of the runner: it can hold back
// or lose one direction, cut, refuse, and lead elsewhere.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string_view>

#include "core/io/loop.hpp"

namespace parley::live {

enum class direction { requests, replies };

enum class passage {
  open,
  held,  // kept, and let go in order when it is open again
  lost,  // thrown away: the connection looks alive, and nothing arrives
};

// Runs on the given loop, on 127.0.0.1.
class tcp_proxy {
 public:
  tcp_proxy(io::event_loop& loop, std::uint16_t target_port);
  ~tcp_proxy();
  tcp_proxy(const tcp_proxy&) = delete;
  tcp_proxy& operator=(const tcp_proxy&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const { return pairs_.size(); }

  // Connections made from now on go there: a failover.
  void retarget(std::uint16_t target_port) { target_port_ = target_port; }

  void set(direction which, passage how);

  // Resets every connection; what is held is lost.
  void cut();
  // Every second one: then some go where new ones go, and some stay where they were.
  void cut_half();

  // While refusing, new connections are reset at once.
  void refuse(bool refusing) { is_refusing_ = refusing; }

  // Sees each chunk as it arrives here, before it is passed on, held or lost.
  void watch(std::function<void(direction, std::string_view)> watcher) {
    watcher_ = std::move(watcher);
  }

 private:
  class pair;
  void accept();
  [[nodiscard]] passage passage_of(direction which) const;

  io::event_loop& loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t target_port_;
  std::set<std::shared_ptr<pair>> pairs_;
  passage requests_ = passage::open;
  passage replies_ = passage::open;
  bool is_refusing_ = false;
  std::function<void(direction, std::string_view)> watcher_;
};

}  // namespace parley::live
