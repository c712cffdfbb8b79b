// Reading of Redis replies, piece by piece: hashes, stream entries, the answers of our functions.
#include "chat-node/service/store_replies.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace parley::chat_node_service {
namespace {

using io::redis_reply;
using room::append_outcome;
using room::store_reply;

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<seat_number> seat_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return static_cast<seat_number>(number_of(text));
}

// What is not an answer at all, or not the one expected.
store_reply trouble(const redis_reply& reply) {
  if (reply.is_lost()) return room::store_lost{};
  return room::store_failed{reply.is_error() ? reply.text : "unexpected reply"};
}

std::optional<room::owner_record> read_owner_hash(const redis_reply& hash) {
  if (hash.elements.empty()) return std::nullopt;
  room::owner_record owner;
  for (std::size_t i = 0; i + 1 < hash.elements.size(); i += 2) {
    const auto& key = hash.elements[i].text;
    const auto& value = hash.elements[i + 1].text;
    if (key == "node") owner.node = value;
    if (key == "instance") owner.instance = value;
    if (key == "epoch") owner.epoch = number_of(value);
    if (key == "state") owner.ended = value == "ended";
    if (key == "reason") owner.reason = value;
    if (key == "by") owner.by = seat_of(value);
  }
  // Of a named room that nobody owns yet there is only the lock.
  if (owner.instance.empty() && !owner.ended) return std::nullopt;
  return owner;
}

std::optional<entry_id> id_of(const redis_reply& entry) {
  if (entry.elements.size() != 2) return std::nullopt;
  return parse_entry_id(entry.elements[0].text);
}

std::optional<room::log_entry> read_entry(const redis_reply& entry) {
  const auto id = id_of(entry);
  if (!id) return std::nullopt;
  room::record_fields fields;
  const auto& flat = entry.elements[1].elements;
  for (std::size_t i = 0; i + 1 < flat.size(); i += 2)
    fields.emplace_back(flat[i].text, flat[i + 1].text);
  auto what = room::parse_record(fields);
  if (!what) return std::nullopt;
  const auto by =
      std::ranges::find(fields, room::writer_field, &room::record_fields::value_type::first);
  return room::log_entry{*id, std::move(*what), by == fields.end() ? std::string() : by->second};
}

room::log_page read_entries(const redis_reply& entries) {
  room::log_page page;
  for (const auto& each : entries.elements) {
    page.last = id_of(each).value_or(page.last);
    if (auto entry = read_entry(each))
      page.entries.push_back(std::move(*entry));
    else
      ++page.strange;
  }
  page.is_last = entries.elements.size() < room::log_page_entries;
  return page;
}

append_outcome outcome_of(const redis_reply& reply) {
  if (reply.is_string()) return append_outcome::stored;
  if (reply.is_nil()) return append_outcome::missing;
  if (reply.error_word() == "OOM") return append_outcome::full;
  if (reply.text.find("equal or smaller") != std::string::npos) return append_outcome::fenced;
  return append_outcome::unknown;
}

// The words of a function's answer: {"claimed", "4", "32"}.
std::string_view word(const redis_reply& reply, std::size_t at) {
  return at < reply.elements.size() ? std::string_view(reply.elements[at].text)
                                    : std::string_view();
}

room::owned_by_other read_owned(const redis_reply& reply) {
  return {{.node = std::string(word(reply, 1)),
           .instance = std::string(word(reply, 2)),
           .epoch = number_of(word(reply, 3))}};
}

}  // namespace

store_reply parse_owner(const redis_reply& reply) {
  if (!reply.is_array()) return trouble(reply);
  return room::owner_found{read_owner_hash(reply)};
}

store_reply parse_claim(const redis_reply& reply) {
  const auto said = word(reply, 0);
  if (said == "claimed")
    return room::claim_granted{{number_of(word(reply, 1)), number_of(word(reply, 2))}};
  if (said == "too_soon") {
    const auto wait = static_cast<milliseconds::rep>(number_of(word(reply, 1)));
    return room::claim_too_soon{milliseconds{wait}};
  }
  if (said == "owned") return read_owned(reply);
  if (said == "ended") return room::room_over{std::string(word(reply, 1)), seat_of(word(reply, 2))};
  return trouble(reply);
}

store_reply parse_log_page(const redis_reply& reply) {
  if (!reply.is_array()) return trouble(reply);
  return read_entries(reply);
}

store_reply parse_append(const redis_reply& reply, bool was_touched) {
  if (reply.is_lost()) return room::store_lost{};
  if (!reply.is_array()) {
    // EXECABORT: Redis has refused a part while it was queued, which only a lack of memory makes it
    // do.
    if (reply.error_word() == "EXECABORT") return room::appended{append_outcome::full};
    const auto outcome = outcome_of(reply);
    if (outcome == append_outcome::unknown) return trouble(reply);
    return room::appended{outcome};
  }
  const auto entries =
      reply.elements.size() - std::min<std::size_t>(reply.elements.size(), was_touched ? 2 : 0);
  if (entries == 0) return trouble(reply);
  const auto first = outcome_of(reply.elements.front());
  const bool is_same = std::all_of(
      reply.elements.begin(), reply.elements.begin() + static_cast<std::ptrdiff_t>(entries),
      [first](const redis_reply& each) { return outcome_of(each) == first; });
  return room::appended{is_same ? first : append_outcome::unknown};
}

store_reply parse_wait(const redis_reply& reply, std::uint64_t replicas) {
  if (!reply.is_integer()) return trouble(reply);
  const bool is_enough = reply.number >= static_cast<std::int64_t>(replicas);
  return room::appended{is_enough ? append_outcome::stored : append_outcome::unreplicated};
}

store_reply parse_verified(const redis_reply& reply) {
  if (!reply.is_array() || reply.elements.size() != 3) return trouble(reply);
  for (const auto& each : reply.elements)
    if (!each.is_array()) return trouble(each);
  room::verified found;
  found.owner = read_owner_hash(reply.elements[0]);
  if (!reply.elements[1].elements.empty()) found.top = id_of(reply.elements[1].elements.front());
  found.above = read_entries(reply.elements[2]).entries;
  return found;
}

store_reply parse_end(const redis_reply& reply) {
  const auto said = word(reply, 0);
  if (said == "ended") return room::room_over{std::string(word(reply, 1)), seat_of(word(reply, 2))};
  if (said == "not_owner") return read_owned(reply);
  return trouble(reply);
}

// A room that is served and has no log is being written again: a report waits for that.
store_reply parse_filed(const safety::filed& filed) {
  switch (filed.how) {
    case safety::filing::kept:
      return room::report_kept{};
    case safety::filing::lost:
      return room::store_lost{};
    case safety::filing::unknown:
      return room::store_failed{"the room has no log"};
    case safety::filing::failed:
      break;
  }
  return room::store_failed{filed.why};
}

}  // namespace parley::chat_node_service
