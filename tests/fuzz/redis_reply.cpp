// The bytes of Redis: the same replies, however they are cut into pieces; and the slots of a
// cluster among them.
#include <algorithm>

#include "core/io/redis_parser.hpp"
#include "core/io/redis_topology.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

namespace {

struct replies {
  std::vector<io::redis_reply> whole{};
  bool is_broken = false;
  friend bool operator==(const replies&, const replies&) = default;
};

replies read_in_pieces(std::string_view bytes, std::size_t piece) {
  io::redis_parser parser;
  replies found;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    parser.feed(bytes.substr(0, piece));
    for (;;) {
      auto reply = parser.next();
      found.is_broken = !reply;
      if (found.is_broken) return found;
      if (!*reply) break;
      found.whole.push_back(std::move(**reply));
    }
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  const auto found = read_in_pieces(bytes, bytes.size());
  PARLEY_CHECK(read_in_pieces(bytes, 1) == found);
  for (const auto& reply : found.whole) {
    const auto ranges = io::parse_topology(reply, {"redis-0", 6379});
    if (!ranges) continue;
    for (const auto& range : *ranges) {
      PARLEY_CHECK(range.first < link::slot_count && range.last < link::slot_count);
      PARLEY_CHECK(!range.master.host.empty() && range.master.port != 0);
    }
  }
  return 0;
}
