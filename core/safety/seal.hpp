// Sealed boxes (libsodium's crypto_box_seal): whoever has the public key can close one, only the
// operator's secret key opens it. Pure but for the randomness of a box.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace parley::safety {

using key_bytes = std::array<unsigned char, 32>;

struct public_key {
  key_bytes bytes{};
};

struct key_pair {
  public_key open;
  key_bytes secret{};
};

[[nodiscard]] key_pair make_key_pair();

// As an operator keeps them: 64 hex digits. None: that is not what it says.
[[nodiscard]] std::string to_hex(const key_bytes& key);
[[nodiscard]] std::optional<public_key> parse_public_key(std::string_view hex);
[[nodiscard]] std::optional<key_pair> parse_secret_key(std::string_view hex);

// The box is text (base64).
[[nodiscard]] std::string seal(const public_key& to, std::string_view text);

// None: not a box, not for this key, or tampered with.
[[nodiscard]] std::optional<std::string> open(const key_pair& with, std::string_view box);

}  // namespace parley::safety
