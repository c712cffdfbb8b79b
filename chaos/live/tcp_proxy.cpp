// Two sockets for each connection, and a queue for each direction.
#include "chaos/live/tcp_proxy.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <utility>

namespace parley::live {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class tcp_proxy::pair : public std::enable_shared_from_this<tcp_proxy::pair> {
 public:
  pair(tcp_proxy& proxy, tcp::socket client)
      : proxy_(&proxy),
        client_(std::move(client)),
        target_(proxy.loop_.context()),
        ways_{way{client_, target_}, way{target_, client_}} {}

  void start(std::uint16_t port) {
    target_.async_connect({asio::ip::address_v4::loopback(), port},
                          [self = shared_from_this()](const error_code& error) {
                            if (error) return self->end();
                            self->read(direction::requests);
                            self->read(direction::replies);
                          });
  }

  // Writes what has gathered, if its way is open and nothing is being written.
  void push(direction which) {
    auto& one = way_of(which);
    if (proxy_ == nullptr || proxy_->passage_of(which) != passage::open) return;
    if (!one.in_flight.empty() || one.gathered.empty()) return;
    one.in_flight.swap(one.gathered);
    asio::async_write(one.to, asio::buffer(one.in_flight),
                      [self = shared_from_this(), which](const error_code& error, std::size_t) {
                        self->way_of(which).in_flight.clear();
                        if (error) return self->end();
                        self->push(which);
                      });
  }

  void reset() {
    proxy_ = nullptr;
    for (auto* each : {&client_, &target_}) {
      error_code ignored;
      each->set_option(asio::socket_base::linger(true, 0), ignored);
      each->close(ignored);
    }
  }

 private:
  struct way {
    tcp::socket& from;
    tcp::socket& to;
    std::array<char, 16'384> buffer{};
    std::string gathered{};
    std::string in_flight{};
  };

  way& way_of(direction which) { return ways_[which == direction::requests ? 0 : 1]; }

  void read(direction which) {
    auto& one = way_of(which);
    one.from.async_read_some(
        asio::buffer(one.buffer),
        [self = shared_from_this(), which](const error_code& error, std::size_t size) {
          if (error) return self->end();
          self->take(which, size);
        });
  }

  void take(direction which, std::size_t size) {
    if (proxy_ == nullptr) return;
    auto& one = way_of(which);
    if (proxy_->watcher_) proxy_->watcher_(which, {one.buffer.data(), size});
    if (proxy_ == nullptr) return;  // the watcher has cut us
    if (proxy_->passage_of(which) != passage::lost) one.gathered.append(one.buffer.data(), size);
    push(which);
    read(which);
  }

  void end() {
    if (proxy_ == nullptr) return;
    proxy_->pairs_.erase(shared_from_this());
    reset();
  }

  tcp_proxy* proxy_;  // none once it is over
  tcp::socket client_;
  tcp::socket target_;
  std::array<way, 2> ways_;
};

tcp_proxy::tcp_proxy(io::event_loop& loop, std::uint16_t target_port)
    : loop_(loop),
      acceptor_(loop.context(), {asio::ip::address_v4::loopback(), 0}),
      target_port_(target_port) {
  accept();
}

tcp_proxy::~tcp_proxy() {
  cut();
}

std::uint16_t tcp_proxy::port() const {
  return acceptor_.local_endpoint().port();
}

passage tcp_proxy::passage_of(direction which) const {
  return which == direction::requests ? requests_ : replies_;
}

void tcp_proxy::set(direction which, passage how) {
  (which == direction::requests ? requests_ : replies_) = how;
  for (const auto& each : pairs_)
    each->push(which);
}

void tcp_proxy::cut() {
  for (const auto& each : std::exchange(pairs_, {}))
    each->reset();
}

void tcp_proxy::cut_half() {
  bool is_second = false;
  std::erase_if(pairs_, [&is_second](const auto& each) {
    is_second = !is_second;
    if (!is_second) each->reset();
    return !is_second;
  });
}

void tcp_proxy::accept() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket client) {
    if (error) return;
    const auto made = std::make_shared<pair>(*this, std::move(client));
    if (is_refusing_) {
      made->reset();
    } else {
      pairs_.insert(made);
      made->start(target_port_);
    }
    accept();
  });
}

}  // namespace parley::live
