// Ids and blocks as t_stream.c of Redis 7 has them.
#include "tests/simulation/redis_model/stream.hpp"

#include <algorithm>

namespace parley::redis_model {

std::vector<room::log_entry> stream::after(entry_id id, std::size_t most) const {
  const auto first = std::ranges::upper_bound(entries_, id, {}, &room::log_entry::id);
  const auto count = std::min(most, static_cast<std::size_t>(entries_.end() - first));
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

bool stream::add(const room::log_entry& entry, std::size_t block) {
  if (entry.id <= top_) return false;
  entries_.push_back(entry);
  top_ = entry.id;
  count_one(block);
  return true;
}

void stream::add_anywhere(const room::log_entry& entry, std::size_t block) {
  entries_.insert(std::ranges::upper_bound(entries_, entry.id, {}, &room::log_entry::id), entry);
  top_ = std::max(top_, entry.id);
  count_one(block);
}

void stream::trim(std::uint64_t most) {
  while (entries_.size() > most && entries_.size() - blocks_.front() >= most) {
    entries_.erase(entries_.begin(),
                   entries_.begin() + static_cast<std::ptrdiff_t>(blocks_.front()));
    blocks_.pop_front();
  }
}

void stream::count_one(std::size_t block) {
  if (blocks_.empty() || blocks_.back() >= block) blocks_.push_back(0);
  ++blocks_.back();
}

}  // namespace parley::redis_model
