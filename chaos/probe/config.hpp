// The options of a probe, declared once.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"
#include "core/io/log.hpp"
#include "core/io/options.hpp"

namespace parley::probe {

struct config {
  std::string gateway_host = "127.0.0.1";
  std::uint16_t gateway_port = 8080;
  std::string key_file;
  milliseconds timeout{10'000};
  milliseconds every{0};
  std::uint64_t couples = 4;
  std::uint32_t per_second = 1;  // two wishes each, of the 120 a minute that a matchmaker takes
  std::uint32_t burst = 10;
  std::string address = "127.0.0.1";
  std::uint16_t port = 7200;
  std::string admin_address = "127.0.0.1";
  std::uint16_t admin_port = 7201;
  io::log_level level = io::log_level::info;
};

// Of the pool for it alone. Reads the file; throws start_error.
[[nodiscard]] std::string key_of(const config& from);

// Binds the options to `target`, which must outlive the table.
[[nodiscard]] io::option_table declare_options(config& target);

}  // namespace parley::probe
