// What a Redis Cluster says in an error, and addresses: read, written and read as the same.
#include "core/link/redirect.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  if (const auto address = link::parse_redis_address(text)) {
    PARLEY_CHECK(!address->host.empty() && address->port != 0);
  }
  const link::redis_address told_by{"redis-0", 6379};
  const auto found = link::parse_redirect(text, told_by);
  if (!found) return 0;
  PARLEY_CHECK(found->slot < link::slot_count && found->to.port != 0);
  const auto host = found->to.host.empty() ? std::string("?") : found->to.host;
  const auto written = std::string(found->kind == link::redirect_kind::ask ? "ASK " : "MOVED ") +
                       std::to_string(found->slot) + " [" + host +
                       "]:" + std::to_string(found->to.port);
  PARLEY_CHECK(link::parse_redirect(written, told_by) == found);
  return 0;
}
