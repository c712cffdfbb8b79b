// Makers of replies.
#include "core/io/redis_reply.hpp"

#include <utility>

namespace parley::io {

redis_reply redis_reply::lost(std::string reason) {
  return {.kind = redis_kind::lost, .text = std::move(reason)};
}

redis_reply redis_reply::integer(std::int64_t number) {
  return {.kind = redis_kind::integer, .number = number};
}

redis_reply redis_reply::string(std::string text) {
  return {.kind = redis_kind::string, .text = std::move(text)};
}

redis_reply redis_reply::status(std::string text) {
  return {.kind = redis_kind::status, .text = std::move(text)};
}

redis_reply redis_reply::error(std::string text) {
  return {.kind = redis_kind::error, .text = std::move(text)};
}

redis_reply redis_reply::array(std::vector<redis_reply> elements) {
  return {.kind = redis_kind::array, .elements = std::move(elements)};
}

std::string_view redis_reply::error_word() const {
  if (!is_error()) return {};
  return std::string_view(text).substr(0, text.find(' '));
}

}  // namespace parley::io
