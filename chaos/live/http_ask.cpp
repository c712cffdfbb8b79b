// Boost.Beast, one connection for each request. An address costs no resolver thread.
#include "chaos/live/http_ask.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace parley::live {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::asio::ip::tcp;

class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(io::event_loop& loop, http_request request,
           std::function<void(const http_answer&)> answered)
      : stream_(loop.context()), resolver_(loop.context()), answered_(std::move(answered)) {
    request_.method_string(request.method);
    request_.target(request.path);
    request_.version(11);
    request_.set(http::field::host, request.host);
    request_.set(http::field::connection, "close");
    request_.body() = std::move(request.body);
    request_.prepare_payload();
  }

  void start(const std::string& host, std::uint16_t port, milliseconds limit) {
    beast::error_code is_a_name;
    const auto address = boost::asio::ip::make_address(host, is_a_name);
    if (!is_a_name) return connect(std::vector{tcp::endpoint(address, port)}, limit);
    resolver_.async_resolve(host, std::to_string(port),
                            [self = shared_from_this(), limit](
                                beast::error_code error, const tcp::resolver::results_type& found) {
                              if (error) return self->answered_({});
                              self->connect(found, limit);
                            });
  }

 private:
  template <class Endpoints>
  void connect(const Endpoints& doors, milliseconds limit) {
    stream_.expires_after(limit);
    stream_.async_connect(
        doors, [self = shared_from_this()](beast::error_code error, const tcp::endpoint&) {
          if (error) return self->answered_({});
          http::async_write(self->stream_, self->request_,
                            [self](beast::error_code failed, std::size_t) {
                              if (failed) return self->answered_({});
                              self->read();
                            });
        });
  }

  void read() {
    http::async_read(
        stream_, buffer_, response_,
        [self = shared_from_this()](beast::error_code error, std::size_t) {
          if (error) return self->answered_({});
          self->answered_({static_cast<int>(self->response_.result_int()), self->response_.body()});
        });
  }

  beast::tcp_stream stream_;
  tcp::resolver resolver_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  std::function<void(const http_answer&)> answered_;
};

}  // namespace

void ask(io::event_loop& loop, http_request request, milliseconds limit,
         std::function<void(const http_answer&)> answered) {
  const std::string host = request.host;
  const std::uint16_t port = request.port;
  std::make_shared<exchange>(loop, std::move(request), std::move(answered))
      ->start(host, port, limit);
}

}  // namespace parley::live
