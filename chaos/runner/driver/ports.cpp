// Ports at random, so that two runs do not meet.
#include "chaos/runner/driver/ports.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <random>
#include <set>

#include "core/io/start_error.hpp"

namespace parley::driver {

namespace {

constexpr int lowest = 20'000;
constexpr int highest = 32'767;
constexpr int tries = 1'000;

bool is_free(std::uint16_t port) {
  using boost::asio::ip::tcp;
  boost::asio::io_context context;
  tcp::acceptor acceptor(context);
  boost::system::error_code error;
  acceptor.open(tcp::v4(), error);
  if (!error) acceptor.bind({boost::asio::ip::address_v4::loopback(), port}, error);
  return !error;
}

}  // namespace

std::uint16_t free_port() {
  static std::set<int> taken;
  std::random_device entropy;
  std::uniform_int_distribution<int> any(lowest, highest);
  for (int i = 0; i < tries; ++i) {
    const int port = any(entropy);
    if (!taken.insert(port).second) continue;
    if (is_free(static_cast<std::uint16_t>(port))) return static_cast<std::uint16_t>(port);
  }
  throw io::start_error("no free port between 20000 and 32767");
}

}  // namespace parley::driver
