// Names for sessions.
#include "matchmaker/pairing/connections.hpp"

#include <string_view>

namespace parley::pairing {

std::string connection::begin_session() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = session_seed;
  for (int shift = 28; shift >= 0; shift -= 4)
    id += digits[(sessions_begun >> static_cast<unsigned>(shift)) & 0xFU];
  ++sessions_begun;
  return id;
}

}  // namespace parley::pairing
