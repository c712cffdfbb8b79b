// Each is a part of a SHA-256 under a prefix of its own.
#include "core/wire/named_room.hpp"

#include <sodium.h>

#include <array>

namespace parley::wire {

namespace {

using digest = std::array<unsigned char, crypto_hash_sha256_BYTES>;

digest hash_of(std::string_view purpose, std::string_view text, std::string_view more = {}) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const auto add = [&state](std::string_view part) {
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  };
  add(purpose);
  add("\n");
  add(text);
  add("\n");
  add(more);
  digest out{};
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

}  // namespace

std::string named_room_id(std::string_view name) {
  constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
  const auto hash = hash_of("parley named room", name);
  std::string id = "n";
  for (std::size_t i = 0; i < 26; ++i)
    id += letters[hash.at(i) % letters.size()];
  return id;
}

std::string lock_of_key(std::string_view key) {
  const auto hash = hash_of("parley room lock", key);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), 16);
  return hex.data();
}

seat_number seat_of_session(std::string_view room, std::string_view sid) {
  const auto hash = hash_of("parley room seat", room, sid);
  seat_number seat = 0;
  for (std::size_t i = 0; i < 4; ++i)
    seat = seat << 8U | hash.at(i);
  return (seat >> 1U) + 1;
}

}  // namespace parley::wire
