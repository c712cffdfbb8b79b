// Signing, and trusting nothing before the signature is known to fit.
#include "core/wire/jwt.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/wire/json_document.hpp"
#include "core/wire/json_members.hpp"
#include "core/wire/json_writer.hpp"

namespace parley::wire {

namespace {

constexpr int base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using signature = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode_base64url(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, base64url), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, base64url);
  text.pop_back();  // the terminator, which sodium counts
  return text;
}

// Strict: a value has one text only. (sodium_base642bin takes some bytes above 127 for letters,
// hence the way back.)
std::optional<std::string> decode_base64url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, base64url) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  if (encode_base64url(bytes_of(bytes), bytes.size()) != text) return std::nullopt;
  return bytes;
}

struct jwt_parts {
  std::string_view signed_text;  // header.claims
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
};

std::optional<jwt_parts> split(std::string_view token) {
  if (token.size() > max_token_bytes) return std::nullopt;
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return jwt_parts{token.substr(0, second), token.substr(0, first),
                   token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

struct jwt_header {
  std::string key_id;
  std::string type;
};

// Exactly our three members: what else a header may hold (another algorithm, a key to be fetched,
// an extension marked critical) is an attack.
std::optional<jwt_header> read_header(std::string_view text) {
  const json_document document{text};
  if (!document.is_valid() || !document.root().is_object()) return std::nullopt;
  const auto& object = document.root().get_object();
  json_members members{object};
  const bool ours = members.text("alg") == "HS256" && object.size() == 3;
  jwt_header header{members.text("kid"), members.text("typ")};
  if (!ours || members.error()) return std::nullopt;
  return header;
}

}  // namespace

std::string sign_jwt(const token_key& key, std::string_view type, std::string_view claims) {
  json_writer header;
  header.open_object();
  header.text("alg", "HS256");
  header.text("kid", key.id);
  header.text("typ", type);
  header.close_object();
  const std::string header_text = header.take();
  std::string token = encode_base64url(bytes_of(header_text), header_text.size()) + "." +
                      encode_base64url(bytes_of(claims), claims.size());
  signature mac;
  crypto_auth_hmacsha256(mac.data(), bytes_of(token), token.size(), key.secret.data());
  token += "." + encode_base64url(mac.data(), mac.size());
  return token;
}

result<opened_jwt, token_errc> open_jwt(std::span<const token_key> keys, std::string_view token) {
  const auto parts = split(token);
  if (!parts) return token_errc::malformed;
  const auto header_text = decode_base64url(parts->header);
  auto claims = decode_base64url(parts->claims);
  const auto mac = decode_base64url(parts->signature);
  if (!header_text || !claims || !mac) return token_errc::malformed;
  auto header = read_header(*header_text);
  if (!header) return token_errc::malformed;

  const auto key = std::find_if(keys.begin(), keys.end(),
                                [&](const token_key& k) { return k.id == header->key_id; });
  if (key == keys.end()) return token_errc::unknown_key;
  if (mac->size() != crypto_auth_hmacsha256_BYTES) return token_errc::forged;
  // Compares in constant time.
  if (crypto_auth_hmacsha256_verify(bytes_of(*mac), bytes_of(parts->signed_text),
                                    parts->signed_text.size(), key->secret.data()) != 0) {
    return token_errc::forged;
  }
  return opened_jwt{std::move(header->type), std::move(*claims)};
}

}  // namespace parley::wire
