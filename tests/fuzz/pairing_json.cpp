// What the pairing functions say: as many outcomes as were asked for, and an assignment where one
// is told.
#include "matchmaker/service/store_json.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

void check_outcome(const pairing::ticket_outcome& outcome) {
  PARLEY_CHECK(outcome.found.has_value() == (outcome.state == pairing::ticket_state::assigned));
  if (!outcome.found) return;
  PARLEY_CHECK(outcome.found->seat == 1 || outcome.found->seat == 2);
  PARLEY_CHECK(outcome.found->names.size() == 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace matchmaker_service;
  const auto text = fuzz::text_of(data, size);
  for (std::size_t count = 0; count <= 2; ++count) {
    if (const auto sought = parse_sought(text, count)) {
      PARLEY_CHECK(sought->outcomes.size() == count);
      for (const auto& outcome : sought->outcomes)
        check_outcome(outcome);
    }
    const auto found = parse_looked_up(text, count, 1);
    if (found) PARLEY_CHECK(found->outcomes.size() == count && found->pools.size() == 1);
  }
  if (const auto decided = parse_cancelled(text)) check_outcome(decided->outcome);
  PARLEY_CHECK(!(parse_blocked(text) && parse_letter(text)));
  return 0;
}
