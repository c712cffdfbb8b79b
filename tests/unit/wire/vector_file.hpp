// The golden vectors as the tests of this folder see them (core/wire/vectors/README.md).
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::wire {

// A file of core/wire/vectors.
boost::json::object read_vector_file(std::string_view name);

struct frame_vector {
  std::string name;
  std::string to;
  std::string of;
  std::string frame;          // as it travels
  boost::json::value expect;  // the message or the error frame; null: ignored
  bool closes = false;
};

std::vector<frame_vector> read_frame_vectors(std::string_view file);

}  // namespace parley::wire
