// Words are looked up by the first of each phrase.
#include "core/words/word_list.hpp"

#include <algorithm>
#include <utility>

#include "core/base/utf8.hpp"
#include "core/words/folded_words.hpp"

namespace parley::words {
namespace {

bool stands_at(const std::vector<std::string>& phrase, const std::vector<folded_word>& words,
               std::size_t at) {
  if (phrase.size() > words.size() - at) return false;
  return std::equal(
      phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
      [](const std::string& wanted, const folded_word& word) { return wanted == word.text; });
}

std::string covered(std::string_view text, const std::vector<folded_word>& words,
                    const std::vector<bool>& is_found) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_found[i]) continue;
    const auto& word = words[i];
    out += text.substr(done, word.begin - done);
    out.append(count_characters(text.substr(word.begin, word.end - word.begin)), '*');
    done = word.end;
  }
  out += text.substr(done);
  return out;
}

}  // namespace

result<word_list, std::size_t> word_list::parse(std::string_view text) {
  word_list list;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    phrase words;
    for (auto& each : fold_words(line))
      words.push_back(std::move(each.text));
    if (words.empty() || !is_utf8(line)) return number;
    auto& alike = list.phrases_[words.front()];
    if (std::ranges::find(alike, words) != alike.end()) continue;
    alike.push_back(std::move(words));
    ++list.size_;
  }
  return list;
}

std::optional<std::string> word_list::cover(std::string_view text) const {
  if (size_ == 0) return std::nullopt;
  const auto words = fold_words(text);
  std::vector<bool> is_found(words.size());
  bool is_any = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto known = phrases_.find(words[at].text);
    if (known == phrases_.end()) continue;
    for (const auto& each : known->second) {
      if (!stands_at(each, words, at)) continue;
      const auto begin = is_found.begin() + static_cast<std::ptrdiff_t>(at);
      std::fill(begin, begin + static_cast<std::ptrdiff_t>(each.size()), true);
      is_any = true;
    }
  }
  if (!is_any) return std::nullopt;
  return covered(text, words, is_found);
}

}  // namespace parley::words
