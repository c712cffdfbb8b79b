// The two ways that a file's bytes go, each a chain of steps that ends with an answer or with the
// connection. Inner part of file_door.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "chat-node/files/file_hash.hpp"
#include "chat-node/files/request.hpp"
#include "chat-node/service/file_store.hpp"
#include "core/io/ws/http_exchange.hpp"

namespace parley::chat_node_service {

// What a transfer needs of its door.
struct transfer_door {
  file_store& store;
  const files::file_settings& settings;
  std::function<void(io::http_exchange&, files::answer)> say;
  std::function<void(io::http_exchange&, const file_reply&)> refuse;
  std::function<void(int status)> answered;  // by the transfer itself
  std::function<void(const char* direction, std::size_t bytes)> count;
  std::function<void()> done;  // once, when it is over
};

// `name` is the upload's own, never used before.
void start_upload(std::shared_ptr<io::http_exchange> exchange, files::upload asked,
                  std::string name, transfer_door door);
void start_download(std::shared_ptr<io::http_exchange> exchange, files::download asked,
                    transfer_door door);

}  // namespace parley::chat_node_service
