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

// A member of a cluster that sends a command elsewhere is as good a master as before for the slots
// that it has: whoever knows the slots (cluster_link) deals with it.
[[nodiscard]] constexpr bool is_redirect(std::string_view word) {
  return word == "MOVED" || word == "ASK";
}

}  // namespace parley::link
