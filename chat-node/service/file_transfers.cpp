// One piece is in hand at a time: the next is read when Redis, or the peer, has the last one.
#include "chat-node/service/file_transfers.hpp"

#include <utility>

#include "chat-node/files/media_type.hpp"

namespace parley::chat_node_service {
namespace {

using kind = file_reply::kind;
constexpr std::size_t piece_bytes = 65'536;

class upload : public std::enable_shared_from_this<upload> {
 public:
  upload(std::shared_ptr<io::http_exchange> exchange, files::upload asked, std::string name,
         transfer_door door)
      : exchange_(std::move(exchange)),
        asked_(std::move(asked)),
        name_(std::move(name)),
        door_(std::move(door)) {}
  ~upload() { door_.done(); }

  void start() {
    door_.store.begin(asked_.room, asked_.size, door_.settings.redis_percent,
                      [self = shared_from_this()](const file_reply& reply) {
                        if (reply.what == kind::go) return self->read_on();
                        self->door_.refuse(*self->exchange_, reply);
                      });
  }

 private:
  void read_on() {
    exchange_->read([self = shared_from_this()](std::optional<std::string> piece) {
      if (!piece) return self->drop();  // cut off: nothing of it is kept
      if (piece->empty()) return self->finish();
      self->take(std::move(*piece));
    });
  }

  void take(std::string piece) {
    hash_.add(piece);
    if (beginning_.size() < files::media_type_bytes)
      beginning_ += piece.substr(0, files::media_type_bytes - beginning_.size());
    const bool is_told =
        beginning_.size() >= files::media_type_bytes || beginning_.size() == asked_.size;
    if (is_told) {
      if (auto refused =
              files::too_long(asked_.size, files::media_type_of(beginning_), door_.settings)) {
        drop();
        return door_.say(*exchange_, std::move(*refused));
      }
    }
    const auto size = piece.size();
    door_.store.append(asked_.room, name_, std::move(piece),
                       [self = shared_from_this(), size](const file_reply& reply) {
                         self->door_.count("in", size);
                         if (reply.what == kind::go) return self->read_on();
                         self->drop();
                         self->door_.refuse(*self->exchange_, reply);
                       });
  }

  void finish() {
    const std::string type(files::media_type_of(beginning_));
    const auto id = hash_.id();
    const file_store::whole file{id, type, asked_.size, door_.settings.room_bytes, asked_.is_named};
    door_.store.keep(
        asked_.room, name_, file, [self = shared_from_this(), id, type](const file_reply& reply) {
          if (reply.what != kind::kept && reply.what != kind::again)
            return self->door_.refuse(*self->exchange_, reply);
          self->door_.say(*self->exchange_,
                          files::stored(id, type, self->asked_.size, reply.what == kind::again));
        });
  }

  void drop() { door_.store.drop(asked_.room, name_); }

  const std::shared_ptr<io::http_exchange> exchange_;
  const files::upload asked_;
  const std::string name_;
  const transfer_door door_;
  files::file_hash hash_;
  std::string beginning_;
};

class download : public std::enable_shared_from_this<download> {
 public:
  download(std::shared_ptr<io::http_exchange> exchange, files::download asked, transfer_door door)
      : exchange_(std::move(exchange)), asked_(std::move(asked)), door_(std::move(door)) {}
  ~download() { door_.done(); }

  void start() {
    door_.store.find(asked_.room, asked_.file,
                     [self = shared_from_this()](const file_reply& reply) {
                       if (reply.what != kind::found)
                         return self->door_.refuse(*self->exchange_, reply);
                       self->size_ = reply.size;
                       self->begin(reply.type);
                     });
  }

 private:
  void begin(const std::string& type) {
    auto head = files::file_head(type);
    files::allow_origin(head, exchange_->head().origin);
    io::http_response response;
    response.status = head.status;
    response.content_type.clear();  // it is among the headers
    response.headers = std::move(head.headers);
    door_.answered(head.status);
    const bool is_look = exchange_->head().method == "HEAD";
    exchange_->begin(std::move(response), size_,
                     [self = shared_from_this(), is_look](bool is_sent) {
                       if (is_sent && !is_look) self->write_on();
                     });
  }

  // A file that goes while it is being sent leaves a body that is too short: the peer notices.
  void write_on() {
    if (sent_ >= size_) return;
    door_.store.read(asked_.room, asked_.file, sent_, piece_bytes,
                     [self = shared_from_this()](std::optional<std::string> piece) {
                       if (!piece) return;
                       self->sent_ += piece->size();
                       self->door_.count("out", piece->size());
                       self->exchange_->write(std::move(*piece), [self](bool is_sent) {
                         if (is_sent) self->write_on();
                       });
                     });
  }

  const std::shared_ptr<io::http_exchange> exchange_;
  const files::download asked_;
  const transfer_door door_;
  std::uint64_t size_ = 0;
  std::uint64_t sent_ = 0;
};

}  // namespace

void start_upload(std::shared_ptr<io::http_exchange> exchange, files::upload asked,
                  std::string name, transfer_door door) {
  std::make_shared<upload>(std::move(exchange), std::move(asked), std::move(name), std::move(door))
      ->start();
}

void start_download(std::shared_ptr<io::http_exchange> exchange, files::download asked,
                    transfer_door door) {
  std::make_shared<download>(std::move(exchange), std::move(asked), std::move(door))->start();
}

}  // namespace parley::chat_node_service
