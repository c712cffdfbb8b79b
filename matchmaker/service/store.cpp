// Commands out, answers back.
#include "matchmaker/service/store.hpp"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "embedded/pairing_lua.hpp"

namespace parley::matchmaker_service {
namespace {

// Neither ever exists. The functions make the names of their keys themselves; two that are declared
// keep Redis Cluster from running them while the slot is on its way, with half of the keys gone.
const std::vector<std::string> pairing_keys{"{pairing}", "{pairing}:whole"};

constexpr const char* named_life_ms = "86400000";

// What every answer may be instead of itself. `parse` takes a reply that is neither lost nor an
// error.
template <class Parse>
pairing::store_reply reply_of(const io::redis_reply& reply, Parse parse) {
  if (reply.is_lost()) return pairing::store_lost{};
  if (reply.is_error()) return pairing::store_failed{reply.text};
  auto parsed = parse(reply);
  if (!parsed) return pairing::store_failed{"not understood: " + reply.text.substr(0, 200)};
  return std::move(*parsed);
}

std::optional<seat_number> parse_seat(const std::string& text) {
  seat_number seat = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seat);
  if (error != std::errc{} || end != text.data() + text.size() || seat == 0) return std::nullopt;
  return seat;
}

std::optional<pairing::owner_read> parse_owner(const io::redis_reply& reply) {
  if (!reply.is_array() || reply.elements.size() != 5) return std::nullopt;
  const auto& fields = reply.elements;
  const bool is_ended = fields[2].text == "ended";
  if (fields[0].is_nil() && !is_ended) return pairing::owner_read{};
  return pairing::owner_read{pairing::room_owner{fields[0].text, fields[1].text, is_ended,
                                                 fields[3].text, parse_seat(fields[4].text)}};
}

// The answers of HSETNX, PEXPIRE and HMGET.
std::optional<pairing::named_opened> parse_opened(const io::redis_reply& reply,
                                                  const std::string& lock) {
  if (!reply.is_array() || reply.elements.size() != 3) return std::nullopt;
  auto fields = reply.elements[2];
  if (!fields.is_array() || fields.elements.size() != 6) return std::nullopt;
  const bool fits = fields.elements.back().text == lock;
  fields.elements.pop_back();
  auto read = parse_owner(fields);
  if (!read) return std::nullopt;
  return pairing::named_opened{fits, std::move(read->owner)};
}

pairing::store_reply reply_of(const safety::filed& filed) {
  switch (filed.how) {
    case safety::filing::kept:
      return pairing::report_kept{};
    case safety::filing::unknown:
      return pairing::report_kept{.is_known = false};
    case safety::filing::lost:
      return pairing::store_lost{};
    case safety::filing::failed:
      break;
  }
  return pairing::store_failed{filed.why};
}

}  // namespace

io::function_library pairing_library() {
  return {"parley", embedded::pairing_lua};
}

std::string mailbox_of(const std::string& holder) {
  return "mail:{pairing}:" + holder;
}

store::store(io::redis_commands& redis, call_settings settings, store_handlers handlers,
             std::optional<safety::report_settings> reports)
    : redis_(redis), settings_(std::move(settings)), handlers_(std::move(handlers)) {
  if (reports) reports_.emplace(redis_, *reports);
}

void store::perform(const pairing::store_command& command) {
  std::visit([&](const auto& what) { ask(command.request, what); }, command.what);
}

void store::ask(std::uint64_t request, const pairing::seek_partners& asked) {
  const auto began = std::chrono::steady_clock::now();
  redis_.fcall("pairing_seek", pairing_keys, {to_json(asked, settings_)},
               [this, request, began, wishes = asked.wishes.size()](const io::redis_reply& reply) {
                 handlers_.on_call(std::chrono::steady_clock::now() - began, wishes);
                 handlers_.on_answer({request, reply_of(reply, [wishes](const auto& each) {
                                        return parse_sought(each.text, wishes);
                                      })});
               });
}

void store::ask(std::uint64_t request, const pairing::cancel_ticket& asked) {
  redis_.fcall("pairing_cancel", pairing_keys, {to_json(asked.key, settings_)},
               [this, request](const io::redis_reply& reply) {
                 handlers_.on_answer({request, reply_of(reply, [](const auto& each) {
                                        return parse_cancelled(each.text);
                                      })});
               });
}

// The lease would end the ticket all the same: no answer is waited for.
void store::ask(std::uint64_t, const pairing::drop_ticket& asked) {
  redis_.fcall("pairing_cancel", pairing_keys, {to_json(asked.key, settings_)}, {});
}

void store::ask(std::uint64_t, const pairing::detach_ticket& asked) {
  redis_.fcall("pairing_detach", pairing_keys, {to_json(asked.key, settings_)}, {});
}

void store::ask(std::uint64_t request, const pairing::look_up_tickets& asked) {
  redis_.fcall("pairing_look_up", pairing_keys, {to_json(asked, settings_)},
               [this, request, tickets = asked.tickets.size(),
                pools = asked.pools.size()](const io::redis_reply& reply) {
                 handlers_.on_answer({request, reply_of(reply, [&](const auto& each) {
                                        return parse_looked_up(each.text, tickets, pools);
                                      })});
               });
}

void store::ask(std::uint64_t request, const pairing::read_owner& asked) {
  redis_.command(
      {"HMGET", "room:{" + asked.room + "}:owner", "node", "instance", "state", "reason", "by"},
      [this, request](const io::redis_reply& reply) {
        handlers_.on_answer({request, reply_of(reply, parse_owner)});
      });
}

void store::ask(std::uint64_t request, const pairing::open_named& asked) {
  const auto key = "room:{" + asked.room + "}:owner";
  // Until a node claims the room and says how long it lives; never shortened.
  redis_.transaction({{"HSETNX", key, "lock", asked.lock},
                      {"PEXPIRE", key, named_life_ms, "NX"},
                      {"HMGET", key, "node", "instance", "state", "reason", "by", "lock"}},
                     [this, request, lock = asked.lock](const io::redis_reply& reply) {
                       handlers_.on_answer({request, reply_of(reply, [&lock](const auto& each) {
                                              return parse_opened(each, lock);
                                            })});
                     });
}

void store::ask(std::uint64_t request, const pairing::keep_report& asked) {
  if (!reports_) return handlers_.on_answer({request, pairing::store_failed{"no key for reports"}});
  reports_->file({asked.room, asked.by, asked.what, asked.at},
                 [this, request](const safety::filed& filed) {
                   handlers_.on_answer({request, reply_of(filed)});
                 });
}

void store::ask(std::uint64_t request, const pairing::block_partner& asked) {
  redis_.fcall("pairing_block", pairing_keys, {to_json(asked)},
               [this, request](const io::redis_reply& reply) {
                 handlers_.on_answer({request, reply_of(reply, [](const auto& each) {
                                        return parse_blocked(each.text);
                                      })});
               });
}

}  // namespace parley::matchmaker_service
