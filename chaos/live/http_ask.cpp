// Boost.Beast, one connection for each request.
#include "chaos/live/http_ask.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <utility>

namespace parley::live {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::asio::ip::tcp;

class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(io::event_loop& loop, http_request request,
           std::function<void(const http_answer&)> answered)
      : stream_(loop.context()), answered_(std::move(answered)) {
    request_.method_string(request.method);
    request_.target(request.path);
    request_.version(11);
    request_.set(http::field::host, request.host);
    request_.set(http::field::connection, "close");
    request_.body() = std::move(request.body);
    request_.prepare_payload();
  }

  void start(const tcp::endpoint& door, milliseconds limit) {
    stream_.expires_after(limit);
    stream_.async_connect(door, [self = shared_from_this()](beast::error_code error) {
      if (error) return self->answered_({});
      http::async_write(self->stream_, self->request_,
                        [self](beast::error_code failed, std::size_t) {
                          if (failed) return self->answered_({});
                          self->read();
                        });
    });
  }

 private:
  void read() {
    http::async_read(
        stream_, buffer_, response_,
        [self = shared_from_this()](beast::error_code error, std::size_t) {
          if (error) return self->answered_({});
          self->answered_({static_cast<int>(self->response_.result_int()), self->response_.body()});
        });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  std::function<void(const http_answer&)> answered_;
};

}  // namespace

void ask(io::event_loop& loop, http_request request, milliseconds limit,
         std::function<void(const http_answer&)> answered) {
  const tcp::endpoint door(boost::asio::ip::make_address(request.host), request.port);
  std::make_shared<exchange>(loop, std::move(request), std::move(answered))->start(door, limit);
}

}  // namespace parley::live
