// The 16,384 hash slots of a Redis Cluster: which one a key has, and sets of them. Pure.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace parley::link {

using slot_number = std::uint16_t;
inline constexpr std::size_t slot_count = 16'384;

// By what stands in the key's first {…} if there is something in it, else by the whole key.
[[nodiscard]] slot_number slot_of(std::string_view key);

// Of the keys that carry {tag}, which is not empty.
[[nodiscard]] slot_number slot_of_tag(std::string_view tag);

// Small to copy, for it travels in events: the bits are shared until one of the copies changes.
class slot_set {
 public:
  slot_set() = default;  // none
  // As a server alone has them: to ask whether a key is among them hashes nothing.
  [[nodiscard]] static slot_set all();

  [[nodiscard]] bool contains(slot_number slot) const;
  [[nodiscard]] bool contains_key(std::string_view key) const;
  [[nodiscard]] bool contains_tag(std::string_view tag) const;  // the keys that carry {tag}
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] bool is_empty() const { return count() == 0; }
  [[nodiscard]] bool is_all() const { return count() == slot_count; }

  void add(slot_number slot);
  void add(const slot_set& others);
  void remove(const slot_set& others);

  friend bool operator==(const slot_set& one, const slot_set& other);

 private:
  using bits = std::bitset<slot_count>;
  bits& own();  // not shared with any copy

  bool has_all_ = false;
  std::shared_ptr<bits> bits_;  // null: none, or all
};

}  // namespace parley::link
