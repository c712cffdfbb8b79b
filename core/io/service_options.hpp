// The options that matchmaker and chat-node have in common, with their defaults.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/io/log.hpp"
#include "core/io/open_redis.hpp"
#include "core/io/options.hpp"

namespace parley::io {

struct service_options {
  struct {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // each service sets its own default before declaring
    std::vector<std::string> origins;
    std::vector<std::string> trusted_proxies{"127.0.0.1", "::1"};
  } listen;
  struct {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
  } admin;
  struct {
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string password_file;
    milliseconds timeout_ms{1'000};
    bool cluster = false;
    std::vector<std::string> address;
  } redis;
  struct {
    std::string keys_file;
  } tokens;
  struct {
    log_level level = log_level::info;
  } log;
  struct {
    std::uint64_t connections = 20'000;
    std::uint64_t connections_per_address = 200;
    std::uint64_t queued_bytes = 1'048'576;
    milliseconds idle_timeout_ms{90'000};
    milliseconds handshake_timeout_ms{5'000};
    std::uint64_t frames_burst = 60;
    std::uint64_t frames_per_second = 20;
  } limits;
  struct {
    milliseconds lease_ms{3'000};
  } registry;
};

// Declares them all. Services add their own sections before or after; a service may continue a
// section
// ("limits") by beginning it again.
void declare_service_options(option_table& table, service_options& options);

// As the client wants them; reads the password file. Throws start_error.
[[nodiscard]] redis_settings redis_settings_of(const service_options& options);
[[nodiscard]] redis_place redis_place_of(const service_options& options);

}  // namespace parley::io
