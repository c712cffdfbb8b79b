// A words filter's list and a text, apart by a zero byte: stars stand in place of characters, and
// nothing else has changed.
#include <algorithm>

#include "core/base/utf8.hpp"
#include "core/words/word_list.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = fuzz::text_of(data, size);
  const auto end = std::min(input.find('\0'), input.size());
  const auto list = words::word_list::parse(input.substr(0, end));
  const auto text = input.substr(std::min(end + 1, input.size()));
  if (!list) return 0;
  const auto covered = list->cover(text);
  if (!covered) return 0;
  PARLEY_CHECK(list->size() > 0);
  PARLEY_CHECK(covered->find('*') != std::string::npos);
  PARLEY_CHECK(covered->size() <= text.size());
  PARLEY_CHECK(count_characters(*covered) == count_characters(text));
  PARLEY_CHECK(is_utf8(*covered) || !is_utf8(text));
  return 0;
}
