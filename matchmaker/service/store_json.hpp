// The JSON that goes to and comes from the pairing functions (matchmaker/README.md). Pure; whatever
// is read may be anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "matchmaker/pairing/store.hpp"

namespace parley::matchmaker_service {

// What all calls of a process have in common.
struct call_settings {
  std::string holder;  // whose mailbox gets the letters: this instance of this matchmaker
  milliseconds interest_patience{10'000};
  milliseconds ticket_lease{10'000};
  milliseconds assigned_ttl{60'000};
  std::size_t turns = 256;
};

// `now` in ms, 0: Redis's own clock.
[[nodiscard]] std::string to_json(const pairing::seek_partners& asked,
                                  const call_settings& settings, unix_ms now = 0);
[[nodiscard]] std::string to_json(const pairing::look_up_tickets& asked,
                                  const call_settings& settings, unix_ms now = 0);
// For pairing_cancel and pairing_detach.
[[nodiscard]] std::string to_json(const pairing::ticket_key& asked, const call_settings& settings,
                                  unix_ms now = 0);

[[nodiscard]] std::string to_json(const pairing::block_partner& asked, unix_ms now = 0);

// None: not what our functions say.
[[nodiscard]] std::optional<pairing::partners_sought> parse_sought(std::string_view text,
                                                                   std::size_t wishes);
[[nodiscard]] std::optional<pairing::cancel_decided> parse_cancelled(std::string_view text);
[[nodiscard]] std::optional<pairing::tickets_looked_up> parse_looked_up(std::string_view text,
                                                                        std::size_t tickets,
                                                                        std::size_t pools);
[[nodiscard]] std::optional<pairing::partner_blocked> parse_blocked(std::string_view text);
[[nodiscard]] std::optional<pairing::letter> parse_letter(std::string_view text);

}  // namespace parley::matchmaker_service
