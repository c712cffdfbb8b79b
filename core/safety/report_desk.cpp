// One report: read, seal, write, list. Each step can be done again without harm.
#include "core/safety/report_desk.hpp"

#include <algorithm>
#include <utility>

namespace parley::safety {

namespace {

using io::redis_reply;

std::string log_key(const std::string& room) {
  return "room:{" + room + "}";
}

// Each seat reports another once: of a pair there is but one other.
std::string seats_of(const report_slip& slip) {
  const auto by = std::to_string(slip.by);
  return slip.what.about == 0 ? by : by + "-" + std::to_string(slip.what.about);
}

std::string report_key(const report_slip& slip) {
  return "report:{" + slip.room + "}:" + seats_of(slip);
}

filed trouble_of(const redis_reply& reply) {
  if (reply.is_lost()) return {filing::lost};
  return {filing::failed, reply.is_error() ? reply.text : "unexpected reply"};
}

// XREVRANGE tells the newest first.
std::vector<raw_entry> read_entries(const redis_reply& reply) {
  std::vector<raw_entry> entries;
  for (const auto& each : reply.elements) {
    if (each.elements.size() != 2) continue;
    raw_entry entry{each.elements[0].text, {}};
    const auto& flat = each.elements[1].elements;
    for (std::size_t i = 0; i + 1 < flat.size(); i += 2)
      entry.fields.emplace_back(flat[i].text, flat[i + 1].text);
    entries.push_back(std::move(entry));
  }
  std::ranges::reverse(entries);
  return entries;
}

}  // namespace

std::string sealed_log_key(const std::string& room) {
  return log_key(room) + ":sealed";
}

io::redis_command report_desk::read_of(const std::string& room) const {
  return {"XREVRANGE", log_key(room), "+", "-", "COUNT", std::to_string(settings_.entries)};
}

void report_desk::seal_log(const std::string& room, std::function<void(const sealed_log&)> done) {
  redis_.command(read_of(room), [this, room, done = std::move(done)](const redis_reply& reply) {
    if (!reply.is_array())
      return done({.trouble = reply.is_lost() ? "the link is lost" : trouble_of(reply).why});
    if (reply.elements.empty()) return done({});
    done({.box = seal(settings_.key, to_text(room, read_entries(reply)))});
  });
}

// Reading and sealing is the dear part: not for what was reported before, nor by who reports
// whoever comes to mind.
void report_desk::file(report_slip slip, std::function<void(filed)> done) {
  redis_.command({"EXISTS", report_key(slip)},
                 [this, slip = std::move(slip), done = std::move(done)](const redis_reply& reply) {
                   if (!reply.is_integer()) return done(trouble_of(reply));
                   if (reply.number == 0) return admit(slip, done);
                   list(slip, done);  // once more, should that have failed
                 });
}

void report_desk::admit(report_slip slip, std::function<void(filed)> done) {
  if (slip.what.about == 0) return read_and_keep(std::move(slip), std::move(done));
  const auto count = "reports:{" + slip.room + "}:" + std::to_string(slip.by);
  redis_.transaction(
      {{"INCR", count}, {"PEXPIRE", count, std::to_string(settings_.kept.count())}},
      [this, slip = std::move(slip), done = std::move(done)](const redis_reply& reply) {
        if (!reply.is_array() || reply.elements.empty()) return done(trouble_of(reply));
        if (reply.elements[0].number > most_reports_of_a_seat) return done({filing::kept});
        read_and_keep(slip, done);
      });
}

void report_desk::read_and_keep(report_slip slip, std::function<void(filed)> done) {
  const std::vector<io::redis_command> reads{read_of(slip.room),
                                             {"GET", sealed_log_key(slip.room)}};
  redis_.transaction(
      reads, [this, slip = std::move(slip), done = std::move(done)](const redis_reply& reply) {
        if (!reply.is_array() || reply.elements.size() != 2) return done(trouble_of(reply));
        const auto& log = reply.elements[0];
        const auto& sealed = reply.elements[1];
        if (log.is_array() && !log.elements.empty())
          return keep(slip, seal(settings_.key, to_text(slip.room, read_entries(log))), done);
        if (sealed.is_nil()) return done({filing::unknown});
        keep(slip, sealed.text, done);
      });
}

void report_desk::keep(const report_slip& slip, const std::string& entries_box,
                       std::function<void(filed)> done) {
  const kept_report kept{seal(settings_.key, to_text(slip)), entries_box};
  redis_.command(
      {"SET", report_key(slip), to_text(kept), "NX", "PX", std::to_string(settings_.kept.count())},
      [this, slip, done = std::move(done)](const redis_reply& reply) {
        // Nil: the same report was quicker.
        if (!reply.is_nil() && !reply.is_status()) return done(trouble_of(reply));
        list(slip, done);
      });
}

void report_desk::list(const report_slip& slip, std::function<void(filed)> done) {
  const auto over = slip.at - settings_.kept.count();
  redis_.transaction(
      {{"ZADD", report_index_key, "NX", std::to_string(slip.at), slip.room + ":" + seats_of(slip)},
       {"ZREMRANGEBYSCORE", report_index_key, "-inf", std::to_string(over)},
       {"PEXPIRE", report_index_key, std::to_string(settings_.kept.count())}},
      [done = std::move(done)](const redis_reply& reply) {
        if (!reply.is_array()) return done(trouble_of(reply));
        done({filing::kept});
      });
}

}  // namespace parley::safety
