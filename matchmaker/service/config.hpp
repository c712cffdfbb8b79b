// The options of a matchmaker, declared once, and what the parts of the service make of them.
#pragma once

#include <string>

#include "chaos/striker/options.hpp"
#include "core/io/options.hpp"
#include "core/io/service_options.hpp"
#include "core/safety/options.hpp"
#include "core/wire/tokens.hpp"
#include "matchmaker/pairing/settings.hpp"

namespace parley::matchmaker_service {

struct config {
  config();  // the defaults

  io::service_options service;
  striker::fault_options faults;
  safety::safety_options safety;
  std::string id;              // empty: a random one
  std::string probe_key_file;  // empty: no pool for a probe
  pairing::matchmaker_settings matchmaker;
  milliseconds ticket_lease{10'000};
};

// Binds the options to `target`, which must outlive the table.
[[nodiscard]] io::option_table declare_options(config& target);

// With what differs from process to process: the id, a random seed, the shared limits. Reads the
// probe's key. Throws start_error.
[[nodiscard]] pairing::matchmaker_settings matchmaker_settings_of(const config& from);

// Reads the keys file. Throws start_error.
[[nodiscard]] wire::token_box tokens_of(const config& from);

}  // namespace parley::matchmaker_service
