// Parsing and matching, by Asio's own networks.
#include "core/io/ws/trusted_networks.hpp"

#include <algorithm>

namespace parley::io {

namespace ip = boost::asio::ip;

trusted_networks::trusted_networks(const std::vector<std::string>& listed) {
  for (const auto& each : listed)
    static_cast<void>(add(each));
}

std::optional<std::string> trusted_networks::mistake_in(const std::vector<std::string>& listed) {
  trusted_networks none({});
  for (const auto& each : listed)
    if (!none.add(each)) return "neither an address nor a network: " + each;
  return std::nullopt;
}

bool trusted_networks::add(const std::string& listed) {
  const bool is_network = listed.find('/') != std::string::npos;
  boost::system::error_code ec;
  const auto v4 = ip::make_network_v4(is_network ? listed : listed + "/32", ec);
  if (!ec) {
    v4_.push_back(v4);
    return true;
  }
  const auto v6 = ip::make_network_v6(is_network ? listed : listed + "/128", ec);
  if (ec) return false;
  v6_.push_back(v6);
  return true;
}

bool trusted_networks::contains(const ip::address& address) const {
  if (address.is_v4()) {
    return std::any_of(v4_.begin(), v4_.end(), [v4 = address.to_v4()](const auto& network) {
      return network.canonical() == ip::network_v4(v4, network.prefix_length()).canonical();
    });
  }
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return contains(ip::make_address_v4(ip::v4_mapped, v6));
  return std::any_of(v6_.begin(), v6_.end(), [&v6](const auto& network) {
    return network.canonical() == ip::network_v6(v6, network.prefix_length()).canonical();
  });
}

ip::address client_address(const ip::address& peer, std::string_view real_ip,
                           const trusted_networks& trusted) {
  if (!trusted.contains(peer)) return peer;
  boost::system::error_code ec;
  const ip::address told = ip::make_address(std::string(real_ip), ec);
  return ec ? peer : told;
}

}  // namespace parley::io
