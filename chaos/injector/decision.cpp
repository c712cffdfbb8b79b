// SipHash-2-4 of libsodium, keyed by seed, process and fault.
#include "chaos/injector/decision.hpp"

#include <sodium/crypto_shorthash.h>

#include <string>

namespace parley::injector {
namespace {

using key_bytes = std::array<unsigned char, crypto_shorthash_KEYBYTES>;

// Byte by byte, so that the order does not depend on the machine.
template <class Bytes>
void put(Bytes& into, std::size_t at, std::uint64_t number) {
  for (std::size_t i = 0; i < 8; ++i)
    into[at + i] = static_cast<unsigned char>(number >> (8 * i));
}

std::uint64_t hash(const unsigned char* text, std::size_t size, const key_bytes& key) {
  std::array<unsigned char, crypto_shorthash_BYTES> out{};
  crypto_shorthash(out.data(), text, size, key.data());
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < out.size(); ++i)
    number |= static_cast<std::uint64_t>(out[i]) << (8 * i);
  return number;
}

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  key_bytes key{};
  put(key, 0, seed);
  return hash(reinterpret_cast<const unsigned char*>(text.data()), text.size(), key);
}

double fraction(std::uint64_t bits) {
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

}  // namespace

decision_key key_of(std::uint64_t seed, std::string_view process, std::string_view fault_name) {
  std::string who(process);
  who += '\0';  // stands in neither
  who += fault_name;
  decision_key key;
  put(key.bytes, 0, seed);
  put(key.bytes, 8, hash(who, seed));
  return key;
}

draw draw_for(const decision_key& key, phase at, std::uint64_t connection, std::uint64_t message) {
  std::array<unsigned char, 18> question{};
  put(question, 0, connection);
  put(question, 8, message);
  question[16] = static_cast<unsigned char>(at);
  const double strikes = fraction(hash(question.data(), question.size(), key.bytes));
  question[17] = 1;
  return {strikes, fraction(hash(question.data(), question.size(), key.bytes))};
}

double place_of_room(std::uint64_t seed, std::string_view room) {
  return fraction(hash(room, seed));
}

}  // namespace parley::injector
