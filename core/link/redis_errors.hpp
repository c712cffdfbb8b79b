// Which answers of Redis mean that this link is of no use any more. Pure.
#pragma once

#include <string_view>

namespace parley::link {

// `word` is the first word of an error. A link is ownership: one to a server that is not (or not
// yet) the master for our keys is worth nothing, and must be verified anew once there is a better
// one.
[[nodiscard]] constexpr bool breaks_link(std::string_view word) {
  return word == "READONLY" || word == "LOADING" || word == "MASTERDOWN" || word == "CLUSTERDOWN" ||
         word == "MOVED" || word == "ASK" || word == "UNBLOCKED" || word == "NOAUTH";
}

}  // namespace parley::link
