// The door on Boost.Beast: a connection lives as long as its one request.
#include "chaos/probe/door.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::probe {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::asio::ip::tcp;

// One connection: read, handle, write, close.
class door::visit : public std::enable_shared_from_this<visit> {
 public:
  visit(door& at, tcp::socket socket) : at_(at), stream_(std::move(socket)) {
    ++at_.open_;
    parser_.body_limit(at.settings_.max_body_bytes);
  }
  visit(const visit&) = delete;
  visit& operator=(const visit&) = delete;
  ~visit() {
    --at_.open_;
    at_.accept_if_there_is_room();
  }

  void begin() {
    stream_.expires_after(at_.settings_.request_timeout);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (error == http::error::body_limit)
                         return self->answer(io::http_refusal(413, "too large"));
                       if (!error) self->handle();
                     });
  }

 private:
  void handle() {
    stream_.expires_never();
    const auto& asked = parser_.get();
    const std::string target(asked.target());
    const auto question = target.find('?');
    io::http_request request{
        std::string(asked.method_string()), target.substr(0, question), {}, asked.body()};
    at_.handle_(request, [self = shared_from_this()](io::http_response response) {
      self->answer(std::move(response));
    });
  }

  void answer(io::http_response response) {
    answer_.result(static_cast<unsigned>(response.status));
    answer_.set(http::field::content_type, response.content_type);
    answer_.set(http::field::connection, "close");
    for (const auto& [name, value] : response.headers)
      answer_.set(name, value);
    answer_.body() = std::move(response.body);
    answer_.prepare_payload();
    stream_.expires_after(at_.settings_.request_timeout);
    http::async_write(stream_, answer_,
                      [self = shared_from_this()](beast::error_code, std::size_t) {
                        beast::error_code ignored;
                        self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
                      });
  }

  door& at_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> answer_;
};

door::door(io::event_loop& loop, door_settings settings, handler handle)
    : settings_(settings), handle_(std::move(handle)), acceptor_(loop.context()) {}

void door::listen(const std::string& address, std::uint16_t port) {
  try {
    const tcp::endpoint here(boost::asio::ip::make_address(address), port);
    acceptor_.open(here.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(here);
    acceptor_.listen();
  } catch (const boost::system::system_error& error) {
    throw io::start_error("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                          error.code().message());
  }
  accept();
}

void door::stop_listening() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

void door::accept_if_there_is_room() {
  if (!is_accepting_ && acceptor_.is_open() && open_ < settings_.max_connections) accept();
}

void door::accept() {
  is_accepting_ = true;
  acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
    is_accepting_ = false;
    if (error == boost::asio::error::operation_aborted) return;
    if (!error) std::make_shared<visit>(*this, std::move(socket))->begin();
    accept_if_there_is_room();
  });
}

}  // namespace parley::probe
