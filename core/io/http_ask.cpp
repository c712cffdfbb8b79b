// Boost.Beast, one connection for each request. An address costs no resolver thread.
#include "core/io/http_ask.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "core/io/net_place.hpp"

namespace parley::io {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::asio::ip::tcp;

constexpr std::uint16_t http_port = 80;

// As RFC 9110 section 7.2 has it in `Host`.
std::string authority_of(const http_question& question) {
  const bool is_ipv6 = question.host.find(':') != std::string::npos;
  const auto host = is_ipv6 ? "[" + question.host + "]" : question.host;
  return question.port == http_port ? host : host + ":" + std::to_string(question.port);
}

class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(event_loop& loop, http_question question,
           std::function<void(const http_answer&)> answered)
      : stream_(loop.context()),
        resolver_(loop.context()),
        deadline_(loop.context()),
        answered_(std::move(answered)) {
    request_.method_string(question.method);
    request_.target(question.path);
    request_.version(11);
    request_.set(http::field::host, authority_of(question));
    request_.set(http::field::connection, "close");
    if (!question.content_type.empty())
      request_.set(http::field::content_type, question.content_type);
    request_.body() = std::move(question.body);
    request_.prepare_payload();
  }

  void start(const std::string& host, std::uint16_t port, milliseconds limit) {
    // Of its own, since a name that is being looked up can't be interrupted.
    deadline_.expires_after(limit);
    deadline_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error) self->finish({});
    });
    beast::error_code is_a_name;
    const auto address = boost::asio::ip::make_address(host, is_a_name);
    if (!is_a_name) return connect(std::vector{tcp::endpoint(address, port)});
    resolver_.async_resolve(host, std::to_string(port),
                            [self = shared_from_this()](beast::error_code error,
                                                        const tcp::resolver::results_type& found) {
                              if (error) return self->finish({});
                              if (self->answered_) self->connect(found);
                            });
  }

 private:
  template <class Endpoints>
  void connect(const Endpoints& doors) {
    stream_.async_connect(
        doors, [self = shared_from_this()](beast::error_code error, const tcp::endpoint&) {
          if (error) return self->finish({});
          http::async_write(self->stream_, self->request_,
                            [self](beast::error_code failed, std::size_t) {
                              if (failed) return self->finish({});
                              self->read();
                            });
        });
  }

  void read() {
    http::async_read(stream_, buffer_, response_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (error) return self->finish({});
                       const auto& said = self->response_;
                       self->finish({static_cast<int>(said.result_int()), said.body(),
                                     std::string(said[http::field::date])});
                     });
  }

  void finish(const http_answer& answer) {
    const auto answered = std::exchange(answered_, nullptr);
    if (!answered) return;
    deadline_.cancel();
    resolver_.cancel();
    stream_.close();
    answered(answer);
  }

  beast::tcp_stream stream_;
  tcp::resolver resolver_;
  boost::asio::steady_timer deadline_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  std::function<void(const http_answer&)> answered_;  // empty: has been called
};

}  // namespace

void ask(event_loop& loop, http_question question, milliseconds limit,
         std::function<void(const http_answer&)> answered) {
  const std::string host = question.host;
  const std::uint16_t port = question.port;
  std::make_shared<exchange>(loop, std::move(question), std::move(answered))
      ->start(host, port, limit);
}

std::optional<http_question> parse_http_address(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme)) return std::nullopt;
  text.remove_prefix(scheme.size());
  const auto slash = std::min(text.find('/'), text.size());
  auto place = parse_net_place(text.substr(0, slash), http_port);
  if (!place) return std::nullopt;
  http_question request{.host = std::move(place->host), .port = place->port};
  request.path = slash == text.size() ? "/" : std::string(text.substr(slash));
  const auto is_plain = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!std::ranges::all_of(request.path, is_plain)) return std::nullopt;
  return request;
}

}  // namespace parley::io
