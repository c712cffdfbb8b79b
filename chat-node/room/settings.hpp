// The limits and durations of a chat-node; docs are with the options that set them
// (service/config). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/time.hpp"
#include "core/base/token_bucket.hpp"
#include "core/link/drain.hpp"
#include "core/words/word_list.hpp"

namespace parley::room {

struct node_settings {
  std::string id;          // stable over restarts; clients are routed by it
  std::string instance;    // random, one per process start
  std::uint64_t seed = 1;  // of what is random here: the jitter of a drain, the choice of a target

  std::size_t capacity = 10'000;          // rooms
  token_bucket_settings frames{450, 30};  // of a connection
  std::uint64_t refusals = 200;           // refused frames without a pause; then it is closed
  // Of a named room: whoever becomes a member takes two entries of the log, with the leaving.
  token_bucket_settings newcomers{60, 1};
  token_bucket_settings renames{5,
                                1};    // of a member: they take place in the log that messages need
  milliseconds join_deadline{5'000};   // for the first frame
  milliseconds join_patience{10'000};  // for a join that waits for Redis
  std::size_t page_bytes = 131'072;    // of a replay
  std::size_t queued_bytes = 1'048'576;  // live messages behind a replay

  milliseconds grace{120'000};       // a member may be away for so long
  milliseconds join_timeout{5'000};  // for all members to come, once the first has
  milliseconds idle_ttl{3'600'000};  // a room without a message for so long ends
  milliseconds idle_ask{300'000};  // nobody has said anything for so long: all are asked; 0: never
  milliseconds idle_answer{60'000};     // and who does not answer in time ends the room
  milliseconds named_kept{86'400'000};  // a named room's log, after its last entry
  milliseconds short_absence{5'000};    // who is away from a named room is waited for so long
  std::size_t lag_entries = 200;  // messages of a named room that somebody present has not applied
  std::uint64_t trim = 1'000;     // entries that a log keeps, about
  bool takes_reports = false;     // the operator has a key for them
  milliseconds tombstone_ttl{86'400'000};  // no shorter than a seat token lives
  milliseconds away_check{
      5'000};  // the owner record is looked at so often while a member is absent
  milliseconds move_interval{2'000};  // between two claims of a room by its members' word alone

  std::shared_ptr<const words::word_lists> words{};  // the words filter's; null: it has none
  bool asks_filter = false;      // the words filter has a hook, which sees what the lists have left
  bool holds_unchecked = false;  // what the hook could not look at is refused; else it passes

  std::size_t waiting_entries = 512;  // of a room, for the log
  std::size_t unapplied_entries =
      500;  // of a seat; half of what the log keeps, above a client's outbox
  std::size_t batch_entries = 64;
  std::size_t snapshot_every = 100;  // entries
  milliseconds full_retry{1'000};    // after Redis was out of memory
  std::size_t verifications = 256;   // of rooms at once on a new link

  link::drain_settings drain{};
  milliseconds drain_pause{500};  // for matchmakers to learn of it before the first room moves
};

}  // namespace parley::room
