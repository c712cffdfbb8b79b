// RESP2 through hiredis's reader.
#include "core/io/redis_parser.hpp"

#include <hiredis/hiredis.h>

#include "core/base/check.hpp"

namespace parley::io {

namespace {

std::string text_of(const redisReply& reply) {
  return {reply.str, reply.len};
}

redis_reply value_of(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      return redis_reply::integer(reply.integer);
    case REDIS_REPLY_STRING:
      return redis_reply::string(text_of(reply));
    case REDIS_REPLY_STATUS:
      return redis_reply::status(text_of(reply));
    case REDIS_REPLY_ERROR:
      return redis_reply::error(text_of(reply));
    case REDIS_REPLY_ARRAY: {
      redis_reply array = redis_reply::array({});
      array.elements.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i) {
        array.elements.push_back(value_of(*reply.element[i]));
      }
      return array;
    }
    default:
      return redis_reply::nil();
  }
}

}  // namespace

void redis_parser::free_reader::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

redis_parser::redis_parser() : reader_(redisReaderCreate()) {
  PARLEY_CHECK(reader_ != nullptr);
}

void redis_parser::feed(std::string_view bytes) {
  // Its only failure is out of memory, which `next` reports.
  static_cast<void>(redisReaderFeed(reader_.get(), bytes.data(), bytes.size()));
}

result<std::optional<redis_reply>, std::string> redis_parser::next() {
  void* found = nullptr;
  if (redisReaderGetReply(reader_.get(), &found) != REDIS_OK) {
    return std::string(static_cast<const char*>(reader_->errstr));
  }
  if (found == nullptr) return std::optional<redis_reply>{};
  const std::unique_ptr<void, decltype(&freeReplyObject)> owned(found, &freeReplyObject);
  return std::optional<redis_reply>{value_of(*static_cast<const redisReply*>(found))};
}

void append_command(std::string& out, const redis_command& command) {
  PARLEY_CHECK(!command.empty());
  out += '*' + std::to_string(command.size()) + "\r\n";
  for (const auto& word : command) {
    out += '$' + std::to_string(word.size()) + "\r\n";
    out += word;
    out += "\r\n";
  }
}

}  // namespace parley::io
