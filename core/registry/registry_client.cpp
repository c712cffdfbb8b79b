// Calls the three functions of registry.lua by timer.
#include "core/registry/registry_client.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "embedded/registry_lua.hpp"

namespace parley::registry {

namespace {

const std::vector<std::string> keys{"nodes:{nodes}:lease", "nodes:{nodes}:record"};
const std::string redis_clock = "0";

}  // namespace

io::function_library library() {
  return {"parley_registry", embedded::registry_lua};
}

class registry_client::impl : public std::enable_shared_from_this<registry_client::impl> {
 public:
  impl(io::event_loop& loop, io::redis_commands& redis, registry_settings settings,
       registry_handlers handlers)
      : loop_(loop), redis_(redis), settings_(settings), handlers_(std::move(handlers)) {}

  void start() {
    renewals_ = loop_.every(settings_.renew_every, [this] { renew(); });
    lists_ = loop_.every(settings_.list_every, [this] { list(); });
    refresh();
  }

  void refresh() {
    if (!renewals_.is_running()) return;
    renew();
    list();
  }

  void leave(std::function<void()> done) {
    end();
    const auto own = handlers_.own_record();
    redis_.fcall("registry_remove", keys, {own.id, own.instance, redis_clock},
                 [weak = weak_from_this(), done = std::move(done)](const io::redis_reply& reply) {
                   if (const auto self = weak.lock()) self->complain("remove", reply);
                   done();
                 });
  }

  void end() {
    renewals_.cancel();
    lists_.cancel();
  }

 private:
  void renew() {
    if (!redis_.reaches(keys.front())) return;
    const auto own = handlers_.own_record();
    const auto lease = std::to_string(settings_.lease.count());
    redis_.fcall("registry_renew", keys, {own.id, to_json(own), lease, redis_clock},
                 [weak = weak_from_this()](const io::redis_reply& reply) {
                   if (const auto self = weak.lock()) self->complain("renew", reply);
                 });
  }

  void list() {
    // One at a time: with a slow Redis they must not pile up.
    if (!redis_.reaches(keys.front()) || std::exchange(is_listing_, true)) return;
    redis_.fcall("registry_list", keys, {redis_clock},
                 [weak = weak_from_this()](const io::redis_reply& reply) {
                   if (const auto self = weak.lock()) self->on_list(reply);
                 });
  }

  void on_list(const io::redis_reply& reply) {
    is_listing_ = false;
    complain("list", reply);
    if (!reply.is_array() || !lists_.is_running()) return;
    std::vector<node_record> records;
    for (const auto& each : reply.elements) {
      if (auto record = parse_node_record(each.text)) {
        records.push_back(std::move(*record));
      } else if (handlers_.on_trouble) {
        handlers_.on_trouble("list: not a record: " + each.text);
      }
    }
    std::sort(records.begin(), records.end(),
              [](const node_record& a, const node_record& b) { return a.id < b.id; });
    handlers_.on_snapshot(std::move(records));
  }

  void complain(const char* what, const io::redis_reply& reply) {
    if (reply.is_error() && handlers_.on_trouble) {
      handlers_.on_trouble(std::string(what) + ": " + reply.text);
    }
  }

  io::event_loop& loop_;
  io::redis_commands& redis_;
  registry_settings settings_;
  registry_handlers handlers_;
  io::timer renewals_;
  io::timer lists_;
  bool is_listing_ = false;
};

registry_client::registry_client(io::event_loop& loop, io::redis_commands& redis,
                                 registry_settings settings, registry_handlers handlers)
    : impl_(std::make_shared<impl>(loop, redis, settings, std::move(handlers))) {}

registry_client::~registry_client() {
  impl_->end();
}

void registry_client::start() {
  impl_->start();
}

void registry_client::refresh() {
  impl_->refresh();
}

void registry_client::leave(std::function<void()> done) {
  impl_->leave(std::move(done));
}

}  // namespace parley::registry
