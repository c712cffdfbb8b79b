// Tokens: one that was not signed is never accepted; of one that was, whatever its claims, only
// what can be signed again as the same claims is.
#include "core/wire/jwt.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

constexpr unix_ms now = 1'790'000'000'000;

// Named like a key of the vectors, so that their tokens come as far as the signature; but another.
const wire::token_key key{{1, 2, 3}, "277b3174"};
const wire::token_box box{{key}};

template <class Claims>
void check_same(const result<Claims, wire::token_errc>& found,
                result<Claims, wire::token_errc> (wire::token_box::*verify)(std::string_view,
                                                                            unix_ms) const) {
  if (found) PARLEY_CHECK((box.*verify)(box.sign(*found, now), now) == found);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  PARLEY_CHECK(!box.verify_session(text, now) && !box.verify_seat(text, now) &&
               !box.verify_priority(text, now));

  for (const auto* type : {"session", "seat", "priority"}) {
    auto token = wire::sign_jwt(key, type, text);
    check_same(box.verify_session(token, now), &wire::token_box::verify_session);
    check_same(box.verify_seat(token, now), &wire::token_box::verify_seat);
    check_same(box.verify_priority(token, now), &wire::token_box::verify_priority);
    token[size % token.size()] ^= 1;
    PARLEY_CHECK(!wire::open_jwt({&key, 1}, token));
  }
  return 0;
}
