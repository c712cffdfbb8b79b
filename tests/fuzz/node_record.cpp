// Records of the node registry: one that was read is written and read as the same.
#include "core/registry/node_record.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto found = registry::parse_node_record(fuzz::text_of(data, size));
  if (!found) return 0;
  PARLEY_CHECK(!found->id.empty());
  PARLEY_CHECK(registry::parse_node_record(registry::to_json(*found)) == found);
  return 0;
}
