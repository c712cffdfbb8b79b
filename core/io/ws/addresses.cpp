// Keyed hashes of addresses, and counts by them.
#include "core/io/ws/addresses.hpp"

#include <sodium.h>

#include <algorithm>

#include "core/base/check.hpp"

namespace parley::io {

namespace ip = boost::asio::ip;

address_hasher::secret address_hasher::random_secret() {
  static_assert(std::tuple_size<secret>::value == crypto_shorthash_KEYBYTES);
  PARLEY_CHECK(sodium_init() >= 0);
  secret bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::uint64_t address_hasher::operator()(const ip::address& address) const {
  std::array<unsigned char, 9> input{};  // the kind, then what counts of the address
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    input[0] = 4;
    std::copy(bytes.begin(), bytes.end(), input.begin() + 1);
  } else if (address.to_v6().is_v4_mapped()) {
    return (*this)(ip::make_address_v4(ip::v4_mapped, address.to_v6()));
  } else {
    const auto bytes = address.to_v6().to_bytes();
    input[0] = 6;
    std::copy(bytes.begin(), bytes.begin() + 8, input.begin() + 1);
  }
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), input.data(), input.size(), secret_.data());
  std::uint64_t key = 0;
  for (const unsigned char byte : hash)
    key = key << 8 | byte;
  return key;
}

std::size_t address_counts::of(std::uint64_t key) const {
  const auto found = counts_.find(key);
  return found == counts_.end() ? 0 : found->second;
}

void address_counts::remove(std::uint64_t key) {
  const auto found = counts_.find(key);
  PARLEY_CHECK(found != counts_.end());
  if (--found->second == 0) counts_.erase(found);
}

}  // namespace parley::io
