// A client of its own that always has one BLMPOP under way.
#include "core/io/redis_blocking_reader.hpp"

#include <utility>

#include "core/base/check.hpp"

namespace parley::io {

namespace {

// How long Redis holds a BLMPOP when there is nothing. Its answer, even that of nothing, shows that
// Redis lives.
constexpr milliseconds block{1'000};
constexpr int batch = 256;  // items at a time

// The link must not take the waiting itself for a frozen Redis.
redis_settings patient(redis_settings settings) {
  settings.timeout += block;
  return settings;
}

redis_command make_command(const std::vector<std::string>& keys) {
  redis_command command{"BLMPOP", std::to_string(static_cast<double>(block.count()) / 1'000),
                        std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), {"LEFT", "COUNT", std::to_string(batch)});
  return command;
}

}  // namespace

class redis_blocking_reader::impl {
 public:
  impl(event_loop& loop, redis_settings settings, const std::vector<std::string>& keys,
       redis_reader_handlers handlers)
      : loop_(loop),
        handlers_(std::move(handlers)),
        command_(make_command(keys)),
        client_(loop, patient(std::move(settings)), {},
                {.on_ready = [this](std::uint64_t) { on_ready(); },
                 .on_lost = [this](std::string_view why) { on_lost(why); },
                 .on_failed = {}}) {
    PARLEY_CHECK(!keys.empty());
  }

  [[nodiscard]] redis_client& client() { return client_; }

 private:
  void on_ready() {
    if (handlers_.on_ready) handlers_.on_ready();
    read();
  }

  void on_lost(std::string_view why) {
    if (handlers_.on_lost) handlers_.on_lost(why);
  }

  void read() {
    client_.command(command_, [this](const redis_reply& reply) { on_reply(reply); });
  }

  void on_reply(const redis_reply& reply) {
    if (reply.is_lost()) return;  // on_ready reads again
    if (reply.is_error()) {
      // A key of the wrong type, say: asked again, but not at full speed.
      pause_ = loop_.after(block, [this] {
        if (client_.is_ready()) read();
      });
      return;
    }
    read();
    if (!reply.is_array() || reply.elements.size() != 2) return;
    std::vector<std::string> items;
    for (const auto& item : reply.elements[1].elements)
      items.push_back(item.text);
    handlers_.on_items(reply.elements[0].text, std::move(items));
  }

  event_loop& loop_;
  redis_reader_handlers handlers_;
  redis_command command_;
  timer pause_;
  redis_client client_;
};

redis_blocking_reader::redis_blocking_reader(event_loop& loop, redis_settings settings,
                                             const std::vector<std::string>& keys,
                                             redis_reader_handlers handlers)
    : impl_(std::make_unique<impl>(loop, std::move(settings), keys, std::move(handlers))) {}

redis_blocking_reader::~redis_blocking_reader() = default;

void redis_blocking_reader::start() {
  impl_->client().start();
}

void redis_blocking_reader::stop() {
  impl_->client().stop();
}

bool redis_blocking_reader::is_ready() const {
  return impl_->client().is_ready();
}

}  // namespace parley::io
