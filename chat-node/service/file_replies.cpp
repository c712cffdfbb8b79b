// A word, and what comes with it.
#include "chat-node/service/file_replies.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace parley::chat_node_service {
namespace {

using io::redis_reply;
using kind = file_reply::kind;

constexpr std::array<std::pair<std::string_view, kind>, 9> words{{{"go", kind::go},
                                                                  {"ended", kind::ended},
                                                                  {"full", kind::full},
                                                                  {"kept", kind::kept},
                                                                  {"again", kind::again},
                                                                  {"lost", kind::lost},
                                                                  {"crowded", kind::crowded},
                                                                  {"found", kind::found},
                                                                  {"none", kind::none}}};

std::string_view word(const redis_reply& reply, std::size_t at) {
  return at < reply.elements.size() ? std::string_view{reply.elements[at].text}
                                    : std::string_view{};
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

file_reply trouble(std::string_view why) {
  return {.what = kind::trouble, .reason = std::string(why)};
}

}  // namespace

file_reply parse_file_reply(const redis_reply& reply) {
  if (reply.is_lost() || reply.is_error()) return trouble(reply.text);
  const auto* const found =
      std::ranges::find(words, word(reply, 0), &std::pair<std::string_view, kind>::first);
  if (!reply.is_array() || found == words.end()) return trouble("unexpected reply");
  file_reply read{.what = found->second};
  if (read.what == kind::ended) {
    read.reason = word(reply, 1);
    read.by = number_of<seat_number>(word(reply, 2));
  } else if (read.what == kind::found) {
    const auto size = number_of<std::uint64_t>(word(reply, 2));
    if (!size) return trouble("unexpected reply");
    read.type = word(reply, 1);
    read.size = *size;
  }
  return read;
}

}  // namespace parley::chat_node_service
