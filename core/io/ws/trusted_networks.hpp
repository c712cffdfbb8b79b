// The proxies whose word about a client's address is believed: single addresses and networks.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::io {

class trusted_networks {
 public:
  // Each "192.0.2.1", "10.0.0.0/8", "::1" or "fd00::/8"; what is none of these is left out.
  explicit trusted_networks(const std::vector<std::string>& listed);

  // What is wrong with the first of them that is neither an address nor a network; none: all are.
  [[nodiscard]] static std::optional<std::string> mistake_in(
      const std::vector<std::string>& listed);

  // An IPv4 address that comes mapped into IPv6 counts as IPv4.
  [[nodiscard]] bool contains(const boost::asio::ip::address& address) const;

 private:
  [[nodiscard]] bool add(const std::string& listed);

  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

// The peer's, or, if the peer is trusted, what its X-Real-IP says.
[[nodiscard]] boost::asio::ip::address client_address(const boost::asio::ip::address& peer,
                                                      std::string_view real_ip,
                                                      const trusted_networks& trusted);

}  // namespace parley::io
