// A list of words and phrases, and a text in which those are covered by stars. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.hpp"

namespace parley::words {

class word_list {
 public:
  // One word or phrase a line; a line that begins with # is a comment. The error is the number of
  // the first line that is not UTF-8 or has no letter or digit in it.
  [[nodiscard]] static result<word_list, std::size_t> parse(std::string_view text);

  // With each character of what is on the list replaced by a star; none: nothing of it is. Words
  // are compared whole, without case, and with what Unicode calls compatible taken as the same (a
  // wide letter, an accent of its own, a space that has no width).
  [[nodiscard]] std::optional<std::string> cover(std::string_view text) const;

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  using phrase = std::vector<std::string>;  // folded words

  std::unordered_map<std::string, std::vector<phrase>> phrases_;  // by their first word
  std::size_t size_ = 0;
};

// By the language of a room.
using word_lists = std::map<std::string, word_list, std::less<>>;

}  // namespace parley::words
