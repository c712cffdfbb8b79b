// Questions and answers are JSON, one connection for each.
#include "chat-node/service/filter_hook.hpp"

#include <boost/json.hpp>
#include <utility>

namespace parley::chat_node_service {
namespace {

namespace json = boost::json;

constexpr std::size_t most_open = 256;  // sockets; beyond, the hook counts as too slow
constexpr int http_ok = 200;

}  // namespace

std::string to_question(const room::ask_filter& asked) {
  json::array texts(asked.texts.begin(), asked.texts.end());
  return json::serialize(
      json::object{{"room_language", asked.language}, {"texts", std::move(texts)}});
}

std::optional<std::vector<std::string>> parse_texts(std::string_view body, std::size_t count) {
  boost::system::error_code error;
  const auto document = json::parse(body, error);
  if (error || !document.is_object()) return std::nullopt;
  const auto* const found = document.get_object().if_contains("texts");
  if (found == nullptr || !found->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& each : found->get_array()) {
    if (!each.is_string()) return std::nullopt;
    texts.emplace_back(each.get_string());
  }
  if (texts.size() != count) return std::nullopt;
  return texts;
}

void filter_hook::ask(const room::ask_filter& question) {
  room::filter_answered answer{question.room, question.request};
  if (open_ >= most_open) {
    loop_.post([this, answer = std::move(answer)] { on_answer(answer, "too many questions"); });
    return;
  }
  ++open_;
  auto request = at_;
  request.method = "POST";
  request.content_type = "application/json";
  request.body = to_question(question);
  io::ask(loop_, std::move(request), deadline_,
          [this, answer = std::move(answer),
           count = question.texts.size()](const io::http_answer& said) mutable {
            --open_;
            if (said.status == 0) return on_answer(std::move(answer), "none in time");
            if (said.status != http_ok)
              return on_answer(std::move(answer), "status " + std::to_string(said.status));
            answer.texts = parse_texts(said.body, count);
            const auto* const trouble = answer.texts ? "" : "not as many texts as were asked about";
            on_answer(std::move(answer), trouble);
          });
}

// The log is told of a change, the metrics count each.
void filter_hook::on_answer(room::filter_answered answer, const std::string& trouble) {
  const bool was_failing = std::exchange(is_failing_, !trouble.empty());
  if (is_failing_ && !was_failing)
    log_.warn("the words filter's hook gives no good answer", {{"why", trouble}});
  if (was_failing && !is_failing_) log_.info("the words filter's hook answers again", {});
  on_answer_(std::move(answer));
}

}  // namespace parley::chat_node_service
