// websocketpp's HTTP half alone.
#include "core/io/ws/http_server.hpp"

#include <utility>

#include "core/io/ws/acceptor.hpp"
#include "core/io/ws/server_connection.hpp"

namespace parley::io {

class http_server::impl {
 public:
  impl(boost::asio::io_context& loop, http_router routes, http_server_settings settings)
      : routes_(std::move(routes)),
        settings_(std::move(settings)),
        acceptor_(loop, {[this](boost::asio::ip::tcp::socket s) { on_accepted(std::move(s)); },
                         [this](const std::string& reason) {
                           if (settings_.on_notice)
                             settings_.on_notice({ws_notice_kind::accept_paused, 0, reason});
                         }}) {
    using hdl = websocketpp::connection_hdl;
    endpoint_.init_asio(&loop);
    endpoint_.set_user_agent("");
    endpoint_.set_max_http_body_size(settings_.max_body_bytes);
    endpoint_.set_open_handshake_timeout(static_cast<long>(settings_.request_timeout.count()));
    endpoint_.set_http_handler([this](const hdl& h) {
      answer_http(*endpoint_.get_con_from_hdl(h), [this](const http_request& request) {
        return open_ > settings_.max_connections ? http_refusal(503, "too many connections")
                                                 : routes_.answer(request);
      });
    });
    endpoint_.set_validate_handler([this](const hdl& h) {
      respond(*endpoint_.get_con_from_hdl(h), http_refusal(400, "no WebSockets here"));
      return false;
    });
  }

  void listen(const std::string& address, std::uint16_t port) { acceptor_.listen(address, port); }
  [[nodiscard]] std::uint16_t port() const { return acceptor_.port(); }
  void stop_listening() { acceptor_.stop(); }

 private:
  void on_accepted(boost::asio::ip::tcp::socket socket) {
    const server_connection_ptr connection = endpoint_.get_connection();
    connection->get_raw_socket() = std::move(socket);
    connection->set_termination_handler([this](const server_connection_ptr& ended) noexcept {
      --open_;
      reset_if_timed_out(*ended);
    });
    ++open_;
    connection->start();
  }

  const http_router routes_;
  const http_server_settings settings_;
  server_endpoint endpoint_;
  acceptor acceptor_;
  std::size_t open_ = 0;
};

http_server::http_server(boost::asio::io_context& loop, http_router routes,
                         http_server_settings settings)
    : impl_(std::make_unique<impl>(loop, std::move(routes), std::move(settings))) {}
http_server::~http_server() = default;

void http_server::listen(const std::string& address, std::uint16_t port) {
  impl_->listen(address, port);
}
std::uint16_t http_server::port() const {
  return impl_->port();
}
void http_server::stop_listening() {
  impl_->stop_listening();
}

}  // namespace parley::io
