// What holds for every refusal of a frame, whoever refuses it.
#pragma once

#include <string>

#include "core/base/check.hpp"
#include "core/wire/codec.hpp"

namespace parley::fuzz {

// It names an error that clients know, and a client reads it as it was meant.
inline void check_refusal(const wire::refusal& refused) {
  PARLEY_CHECK(!wire::name_of(refused.error.code).empty());
  const auto read = wire::decode_from_service(wire::encode_error(refused.id, refused.error),
                                              [](const auto&) { return std::nullopt; });
  PARLEY_CHECK(read.has_value());
  const wire::response meant{refused.id, refused.error};
  PARLEY_CHECK(std::get<wire::response>(*read) == meant);
}

}  // namespace parley::fuzz
