// One answer of Redis as a plain value. Comparable, so that tests can state it whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::io {

enum class redis_kind {
  lost,     // no answer, and none will come: whether Redis did it is unknown; `text` says why
  nil,      //
  integer,  // `number`
  string,   // `text`
  status,   // `text`: "OK"
  error,    // `text`: "OOM command not allowed …"; Redis did not do it
  array,    // `elements`
};

struct redis_reply {
  redis_kind kind = redis_kind::nil;
  std::int64_t number = 0;
  std::string text{};
  std::vector<redis_reply> elements{};

  [[nodiscard]] static redis_reply lost(std::string reason);
  [[nodiscard]] static redis_reply nil() { return {}; }
  [[nodiscard]] static redis_reply integer(std::int64_t number);
  [[nodiscard]] static redis_reply string(std::string text);
  [[nodiscard]] static redis_reply status(std::string text);
  [[nodiscard]] static redis_reply error(std::string text);
  [[nodiscard]] static redis_reply array(std::vector<redis_reply> elements);

  [[nodiscard]] bool is_lost() const { return kind == redis_kind::lost; }
  [[nodiscard]] bool is_nil() const { return kind == redis_kind::nil; }
  [[nodiscard]] bool is_integer() const { return kind == redis_kind::integer; }
  [[nodiscard]] bool is_string() const { return kind == redis_kind::string; }
  [[nodiscard]] bool is_status() const { return kind == redis_kind::status; }
  [[nodiscard]] bool is_error() const { return kind == redis_kind::error; }
  [[nodiscard]] bool is_array() const { return kind == redis_kind::array; }

  // The first word of an error ("OOM", "READONLY"); empty for anything else.
  [[nodiscard]] std::string_view error_word() const;

  friend bool operator==(const redis_reply&, const redis_reply&) = default;
};

}  // namespace parley::io
