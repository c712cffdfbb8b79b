// redis_client's commands: every one gets its one answer.
#include "core/io/redis_client.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/io/redis_client_impl.hpp"

namespace parley::io {

namespace {

bool is_unknown_function(const redis_reply& reply) {
  return reply.is_error() && reply.text.starts_with("ERR Function not found");
}

}  // namespace

std::optional<redis_reply> redis_client::impl::refusal(std::size_t commands) const {
  if (!link_.is_ready()) return redis_reply::lost("no link");
  if (connection_->pending() + commands <= settings_.max_pending &&
      connection_->unsent_bytes() <= settings_.max_unsent_bytes) {
    return std::nullopt;
  }
  return redis_reply::error("OVERLOAD too many commands wait for Redis");
}

void redis_client::impl::refuse(redis_reply why, redis_callback callback) {
  if (!callback) return;
  loop_.post([weak = weak_from_this(), why = std::move(why), callback = std::move(callback)] {
    const auto self = weak.lock();
    if (self && !self->is_forgotten_) callback(why);
  });
}

void redis_client::impl::command(const redis_command& command, redis_callback callback) {
  if (auto why = refusal(1)) return refuse(std::move(*why), std::move(callback));
  connection_->send(command, std::move(callback));
}

void redis_client::impl::transaction(const std::vector<redis_command>& commands,
                                     redis_callback callback) {
  if (auto why = refusal(commands.size() + 2)) return refuse(std::move(*why), std::move(callback));
  // EXEC only says that something was refused; what it was stands in the reply to the command.
  const auto refused = std::make_shared<redis_reply>();
  const auto queued = [refused](const redis_reply& reply) {
    if (reply.is_error() && refused->is_nil()) *refused = reply;
  };
  connection_->send({"MULTI"}, queued);
  for (const auto& command : commands)
    connection_->send(command, queued);
  connection_->send({"EXEC"}, [refused, callback = std::move(callback)](const redis_reply& reply) {
    if (callback) callback(reply.is_error() && refused->is_error() ? *refused : reply);
  });
}

void redis_client::impl::fcall(const redis_command& call, redis_callback callback, bool may_retry) {
  if (auto why = refusal(1)) return refuse(std::move(*why), std::move(callback));
  const auto sent_at = connection_->sent();
  auto answered = [this, call, callback = std::move(callback), may_retry,
                   sent_at](const redis_reply& reply) {
    if (may_retry && is_unknown_function(reply)) {
      // One load heals all the calls that were sent before it.
      if (sent_at >= last_reload_) load_libraries({});
      return fcall(call, callback, false);
    }
    if (callback) callback(reply);
  };
  connection_->send(call, std::move(answered));
}

// ---- the public face ---------------------------------------------------------------------------

redis_client::redis_client(event_loop& loop, redis_settings settings,
                           std::vector<function_library> libraries, redis_handlers handlers)
    : impl_(std::make_shared<impl>(loop, std::move(settings), std::move(libraries),
                                   std::move(handlers))) {}

redis_client::~redis_client() {
  impl_->forget();
}

void redis_client::start() {
  impl_->feed(link::start_asked{});
}

void redis_client::stop() {
  impl_->loop().post([weak = std::weak_ptr(impl_)] {
    if (const auto self = weak.lock()) self->feed(link::stop_asked{});
  });
}

void redis_client::interfere(redis_hooks* hooks) {
  impl_->interfere(hooks);
}

bool redis_client::is_ready() const {
  return impl_->link().is_ready();
}

std::uint64_t redis_client::link_number() const {
  return impl_->link().number();
}

std::size_t redis_client::pending() const {
  return impl_->pending();
}

redis_settings redis_client::own_link(std::string_view) const {
  return impl_->settings();
}

void redis_client::command(const redis_command& command, redis_callback callback) {
  impl_->command(command, std::move(callback));
}

void redis_client::transaction(const std::vector<redis_command>& commands,
                               redis_callback callback) {
  impl_->transaction(commands, std::move(callback));
}

void redis_client::fcall(std::string function, std::vector<std::string> keys,
                         std::vector<std::string> args, redis_callback callback) {
  redis_command call{"FCALL", std::move(function), std::to_string(keys.size())};
  std::move(keys.begin(), keys.end(), std::back_inserter(call));
  std::move(args.begin(), args.end(), std::back_inserter(call));
  impl_->fcall(call, std::move(callback), true);
}

void redis_client::wait_for_replicas(const std::string&, std::uint64_t replicas, milliseconds time,
                                     redis_callback callback) {
  command({"WAIT", std::to_string(replicas), std::to_string(time.count())}, std::move(callback));
}

}  // namespace parley::io
