// What ws_server does with plain HTTP that comes and goes in pieces.
#include <boost/asio/post.hpp>
#include <utility>

#include "core/io/ws/ws_server_impl.hpp"

namespace parley::io {

first_bytes::handlers ws_server::impl::first_bytes_handlers() {
  using tcp = boost::asio::ip::tcp;
  return {[this](tcp::socket socket, const std::string& bytes) {
            begin_exchange(std::move(socket), bytes);
          },
          [this](tcp::socket socket, std::string bytes) {
            take_over(std::move(socket), std::move(bytes));
          },
          [this](std::string_view why) { note(ws_notice_kind::handshake_failed, 0, why); }};
}

void ws_server::impl::begin_exchange(boost::asio::ip::tcp::socket socket,
                                     const std::string& bytes) {
  http_stream_settings settings;
  settings.head_within = settings_.handshake_timeout;
  settings.close_within = settings_.close_timeout;
  const auto place = exchanges_.insert(exchanges_.end(), std::weak_ptr<http_stream>());
  const auto peer = std::make_shared<std::optional<ws_peer>>();  // once it is let in
  const std::weak_ptr<bool> lives = lives_;
  http_stream::handlers on;
  on.admit = [this, peer](const http_visitor& visitor) {
    handshake words;
    words.real_ip = visitor.real_ip;
    words.peer = visitor.peer;
    const auto who = admission_.peer_of(words);
    const auto verdict = admission_.enter_exchange(visitor.host, visitor.origin, who);
    if (verdict == http_verdict::let_in)
      *peer = who;
    else
      note(ws_notice_kind::handshake_refused, 0, "an exchange");
    return verdict;
  };
  on.on_request = handlers_.on_exchange;
  on.on_closed = [this, lives, place, peer] {
    if (lives.expired()) return;
    exchanges_.erase(place);
    if (*peer) admission_.leave(**peer);
  };
  *place = http_stream::start(std::move(socket), bytes, settings, std::move(on));
}

// Those under way fail at their next step.
void ws_server::impl::close_exchanges() {
  for (const auto& each : exchanges_)
    if (const auto stream = each.lock()) boost::asio::post(loop_, [stream] { stream->close(); });
}

}  // namespace parley::io
