// The words filter: what is stored is what all read, in the order in which it was said, and senders
// learn what became of their words.
#include <memory>

#include "tests/unit/room/story.hpp"

namespace parley::room::test {

using wire::error_code;

namespace {

enum class looks { lists, hook };

node_settings filtering(looks by, bool holds = false) {
  auto settings = make_settings();
  words::word_lists lists;
  lists.emplace("en", *words::word_list::parse("darn"));
  settings.words = std::make_shared<const words::word_lists>(std::move(lists));
  settings.asks_filter = by == looks::hook;
  settings.holds_unchecked = holds;
  return settings;
}

log_entry filtered(std::uint64_t n, seat_number seat, seq_number seq, std::string body) {
  auto entry = message(1, n, seat, seq, std::move(body));
  std::get<message_record>(entry.what).filtered = true;
  return entry;
}

action asks_hook(std::uint64_t request, std::vector<std::string> texts) {
  return ask_filter{room_name, request, "en", std::move(texts)};
}

actions tell(story& s, std::uint64_t request, std::optional<std::vector<std::string>> texts) {
  return s.on(filter_answered{room_name, request, std::move(texts)});
}

wire::send_result as_stored(std::uint64_t n, std::optional<std::string> body = {}) {
  return {entry_id{1, n}, begin_of_time, false, std::move(body)};
}

// The result of the one join among them.
wire::join_result joined(const actions& all) {
  for (const auto& each : all)
    if (const auto* const sent = std::get_if<send_result>(&each))
      if (const auto* const found = std::get_if<wire::join_result>(&sent->what)) return *found;
  FAIL("nobody has joined");
  return {};
}

using texts = std::vector<std::string>;
using changed = std::vector<wire::filtered_message>;

}  // namespace

TEST_CASE("a word on the list is covered before it is stored, and its sender is told") {
  story s(filtering(looks::lists));
  s.open_room();
  const auto one = filtered(4, 1, 1, "**** it");
  CHECK(s.call(1, 9, wire::send{1, "text", "Darn it"}) ==
        actions{counts(metric::filtered, "en", 1, "list"), asks(6, append_entries{{one}})});
  CHECK(essence(s.answer_to(6, stored_reply())) ==
        actions{says(2, relayed(one)), answers(1, 9, as_stored(4, "**** it"))});
  // Asked again, because the answer was lost.
  CHECK(s.call(1, 10, wire::send{1, "text", "Darn it"}) ==
        actions{answers(1, 10, wire::send_result{entry_id{1, 4}, begin_of_time, true, "**** it"})});
}

TEST_CASE("edits and names of files are looked at like texts; questions of the bank are not") {
  story s(filtering(looks::lists));
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "icebreaker", "darn"}));
  CHECK(essence(s.store_all(s.call(1, 3, wire::send{2, "edit", "darn", 1}))).back() ==
        answers(1, 3, as_stored(5, "****")));
  wire::send file{3, "file"};
  file.file = wire::file_info{.id = std::string(32, 'a'), .size = 5, .name = "darn.txt"};
  const auto out = essence(s.store_all(s.call(1, 4, file)));
  CHECK(out.back() == answers(1, 4, as_stored(6, "****.txt")));
}

TEST_CASE("a room of a language without a list is left alone") {
  auto settings = make_settings();
  words::word_lists german;
  german.emplace("de", *words::word_list::parse("darn"));
  settings.words = std::make_shared<const words::word_lists>(std::move(german));
  story s(settings);
  s.open_room();
  CHECK(s.call(1, 9, wire::send{1, "text", "darn"}) ==
        actions{asks(6, append_entries{{message(1, 4, 1, 1, "darn")}})});
}

TEST_CASE("a new name is looked at too, and who has chosen it sees what became of it") {
  story s(filtering(looks::lists));
  s.open_room();
  const wire::renamed said{1, "**** Ada"};
  CHECK(essence(s.store_all(s.call(1, 9, wire::rename{"Darn Ada"}))) ==
        actions{asks(6, append_entries{{{{1, 4}, name_record{1, "**** Ada"}}}}), says(2, said),
                says(1, said), answers(1, 9, wire::empty_result{})});
}

TEST_CASE("the hook is asked before anything is stored, and for what the list has left") {
  story s(filtering(looks::hook));
  s.open_room();
  CHECK(essence(s.call(1, 9, wire::send{1, "text", "darn fool"})) ==
        actions{asks_hook(6, {"**** fool"})});
  const auto one = filtered(4, 1, 1, "**** you");
  CHECK(tell(s, 6, texts{"**** you"}) ==
        actions{counts(metric::filtered, "en", 1, "hook"), asks(7, append_entries{{one}})});
  CHECK(essence(s.answer_to(7, stored_reply())) ==
        actions{says(2, relayed(one)), answers(1, 9, as_stored(4, "**** you"))});
}

