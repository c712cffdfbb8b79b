// What is said of Redis's slots while many of them change hands.
#include "core/io/link_log.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace parley;
using namespace parley::io;

namespace {

// Writes lines without their times.
struct stage {
  std::vector<std::string> lines;
  event_loop loop;
  logger log{log_level::info, [this](std::string_view line) {
               lines.emplace_back(line.substr(line.find(R"("level")")));
               return true;
             }};
  link_log told{loop, log};

  void turn(milliseconds time) {
    const auto end = loop.after(time, [this] { loop.wind_down(milliseconds{0}); });
    (void)loop.run();
  }
};

}  // namespace

TEST_CASE("what comes and goes now and then is told at once") {
  stage on;
  on.told.ready(16'384);
  on.told.lost(16'384, "connection closed");
  CHECK(on.lines ==
        std::vector<std::string>{"\"level\":\"info\",\"msg\":\"Redis is there\",\"slots\":16384}\n",
                                 "\"level\":\"warn\",\"msg\":\"Redis is gone\",\"slots\":16384,"
                                 "\"reason\":\"connection closed\"}\n"});
}

TEST_CASE("thousands of slots that move are a line a second, and none is left out of the sum") {
  stage on;
  for (int i = 0; i < 3'000; ++i)
    on.told.lost(1, "MOVED");
  CHECK(on.lines.size() == 1);
  on.turn(milliseconds{1'500});
  REQUIRE(on.lines.size() == 2);
  CHECK(on.lines.back() ==
        "\"level\":\"warn\",\"msg\":\"Redis is gone\",\"slots\":2999,\"times\":2999,"
        "\"reason\":\"MOVED\"}\n");
}

TEST_CASE("at the end what is left is told, and no timer is") {
  stage on;
  on.told.lost(1, "MOVED");
  on.told.lost(2, "MOVED");
  on.told.stop();
  on.told.lost(3, "stopped");
  CHECK(on.lines.size() == 3);
  on.loop.wind_down(milliseconds{60'000});
  CHECK(on.loop.run());
}
