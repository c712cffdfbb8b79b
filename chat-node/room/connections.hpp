// The open connections of a node: who they are, how far their handshake is, and what they may still
// send. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"

namespace parley::room {

struct connection {
  enum class phase {
    fresh,    // has not joined
    joining,  // waits for its room
    joined,
    closing,  // nothing that it says counts any more
  };

  connection(token_bucket_settings frames, steady_time now)
      : opened(now), last_heard(now), frames_left(frames, now) {}

  phase at = phase::fresh;
  std::string room{};      // from joining on
  std::string token{};     // of the seat, likewise
  unix_ms renew_from = 0;  // that token
  steady_time opened;
  steady_time last_heard;
  token_bucket frames_left;
  std::uint64_t refused = 0;  // frames in a row that were beyond the rate
};

class connections {
 public:
  connection& add(connection_id id, token_bucket_settings frames, steady_time now) {
    return all_.try_emplace(id, frames, now).first->second;
  }
  void remove(connection_id id) { all_.erase(id); }

  // Null: gone.
  [[nodiscard]] connection* find(connection_id id) {
    const auto at = all_.find(id);
    return at == all_.end() ? nullptr : &at->second;
  }

  [[nodiscard]] const connection* find(connection_id id) const {
    const auto at = all_.find(id);
    return at == all_.end() ? nullptr : &at->second;
  }

  // Something may still be said to it.
  [[nodiscard]] bool is_open(connection_id id) const {
    const auto at = all_.find(id);
    return at != all_.end() && at->second.at != connection::phase::closing;
  }

  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] auto begin() { return all_.begin(); }
  [[nodiscard]] auto end() { return all_.end(); }

 private:
  std::unordered_map<connection_id, connection> all_;
};

}  // namespace parley::room
