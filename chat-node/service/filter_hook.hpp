// The words filter's hook: a service of the operator's, asked by HTTP for texts as they are to be
// stored (docs/safety.md). It decides nothing about them.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat-node/room/actions.hpp"
#include "chat-node/room/events.hpp"
#include "core/io/http_ask.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"

namespace parley::chat_node_service {

// The body of a question; and the texts of an answer to one of `count` texts, or none.
[[nodiscard]] std::string to_question(const room::ask_filter& asked);
[[nodiscard]] std::optional<std::vector<std::string>> parse_texts(std::string_view body,
                                                                  std::size_t count);

class filter_hook {
 public:
  filter_hook(io::event_loop& loop, io::logger& log, io::http_question at, milliseconds deadline,
              std::function<void(room::filter_answered)> on_answer)
      : loop_(loop),
        log_(log),
        at_(std::move(at)),
        deadline_(deadline),
        on_answer_(std::move(on_answer)) {}

  // Answered once, later, within the deadline.
  void ask(const room::ask_filter& question);

 private:
  void on_answer(room::filter_answered answer, const std::string& trouble);

  io::event_loop& loop_;
  io::logger& log_;
  const io::http_question at_;
  const milliseconds deadline_;
  std::function<void(room::filter_answered)> on_answer_;
  std::size_t open_ = 0;  // questions
  bool is_failing_ = false;
};

}  // namespace parley::chat_node_service
