// A whole history: the same verdict twice, and never "held" of what could not be read.
#include <sstream>

#include "chaos/checks/check_history.hpp"
#include "chaos/checks/parse_history.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  std::istringstream first(text);
  const auto verdict = checks::check_history(first);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!checks::parse_line(line)) PARLEY_CHECK(verdict.says != checks::outcome::held);
  }
  std::istringstream second(text);
  PARLEY_CHECK(checks::check_history(second) == verdict);
  return 0;
}
