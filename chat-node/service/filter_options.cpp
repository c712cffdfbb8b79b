// Keys, docs and checks of the words filter, and the reading of its lists.
#include "chat-node/service/filter_options.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::chat_node_service {
namespace {

struct list_place {
  std::string language;
  std::string path;
};

std::optional<list_place> parse_list_place(std::string_view text) {
  const auto sign = text.find('=');
  if (sign == 0 || sign == std::string_view::npos || sign + 1 == text.size()) return std::nullopt;
  return list_place{std::string(text.substr(0, sign)), std::string(text.substr(sign + 1))};
}

std::optional<std::string> are_list_places(const std::vector<std::string>& lists) {
  for (const auto& each : lists)
    if (!parse_list_place(each)) return "must be language=path, and not " + each;
  return std::nullopt;
}

std::optional<std::string> is_hook(const std::string& text) {
  if (text.empty() || io::parse_http_address(text)) return std::nullopt;
  return "must be http://host:port/path";
}

words::word_list read_list(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw io::start_error("filter.lists: cannot read " + path);
  auto list = words::word_list::parse(text);
  if (list) return std::move(*list);
  throw io::start_error("filter.lists: " + path + ":" + std::to_string(list.error()) +
                        ": must be a word or a phrase in UTF-8");
}

}  // namespace

void declare_filter_options(io::option_table& table, filter_options& options) {
  table.section("filter", "Words that nobody is to read; off unless there is a list or a hook.")
      .add("filter.lists", options.lists,
           "Each language=path: a file of words and phrases, one a line, that are covered by stars "
           "in rooms of that language.",
           are_list_places)
      .add("filter.hook", options.hook,
           "http://host:port/path of a service that is asked for each text as it is to be stored; "
           "empty: none.",
           is_hook)
      .add("filter.deadline_ms", options.deadline, "It has to answer within so long.",
           [](const milliseconds& time) -> std::optional<std::string> {
             if (time >= milliseconds{10} && time <= milliseconds{10'000}) return std::nullopt;
             return "must be from 10 to 10000 ms";
           })
      .add_choice(
          "filter.on_failure", options.on_failure,
          {{"pass", unchecked::pass}, {"hold", unchecked::hold}},
          "What becomes of a text when it does not: it passes as the lists have left it, or "
          "its sender is told to try again.");
}

std::shared_ptr<const words::word_lists> word_lists_of(const filter_options& options) {
  if (options.lists.empty()) return nullptr;
  auto lists = std::make_shared<words::word_lists>();
  for (const auto& each : options.lists) {
    const auto place = parse_list_place(each);
    if (!lists->emplace(place->language, read_list(place->path)).second)
      throw io::start_error("filter.lists: two lists for " + place->language);
  }
  return lists;
}

std::optional<io::http_question> hook_of(const filter_options& options) {
  if (options.hook.empty()) return std::nullopt;
  return io::parse_http_address(options.hook);
}

}  // namespace parley::chat_node_service
