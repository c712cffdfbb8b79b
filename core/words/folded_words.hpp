// A text taken apart into words that can be compared: each folded, with the place where it stands.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::words {

struct folded_word {
  std::string text;  // two words are the same when these are
  std::size_t begin = 0;
  std::size_t end = 0;  // bytes of the original
};

// A word is a run of letters, digits and marks (Unicode's L, N and M); format characters, which
// nobody sees, neither end nor make one. What is not UTF-8 is no word.
[[nodiscard]] std::vector<folded_word> fold_words(std::string_view text);

}  // namespace parley::words
