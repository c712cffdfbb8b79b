// Replies of Redis to a chat-node: whatever they are, each is an answer, and a page of the log
// counts every entry once.
#include "chat-node/service/file_replies.hpp"
#include "chat-node/service/store_replies.hpp"
#include "core/io/redis_parser.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chat_node_service;
  io::redis_parser parser;
  parser.feed(fuzz::text_of(data, size));
  for (;;) {
    const auto next = parser.next();
    if (!next || !*next) return 0;
    const auto& reply = **next;
    const auto page = parse_log_page(reply);
    if (const auto* read = std::get_if<room::log_page>(&page))
      PARLEY_CHECK(read->entries.size() + read->strange == reply.elements.size());
    const auto file = parse_file_reply(reply);
    PARLEY_CHECK(reply.is_array() || file.what == file_reply::kind::trouble);
    const auto owner = parse_owner(reply);
    PARLEY_CHECK(std::holds_alternative<room::owner_found>(owner) == reply.is_array());
    for (const bool was_touched : {false, true}) {
      const auto appended = parse_append(reply, was_touched);
      PARLEY_CHECK(std::holds_alternative<room::appended>(appended) ||
                   std::holds_alternative<room::store_failed>(appended));
    }
    for (const auto& answer : {parse_claim(reply), parse_verified(reply), parse_end(reply)})
      PARLEY_CHECK(!std::holds_alternative<room::store_lost>(answer));
  }
}
