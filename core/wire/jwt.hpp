// The outer form of a token: three parts in base64url, the last one a signature (RFC 7515,
// compact). Inner part of the tokens; what the claims say is not looked at here.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/wire/tokens.hpp"

namespace parley::wire {

struct opened_jwt {
  std::string type;    // `typ` of the header
  std::string claims;  // JSON text
};

[[nodiscard]] std::string sign_jwt(const token_key& key, std::string_view type,
                                   std::string_view claims);

// Only what sign_jwt has made with one of `keys`, to the byte.
[[nodiscard]] result<opened_jwt, token_errc> open_jwt(std::span<const token_key> keys,
                                                      std::string_view token);

}  // namespace parley::wire
