// Whom the watch asks, and what it makes of several clocks that do not agree.
#include "core/clocks/watch.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::clocks;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds poll{64'000};
constexpr instant start{{1'000'000}, 1'790'000'000'000};
using due = std::vector<std::size_t>;

reading took(std::int64_t offset_ms, std::int64_t error_ms, instant at = start) {
  return {milliseconds{offset_ms}, milliseconds{error_ms}, at};
}

instant after(milliseconds passed, milliseconds step = {}) {
  return {start.steady + passed, start.wall + (passed + step).count()};
}

}  // namespace

TEST_CASE("each source is asked at once, and again after its answer when the interval is over") {
  watch clocks({2, poll});
  CHECK(clocks.take_due(start.steady) == due{0, 1});
  CHECK(clocks.take_due(start.steady + 2 * poll).empty());  // still asked
  clocks.on_reading(1, took(0, 1));
  CHECK(clocks.take_due(start.steady + poll - milliseconds{1}).empty());
  CHECK(clocks.take_due(start.steady + poll) == due{1});
}

TEST_CASE("who does not answer is asked more and more seldom, and as before once it does") {
  watch clocks({1, poll});
  auto now = start.steady;
  for (const std::int64_t polls : {1, 2, 4, 8, 16, 16}) {
    CHECK(clocks.take_due(now) == due{0});
    clocks.on_trouble(0, trouble::silent, now);
    CHECK(clocks.take_due(now + poll * polls - milliseconds{1}).empty());
    now = now + poll * polls;
  }
  CHECK(clocks.take_due(now) == due{0});
  clocks.on_reading(0, took(0, 1));
  CHECK(clocks.take_due(now + poll * 16) == due{0});
  clocks.on_reading(0, took(0, 1));
  CHECK(clocks.take_due(now + poll * 17) == due{0});
}

TEST_CASE("who asks for less is asked half as often from then on; who says never is left alone") {
  watch clocks({2, poll});
  CHECK(clocks.take_due(start.steady) == due{0, 1});
  clocks.on_trouble(0, trouble::asked_too_often, start.steady);
  clocks.on_trouble(1, trouble::denied, start.steady);
  CHECK(clocks.take_due(start.steady + poll).empty());
  CHECK(clocks.take_due(start.steady + 2 * poll) == due{0});
  clocks.on_reading(0, took(0, 1));
  CHECK(clocks.take_due(start.steady + 3 * poll).empty());
  CHECK(clocks.take_due(start.steady + 4 * poll) == due{0});
  CHECK(clocks.take_due(start.steady + 1'000 * poll).empty());
}

TEST_CASE("of one source's last eight readings the surest counts") {
  watch clocks({1, poll});
  CHECK(clocks.reference(start) == std::nullopt);
  clocks.on_reading(0, took(7, 3));
  clocks.on_reading(0, took(20, 30));
  CHECK(clocks.reference(start) == took(7, 3));
  for (int i = 0; i < 7; ++i)
    clocks.on_reading(0, took(9, 20));
  CHECK(clocks.reference(start) == took(9, 20));
}

TEST_CASE("its error grows by what clocks drift, and in the end it is not believed any more") {
  watch clocks({1, poll});
  clocks.on_reading(0, took(7, 3));
  const auto later = clocks.reference(after(16 * poll));
  REQUIRE(later.has_value());
  CHECK(later->offset == milliseconds{7});
  CHECK(to_ms(later->error) == Approx(3 + 0.015 * 1'024));
  CHECK(clocks.reference(after(16 * poll + milliseconds{1})) == std::nullopt);
}

TEST_CASE("when our own clock has been set, the offset follows at once") {
  watch clocks({1, poll});
  clocks.on_reading(0, took(250, 3));
  const auto set = clocks.reference(after(milliseconds{10'000}, milliseconds{250}));
  REQUIRE(set.has_value());
  CHECK(set->offset == milliseconds{0});
  // A millisecond or two is how times are cut down.
  const auto unset = clocks.reference(after(poll, milliseconds{-2}));
  REQUIRE(unset.has_value());
  CHECK(unset->offset == milliseconds{250});
}

TEST_CASE("one source that lies is outvoted by two, however sure it is of itself") {
  watch clocks({3, poll});
  clocks.on_reading(0, took(90'000, 0));
  clocks.on_reading(1, took(4, 10));
  clocks.on_reading(2, took(6, 8));
  CHECK(clocks.reference(start) == took(6, 8));
}

TEST_CASE("of two that contradict each other neither is believed") {
  const auto believed = [](const reading& one, const reading& other) {
    watch clocks({2, poll});
    clocks.on_reading(0, one);
    clocks.on_reading(1, other);
    return clocks.reference(start);
  };
  CHECK(believed(took(0, 10), took(1'000, 10)) == std::nullopt);
  CHECK(believed(took(0, 10), took(16, 0)) == std::nullopt);
  // A few milliseconds are what servers think too well of themselves.
  CHECK(believed(took(0, 10), took(15, 0)) == took(15, 0));
  // An HTTP server's, by whole seconds.
  CHECK(believed(took(0, 10), took(300, 500)) == took(0, 10));
}
