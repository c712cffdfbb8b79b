// Frames to a chat-node: what was understood is written and understood as the same.
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/refused.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = wire::decode_room_call(fuzz::text_of(data, size));
  if (const auto* refused = std::get_if<wire::refusal>(&decoded)) {
    fuzz::check_refusal(*refused);
    return 0;
  }
  const auto& asked = std::get<wire::request<wire::room_call>>(decoded);
  const auto written = asked.id ? wire::encode_request(*asked.id, asked.call)
                                : wire::encode_notification(asked.call);
  PARLEY_CHECK(wire::decode_room_call(written) == decoded);
  return 0;
}
