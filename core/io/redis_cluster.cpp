// redis_cluster's commands: to the master that has the slot, on to where it says, or once more.
#include "core/io/redis_cluster.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/io/redis_cluster_impl.hpp"

namespace parley::io {

namespace {

// What Redis will not do while a slot is on its way is asked again so often, for so long: a slot
// arrives within milliseconds, or somebody has stopped halfway.
constexpr milliseconds again_after{25};
constexpr milliseconds slot_patience{5'000};

bool is_lower(const redis_reply& one, const redis_reply& other) {
  if (!one.is_integer()) return true;
  return other.is_integer() && one.number < other.number;
}

}  // namespace

void redis_cluster::impl::submit(std::string_view key, saying say, redis_callback callback) {
  const auto slot = link::slot_of(key);
  if (!announced_.contains(slot)) return refuse(std::move(callback));
  const auto id = ++asked_;
  pending_[id] = {slot, std::move(say), std::move(callback), loop_.now().steady};
  send(id);
}

void redis_cluster::impl::refuse(redis_callback callback) {
  if (!callback) return;
  loop_.post([weak = weak_from_this(), callback = std::move(callback)] {
    const auto self = weak.lock();
    if (self && !self->is_forgotten_) callback(redis_reply::lost("no link"));
  });
}

void redis_cluster::impl::send(std::uint64_t id) {
  const auto* const holder = machine_.holder_of(pending_.at(id).slot);
  PARLEY_CHECK(holder != nullptr);
  send_to(*holder, id, false);
}

void redis_cluster::impl::send_to(const link::redis_address& at, std::uint64_t id,
                                  bool is_sent_on) {
  auto& client = *masters_.at(at).client;
  if (is_sent_on) client.command({"ASKING"}, {});
  const auto say = pending_.at(id).say;
  say(client, [weak = weak_from_this(), id, at, is_sent_on](const redis_reply& reply) {
    if (const auto self = weak.lock()) self->on_reply(id, at, is_sent_on, reply);
  });
}

// A question whose slot was lost has been answered then; what comes later is nobody's.
void redis_cluster::impl::on_reply(std::uint64_t id, const link::redis_address& from,
                                   bool was_sent_on, const redis_reply& reply) {
  if (!pending_.contains(id)) return;
  if (!reply.is_error()) return answer(id, reply);
  if (reply.error_word() == "TRYAGAIN") return try_again(id, reply);
  const auto to = link::parse_redirect(reply.text, from);
  if (!to) return answer(id, reply);
  on_redirect(id, *to, was_sent_on, reply);
}

void redis_cluster::impl::on_redirect(std::uint64_t id, const link::redirect& to, bool was_sent_on,
                                      const redis_reply& reply) {
  // Who was named by the slot's master sends us away: it may not be who had what we wrote there.
  if (was_sent_on && to.kind == link::redirect_kind::moved)
    return feed(link::slot_redirected{{to.kind, to.slot, {}}});
  if (was_sent_on) return try_again(id, reply);
  if (told_.on_redirect && !is_forgotten_) told_.on_redirect(reply.error_word());
  feed(link::slot_redirected{to});
  if (to.kind == link::redirect_kind::moved || !pending_.contains(id)) return;  // lost, by that
  const auto helper = masters_.find(to.to);
  if (helper == masters_.end() || !helper->second.client->is_ready()) return try_again(id, reply);
  send_to(to.to, id, true);
}

void redis_cluster::impl::try_again(std::uint64_t id, const redis_reply& reply) {
  if (loop_.now().steady - pending_.at(id).since >= slot_patience) return answer(id, reply);
  if (reply.error_word() == "TRYAGAIN" && told_.on_redirect && !is_forgotten_)
    told_.on_redirect(reply.error_word());
  again_.push_back(id);
  if (again_pause_.is_running()) return;
  again_pause_ = loop_.after(again_after, [this] {
    for (const auto each : std::exchange(again_, {}))
      if (pending_.contains(each)) send(each);
  });
}

void redis_cluster::impl::answer(std::uint64_t id, const redis_reply& reply) {
  const auto answered = pending_.extract(id);
  if (answered.empty()) return;
  const auto& callback = answered.mapped().callback;
  if (callback && !is_forgotten_) callback(reply);
}

// A slot on its way may have been written to at either end: the lower number counts.
void redis_cluster::impl::wait_for_replicas(const std::string& key, const saying& wait,
                                            redis_callback callback) {
  const auto slot = link::slot_of(key);
  const auto helpers = machine_.helpers_of(slot);
  if (!announced_.contains(slot) || helpers.empty()) return submit(key, wait, std::move(callback));
  auto both = [weak = weak_from_this(), slot, at = helpers.back(), wait,
               callback = std::move(callback)](const redis_reply& first) {
    const auto self = weak.lock();
    if (!self) return;
    const auto helper = self->masters_.find(at);
    const bool is_there = helper != self->masters_.end() && helper->second.client->is_ready();
    if (!self->announced_.contains(slot) || !is_there) return callback(first);
    const auto id = ++self->asked_;
    auto lower = [first, callback](const redis_reply& second) {
      callback(is_lower(first, second) ? first : second);
    };
    self->pending_[id] = {slot, wait, std::move(lower), self->loop_.now().steady};
    self->send_to(at, id, false);
  };
  submit(key, wait, std::move(both));
}

// ---- the public face ---------------------------------------------------------------------------

redis_cluster::redis_cluster(event_loop& loop, std::vector<link::redis_address> seeds,
                             redis_settings settings, std::vector<function_library> libraries,
                             redis_events events)
    : impl_(std::make_shared<impl>(loop, std::move(seeds), std::move(settings),
                                   std::move(libraries), std::move(events))) {}

redis_cluster::~redis_cluster() {
  impl_->forget();
}

void redis_cluster::start() {
  impl_->feed(link::cluster_started{});
}

void redis_cluster::stop() {
  impl_->loop().post([weak = std::weak_ptr(impl_)] {
    if (const auto self = weak.lock()) self->stop();
  });
}

void redis_cluster::interfere(redis_hooks* hooks) {
  impl_->interfere(hooks);
}

bool redis_cluster::reaches(std::string_view key) const {
  return impl_->reaches(key);
}

void redis_cluster::command(const redis_command& command, redis_callback callback) {
  impl_->submit(
      command.at(1),
      [command](redis_client& to, redis_callback done) { to.command(command, std::move(done)); },
      std::move(callback));
}

void redis_cluster::transaction(const std::vector<redis_command>& commands,
                                redis_callback callback) {
  impl_->submit(
      commands.front().at(1),
      [commands](redis_client& to, redis_callback done) {
        to.transaction(commands, std::move(done));
      },
      std::move(callback));
}

void redis_cluster::fcall(std::string function, std::vector<std::string> keys,
                          std::vector<std::string> args, redis_callback callback) {
  const auto key = keys.front();
  impl_->submit(
      key,
      [function = std::move(function), keys = std::move(keys), args = std::move(args)](
          redis_client& to, redis_callback done) {
        to.fcall(function, keys, args, std::move(done));
      },
      std::move(callback));
}

void redis_cluster::wait_for_replicas(const std::string& key, std::uint64_t replicas,
                                      milliseconds time, redis_callback callback) {
  impl_->wait_for_replicas(
      key,
      [key, replicas, time](redis_client& to, redis_callback done) {
        to.wait_for_replicas(key, replicas, time, std::move(done));
      },
      std::move(callback));
}

redis_settings redis_cluster::own_link(std::string_view key) const {
  const auto slot = link::slot_of(key);
  auto settings = impl_->settings();
  settings.where = [weak = std::weak_ptr(impl_), slot]() -> std::optional<link::redis_address> {
    const auto self = weak.lock();
    if (!self) return std::nullopt;
    // Whoever asks has lost its link, or never had one.
    self->loop().post([weak] {
      if (const auto still = weak.lock()) still->feed(link::doubt_raised{});
    });
    const auto* const owner = self->machine().owner_of(slot);
    if (owner == nullptr) return std::nullopt;
    return *owner;
  };
  return settings;
}

}  // namespace parley::io
