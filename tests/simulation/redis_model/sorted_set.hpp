// A sorted set of Redis: members by score, and by name where scores are equal. Made for the few
// members of a simulation: finding one by name is a walk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::redis_model {

class sorted_set {
 public:
  struct ranked {
    std::int64_t score = 0;
    std::string member;
    friend auto operator<=>(const ranked&, const ranked&) = default;
  };

  [[nodiscard]] bool empty() const { return ranks_.empty(); }
  [[nodiscard]] std::size_t size() const { return ranks_.size(); }
  [[nodiscard]] const std::vector<ranked>& ranks() const { return ranks_; }  // the lowest first

  [[nodiscard]] std::optional<std::int64_t> score_of(const std::string& member) const {
    const auto at = std::ranges::find(ranks_, member, &ranked::member);
    if (at == ranks_.end()) return std::nullopt;
    return at->score;
  }

  // `count` of them from a rank on.
  [[nodiscard]] std::vector<std::string> members(std::size_t first, std::size_t count) const {
    std::vector<std::string> some;
    for (auto rank = first; rank < ranks_.size() && some.size() < count; ++rank)
      some.push_back(ranks_[rank].member);
    return some;
  }

  [[nodiscard]] std::vector<std::string> members_up_to(std::int64_t score, std::size_t most) const {
    const auto end = std::ranges::upper_bound(ranks_, score, {}, &ranked::score);
    return members(0, std::min(most, static_cast<std::size_t>(end - ranks_.begin())));
  }

  void add(const std::string& member, std::int64_t score) {
    remove(member);
    ranked one{score, member};
    ranks_.insert(std::ranges::lower_bound(ranks_, one), std::move(one));
  }

  // Only of one that is there.
  void update(const std::string& member, std::int64_t score) {
    if (score_of(member)) add(member, score);
  }

  void remove(const std::string& member) {
    const auto at = std::ranges::find(ranks_, member, &ranked::member);
    if (at != ranks_.end()) ranks_.erase(at);
  }

 private:
  std::vector<ranked> ranks_;
};

}  // namespace parley::redis_model
