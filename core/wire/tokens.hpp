// Signed tokens (docs/protocol.md section 6): JWT (RFC 7519) with HS256, by libsodium. Pure: the
// time is an argument.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace parley::wire {

// One secret. Its id (`kid`) is the first 8 hex digits of its SHA-256 under a fixed prefix, and
// tells nothing of it.
struct token_key {
  std::array<unsigned char, 32> secret{};
  std::string id;
};

[[nodiscard]] token_key make_token_key(const std::array<unsigned char, 32>& secret);

// The keys of a deployment, as read from a secrets file: one key a line, 64 hex digits; empty lines
// and lines that begin with # are skipped. The first one signs, at most two are accepted. The error
// is a sentence for the operator.
[[nodiscard]] result<std::vector<token_key>, std::string> parse_token_keys(std::string_view text);

enum class token_errc {
  malformed,    // not a JWT of ours
  unknown_key,  // signed with a key that is not accepted (any more)
  forged,       // the signature does not fit
  expired,
  wrong_type,  // a valid token of another kind
};

struct session_claims {
  std::string sid;  // 32 hex digits
  friend bool operator==(const session_claims&, const session_claims&) = default;
};

struct seat_member {
  seat_number seat = 0;
  std::string name;
  friend bool operator==(const seat_member&, const seat_member&) = default;
};

struct seat_claims {
  std::string sid;
  std::string room;
  seat_number seat = 0;
  std::uint64_t attempt = 0;
  std::string language;
  std::vector<std::string> interests{};
  std::vector<seat_member> members{};  // all of a pair's room; of a named room only this seat
  std::uint32_t limit = 0;             // of a named room: how many may sit in it; 0: a pair's room
  std::string lock{};                  // of a named room: tells its key from another
  friend bool operator==(const seat_claims&, const seat_claims&) = default;
};

struct verified_seat : seat_claims {
  unix_ms renew_from = 0;  // half of its life is over
};

struct priority_claims {
  std::string sid;
  friend bool operator==(const priority_claims&, const priority_claims&) = default;
};

// Signs and verifies. Immutable once made.
class token_box {
 public:
  explicit token_box(std::vector<token_key> keys);  // at least one; the first signs

  [[nodiscard]] std::string sign(const session_claims& claims, unix_ms now) const;   // lives 24 h
  [[nodiscard]] std::string sign(const seat_claims& claims, unix_ms now) const;      // lives 24 h
  [[nodiscard]] std::string sign(const priority_claims& claims, unix_ms now) const;  // lives 60 s

  [[nodiscard]] result<session_claims, token_errc> verify_session(std::string_view token,
                                                                  unix_ms now) const;
  [[nodiscard]] result<verified_seat, token_errc> verify_seat(std::string_view token,
                                                              unix_ms now) const;
  [[nodiscard]] result<priority_claims, token_errc> verify_priority(std::string_view token,
                                                                    unix_ms now) const;

 private:
  std::vector<token_key> keys_;
};

}  // namespace parley::wire
