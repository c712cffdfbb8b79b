// Records survive the way through a stream's fields; anything else is not a record.
#include "chat-node/room/log_record.hpp"

#include <catch2/catch.hpp>

namespace parley::room {

TEST_CASE("every record is read back as it was written") {
  const log_state state{{{1, {9, 3, "Ada \"A\" Ł"}}, {2, {0, 1, ""}}}, true};
  log_state hall{{{812'345'678, {9, 3, "Cyd", true}}, {7, {2, 1, "Dan"}}}};
  hall.lock = "3c9d";
  const std::vector<record> records{
      moved_record{"node-0"},
      snapshot_record{state},
      snapshot_record{},
      opened_record{},
      base_record{2, 17},
      message_record{1, 9, "text", "hello\n\0there", 1'790'000'000'123},
      message_record{1, 9, "text", "", 0},
      message_record{1, 9, "edit", "hello", 1'790'000'000'123, 8},
      message_record{1, 9, "delete", "", 1'790'000'000'123, 8},
      message_record{1, 9, "image", "", 7, 0, wire::file_info{"00ff", 12, 640, 480}},
      message_record{1, 9, "file", "", 7, 0, wire::file_info{"00ff", 12, 0, 0, "a b.txt"}},
      message_record{
          1, 9, "text", "said", 7, 0, {}, wire::sender_clock{1'790'000'000'123, -1.2, 0.5}},
      message_record{1, 9, "edit", "****", 7, 8, {}, {}, -240'000.5, true},
      name_record{2, "Otter"},
      joined_record{812'345'678, "Otter"},
      left_record{812'345'678},
      snapshot_record{hall}};
  for (const auto& each : records)
    CHECK(parse_record(to_fields(each)) == each);
}

TEST_CASE("a snapshot is one field of JSON, as docs/redis.md has it") {
  const snapshot_record snapshot{{{{1, {9, 1, "Ada"}}}, true}};
  CHECK(
      to_fields(snapshot) ==
      record_fields{{"k", "snapshot"},
                    {"j", R"({"seats":{"1":{"stored":9,"base":1,"name":"Ada"}},"opened":true})"}});
}

TEST_CASE("fields that nobody has written are not a record") {
  const std::vector<record_fields> wrong{
      {},
      {{"k", "unheard_of"}},
      {{"k", "moved"}},
      {{"k", "base"}, {"s", "1"}},
      {{"k", "base"}, {"s", "one"}, {"q", "2"}},
      {{"k", "base"}, {"s", "1"}, {"q", "-2"}},
      {{"k", "message"}, {"s", "1"}, {"q", "2"}, {"m", "text"}, {"b", "x"}},
      {{"k", "message"}, {"s", "1"}, {"q", "2 "}, {"m", "text"}, {"b", "x"}, {"t", "3"}},
      {{"k", "message"},
       {"s", "1"},
       {"q", "2"},
       {"m", "delete"},
       {"b", ""},
       {"t", "3"},
       {"o", "one"}},
      {{"k", "message"}, {"s", "1"}, {"q", "2"}, {"m", "file"}, {"b", ""}, {"t", "3"}, {"f", "00"}},
      {{"k", "message"}, {"s", "1"}, {"q", "2"}, {"m", "text"}, {"b", ""}, {"t", "3"}, {"c", "1"}},
      {{"k", "message"},
       {"s", "1"},
       {"q", "2"},
       {"m", "text"},
       {"b", ""},
       {"t", "3"},
       {"r", "nan"}},
      {{"k", "joined"}, {"s", "1"}},
      {{"k", "left"}, {"s", "one"}},
      {{"k", "snapshot"}, {"j", "{"}},
      {{"k", "snapshot"}, {"j", "[]"}},
      {{"k", "snapshot"}, {"j", R"({"seats":{},"opened":1})"}},
      {{"k", "snapshot"},
       {"j", R"({"seats":{"x":{"stored":1,"base":1,"name":""}},"opened":true})"}},
      {{"k", "snapshot"},
       {"j", R"({"seats":{"1":{"stored":-1,"base":1,"name":""}},"opened":true})"}},
  };
  for (const auto& each : wrong)
    CHECK_FALSE(parse_record(each));
}

TEST_CASE("fields of a later version are passed over") {
  CHECK(parse_record({{"k", "opened"}, {"new", "field"}}) == record{opened_record{}});
}

}  // namespace parley::room
