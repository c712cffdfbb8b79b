// XRANGE over whole streams, a few at a time: a log is trimmed, so each is of bounded length.
#include "chaos/runner/crowd/log_reader.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <utility>

namespace parley::crowd {

namespace {

constexpr std::size_t at_once = 8;

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// An entry as Redis tells it: [id, [field, value, field, value …]].
std::map<std::string, std::string> fields_of(const io::redis_reply& entry) {
  std::map<std::string, std::string> fields;
  const auto& pairs = entry.elements.at(1).elements;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
    fields[pairs[i].text] = pairs[i + 1].text;
  return fields;
}

}  // namespace

log_reader::log_reader(io::event_loop& loop, recorder& history, const driver::door& redis,
                       std::vector<std::string> rooms)
    : history_(history), rooms_(std::move(rooms)) {
  io::redis_place place;
  place.settings.host = redis.host;
  place.settings.port = redis.port;
  place.settings.timeout = milliseconds{10'000};
  if (redis.is_cluster) place.seeds.push_back({redis.host, redis.port});
  io::redis_events events;
  events.on_ready = [this](const link::slot_set& slots) {
    linked_.add(slots);
    if (!linked_.is_all()) return;
    for (std::size_t i = 0; i < at_once; ++i)
      read_next();
  };
  events.on_lost = [this](const link::slot_set& slots, std::string_view) { linked_.remove(slots); };
  redis_ = io::open_redis(loop, place, {}, std::move(events));
}

log_reader::~log_reader() = default;

void log_reader::start() {
  redis_->start();
}

void log_reader::read_next() {
  if (asked_ == rooms_.size()) return;
  const std::string& room = rooms_[asked_++];
  redis_->command({"XRANGE", "room:{" + room + "}", "-", "+"},
                  [this, &room](const io::redis_reply& reply) {
                    take(room, reply);
                    ++done_;
                    read_next();
                  });
}

void log_reader::take(const std::string& room, const io::redis_reply& reply) {
  if (!reply.is_array()) {
    has_failed_ = true;
    return;
  }
  checks::log_read read{room, 0, std::nullopt};
  for (const io::redis_reply& entry : reply.elements) {
    const auto id = parse_entry_id(entry.elements.at(0).text);
    if (!read.first) read.first = id;
    auto fields = fields_of(entry);
    if (fields["k"] != "message" || !id) continue;
    ++read.entries;
    history_.record(checks::logged{room, *id, static_cast<seat_number>(number(fields["s"])),
                                   number(fields["q"]), checks::sum_of(fields["b"])});
  }
  history_.record(read);
}

}  // namespace parley::crowd
