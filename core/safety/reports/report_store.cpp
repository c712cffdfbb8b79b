// Runs the loop until each question is answered.
#include "core/safety/reports/report_store.hpp"

#include <charconv>
#include <ctime>
#include <utility>

#include "core/io/require_redis.hpp"
#include "core/io/start_error.hpp"
#include "core/safety/report_desk.hpp"

namespace parley::safety {

namespace {

std::string to_iso(const std::string& unix_ms_text) {
  std::int64_t ms = 0;
  std::from_chars(unix_ms_text.data(), unix_ms_text.data() + unix_ms_text.size(), ms);
  const std::time_t seconds = ms / 1'000;
  std::tm utc{};
  char text[32] = "";
  if (gmtime_r(&seconds, &utc) != nullptr) std::strftime(text, sizeof text, "%FT%TZ", &utc);
  return text;
}

// "<room>:<seat>"; in a named room the seat is "<by>-<about>"
report_name name_of(const std::string& member, const std::string& at) {
  const auto parting = member.rfind(':');
  return {to_iso(at), member.substr(0, parting), member.substr(parting + 1)};
}

}  // namespace

report_store::report_store(const io::redis_place& place) {
  io::require_redis(loop_, place);
  redis_ = io::open_redis(
      loop_, place, {},
      {.on_ready = [](const auto&) {}, .on_lost = [](const auto&, std::string_view) {}});
  redis_->start();
}

std::vector<report_name> report_store::list() {
  const auto reply = ask({"ZRANGE", report_index_key, "0", "-1", "WITHSCORES"});
  std::vector<report_name> names;
  for (std::size_t i = 0; i + 1 < reply.elements.size(); i += 2)
    names.push_back(name_of(reply.elements[i].text, reply.elements[i + 1].text));
  return names;
}

std::optional<kept_report> report_store::read(const report_name& name) {
  const auto reply = ask({"GET", "report:{" + name.room + "}:" + name.seat});
  if (reply.is_nil()) return std::nullopt;
  auto kept = parse_kept_report(reply.text);
  if (!kept) throw io::start_error(name.room + " " + name.seat + ": not a report");
  return kept;
}

io::redis_reply report_store::ask(const io::redis_command& command) {
  constexpr milliseconds patience{10'000};
  bool is_late = false;
  const auto deadline = loop_.after(patience, [&is_late] { is_late = true; });
  while (!redis_->reaches(command[1]) && !is_late)
    loop_.context().run_one();
  std::optional<io::redis_reply> reply;
  redis_->command(command, [&reply](const io::redis_reply& said) { reply = said; });
  while (!reply)
    loop_.context().run_one();
  if (reply->is_lost() || reply->is_error()) throw io::start_error("Redis: " + reply->text);
  return std::move(*reply);
}

}  // namespace parley::safety
