// The HTTP door of files: each exchange is an upload or a download, piece by piece between its
// connection and Redis, so that no transfer holds more than one piece.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chat-node/files/request.hpp"
#include "chat-node/service/file_store.hpp"
#include "chat-node/service/file_transfers.hpp"
#include "core/base/token_bucket.hpp"
#include "core/io/log.hpp"
#include "core/io/loop.hpp"
#include "core/io/metrics.hpp"
#include "core/io/ws/http_exchange.hpp"

namespace parley::chat_node_service {

// "/files" and "/node/<id>/files": what the door is asked for begins with one of them.
[[nodiscard]] std::vector<std::string> file_prefixes(const std::string& node_id);

class file_door {
 public:
  using exchange_ptr = std::shared_ptr<io::http_exchange>;

  // All but the settings and the tokens must outlive it.
  file_door(io::event_loop& loop, io::logger& log, io::metrics_registry& metrics, file_store& store,
            files::file_settings settings, wire::token_box tokens, const std::string& node_id);

  void on_exchange(const exchange_ptr& exchange);

 private:
  [[nodiscard]] files::request read(const io::http_exchange& exchange) const;
  void begin(const exchange_ptr& exchange, const files::upload& asked);
  void begin(const exchange_ptr& exchange, const files::download& asked);
  void begin(const exchange_ptr& exchange, const files::answer& answer);
  void say(io::http_exchange& to, files::answer answer);
  void count_answer(int status);
  [[nodiscard]] milliseconds wait_of(const files::upload& asked);
  [[nodiscard]] files::answer refusal_for(const file_reply& reply) const;
  [[nodiscard]] bool is_busy(const std::string& room) const;
  [[nodiscard]] transfer_door door_for_one(const std::string& room, std::uint64_t coming);

  io::event_loop& loop_;
  io::logger& log_;
  io::metrics_registry& metrics_;
  file_store& store_;
  const files::file_settings settings_;
  const wire::token_box tokens_;
  const std::vector<std::string> prefixes_;
  std::map<std::pair<std::string, seat_number>, token_bucket> uploads_left_;
  std::uint64_t transfers_ = 0;
  std::map<std::string, std::uint64_t> transfers_of_room_;
  std::uint64_t bytes_coming_ = 0;  // of uploads under way, as they were announced
};

}  // namespace parley::chat_node_service
