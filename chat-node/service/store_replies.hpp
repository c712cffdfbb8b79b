// What Redis answered, as what a room understands. Pure.
#pragma once

#include "chat-node/room/store.hpp"
#include "core/io/redis_reply.hpp"
#include "core/safety/report_desk.hpp"

namespace parley::chat_node_service {

// Each takes the reply to the command that store_commands made for the request of the same name. A
// lost link is store_lost; what no version of Redis or of our functions answers is store_failed.
[[nodiscard]] room::store_reply parse_owner(const io::redis_reply& reply);
[[nodiscard]] room::store_reply parse_claim(const io::redis_reply& reply);
[[nodiscard]] room::store_reply parse_log_page(const io::redis_reply& reply);
[[nodiscard]] room::store_reply parse_append(const io::redis_reply& reply, bool was_touched);
[[nodiscard]] room::store_reply parse_wait(const io::redis_reply& reply, std::uint64_t replicas);
[[nodiscard]] room::store_reply parse_verified(const io::redis_reply& reply);
[[nodiscard]] room::store_reply parse_end(const io::redis_reply& reply);

[[nodiscard]] room::store_reply parse_filed(const safety::filed& filed);

}  // namespace parley::chat_node_service
