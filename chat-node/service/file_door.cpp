// Who may, how many at once, and how often; the transfers do the rest.
#include "chat-node/service/file_door.hpp"

#include <algorithm>
#include <random>

namespace parley::chat_node_service {
namespace {

using kind = file_reply::kind;

constexpr milliseconds retry_after{1'000};
// Of all transfers, so that those of a few rooms leave some for the rest.
constexpr std::uint64_t most_of_a_room = 8;
// Of all uploads under way: Redis has them already, and counts them for no room yet.
constexpr std::uint64_t most_bytes_coming = 134'217'728;
constexpr std::uint32_t tokens_of_upload = 60;  // a bucket fills by whole tokens a second
// Past so many those are forgotten that may upload as often as anybody; if they are too few, all.
constexpr std::size_t remembered_seats = 4'096;

std::string random_name() {
  std::random_device entropy;
  std::string text;
  for (int i = 0; i < 4; ++i)
    text += std::to_string(entropy()) + "-";
  return text;
}

// What the door itself has refused, in the words of the protocol.
std::optional<files::answer> refusal_of(io::http_verdict verdict) {
  using io::http_verdict;
  switch (verdict) {
    case http_verdict::let_in:
      return std::nullopt;
    case http_verdict::malformed:
      return files::refusal(400, "invalid_request");
    case http_verdict::too_large:
      return files::refusal(431, "invalid_request");
    case http_verdict::foreign_origin:
      return files::refusal(403, "foreign_origin");
    case http_verdict::too_many_of_address:
      return files::refusal_until(429, "rate_limited", retry_after);
    case http_verdict::too_many:
      return files::refusal_until(503, "busy", retry_after);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> file_prefixes(const std::string& node_id) {
  return {"/files", "/node/" + node_id + "/files"};
}

file_door::file_door(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics,
                     file_store& store, files::file_settings settings, wire::token_box tokens,
                     const std::string& node_id)
    : loop_(loop),
      log_(log),
      metrics_(metrics),
      store_(store),
      settings_(settings),
      tokens_(std::move(tokens)),
      prefixes_(file_prefixes(node_id)) {
  metrics_.add_gauge_source("parley_file_transfers", "Uploads and downloads under way.",
                            [this] { return static_cast<double>(transfers_); });
}

void file_door::on_exchange(const exchange_ptr& exchange) {
  if (auto refused = refusal_of(exchange->verdict())) return say(*exchange, std::move(*refused));
  std::visit([&](const auto& asked) { begin(exchange, asked); }, read(*exchange));
}

files::request file_door::read(const io::http_exchange& exchange) const {
  const auto& head = exchange.head();
  const auto fits = [&head](const std::string& prefix) { return head.path.starts_with(prefix); };
  const auto prefix = std::ranges::find_if(prefixes_, fits);
  if (prefix == prefixes_.end()) return files::refusal(404, "no_such_path");
  const auto path = std::string_view(head.path).substr(prefix->size());
  return files::read_request({head.method, path, head.authorization, head.length, head.is_chunked},
                             settings_, tokens_, loop_.now().wall);
}

void file_door::begin(const exchange_ptr& exchange, const files::upload& asked) {
  if (is_busy(asked.room) || bytes_coming_ + asked.size > most_bytes_coming)
    return say(*exchange, files::refusal_until(503, "busy", retry_after));
  if (const auto wait = wait_of(asked); wait > milliseconds{0})
    return say(*exchange, files::refusal_until(429, "rate_limited", wait));
  start_upload(exchange, asked, random_name(), door_for_one(asked.room, asked.size));
}

void file_door::begin(const exchange_ptr& exchange, const files::download& asked) {
  if (is_busy(asked.room)) return say(*exchange, files::refusal_until(503, "busy", retry_after));
  start_download(exchange, asked, door_for_one(asked.room, 0));
}

void file_door::begin(const exchange_ptr& exchange, const files::answer& answer) {
  say(*exchange, answer);
}

bool file_door::is_busy(const std::string& room) const {
  const auto here = transfers_of_room_.find(room);
  const auto of_room = here == transfers_of_room_.end() ? 0 : here->second;
  return transfers_ >= settings_.at_once || of_room >= most_of_a_room;
}

transfer_door file_door::door_for_one(const std::string& room, std::uint64_t coming) {
  ++transfers_;
  bytes_coming_ += coming;
  ++transfers_of_room_[room];
  return {
      .store = store_,
      .settings = settings_,
      .say = [this](io::http_exchange& to, files::answer answer) { say(to, std::move(answer)); },
      .refuse = [this](io::http_exchange& to,
                       const file_reply& reply) { say(to, refusal_for(reply)); },
      .answered = [this](int status) { count_answer(status); },
      .count =
          [this](const char* direction, std::size_t bytes) {
            metrics_
                .add_counter("parley_file_bytes_total", "Bytes of files that came and went.",
                             {{"direction", direction}})
                .add(static_cast<double>(bytes));
          },
      .done =
          [this, room, coming] {
            --transfers_;
            bytes_coming_ -= coming;
            if (--transfers_of_room_[room] == 0) transfers_of_room_.erase(room);
          }};
}

files::answer file_door::refusal_for(const file_reply& reply) const {
  switch (reply.what) {
    case kind::ended:
      return files::room_ended(reply.reason, reply.by);
    case kind::full:
      return files::refusal_beyond(507, "files_full", settings_.room_bytes);
    case kind::crowded:
      return files::refusal_until(503, "busy", retry_after);
    case kind::none:
      return files::refusal(404, "no_such_file");
    case kind::trouble:
      log_.warn("a file could not be kept or read", {{"why", reply.reason}});
      break;
    default:  // Redis has lost what was uploaded
      break;
  }
  return files::refusal_until(503, "storage_unavailable", retry_after);
}

milliseconds file_door::wait_of(const files::upload& asked) {
  const auto now = loop_.now().steady;
  const auto per_minute = settings_.uploads_per_minute;
  if (uploads_left_.size() >= remembered_seats)
    std::erase_if(uploads_left_, [now](auto& each) { return each.second.is_full(now); });
  if (uploads_left_.size() >= remembered_seats) uploads_left_.clear();
  const token_bucket full({per_minute * tokens_of_upload, per_minute}, now);
  auto& left = uploads_left_.try_emplace(std::pair(asked.room, asked.seat), full).first->second;
  return left.take(now, tokens_of_upload) ? milliseconds{0} : left.wait(now, tokens_of_upload);
}

void file_door::say(io::http_exchange& to, files::answer answer) {
  files::allow_origin(answer, to.verdict() == io::http_verdict::let_in ? to.head().origin : "");
  count_answer(answer.status);
  io::http_response response;
  response.status = answer.status;
  if (answer.body.empty()) response.content_type.clear();
  response.headers = std::move(answer.headers);
  response.body = std::move(answer.body);
  to.answer(std::move(response));
}

void file_door::count_answer(int status) {
  metrics_
      .add_counter("parley_file_answers_total", "Answers to requests for files, by status.",
                   {{"status", std::to_string(status)}})
      .add();
}

}  // namespace parley::chat_node_service
