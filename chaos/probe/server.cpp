// One echo at a time for each couple; what is refused is refused at once, with the reason.
#include "chaos/probe/server.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "chaos/probe/couple.hpp"
#include "chaos/probe/door.hpp"
#include "core/base/utf8.hpp"
#include "core/io/admin_routes.hpp"
#include "core/io/json_text.hpp"
#include "core/io/metrics.hpp"
#include "core/io/service_main.hpp"
#include "core/io/ws/http_server.hpp"

namespace parley::probe {

namespace {

constexpr milliseconds exit_guard{1'000};

std::uint64_t random_number() {
  std::random_device entropy;
  return (std::uint64_t{entropy()} << 32U) | entropy();
}

std::string random_word() {
  std::string word = "probe-";
  for (auto left = random_number(); left > 0; left /= 26)
    word += static_cast<char>('a' + left % 26);
  return word;
}

surroundings around(io::event_loop& loop, io::ws_client& sockets, live::alarms& alarms,
                    const config& with) {
  return {loop, sockets, alarms, with.gateway_host, with.gateway_port, key_of(with)};
}

std::string as_json(std::string_view key, std::string_view text) {
  std::string json = "{\"" + std::string(key) + "\": ";
  io::append_json_text(json, text, 1'000);
  return json + "}\n";
}

}  // namespace

class server {
 public:
  server(const config& with, io::event_loop& loop, io::logger& log);
  void start();

 private:
  // An echo under way; both ends of it may come: the body, or the time-out.
  struct under_way {
    couple* by = nullptr;
    steady_time since;
    respond answer;
    io::timer limit;
  };

  void on_request(const io::http_request& request, respond answer);
  void echo(const std::string& body, respond answer);
  void came_back(std::uint64_t number, const std::string& node, const std::string& body);
  void timed_out(std::uint64_t number);
  void conclude(const respond& answer, std::string_view outcome, io::http_response response);
  void leave();

  const config& config_;
  io::event_loop& loop_;
  io::logger& log_;
  io::ws_client sockets_;
  live::alarms alarms_;
  std::deque<couple> couples_;
  std::map<std::uint64_t, under_way> under_way_;
  std::uint64_t echoes_ = 0;
  token_bucket bucket_;
  io::metrics_registry metrics_;
  io::histogram& seconds_;
  door door_;
  io::http_server admin_;
  io::timer clock_;
  bool is_leaving_ = false;
};

server::server(const config& with, io::event_loop& loop, io::logger& log)
    : config_(with),
      loop_(loop),
      log_(log),
      sockets_(loop.context(), {}),
      alarms_(loop),
      bucket_({with.burst, with.per_second}, loop.now().steady),
      seconds_(metrics_.add_histogram("parley_echo_seconds",
                                      "How long bodies took through everything and back.")),
      door_(loop, {},
            [this](const io::http_request& request, respond answer) {
              on_request(request, std::move(answer));
            }),
      admin_(loop.context(),
             io::admin_routes({"parley-probe", "probe", [this] { return metrics_.text(); },
                               [this] { return std::string(is_leaving_ ? "leaving" : ""); }}),
             {}) {
  const auto where = around(loop, sockets_, alarms_, with);
  for (std::uint64_t i = 0; i < with.couples; ++i)
    couples_.emplace_back(where, random_number() / 4 + i);
  for (const auto* outcome : {"answered", "timed_out", "rate_limited", "busy", "refused"})
    metrics_.add_counter("parley_echoes_total", "Echoes, by how they ended.",
                         {{"outcome", outcome}});
  io::add_process_metrics(metrics_);
}

void server::start() {
  admin_.listen(config_.admin_address, config_.admin_port);
  door_.listen(config_.address, config_.port);
  if (config_.every > milliseconds{0})
    clock_ = loop_.every(config_.every, [this] { echo(random_word(), {}); });
  loop_.on_stop_signal([this](int) { leave(); });
  io::log_ready(log_, "probe", door_.port(), admin_.port());
}

void server::on_request(const io::http_request& request, respond answer) {
  if (request.path != "/api/echo") return answer(io::http_refusal(404, "no such path"));
  if (request.method != "POST") return answer(io::http_refusal(405, "POST only"));
  if (request.body.empty() || !is_utf8(request.body))
    return conclude(answer, "refused", io::http_refusal(400, "the body must be a text in UTF-8"));
  if (!bucket_.take(loop_.now().steady)) {
    auto refusal = io::http_refusal(429, "too many echoes");
    refusal.headers.emplace_back("Retry-After", "1");
    return conclude(answer, "rate_limited", std::move(refusal));
  }
  echo(request.body, std::move(answer));
}

void server::echo(const std::string& body, respond answer) {
  for (couple& each : couples_) {
    if (!each.is_free()) continue;
    const auto number = ++echoes_;
    under_way_.emplace(
        number, under_way{&each, loop_.now().steady, std::move(answer),
                          loop_.after(config_.timeout, [this, number] { timed_out(number); })});
    return each.carry(body, random_word(), [this, number, body](const std::string& node) {
      came_back(number, node, body);
    });
  }
  conclude(answer, "busy", io::http_refusal(503, "all probes are under way"));
}

void server::came_back(std::uint64_t number, const std::string& node, const std::string& body) {
  const auto done = under_way_.extract(number);
  if (done.empty()) return;
  const auto took = loop_.now().steady - done.mapped().since;
  seconds_.observe(static_cast<double>(took.count()) / 1'000);
  io::http_response echoed;
  echoed.content_type = "text/plain; charset=utf-8";
  echoed.body = body;
  echoed.headers = {{"X-Parley-Node", node},
                    {"X-Parley-Took-Ms", std::to_string(took.count())},
                    {"Cache-Control", "no-store"}};
  conclude(done.mapped().answer, "answered", std::move(echoed));
}

void server::timed_out(std::uint64_t number) {
  const auto lost = under_way_.extract(number);
  if (lost.empty()) return;
  const auto reason = "still waiting for " + lost.mapped().by->waits_for();
  lost.mapped().by->give_up();
  log_.warn("an echo has not come back", {{"reason", reason}});
  io::http_response late;
  late.status = 504;
  late.body = as_json("reason", reason);
  conclude(lost.mapped().answer, "timed_out", std::move(late));
}

// Without an answer: it was sent by the clock.
void server::conclude(const respond& answer, std::string_view outcome, io::http_response response) {
  metrics_
      .add_counter("parley_echoes_total", "Echoes, by how they ended.",
                   {{"outcome", std::string(outcome)}})
      .add();
  if (answer) answer(std::move(response));
}

void server::leave() {
  is_leaving_ = true;
  clock_.cancel();
  for (auto& [number, each] : std::exchange(under_way_, {}))
    if (each.answer) each.answer(io::http_refusal(503, "leaving"));
  for (couple& each : couples_)
    each.go_away();
  door_.stop_listening();
  admin_.stop_listening();
  loop_.wind_down(exit_guard);
}

int serve(const config& with, io::event_loop& loop, io::logger& log) {
  server probe(with, loop, log);
  probe.start();
  if (!loop.run()) log.debug("exit with something still open", {});
  return 0;
}

}  // namespace parley::probe
