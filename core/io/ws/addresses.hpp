// How many connections an address has, without keeping anybody's address.
#pragma once

#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace parley::io {

// Turns addresses into keys that mean nothing outside of this process: SipHash under a random
// secret. An IPv6 address counts as its /64, which is what one customer gets.
class address_hasher {
 public:
  using secret = std::array<unsigned char, 16>;

  explicit address_hasher(const secret& bytes) : secret_(bytes) {}
  [[nodiscard]] static secret random_secret();
  [[nodiscard]] std::uint64_t operator()(const boost::asio::ip::address& address) const;

 private:
  secret secret_;
};

// How many connections each address has; an address without any takes no memory.
class address_counts {
 public:
  [[nodiscard]] std::size_t of(std::uint64_t key) const;
  void add(std::uint64_t key) { ++counts_[key]; }
  void remove(std::uint64_t key);

 private:
  std::unordered_map<std::uint64_t, std::size_t> counts_;
};

}  // namespace parley::io
