// The secrets that tokens are signed with, as an operator writes them down.
#include <sodium.h>

#include <algorithm>

#include "core/base/utf8.hpp"
#include "core/wire/tokens.hpp"

namespace parley::wire {

namespace {

constexpr std::string_view key_id_prefix = "parley token key ";
constexpr std::size_t max_keys = 2;  // one that signs, one that is being rotated out (or in)

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::optional<token_key> read_key(std::string_view line) {
  std::array<unsigned char, 32> secret{};
  std::size_t size = 0;
  if (line.size() != secret.size() * 2 ||
      sodium_hex2bin(secret.data(), secret.size(), line.data(), line.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != secret.size()) {
    return std::nullopt;
  }
  return make_token_key(secret);
}

}  // namespace

token_key make_token_key(const std::array<unsigned char, 32>& secret) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(key_id_prefix.data()),
                            key_id_prefix.size());
  crypto_hash_sha256_update(&state, secret.data(), secret.size());
  crypto_hash_sha256_final(&state, hash.data());
  return {secret, to_hex(hash.data(), 4)};
}

result<std::vector<token_key>, std::string> parse_token_keys(std::string_view text) {
  std::vector<token_key> keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    const auto at = "line " + std::to_string(number) + ": ";
    auto key = read_key(line);
    // The line itself is not shown: it may be a secret with a typing error.
    if (!key) return at + "a key is 64 hex digits";
    if (keys.size() == max_keys) return at + "at most two keys are accepted";
    if (!keys.empty() && keys.front().id == key->id) return at + "the same key twice";
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return std::string{"there is no key: one a line, 64 hex digits"};
  return keys;
}

}  // namespace parley::wire
