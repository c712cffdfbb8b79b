// SHA-256 by libsodium.
#include "chat-node/files/file_hash.hpp"

#include <sodium/utils.h>

#include <array>

#include "core/wire/file_id.hpp"

namespace parley::files {

file_hash::file_hash() {
  crypto_hash_sha256_init(&state_);
}

void file_hash::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

std::string file_hash::id() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256_final(&state_, hash.data());
  std::array<char, wire::file_id_chars + 1> hex;
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), wire::file_id_chars / 2);
  return hex.data();
}

}  // namespace parley::files
