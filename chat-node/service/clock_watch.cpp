// A tick a second; what is due is asked.
#include "chat-node/service/clock_watch.hpp"

#include <limits>
#include <utility>

#include "core/clocks/http_time.hpp"
#include "core/clocks/sntp.hpp"
#include "core/io/udp_ask.hpp"

namespace parley::chat_node_service {
namespace {

constexpr milliseconds tick_every{1'000};
constexpr milliseconds patience{2'000};  // for an answer
constexpr int http_ok = 200;

double seconds(clocks::nanoseconds time) {
  return clocks::to_ms(time) / 1'000;
}

}  // namespace

clock_watch::clock_watch(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
                         const clock_options& options,
                         std::function<void(std::optional<clocks::reading>)> on_reference)
    : loop_(loop),
      log_(log),
      metrics_(metrics),
      watch_({options.servers.size() + (options.http.empty() ? 0 : 1), options.poll}),
      on_reference_(std::move(on_reference)) {
  for (const auto& each : options.servers)
    sources_.push_back({.name = each, .sntp = io::parse_net_place(each, clocks::sntp_port)});
  if (!options.http.empty())
    sources_.push_back({.name = options.http, .http = *io::parse_http_address(options.http)});
}

void clock_watch::start() {
  if (sources_.empty()) return;
  const auto unknown = std::numeric_limits<double>::quiet_NaN();
  metrics_.add_gauge_source(
      "parley_clock_offset_seconds", "The reference less this machine's clock; NaN: none is known.",
      [this, unknown] { return reference_ ? seconds(reference_->offset) : unknown; });
  metrics_.add_gauge_source(
      "parley_clock_error_seconds", "How far the offset may be wrong; NaN: none is known.",
      [this, unknown] { return reference_ ? seconds(reference_->error) : unknown; });
  tick();
  ticks_ = loop_.every(tick_every, [this] { tick(); });
}

void clock_watch::tick() {
  const auto now = loop_.now();
  for (const auto which : watch_.take_due(now.steady)) {
    if (sources_[which].sntp)
      ask_by_sntp(which);
    else
      ask_by_http(which);
  }
  const bool was_known = reference_.has_value();
  reference_ = watch_.reference(now);
  if (was_known != reference_.has_value())
    log_.info(reference_ ? "the clock has a reference" : "the clock has no reference any more", {});
  on_reference_(reference_);
}

void clock_watch::ask_by_sntp(std::size_t which) {
  const auto nonce = std::uint64_t{nonces_()} << 32U | nonces_();
  io::ask_by_udp(loop_, *sources_[which].sntp, clocks::make_question(nonce), patience,
                 [this, which, nonce](const std::optional<io::udp_answer>& answer) {
                   if (!answer) return take(which, clocks::trouble::silent);
                   const auto read = clocks::read_answer(
                       answer->bytes, {nonce, answer->sent, answer->received, answer->at});
                   if (read) return take(which, *read);
                   take(which, read.error());
                 });
}

void clock_watch::ask_by_http(std::size_t which) {
  const auto asked = loop_.now();
  io::ask(loop_, sources_[which].http, patience, [this, which, asked](const io::http_answer& said) {
    if (said.status == 0) return take(which, clocks::trouble::silent);
    const auto date = clocks::parse_http_date(said.date);
    if (said.status != http_ok || !date) return take(which, clocks::trouble::malformed);
    take(which, clocks::read_http_time(*date, asked, loop_.now()));
  });
}

void clock_watch::take(std::size_t which, const clocks::reading& taken) {
  auto& from = sources_[which];
  if (std::exchange(from.is_failing, false))
    log_.info("a source of time answers again", {{"source", from.name}});
  count(from, "taken");
  watch_.on_reading(which, taken);
}

void clock_watch::take(std::size_t which, clocks::trouble what) {
  auto& from = sources_[which];
  if (!std::exchange(from.is_failing, true))
    log_.warn("a source of time gives none", {{"source", from.name}, {"why", name_of(what)}});
  count(from, name_of(what));
  watch_.on_trouble(which, what, loop_.now().steady);
}

void clock_watch::count(const source& from, std::string_view outcome) {
  metrics_
      .add_counter("parley_clock_questions_total", "Questions to sources of time, by what came.",
                   {{"source", from.name}, {"outcome", std::string(outcome)}})
      .add();
}

}  // namespace parley::chat_node_service
