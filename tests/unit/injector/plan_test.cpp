// What is wrong with a plan is said by key and reason.
#include "chaos/injector/plan.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "chaos/injector/kinds.hpp"

using namespace parley::injector;
using namespace std::chrono_literals;

namespace {

fault a_cut(double percent) {
  auto made = default_fault(info_of(fault_kind::cut));
  made.percent[static_cast<std::size_t>(phase::open)] = percent;
  return made;
}

std::string mistake_of(const std::function<void(plan&)>& change) {
  plan changed;
  changed.faults = {a_cut(20)};
  change(changed);
  const auto found = find_mistake(changed);
  return found ? found->key + ": " + found->reason : "";
}

}  // namespace

TEST_CASE("a plan in order has no mistake") {
  CHECK(mistake_of([](plan&) {}) == "");
  CHECK(mistake_of([](plan& p) { p.faults.clear(); }) == "");
  for (const auto& kind : all_kinds()) {
    INFO(kind.name);
    CHECK(mistake_of([&](plan& p) {
            p.faults = {default_fault(kind)};
            p.faults[0].percent[static_cast<std::size_t>(kind.phases.front())] = 100;
          }) == "");
  }
}

TEST_CASE("what is out of bounds is named") {
  CHECK(mistake_of([](plan& p) { p.budget = 0; }) == "budget: must be from 1 to 1000000");
  CHECK(mistake_of([](plan& p) { p.expires_after = 0ms; }) ==
        "expires_after_ms: must be from 1 to 86400000");
  CHECK(mistake_of([](plan& p) { p.expires_after = 25h; }) ==
        "expires_after_ms: must be from 1 to 86400000");
  CHECK(mistake_of([](plan& p) { p.faults.assign(65, a_cut(1)); }) == "faults: must be at most 64");
  CHECK(mistake_of([](plan& p) { p.faults[0] = a_cut(101); }) ==
        "faults[0].percent: must be from 0 to 100");
  CHECK(mistake_of([](plan& p) { p.faults[0] = a_cut(-1); }) ==
        "faults[0].percent: must be from 0 to 100");
  CHECK(mistake_of([](plan& p) { p.faults[0] = a_cut(std::nan("")); }) ==
        "faults[0].percent: must be from 0 to 100");
  CHECK(mistake_of([](plan& p) { p.faults[0].where.rooms = 101; }) ==
        "faults[0].scope.rooms: must be from 0 to 100");
  CHECK(mistake_of([](plan& p) { p.faults[0].when.start = 25h; }) ==
        "faults[0].schedule.start_ms: must be from 0 to 86400000");
  CHECK(mistake_of([](plan& p) { p.faults[0].how.code = 1006; }) ==
        "faults[0].code: must be 1000, 1001, 1011 to 1014 or 3000 to 4999");
  CHECK(mistake_of([](plan& p) { p.faults[0].how.status = 256; }) ==
        "faults[0].status: must be from 0 to 255");
  CHECK(mistake_of([](plan& p) { p.faults[0].how.bytes_per_second = 0; }) ==
        "faults[0].bytes_per_second: must be from 1 to 1000000000");
}

TEST_CASE("a fault strikes only where it can") {
  CHECK(mistake_of([](plan& p) {
          p.faults[0].percent[static_cast<std::size_t>(phase::reply)] = 1;
        }) == "faults[0].percent.reply: cut does not strike in phase reply");
}

TEST_CASE("a share of rooms needs a phase in which the room is known") {
  CHECK(mistake_of([](plan& p) { p.faults[0].where.rooms = 50; }) ==
        "faults[0].scope.rooms: in phase open the room is not known");
  CHECK(mistake_of([](plan& p) {
          p.faults[0].percent = {};
          p.faults[0].percent[static_cast<std::size_t>(phase::inbound)] = 5;
          p.faults[0].where.rooms = 50;
        }) == "");
}

TEST_CASE("names are plain and differ") {
  CHECK(mistake_of([](plan& p) {
          p.faults = {a_cut(1), a_cut(2)};
        }) == "faults[1].name: two faults are called cut");
  CHECK(mistake_of([](plan& p) { p.faults[0].name = "a \"b\""; }) ==
        "faults[0].name: must be 1 to 60 of a-z, 0-9, _ and -");
}

TEST_CASE("a process must not stand still for ever") {
  CHECK(mistake_of([](plan& p) {
          p.faults[0] = default_fault(info_of(fault_kind::hang));
          p.faults[0].how.lasts = 0ms;
        }) ==
        "faults[0].for_ms: must be at least 1: a process that stands still cannot be released");
}

TEST_CASE("every kind and phase is found by its name") {
  for (const auto& kind : all_kinds()) {
    REQUIRE(find_kind(kind.name) != nullptr);
    CHECK(find_kind(kind.name)->kind == kind.kind);
    CHECK(&info_of(kind.kind) == find_kind(kind.name));
  }
  CHECK(find_kind("earthquake") == nullptr);
  for (std::size_t i = 0; i < phase_count; ++i)
    CHECK(parse_phase(name_of(static_cast<phase>(i))) == static_cast<phase>(i));
  CHECK_FALSE(parse_phase("teatime"));
}