TEST_CASE("what the hook leaves as it is was not filtered") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 9, wire::send{1, "text", "hello"});
  CHECK(tell(s, 6, texts{"hello"}) ==
        actions{asks(7, append_entries{{message(1, 4, 1, 1, "hello")}})});
}

TEST_CASE("one question at a time; what comes meanwhile goes together in the next, in order") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.call(1, 3, wire::send{2, "text", "two"}) == actions{});
  CHECK(s.call(1, 4, wire::send{3, "delete", "", 1}) == actions{});  // behind what it is of
  CHECK(s.call(2, 2, wire::send{1, "text", "uno"}) == actions{});
  CHECK(
      essence(tell(s, 6, texts{"one"})) ==
      actions{asks_hook(7, {"two", "uno"}), asks(8, append_entries{{message(1, 4, 1, 1, "one")}})});
  (void)s.answer_to(8, stored_reply());
  const log_entry deletion{{1, 6}, message_record{1, 3, "delete", "", begin_of_time, 1}};
  CHECK(essence(tell(s, 7, texts{"two", "uno"})) ==
        actions{asks(9, append_entries{
                            {message(1, 5, 1, 2, "two"), deletion, message(1, 7, 2, 1, "uno")}})});
}

TEST_CASE("what says nothing goes to the log at once when nothing waits before it") {
  story s(filtering(looks::hook));
  s.open_room();
  const log_entry one{{1, 4}, message_record{1, 1, "icebreaker", "17", begin_of_time}};
  CHECK(s.call(1, 2, wire::send{1, "icebreaker", "17"}) == actions{asks(6, append_entries{{one}})});
}

TEST_CASE("a message that is being looked at is not taken twice; a gap is still a gap") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  CHECK(s.call(1, 3, wire::send{1, "text", "one"}) == actions{});
  wire::rpc_error gap{.code = error_code::gap};
  gap.expected = 2;
  CHECK(essence(s.call(1, 4, wire::send{3, "text", "three"})) == actions{refuses(1, 4, gap)});
  const auto out = essence(s.store_all(tell(s, 6, texts{"one"})));
  CHECK(out[2] == answers(1, 2, as_stored(4)));
  CHECK(out[3] == answers(1, 3, as_stored(4)));
}

TEST_CASE(
    "without a good answer in time a text passes as the list has left it, if that is wanted") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "darn"});
  const auto out = tell(s, 6, std::nullopt);
  CHECK(out.front() == counts(metric::filter_failures, "pass"));
  CHECK(essence(out) == actions{asks(7, append_entries{{filtered(4, 1, 1, "****")}})});
}

TEST_CASE(
    "or it is held, with all that was said behind it: nothing is stored, and all comes again") {
  story s(filtering(looks::hook, true));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.call(1, 3, wire::send{2, "delete", "", 1});
  (void)s.call(2, 2, wire::rename{"Robert"});
  wire::rpc_error held{.code = error_code::held};
  held.retry_ms = 1'000;
  const auto out = tell(s, 6, std::nullopt);
  CHECK(out.front() == counts(metric::filter_failures, "hold"));
  CHECK(essence(out) == actions{refuses(1, 2, held), refuses(1, 3, held), refuses(2, 2, held)});
  CHECK(essence(s.call(1, 4, wire::send{1, "text", "one"})) == actions{asks_hook(7, {"one"})});
  CHECK(essence(tell(s, 7, texts{"one"})) ==
        actions{asks(8, append_entries{{message(1, 4, 1, 1, "one")}})});
}

TEST_CASE("an answer that has not a text for each is no good answer") {
  story s(filtering(looks::hook, true));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  for (std::uint64_t request = 6; const auto& said : {texts{}, texts{"one", "two"}}) {
    CHECK(tell(s, request++, said).front() == counts(metric::filter_failures, "hold"));
    (void)s.call(1, 2, wire::send{1, "text", "one"});
  }
  CHECK(tell(s, 3, texts{"stale"}) == actions{});
}

TEST_CASE("what nobody could have said covers its own text, and decides about no other") {
  const bool holds = GENERATE(false, true);
  const auto answer = GENERATE(std::string(), std::string(4'001, 'x'));
  story s(filtering(looks::hook, holds));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.call(1, 3, wire::send{2, "text", "darn\xC3\xA9"});
  (void)s.call(2, 2, wire::send{1, "text", "three"});
  (void)tell(s, 6, texts{"one"});
  CHECK(essence(s.answer_to(8, stored_reply())).size() > 0);
  const auto out = tell(s, 7, texts{answer, "three"});
  CHECK(essence(out).back() ==
        asks(9, append_entries{{filtered(5, 1, 2, "*****"), message(1, 6, 2, 1, "three")}}));
}

TEST_CASE("a move waits for no hook: what it has not looked at is said again elsewhere") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)s.on(nodes_listed{{{"node-0", "i0", 1, 100, true}, {"node-1", "i1", 0, 100, false}}});
  (void)s.on(drain_asked{});
  const auto out = s.wait(s.settings.drain.spread + s.settings.drain_pause);
  CHECK(std::ranges::any_of(out, [](const action& each) {
    const auto* const said = std::get_if<send_notification>(&each);
    return said != nullptr && std::holds_alternative<wire::moved>(said->what);
  }));
  CHECK(essence(tell(s, 6, texts{"one"})) == actions{});
}

