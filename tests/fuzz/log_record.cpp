// Fields of a room's log, with NUL between them: a record that was read is written and read as the
// same.
#include "chat-node/room/log_record.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  room::record_fields fields;
  auto left = fuzz::text_of(data, size);
  const auto next = [&left] {
    const auto end = left.find('\0');
    const auto word = left.substr(0, end);
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    return std::string(word);
  };
  while (!left.empty()) {
    auto name = next();
    fields.emplace_back(std::move(name), next());
  }
  const auto found = room::parse_record(fields);
  if (found) PARLEY_CHECK(room::parse_record(room::to_fields(*found)) == found);
  return 0;
}
