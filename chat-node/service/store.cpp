// The commands of docs/redis.md, one function for each request of a room.
#include "chat-node/service/store.hpp"

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "chat-node/service/file_store.hpp"
#include "chat-node/service/store_replies.hpp"
#include "embedded/room_lua.hpp"

namespace parley::chat_node_service {
namespace {

constexpr const char* redis_own_clock = "0";
constexpr const char* mail_life_ms =
    "60000";  // a node that is gone for longer looks at the records anyway

std::string log_key(const std::string& room) {
  return "room:{" + room + "}";
}
std::string owner_key(const std::string& room) {
  return "room:{" + room + "}:owner";
}
std::string text(std::uint64_t number) {
  return std::to_string(number);
}
std::string text(milliseconds time) {
  return std::to_string(time.count());
}
std::string text(const std::optional<seat_number>& seat) {
  return seat ? std::to_string(*seat) : std::string();
}
std::string after(entry_id id) {
  return "(" + to_string(id);
}

}  // namespace

struct store::question {
  std::string room;
  std::uint64_t request;
};

io::function_library room_library() {
  return {"parley_room", embedded::room_lua};
}

std::string mailbox_of(const std::string& node) {
  return "node:{" + node + "}:mail";
}

std::optional<room::claimed_elsewhere> parse_mail(const std::string& text,
                                                  const std::string& own_instance) {
  boost::system::error_code error;
  const auto document = boost::json::parse(text, error);
  if (error || !document.is_object()) return std::nullopt;
  const auto& mail = document.get_object();
  const auto* const name = mail.if_contains("room");
  const auto* const epoch = mail.if_contains("epoch");
  const auto* const instance = mail.if_contains("instance");
  if (name == nullptr || !name->is_string() || epoch == nullptr || instance == nullptr ||
      !instance->is_string() || instance->get_string() == own_instance)
    return std::nullopt;
  const auto number = epoch->to_number<std::uint64_t>(error);
  if (error) return std::nullopt;
  return room::claimed_elsewhere{std::string(name->get_string()), number};
}

store::store(io::redis_commands& redis, store_settings settings, store_handlers handlers)
    : redis_(redis), settings_(std::move(settings)), handlers_(std::move(handlers)) {
  if (settings_.reports) reports_.emplace(redis_, *settings_.reports);
}

void store::perform(const room::store_command& command) {
  const question about{command.room, command.request};
  std::visit([&](const auto& each) { ask(about, each); }, command.what);
}

void store::answer(const question& about, room::store_reply what) {
  handlers_.on_answer({about.room, about.request, std::move(what)});
}

milliseconds store::life_of(bool is_named) const {
  return is_named ? settings_.named_kept : settings_.time_to_live;
}

void store::ask(const question& about, const room::read_owner&) {
  redis_.command({"HGETALL", owner_key(about.room)}, [this, about](const io::redis_reply& reply) {
    answer(about, parse_owner(reply));
  });
}

void store::ask(const question& about, const room::claim_room& claim) {
  redis_.fcall(
      "room_claim", {log_key(about.room), owner_key(about.room)},
      {settings_.node, settings_.instance, text(claim.known_epoch), text(settings_.move_interval),
       claim.force ? "1" : "0", claim.expected_owner, text(life_of(!claim.lock.empty())),
       redis_own_clock, claim.lock, claim.is_lock_known ? "1" : "0"},
      [this, about, is_named = !claim.lock.empty()](const io::redis_reply& reply) {
        auto outcome = parse_claim(reply);
        if (!std::holds_alternative<room::claim_granted>(outcome))
          return answer(about, std::move(outcome));
        if (!is_named) touch_files(redis_, about.room, settings_.time_to_live);
        answer_once_replicated(about, std::move(outcome));
      });
}

void store::ask(const question& about, const room::read_log& read) {
  redis_.command(
      {"XRANGE", log_key(about.room), after(read.after), "+", "COUNT",
       text(room::log_page_entries)},
      [this, about](const io::redis_reply& reply) { answer(about, parse_log_page(reply)); });
}

io::redis_command store::add_of(const std::string& key, const room::log_entry& entry) const {
  io::redis_command add{
      "XADD", key, "NOMKSTREAM", "MAXLEN", "~", text(settings_.trim), to_string(entry.id)};
  for (auto& [name, value] : room::to_fields(entry.what)) {
    add.push_back(name);
    add.push_back(std::move(value));
  }
  if (room::signs_writer(entry.what))
    add.insert(add.end(), {room::writer_field, settings_.instance});
  return add;
}

void store::ask(const question& about, const room::append_entries& append) {
  const auto key = log_key(about.room);
  std::vector<io::redis_command> commands;
  for (const auto& entry : append.entries)
    commands.push_back(add_of(key, entry));
  if (append.touch) {
    const auto life = text(life_of(append.is_named));
    commands.push_back({"PEXPIRE", key, life});
    // GT: it may be the tombstone of a room that has ended elsewhere by now, and that lives longer.
    commands.push_back({"PEXPIRE", owner_key(about.room), life, "GT"});
  }
  const auto asked = std::chrono::steady_clock::now();
  const bool touch = append.touch;
  const auto done = [this, about, asked, touch](const io::redis_reply& reply) {
    auto outcome = parse_append(reply, touch);
    if (settings_.wait_replicas > 0 &&
        outcome == room::store_reply{room::appended{room::append_outcome::stored}})
      return ask(about, room::await_replicas{});
    handlers_.on_append_time(std::chrono::steady_clock::now() - asked);
    answer(about, std::move(outcome));
  };
  // In a named room, which may live for ever, each file goes some time after it came.
  if (append.touch && !append.is_named) touch_files(redis_, about.room, settings_.time_to_live);
  if (commands.size() == 1)
    redis_.command(commands.front(), done);
  else
    redis_.transaction(commands, done);
}

// What a claim or a look at the tail finds in the log will be acknowledged by whoever asked.
void store::answer_once_replicated(const question& about, room::store_reply what) {
  const auto replicas = settings_.wait_replicas;
  if (replicas == 0) return answer(about, std::move(what));
  redis_.wait_for_replicas(
      log_key(about.room), replicas, settings_.wait_time,
      [this, about, what = std::move(what), replicas](const io::redis_reply& reply) {
        const auto outcome = parse_wait(reply, replicas);
        const auto* const waited = std::get_if<room::appended>(&outcome);
        if (waited == nullptr) return answer(about, outcome);
        if (waited->outcome == room::append_outcome::stored) return answer(about, what);
        answer_once_replicated(about, what);
      });
}

void store::ask(const question& about, const room::await_replicas&) {
  const auto replicas = settings_.wait_replicas;
  redis_.wait_for_replicas(log_key(about.room), replicas, settings_.wait_time,
                           [this, about, replicas](const io::redis_reply& reply) {
                             answer(about, parse_wait(reply, replicas));
                           });
}

void store::ask(const question& about, const room::verify_log& verify) {
  const auto key = log_key(about.room);
  const auto life = text(life_of(verify.is_named));
  redis_.transaction(
      {{"HGETALL", owner_key(about.room)},
       {"XREVRANGE", key, "+", "-", "COUNT", "1"},
       {"XRANGE", key, after(verify.after), "+", "COUNT", text(room::log_page_entries)}},
      [this, about, key, life](const io::redis_reply& reply) {
        auto outcome = parse_verified(reply);
        const auto* const found = std::get_if<room::verified>(&outcome);
        if (found == nullptr || found->above.empty() || settings_.wait_replicas == 0)
          return answer(about, std::move(outcome));
        // WAIT counts from the last write of its own link, and this one may have written nothing.
        redis_.command({"PEXPIRE", key, life}, {});
        answer_once_replicated(about, std::move(outcome));
      });
}

// Who reports after the end finds what was said last in a box that only the operator opens.
void store::ask(const question& about, const room::end_room& ending) {
  if (!reports_) return end(about, ending, {});
  reports_->seal_log(about.room, [this, about, ending](const safety::sealed_log& sealed) {
    if (!sealed.trouble.empty()) handlers_.on_copy_missed(about.room, sealed.trouble);
    end(about, ending, sealed.box);
  });
}

void store::end(const question& about, const room::end_room& end, const std::string& sealed) {
  std::vector<std::string> keys{log_key(about.room), owner_key(about.room)};
  std::vector<std::string> args{
      settings_.instance, text(end.epoch), end.reason, text(end.by), text(settings_.tombstone_ttl),
      redis_own_clock};
  if (!sealed.empty()) {
    keys.push_back(safety::sealed_log_key(about.room));
    args.push_back(sealed);
    args.push_back(text(settings_.report_within));
  }
  redis_.fcall("room_end", std::move(keys), std::move(args),
               [this, about](const io::redis_reply& reply) { answer(about, parse_end(reply)); });
}

void store::ask(const question& about, const room::keep_report& report) {
  if (!reports_) return answer(about, room::store_failed{"no key for reports"});
  reports_->file({about.room, report.by, report.what, report.at},
                 [this, about](const safety::filed& filed) { answer(about, parse_filed(filed)); });
}

void store::ask(const question& about, const room::tell_owner& tell) {
  const auto key = mailbox_of(tell.node);
  const boost::json::object mail{
      {"room", about.room}, {"epoch", tell.epoch}, {"instance", settings_.instance}};
  // Nobody waits for it: a word that is lost is made good by the fence and by the look at the owner
  // record.
  redis_.transaction({{"RPUSH", key, boost::json::serialize(mail)}, {"PEXPIRE", key, mail_life_ms}},
                     [](const io::redis_reply&) {});
}

}  // namespace parley::chat_node_service
