// The options of a chat-node, declared once, and what the parts of the service make of them.
#pragma once

#include <string>

#include "chaos/striker/options.hpp"
#include "chat-node/files/request.hpp"
#include "chat-node/room/settings.hpp"
#include "chat-node/service/clock_options.hpp"
#include "chat-node/service/filter_options.hpp"
#include "core/io/options.hpp"
#include "core/io/service_options.hpp"
#include "core/safety/options.hpp"
#include "core/wire/tokens.hpp"

namespace parley::chat_node_service {

struct config {
  config();  // the defaults

  io::service_options service;
  striker::fault_options faults;
  safety::safety_options safety;
  files::file_settings files;
  filter_options filter;
  clock_options clock;
  std::string node_id = "node-0";
  std::string version;  // empty: the build's
  room::node_settings node;
  std::uint64_t trim = 1'000;  // entries that a log keeps, about
  std::uint64_t wait_replicas = 0;
};

// Binds the options to `target`, which must outlive the table.
[[nodiscard]] io::option_table declare_options(config& target);

// With what differs from process to process: the id, a random instance and seed, the shared limits;
// and with the words filter's lists, which it reads. Throws start_error.
[[nodiscard]] room::node_settings node_settings_of(const config& from);

// Reads the keys file. Throws start_error.
[[nodiscard]] wire::token_box tokens_of(const config& from);

}  // namespace parley::chat_node_service
