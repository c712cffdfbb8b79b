// A client on a stage where the test plays the services and the clock.
#pragma once

#include <utility>

#include "chaos/client/client.hpp"

namespace parley::client {

struct stage {
  client_settings settings;
  client visitor{settings, [] { return 0.5; }};
  instant now{{1'000'000}, 1'790'000'000'000};
  actions last;

  stage& happens(const event& what) {
    last = visitor.handle(what, now);
    return *this;
  }
  stage& after(milliseconds wait) {
    now.steady = now.steady + wait;
    now.wall += wait.count();
    return happens(deadline_passed{});
  }
  stage& says(link_number link, const wire::notification& said) {
    return happens(link_text{link, wire::encode(said)});
  }
  stage& answers(link_number link, std::uint64_t id, const wire::any_result& result) {
    return happens(link_text{link, wire::encode_result(id, result)});
  }
  stage& refuses(link_number link, std::uint64_t id, const wire::rpc_error& error) {
    return happens(link_text{link, wire::encode_error(id, error)});
  }

  // Seated at node-0 as seat 1, with partner 2 present. Requests so far: 1 seek, 2 join. Links:
  // 1, 2.
  stage& joined() {
    happens(wish{"en", {"chess"}, "Ada"});
    happens(link_opened{1});
    answers(1, 1, wire::seek_result{"session", 1});
    says(1, wire::assigned{1, "room", 1, "token", "node-0", "en", {"chess"}, {2, "Bob"}});
    happens(link_opened{2});
    answers(2, 2, joined_at(1, 0));
    now.steady = now.steady + settings.worthwhile;
    return *this;
  }
  static wire::join_result joined_at(std::uint64_t epoch, seq_number accepted) {
    return {epoch, 1, accepted, 0, 120'000, {{2, "Bob", wire::presence_state::present, 0, 1, {}}}};
  }
};

inline send_text request(link_number link, std::uint64_t id, const wire::room_call& call) {
  return {link, wire::encode_request(id, call)};
}

inline send_text request(link_number link, std::uint64_t id, const wire::match_call& call) {
  return {link, wire::encode_request(id, call)};
}

inline wire::join join_with(wire::version_vector applied, seq_number next, std::uint64_t epoch,
                            bool claim = false) {
  return {"token", std::move(applied), next, epoch, epoch > 0, claim};
}

}  // namespace parley::client
