// A line of a history: an event that was read is written and read as the same.
#include "chaos/checks/format_history.hpp"
#include "chaos/checks/parse_history.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

std::string line_of(const checks::happening& what) {
  std::string line;
  checks::append_line(line, what.t, what.event);
  line.pop_back();  // the newline
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = checks::parse_line(fuzz::text_of(data, size));
  if (!read) {
    PARLEY_CHECK(!read.error().what.empty());
    return 0;
  }
  // Times are rounded to the thousandth when they are written; so it is the text that must stay.
  const auto line = line_of(*read);
  const auto again = checks::parse_line(line);
  PARLEY_CHECK(again && again->event.index() == read->event.index());
  PARLEY_CHECK(line_of(*again) == line);
  return 0;
}
