// Files of keys: those that are taken are one or two, different, and read the same from hex.
#include <sodium.h>

#include "core/wire/tokens.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto keys = wire::parse_token_keys(fuzz::text_of(data, size));
  if (!keys) {
    PARLEY_CHECK(!keys.error().empty());
    return 0;
  }
  PARLEY_CHECK(keys->size() == 1 || (keys->size() == 2 && keys->front().id != keys->back().id));
  std::string text;
  for (const auto& key : *keys) {
    std::string line(key.secret.size() * 2 + 1, '\n');
    sodium_bin2hex(line.data(), line.size(), key.secret.data(), key.secret.size());
    line.back() = '\n';  // where sodium puts its terminator
    text += line;
  }
  const auto again = wire::parse_token_keys(text);
  PARLEY_CHECK(again && again->size() == keys->size());
  PARLEY_CHECK(again->front().secret == keys->front().secret);
  return 0;
}
