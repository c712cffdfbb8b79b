// What an operator says about reports; both services have it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/io/options.hpp"
#include "core/safety/report_desk.hpp"

namespace parley::safety {

struct safety_options {
  std::string report_key_file;  // empty: no reports are taken
  std::uint64_t report_entries = 50;
  milliseconds reports_kept{2'592'000'000};  // 30 days
  milliseconds report_within{900'000};       // after the end
};

void declare_safety_options(io::option_table& table, safety_options& options);

// None: reports are off. Reads the key file; throws start_error.
[[nodiscard]] std::optional<report_settings> report_settings_of(const safety_options& options);

}  // namespace parley::safety
