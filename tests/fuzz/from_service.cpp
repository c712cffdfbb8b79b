// Frames from a service: what a client understood is written and understood as the same.
#include "core/wire/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

// Every method has requests: their ids say which. (The vectors count from 1.)
std::optional<wire::method> method_of(const wire::request_id& id) {
  const auto* number = std::get_if<std::uint64_t>(&id);
  const auto said = number != nullptr ? *number : std::get<std::string>(id).size();
  return static_cast<wire::method>((said + 10) % 11);
}

std::string written(const wire::response& answer) {
  if (const auto* error = std::get_if<wire::rpc_error>(&answer.outcome))
    return wire::encode_error(answer.id, *error);
  PARLEY_CHECK(answer.id.has_value());
  return wire::encode_result(*answer.id, std::get<wire::any_result>(answer.outcome));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = wire::decode_from_service(fuzz::text_of(data, size), method_of);
  if (!decoded) return 0;
  const auto* told = std::get_if<wire::notification>(&*decoded);
  const auto frame =
      told != nullptr ? wire::encode(*told) : written(std::get<wire::response>(*decoded));
  PARLEY_CHECK(wire::decode_from_service(frame, method_of) == decoded);
  return 0;
}
