// A frame as parsed JSON, with strict bounds. Inner part of the codec.
#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <string_view>

namespace parley::wire {

// Deep enough for every message, and too shallow to hurt.
inline constexpr std::size_t max_json_depth = 8;

// Owns the memory of its values: nothing taken from it may outlive it. Of a member that is named
// twice the last one counts, as in ECMAScript.
class json_document {
 public:
  explicit json_document(std::string_view text);
  json_document(const json_document&) = delete;
  json_document& operator=(const json_document&) = delete;

  // False: not JSON (RFC 8259), not UTF-8, or nested too deep; then there is no root.
  [[nodiscard]] bool is_valid() const { return valid_; }
  [[nodiscard]] const boost::json::value& root() const { return root_; }

 private:
  unsigned char first_block_[4'096];  // enough for most frames: no allocation
  boost::json::monotonic_resource memory_{first_block_, sizeof first_block_};
  bool valid_ = false;
  boost::json::value root_ = boost::json::value(boost::json::storage_ptr(&memory_));
};

}  // namespace parley::wire
