// Categories and folding by utf8proc.
#include "core/words/folded_words.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "core/base/utf8.hpp"

namespace parley::words {
namespace {

enum class part { of_word, unseen, between };

part part_of(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return part::of_word;
    case UTF8PROC_CATEGORY_CF:
      return part::unseen;
    default:
      return part::between;
  }
}

// Empty: nothing of it can be seen.
std::string fold(std::string_view word) {
  const auto options = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  utf8proc_uint8_t* mapped = nullptr;
  const auto bytes = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(word.data()),
                                  static_cast<utf8proc_ssize_t>(word.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (bytes <= 0) return {};
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(bytes)};
}

}  // namespace

std::vector<folded_word> fold_words(std::string_view text) {
  std::vector<folded_word> words;
  std::size_t at = 0;
  std::size_t begin = 0;
  std::size_t end = 0;  // of the word that is being read; not above begin: there is none
  const auto finish = [&] {
    if (end <= begin) return;
    auto folded = fold(text.substr(begin, end - begin));
    if (!folded.empty()) words.push_back({std::move(folded), begin, end});
    begin = end;
  };
  while (at < text.size()) {
    const auto next = first_character(text.substr(at));
    const auto what = next ? part_of(next->code_point) : part::between;
    const auto after = at + (next ? next->bytes : 1);
    if (what == part::of_word) {
      if (end <= begin) begin = at;
      end = after;
    } else if (what == part::between) {
      finish();
    }
    at = after;
  }
  finish();
  return words;
}

}  // namespace parley::words
