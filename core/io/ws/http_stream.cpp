// One request per connection: its head by Beast, its body and the answer as they are.
#include "core/io/ws/http_stream.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <utility>

#include "core/io/ws/acceptor.hpp"

namespace parley::io {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::uint32_t max_head_bytes = 32'768;       // seat tokens have up to 16 KiB
constexpr std::size_t max_drained_bytes = 16'777'216;  // of a body that nobody wants

std::string head_text(const http_response& response, std::uint64_t length) {
  const auto status = static_cast<unsigned>(response.status);
  std::string text = "HTTP/1.1 " + std::to_string(status) + " " +
                     std::string(http::obsolete_reason(http::int_to_status(status))) + "\r\n";
  const auto line = [&text](const std::string& name, const std::string& value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  if (!response.content_type.empty()) line("Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers)
    line(name, value);
  if (status != 204) line("Content-Length", std::to_string(length));
  line("Connection", "close");
  return text + "\r\n";
}

class stream final : public http_stream,
                     public http_exchange,
                     public std::enable_shared_from_this<stream> {
 public:
  stream(asio::ip::tcp::socket socket, http_stream_settings settings, handlers on)
      : socket_(std::move(socket)),
        deadline_(socket_.get_executor()),
        settings_(settings),
        ends_at_(std::chrono::steady_clock::now() + settings.whole_within),
        handlers_(std::move(on)) {}

  ~stream() override {
    close();
    handlers_.on_closed();
  }

  void begin_with(const std::string& bytes) {
    const auto room = buffer_.prepare(bytes.size());
    buffer_.commit(asio::buffer_copy(room, asio::buffer(bytes)));
    parser_.header_limit(max_head_bytes);
    parser_.body_limit(boost::none);
    watch(settings_.head_within);
    http::async_read_header(socket_, buffer_, parser_,
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                              self->on_head(error);
                            });
  }

  void close() override {
    deadline_.cancel();
    if (socket_.is_open()) close_by_reset(socket_);
  }

  [[nodiscard]] const http_head& head() const override { return head_; }
  [[nodiscard]] http_verdict verdict() const override { return verdict_; }
  void read(std::function<void(std::optional<std::string>)> done) override;
  void answer(http_response response) override;
  void begin(http_response head, std::uint64_t length, std::function<void(bool)> done) override;
  void write(std::string piece, std::function<void(bool)> done) override;

 private:
  void on_head(const error_code& error);
  void take_head();
  void send(std::string bytes, std::function<void(bool)> done);
  void drain();
  void watch(std::chrono::milliseconds time);

  asio::ip::tcp::socket socket_;
  asio::steady_timer deadline_;
  const http_stream_settings settings_;
  const std::chrono::steady_clock::time_point ends_at_;
  const handlers handlers_;
  boost::beast::flat_buffer buffer_;
  http::request_parser<http::empty_body> parser_;
  http_head head_;
  http_verdict verdict_ = http_verdict::let_in;
  std::uint64_t unread_ = 0;     // of the body
  std::uint64_t unwritten_ = 0;  // of the answer
  std::string outgoing_;
  std::array<char, 4'096> drained_{};
  std::size_t drained_bytes_ = 0;
};

// Whatever is under way when the time is over fails, since the socket is closed. A timer that has
// run out just before it was set anew is told by its time.
void stream::watch(std::chrono::milliseconds time) {
  using clock = std::chrono::steady_clock;
  deadline_.expires_at(std::min(clock::now() + time, ends_at_));
  deadline_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (!error && self && self->deadline_.expiry() <= clock::now()) self->close();
  });
}

void stream::on_head(const error_code& error) {
  deadline_.cancel();
  if (error == http::error::header_limit) {
    verdict_ = http_verdict::too_large;
  } else if (error.category() == http::make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    verdict_ = http_verdict::malformed;
  } else if (error) {
    return close();  // gone, or too slow
  } else {
    take_head();
  }
  handlers_.on_request(shared_from_this());
}

