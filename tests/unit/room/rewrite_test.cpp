// Redis may lose the log again while a lost tail is still being written again: order and count hold
// all the same.
#include "tests/unit/room/story.hpp"

namespace parley::room::test {
namespace {

node_settings small_appends() {
  auto with = make_settings();
  with.batch_entries = 2;
  return with;
}

// Member 1 has said 1 to 4, all stored and not applied by member 2; then Redis loses everything.
// Two entries go into one append.
struct rewriting : story {
  rewriting() : story(small_appends()) {
    open_room();
    for (seq_number seq = 1; seq <= 4; ++seq)
      (void)store_all(call(1, seq + 1, wire::send{seq, "text", std::to_string(seq)}));
    (void)on(link_lost{});
    out = on(link_ready{});
  }

  // The log is found to be gone; it is claimed under `epoch` and read.
  void claim_again(std::uint64_t epoch) {
    out = answer_to(question(out).request, verified{});
    out = answer_to(question(out).request, claim_granted{{epoch, 1}});
    out = answer_to(question(out).request,
                    log_page{{{{epoch, 1}, moved_record{"node-0"}}}, {epoch, 1}});
  }

  actions out;
};

std::vector<seq_number> said_in(const actions& all) {
  std::vector<seq_number> seqs;
  for (const auto& each : all) {
    const auto* command = std::get_if<store_command>(&each);
    const auto* append = command ? std::get_if<append_entries>(&command->what) : nullptr;
    if (append == nullptr) continue;
    for (const auto& entry : append->entries)
      if (const auto* said = std::get_if<message_record>(&entry.what)) seqs.push_back(said->seq);
  }
  return seqs;
}

std::vector<seq_number> heard_by(connection_id id, const actions& all) {
  std::vector<seq_number> seqs;
  for (const auto& each : all) {
    const auto* said = std::get_if<send_notification>(&each);
    const auto* entry = said && said->to == id ? std::get_if<wire::entry>(&said->what) : nullptr;
    if (entry != nullptr) seqs.push_back(entry->seq);
  }
  return seqs;
}

}  // namespace

TEST_CASE("a tail lost again while it is written again keeps each sender's order") {
  rewriting s;
  s.claim_again(2);
  s.out = s.answer_to(question(s.out).request, stored_reply());  // snapshot, opened
  s.out = s.answer_to(question(s.out).request, stored_reply());  // 1 and 2 have new ids, 3 and 4
  s.out = s.answer_to(question(s.out).request, {appended{append_outcome::missing}});
  s.claim_again(3);
  CHECK(said_in(s.store_all(s.out)) == std::vector<seq_number>{1, 2, 3, 4});
}

TEST_CASE("who joins while a tail is written again gets each sender's messages in order") {
  rewriting s;
  s.claim_again(2);
  s.out = s.answer_to(question(s.out).request, stored_reply());
  (void)s.answer_to(question(s.out).request, stored_reply());
  CHECK(heard_by(3, s.join(3, 2, {.epoch = 2})) == std::vector<seq_number>{1, 2, 3, 4});
}

}  // namespace parley::room::test
