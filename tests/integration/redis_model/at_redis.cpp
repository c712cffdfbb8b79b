// Everything goes over one link, so Redis does it in the order of the steps.
#include "tests/integration/redis_model/at_redis.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <utility>

#include "core/registry/registry_client.hpp"

namespace parley::redis_model::test {
namespace {

const std::vector<std::string> registry_keys{"nodes:{nodes}:lease", "nodes:{nodes}:record"};

io::redis_settings patient_settings(std::uint16_t port) {
  auto settings = parley::test::quick_settings(port);
  settings.timeout = milliseconds{30'000};
  return settings;
}

chat_node_service::store_settings settings_of(const node_caller& caller) {
  return {.node = caller.node,
          .instance = caller.instance,
          .trim = caller.trim,
          .wait_replicas = caller.wait_replicas,
          .move_interval = caller.move_interval,
          .time_to_live = caller.time_to_live,
          .named_kept = caller.named_kept,
          .tombstone_ttl = caller.tombstone_ttl};
}

matchmaker_service::call_settings settings_of(const matchmaker_caller& caller) {
  return {.holder = caller.holder,
          .interest_patience = caller.interest_patience,
          .ticket_lease = caller.ticket_lease,
          .assigned_ttl = caller.assigned_ttl,
          .turns = caller.turns};
}

std::string key_of(const listing& what) {
  const auto pool = "pool:{pairing}:" + what.pool;
  if (what.what == listing::kind::queue) return pool;
  return what.what == listing::kind::due ? pool + ":due" : pool + ":takes:" + what.word;
}

// The items that LMPOP has taken.
std::vector<std::string> items_of(const io::redis_reply& reply) {
  std::vector<std::string> items;
  if (reply.is_array())
    for (const auto& each : reply.elements.at(1).elements)
      items.push_back(each.text);
  return items;
}

io::redis_command take_all(const std::string& mailbox) {
  return {"LMPOP", "1", mailbox, "LEFT", "COUNT", "256"};
}

}  // namespace

at_redis::at_redis()
    : redis_({"--stream-node-max-bytes", "0", "--stream-node-max-entries",
              std::to_string(stream_block)},
             clock_.environment()),
      link_(loop_, patient_settings(redis_.port()),
            {chat_node_service::room_library(), matchmaker_service::pairing_library(),
             registry::library()}) {
  for (const auto& each : nodes)
    nodes_.emplace_back(link_.client, settings_of(each),
                        chat_node_service::store_handlers{[this](room::store_answer answer) {
                                                            said_.at(answer.request) =
                                                                std::move(answer.what);
                                                          },
                                                          [](auto) {}});
  for (const auto& each : matchmakers)
    matchmakers_.emplace_back(
        link_.client, settings_of(each),
        matchmaker_service::store_handlers{[this](pairing::store_answer answer) {
                                             said_.at(answer.request) = std::move(answer.what);
                                           },
                                           [](auto, std::size_t) {}});
  REQUIRE(link_.becomes_ready());
}

std::vector<said> at_redis::perform(const std::vector<step>& all) {
  link_.client.command({"FLUSHALL"}, {});
  settle();
  clock_.set(now_ = beginning);
  said_.assign(all.size(), {});
  for (std::size_t at = 0; at < all.size(); ++at)
    std::visit([&](const auto& each) { send(at, each); }, all[at]);
  settle();
  return said_;
}

void at_redis::settle() {
  REQUIRE(link_.ask({"PING"}).is_status());
}

template <class Read>
io::redis_callback at_redis::into(std::size_t at, Read read) {
  return [this, at, read](const io::redis_reply& reply) {
    INFO(reply.text);
    REQUIRE_FALSE(reply.is_error());
    said_.at(at) = read(reply);
  };
}

void at_redis::send(std::size_t at, const node_asks& asks) {
  nodes_.at(asks.who).perform({asks.what.room, at, asks.what.what});
}

void at_redis::send(std::size_t at, const matchmaker_asks& asks) {
  matchmakers_.at(asks.who).perform({at, asks.what.what});
}

void at_redis::send(std::size_t, const time_passes& passes) {
  settle();
  now_ += passes.time.count();
  clock_.set(now_);
}

// ---- mailboxes, and what lies in a listing -----------------------------------------------------

void at_redis::send(std::size_t at, const node_reads_mail& reads) {
  const auto& caller = nodes.at(reads.who);
  link_.client.command(
      take_all(chat_node_service::mailbox_of(caller.node)),
      into(at, [&caller](const io::redis_reply& reply) {
        std::vector<node_mail> mail;
        for (const auto& each : items_of(reply))
          if (const auto word = chat_node_service::parse_mail(each, caller.instance))
            mail.push_back({word->room, word->epoch, {}});
        return mail;
      }));
}

void at_redis::send(std::size_t at, const matchmaker_reads_letters& reads) {
  link_.client.command(take_all(matchmaker_service::mailbox_of(matchmakers.at(reads.who).holder)),
                       into(at, [](const io::redis_reply& reply) {
                         std::vector<pairing::letter> letters;
                         for (const auto& each : items_of(reply))
                           letters.push_back(matchmaker_service::parse_letter(each).value());
                         return letters;
                       }));
}

void at_redis::send(std::size_t at, const listing_is_read& reads) {
  link_.client.command(
      {"ZRANGE", key_of(reads.what), "0", "-1", "WITHSCORES"},
      into(at, [](const io::redis_reply& reply) {
        std::vector<sorted_set::ranked> ranks;
        for (std::size_t i = 0; i < reply.elements.size(); i += 2)
          ranks.push_back({std::stoll(reply.elements[i + 1].text), reply.elements[i].text});
        return ranks;
      }));
}

// ---- the registry: what registry_client sends by timer -----------------------------------------

void at_redis::send(std::size_t at, const registry_is_asked& asks) {
  std::visit([&](const auto& each) { call_registry(at, each); }, asks.what);
}

void at_redis::call_registry(std::size_t at, const renew_record& renew) {
  link_.client.fcall(
      "registry_renew", registry_keys,
      {renew.record.id, registry::to_json(renew.record), std::to_string(renew.lease.count()), "0"},
      into(at, [](const auto&) { return registry_reply{registry_done{}}; }));
}

void at_redis::call_registry(std::size_t at, const remove_record& remove) {
  link_.client.fcall("registry_remove", registry_keys, {remove.id, remove.instance, "0"},
                     into(at, [](const auto&) { return registry_reply{registry_done{}}; }));
}

void at_redis::call_registry(std::size_t at, const list_records&) {
  link_.client.fcall("registry_list", registry_keys, {"0"},
                     into(at, [](const io::redis_reply& reply) {
                       records_listed listed;
                       for (const auto& each : reply.elements)
                         listed.records.push_back(registry::parse_node_record(each.text).value());
                       std::ranges::sort(listed.records, {}, &registry::node_record::id);
                       return registry_reply{std::move(listed)};
                     }));
}

}  // namespace parley::redis_model::test
