// When a silent peer is asked, and when it is given up.
#include "core/link/heartbeat.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::link;

namespace {

constexpr heartbeat_settings settings{.ask_after = milliseconds{1'000},
                                      .timeout = milliseconds{500}};

}  // namespace

TEST_CASE("a peer that talks is left alone") {
  CHECK(judge(settings, {1'999}, std::nullopt, {1'000}) == heartbeat_verdict::alive);
}

TEST_CASE("a silent peer that owes no answer is asked") {
  CHECK(judge(settings, {2'000}, std::nullopt, {1'000}) == heartbeat_verdict::ask);
}

TEST_CASE("a peer has its time to answer, and no more") {
  CHECK(judge(settings, {2'499}, steady_time{2'000}, {1'000}) == heartbeat_verdict::alive);
  CHECK(judge(settings, {2'500}, steady_time{2'000}, {1'000}) == heartbeat_verdict::dead);
}

TEST_CASE("who talks but leaves the oldest question open is dead all the same") {
  CHECK(judge(settings, {2'500}, steady_time{2'000}, {2'499}) == heartbeat_verdict::dead);
}
