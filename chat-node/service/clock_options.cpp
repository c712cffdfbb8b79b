// Keys, docs and checks of the options about clocks.
#include "chat-node/service/clock_options.hpp"

#include <optional>

#include "core/clocks/sntp.hpp"
#include "core/io/http_ask.hpp"
#include "core/io/net_place.hpp"

namespace parley::chat_node_service {
namespace {

std::optional<std::string> are_places(const std::vector<std::string>& servers) {
  for (const auto& each : servers)
    if (!io::parse_net_place(each, clocks::sntp_port))
      return "must be host or host:port, and not " + each;
  return std::nullopt;
}

std::optional<std::string> is_http(const std::string& text) {
  if (text.empty() || io::parse_http_address(text)) return std::nullopt;
  return "must be http://host:port/path";
}

}  // namespace

void declare_clock_options(io::option_table& table, clock_options& options) {
  table.section("clock", "A reference for this machine's clock, which is told and never set.")
      .add("clock.servers", options.servers,
           "Servers of SNTP, each host or host:port; with three, one that lies is outvoted.",
           are_places)
      .add("clock.http", options.http,
           "http://host/path whose Date header is one more source, right to half a second; empty: "
           "none.",
           is_http)
      .add("clock.poll_ms", options.poll,
           "Each is asked so often; at least 15 s unless the servers are your own (RFC 4330).",
           io::at_least(milliseconds{1'000}));
}

}  // namespace parley::chat_node_service
