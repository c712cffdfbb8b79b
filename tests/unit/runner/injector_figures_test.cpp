// What the services say of their injectors, added up over processes that die and come back.
#include <catch2/catch.hpp>

#include "chaos/runner/driver/plan_figures.hpp"
#include "chaos/runner/driver/strike_log.hpp"

using namespace parley;
using namespace parley::driver;

namespace {

std::string answer(int chances, double asked, int struck) {
  return R"({"faults":[{"name":"cut","fault":"cut","phases":[{"phase":"open","percent":20,)"
         R"("chances":)" +
         std::to_string(chances) + R"(,"asked":)" + std::to_string(asked) + R"(,"struck":)" +
         std::to_string(struck) + R"(,"held_back":0}]}]})";
}

}  // namespace

TEST_CASE("a later answer of the same life replaces the one before; another life adds") {
  plan_figures figures;
  figures.take("node-0", 100, answer(10, 2, 1));
  figures.take("node-0", 100, answer(50, 10, 9));
  figures.take("node-0", 101, answer(30, 6, 7));
  figures.take("node-1", 102, answer(20, 4, 4));
  CHECK(figures.total() == std::vector<checks::plan>{{"cut", "open", 20, 100, 20}});
}

TEST_CASE("what cannot be read, or holds no plan, changes nothing") {
  plan_figures figures;
  figures.take("node-0", 1, answer(10, 2, 1));
  figures.take("node-0", 1, "404");
  figures.take("node-0", 1, R"({"faults":[]})");
  figures.take("node-0", 1, R"({"faults":[{"name":7}]})");
  CHECK(figures.total().size() == 1);
}

TEST_CASE("a service says whether it allows faults, and whether it has a plan") {
  const auto fresh = parse_injector_state(R"({"allowed":true,"active":false,"faults":[]})");
  REQUIRE(fresh);
  CHECK(fresh->is_allowed);
  CHECK_FALSE(fresh->has_plan);
  const auto closed = parse_injector_state(R"({"allowed":false,"faults":[{"name":"cut"}]})");
  REQUIRE(closed);
  CHECK_FALSE(closed->is_allowed);
  CHECK(closed->has_plan);
}

TEST_CASE("an answer that is no injector's says nothing") {
  const std::string said = GENERATE("", "404", "{}", R"({"allowed":"yes","faults":[]})");
  CHECK_FALSE(parse_injector_state(said));
}

TEST_CASE("strikes are found among the lines of a log") {
  CHECK(parse_strikes(
            "node-0",
            "{\"msg\":\"ready\"}\n"
            "{\"level\":\"warn\",\"msg\":\"fault strikes\",\"fault\":\"cut\",\"name\":\"snip\","
            "\"phase\":\"open\",\"connection\":38,\"message\":0}\n"
            "{\"msg\":\"fault strikes\",\"fau\n") ==
        std::vector<checks::struck>{{"node-0", "snip", "open", 38}});
}
