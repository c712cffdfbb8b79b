// The one place where bytes from outside become JSON values.
#include "core/wire/json_document.hpp"

#include <boost/json/parse.hpp>

namespace parley::wire {

json_document::json_document(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  boost::json::error_code error;
  root_ = boost::json::parse(boost::json::string_view{text.data(), text.size()}, error, &memory_,
                             options);
  valid_ = !error;
}

}  // namespace parley::wire