void stream::take_head() {
  const auto& request = parser_.get();
  const auto field = [&request](http::field name) { return std::string(request[name]); };
  const std::string target(request.target());
  head_.method = std::string(request.method_string());
  head_.path = target.substr(0, target.find('?'));
  head_.origin = field(http::field::origin);
  head_.authorization = field(http::field::authorization);
  head_.is_chunked = parser_.chunked();
  if (const auto length = parser_.content_length()) head_.length = *length;
  unread_ = head_.length.value_or(0);
  error_code gone;
  verdict_ =
      handlers_.admit({field(http::field::host), head_.origin, std::string(request["X-Real-IP"]),
                       socket_.remote_endpoint(gone).address()});
}

// Whole pieces only: who sends a byte now and then runs out of time.
void stream::read(std::function<void(std::optional<std::string>)> done) {
  const auto size =
      static_cast<std::size_t>(std::min<std::uint64_t>(unread_, settings_.piece_bytes));
  const auto piece = std::make_shared<std::string>(size, '\0');
  const auto had = asio::buffer_copy(asio::buffer(*piece), buffer_.data());  // with the head
  buffer_.consume(had);
  unread_ -= size;
  if (had == size) {
    asio::post(socket_.get_executor(), [done = std::move(done), piece] { done(*piece); });
    return;
  }
  watch(settings_.piece_within);
  asio::async_read(socket_, asio::buffer(*piece) + had,
                   [self = shared_from_this(), piece, done = std::move(done)](
                       const error_code& error, std::size_t) {
                     self->deadline_.cancel();
                     if (error) return done(std::nullopt);
                     done(std::move(*piece));
                   });
}

void stream::send(std::string bytes, std::function<void(bool)> done) {
  outgoing_ = std::move(bytes);
  watch(settings_.piece_within);
  asio::async_write(
      socket_, asio::buffer(outgoing_),
      [self = shared_from_this(), done = std::move(done)](const error_code& error, std::size_t) {
        self->deadline_.cancel();
        done(!error);
      });
}

void stream::answer(http_response response) {
  auto text = head_text(response, response.body.size());
  if (head_.method != "HEAD") text += response.body;
  send(std::move(text), [this](bool is_sent) {
    if (is_sent) drain();
  });
}

void stream::begin(http_response head, std::uint64_t length, std::function<void(bool)> done) {
  unwritten_ = head_.method == "HEAD" ? 0 : length;
  send(head_text(head, length), [this, done = std::move(done)](bool is_sent) {
    if (is_sent && unwritten_ == 0) drain();
    done(is_sent);
  });
}

void stream::write(std::string piece, std::function<void(bool)> done) {
  unwritten_ -= std::min<std::uint64_t>(piece.size(), unwritten_);
  send(std::move(piece), [this, done = std::move(done)](bool is_sent) {
    if (is_sent && unwritten_ == 0) drain();
    done(is_sent);
  });
}

// A peer that is still sending would be answered with a reset, and might never read what we said.
// Nor may a slow one be reset when the time is over: the kernel may still hold what it is to get.
void stream::drain() {
  error_code ignored;
  if (drained_bytes_ == 0) {
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    deadline_.expires_after(settings_.close_within);
    deadline_.async_wait([weak = weak_from_this()](const error_code& error) {
      error_code gone;
      const auto self = weak.lock();
      if (!error && self) self->socket_.close(gone);
    });
  }
  socket_.async_read_some(asio::buffer(drained_),
                          [self = shared_from_this()](const error_code& error, std::size_t size) {
                            self->drained_bytes_ += size;
                            if (!error && self->drained_bytes_ < max_drained_bytes)
                              return self->drain();
                            error_code gone;
                            self->deadline_.cancel();
                            self->socket_.close(gone);
                          });
}

}  // namespace

std::shared_ptr<http_stream> http_stream::start(asio::ip::tcp::socket socket,
                                                const std::string& bytes,
                                                http_stream_settings settings, handlers on) {
  const auto started = std::make_shared<stream>(std::move(socket), settings, std::move(on));
  started->begin_with(bytes);
  return started;
}

}  // namespace parley::io