TEST_CASE("a full log refuses also what waits behind it for the hook") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  (void)tell(s, 6, texts{"one"});
  (void)s.call(1, 3, wire::send{2, "text", "two"});
  wire::rpc_error full{.code = error_code::log_full};
  full.retry_ms = 1'000;
  const auto out = essence(s.answer_to(7, {appended{append_outcome::full}}));
  CHECK(out == actions{refuses(1, 3, full), refuses(1, 2, full)});
  CHECK(essence(tell(s, 8, texts{"two"})) == actions{});
}

TEST_CASE("of what was changed no more is told at a join than a frame may hold") {
  story s(filtering(looks::lists));
  s.open_room();
  const std::string much = "darn " + std::string(3'990, 'x');
  for (seq_number seq = 1; seq <= 20; ++seq)
    (void)s.store_all(s.call(1, seq + 1, wire::send{seq, "text", much}));
  const auto told = joined(s.join(3, 1, {.next = 1, .epoch = 1})).filtered;
  CHECK(told.size() == 16);
  CHECK(told.back().seq == 20);
}

TEST_CASE("who leaves is let go when what was said before has been looked at and stored") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "bye"});
  CHECK(s.call(1, 3, wire::leave{}) == actions{});
  (void)tell(s, 6, texts{"bye"});
  CHECK(essence(s.answer_to(7, stored_reply())).back() == asks(8, end_room{1, "left", 1}));
}

TEST_CASE("a sender who has lost the answer sees what was stored when it comes back") {
  story s(filtering(looks::lists));
  s.open_room();
  (void)s.store_all(s.call(1, 2, wire::send{1, "text", "darn"}));
  (void)s.store_all(s.call(1, 3, wire::send{2, "text", "fine"}));
  (void)s.store_all(s.call(1, 4, wire::send{3, "text", "darn it"}));
  (void)s.notify(2, wire::received{{{1, 3}}});  // the room needs them for nobody else
  (void)s.on(connection_closed{1});
  CHECK(joined(s.join(3, 1, {.next = 1, .epoch = 1})).filtered ==
        changed{{1, "****"}, {3, "**** it"}});
  CHECK(joined(s.join(4, 1, {.next = 3, .epoch = 1})).filtered == changed{{3, "**** it"}});
  CHECK(joined(s.join(5, 1, {.next = 4, .epoch = 1})).filtered.empty());
  CHECK(joined(s.join(6, 2, {.applied = {{1, 3}}, .epoch = 1})).filtered.empty());
}

TEST_CASE("and also from a node that only knows the log") {
  story s(filtering(looks::lists));
  (void)s.join(1, 1, {.next = 1, .epoch = 1});
  (void)s.answer(owner_found{owner("node-0", "before", 1)});
  (void)s.answer(claim_granted{{2, 5}});
  const auto read = s.answer(log_page{
      {filtered(3, 1, 1, "****"), message(1, 4, 1, 2, "fine"), {{2, 5}, moved_record{"node-0"}}},
      {2, 5}});
  CHECK(joined(s.store_all(read)).filtered == changed{{1, "****"}});
}

TEST_CASE("what turns out to be delivered while it is looked at is not stored once more") {
  story s(filtering(looks::hook));
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  // Another tab of the same seat knows it to be delivered, by another owner.
  const auto base = s.join(3, 1, {.next = 2, .epoch = 1});
  const auto late = tell(s, 6, texts{"one"});
  for (const auto& each : essence(late))
    CHECK_FALSE(std::holds_alternative<store_command>(each));
  CHECK(joined(s.store_all(base)).accepted == 1);
}

TEST_CASE("what waits for the hook counts as waiting") {
  auto settings = filtering(looks::hook);
  settings.waiting_entries = 1;
  story s(settings);
  s.open_room();
  (void)s.call(1, 2, wire::send{1, "text", "one"});
  wire::rpc_error busy{.code = error_code::busy};
  busy.retry_ms = 1'000;
  CHECK(essence(s.call(1, 3, wire::send{2, "text", "two"})) == actions{refuses(1, 3, busy)});
}

}  // namespace parley::room::test
