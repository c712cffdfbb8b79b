// A socket of its own for each question, so that a late answer to another one finds nobody.
#include "core/io/udp_ask.hpp"

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

namespace parley::io {
namespace {

using boost::asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t most_bytes = 1'024;

std::chrono::nanoseconds wall_clock() {
  return std::chrono::system_clock::now().time_since_epoch();
}

class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(event_loop& loop, std::string question,
           std::function<void(const std::optional<udp_answer>&)> answered)
      : loop_(loop),
        resolver_(loop.context()),
        socket_(loop.context()),
        deadline_(loop.context()),
        question_(std::move(question)),
        answered_(std::move(answered)) {}

  void start(const net_place& whom, milliseconds limit) {
    deadline_.expires_after(limit);
    deadline_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->finish({});
    });
    error_code is_a_name;
    const auto address = boost::asio::ip::make_address(whom.host, is_a_name);
    if (!is_a_name)
      return boost::asio::post(
          loop_.context(),
          [self = shared_from_this(), to = udp::endpoint(address, whom.port)] { self->send(to); });
    resolver_.async_resolve(
        whom.host, std::to_string(whom.port),
        [self = shared_from_this()](error_code error, const udp::resolver::results_type& found) {
          if (error || found.empty()) return self->finish({});
          if (self->answered_) self->send(found.begin()->endpoint());
        });
  }

 private:
  void send(const udp::endpoint& to) {
    error_code error;
    // Connected, so that the kernel drops what comes from elsewhere, and tells of a closed port.
    (void)socket_.open(to.protocol(), error);
    if (!error) (void)socket_.connect(to, error);
    if (error) return finish({});
    answer_.sent = wall_clock();
    (void)socket_.send(boost::asio::buffer(question_), 0, error);
    if (error) return finish({});
    socket_.async_receive(boost::asio::buffer(buffer_),
                          [self = shared_from_this()](error_code failed, std::size_t bytes) {
                            self->answer_.received = wall_clock();
                            self->answer_.at = self->loop_.now();
                            if (failed) return self->finish({});
                            self->answer_.bytes.assign(self->buffer_.data(), bytes);
                            self->finish(self->answer_);
                          });
  }

  void finish(const std::optional<udp_answer>& answer) {
    const auto answered = std::exchange(answered_, nullptr);
    if (!answered) return;
    deadline_.cancel();
    resolver_.cancel();
    error_code ignored;
    (void)socket_.close(ignored);
    answered(answer);
  }

  event_loop& loop_;
  udp::resolver resolver_;
  udp::socket socket_;
  boost::asio::steady_timer deadline_;
  std::string question_;
  std::array<char, most_bytes> buffer_{};
  udp_answer answer_;
  std::function<void(const std::optional<udp_answer>&)> answered_;  // empty: has been called
};

}  // namespace

void ask_by_udp(event_loop& loop, const net_place& whom, std::string question, milliseconds limit,
                std::function<void(const std::optional<udp_answer>&)> answered) {
  std::make_shared<exchange>(loop, std::move(question), std::move(answered))->start(whom, limit);
}

}  // namespace parley::io
