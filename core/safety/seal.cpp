// The calls to libsodium.
#include "core/safety/seal.hpp"

#include <sodium.h>

#include "core/base/check.hpp"

namespace parley::safety {

namespace {

constexpr int base64 = sodium_base64_VARIANT_ORIGINAL;

static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<key_bytes>);
static_assert(crypto_box_SECRETKEYBYTES == std::tuple_size_v<key_bytes>);

void be_ready() {
  PARLEY_CHECK(sodium_init() >= 0);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::optional<key_bytes> parse_key(std::string_view hex) {
  key_bytes key{};
  std::size_t size = 0;
  if (hex.size() != 2 * key.size() ||
      sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), nullptr, &size, nullptr) !=
          0 ||
      size != key.size()) {
    return std::nullopt;
  }
  return key;
}

}  // namespace

key_pair make_key_pair() {
  be_ready();
  key_pair made;
  crypto_box_keypair(made.open.bytes.data(), made.secret.data());
  return made;
}

std::string to_hex(const key_bytes& key) {
  std::string text(2 * key.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  text.pop_back();  // the terminator
  return text;
}

std::optional<public_key> parse_public_key(std::string_view hex) {
  const auto key = parse_key(hex);
  if (!key) return std::nullopt;
  return public_key{*key};
}

std::optional<key_pair> parse_secret_key(std::string_view hex) {
  const auto key = parse_key(hex);
  if (!key) return std::nullopt;
  key_pair pair{.open = {}, .secret = *key};
  if (crypto_scalarmult_base(pair.open.bytes.data(), pair.secret.data()) != 0) return std::nullopt;
  return pair;
}

std::string seal(const public_key& to, std::string_view text) {
  be_ready();
  std::string box(text.size() + crypto_box_SEALBYTES, '\0');
  const int done = crypto_box_seal(bytes_of(box), bytes_of(text), text.size(), to.bytes.data());
  PARLEY_CHECK(done == 0);
  std::string written(sodium_base64_encoded_len(box.size(), base64), '\0');
  sodium_bin2base64(written.data(), written.size(), bytes_of(box), box.size(), base64);
  written.pop_back();  // the terminator
  return written;
}

std::optional<std::string> open(const key_pair& with, std::string_view box) {
  std::string bytes(box.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), box.data(), box.size(), nullptr, &size,
                        nullptr, base64) != 0 ||
      size < crypto_box_SEALBYTES) {
    return std::nullopt;
  }
  std::string text(size - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(bytes_of(text), bytes_of(bytes), size, with.open.bytes.data(),
                           with.secret.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace parley::safety
