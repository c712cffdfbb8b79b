// Reports: one that was kept is written and read as the same; nothing opens that was not sealed;
// and what was sealed, whatever it says, opens or is refused.
#include "core/safety/report.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

const safety::key_pair keys =
    *safety::parse_secret_key("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  PARLEY_CHECK(!safety::open(keys, text));
  if (const auto kept = safety::parse_kept_report(text)) {
    PARLEY_CHECK(safety::parse_kept_report(safety::to_text(*kept)) == kept);
    PARLEY_CHECK(!safety::open_report(keys, *kept));
  }
  auto box = safety::seal(keys.open, text);
  PARLEY_CHECK(safety::open(keys, box) == text);
  static_cast<void>(safety::open_report(keys, {box, box}));
  box[size % box.size()] ^= 1;
  PARLEY_CHECK(!safety::open(keys, box));
  return 0;
}
