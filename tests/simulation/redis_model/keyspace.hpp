// Keys of one kind with what they hold and until when, as Redis keeps them: what has outlived its
// time to live is not there for anybody.
#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "core/base/time.hpp"

namespace parley::redis_model {

// Ordered, so that whatever walks over it does so in the same order on every machine.
template <class Key, class Value>
class keyspace {
 public:
  // Null: no such key. The pointer holds until the key is erased or set again.
  [[nodiscard]] const Value* find(const Key& key, unix_ms now) const {
    const auto at = all_.find(key);
    return at != all_.end() && now <= at->second.alive_until ? &at->second.value : nullptr;
  }

  [[nodiscard]] Value* find(const Key& key, unix_ms now) {
    return const_cast<Value*>(std::as_const(*this).find(key, now));
  }

  // Made, without an end, where there is none.
  Value& open(const Key& key, unix_ms now) {
    if (auto* found = find(key, now)) return *found;
    return all_.insert_or_assign(key, held{}).first->second.value;
  }

  Value& set(const Key& key, Value value) {
    return all_.insert_or_assign(key, held{std::move(value)}).first->second.value;
  }

  void expire(const Key& key, milliseconds time_to_live, unix_ms now) {
    if (find(key, now) != nullptr) all_.at(key).alive_until = now + time_to_live.count();
  }

  // PEXPIRE … GT: never shortens.
  void prolong(const Key& key, milliseconds time_to_live, unix_ms now) {
    if (find(key, now) == nullptr) return;
    auto& until = all_.at(key).alive_until;
    until = std::max(until, now + time_to_live.count());
  }

  void erase(const Key& key) { all_.erase(key); }

 private:
  struct held {
    Value value{};
    unix_ms alive_until = std::numeric_limits<unix_ms>::max();
  };

  std::map<Key, held> all_;
};

}  // namespace parley::redis_model
