// What of a server's answer is believed, and what it comes to.
#include "core/clocks/sntp.hpp"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::clocks;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::uint64_t nonce = 0x0123'4567'89ab'cdefU;
constexpr nanoseconds now = seconds{1'790'000'000};
constexpr std::uint64_t ntp_epoch_s = 2'208'988'800;

void put(std::string& packet, std::size_t at, std::uint64_t number, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i)
    packet[at + i] = static_cast<char>(number >> (8 * (bytes - 1 - i)));
}

std::uint64_t ntp(nanoseconds time) {
  const auto s = static_cast<std::uint64_t>(time / seconds{1}) + ntp_epoch_s;
  const auto rest = static_cast<std::uint64_t>((time % seconds{1}).count());
  return s << 32U | (rest << 32U) / 1'000'000'000U;
}

struct server {
  unsigned leap = 0;
  unsigned version = 4;
  unsigned mode = 4;
  unsigned stratum = 2;
  std::uint64_t root_delay = 0;       // of 2^-16 s
  std::uint64_t root_dispersion = 0;  // the same
  std::string kiss = "GPS ";
  std::uint64_t origin = nonce;
  nanoseconds received = now;
  nanoseconds sent = now;
};

std::string answer_of(const server& s) {
  std::string packet(sntp_bytes, '\0');
  packet[0] = static_cast<char>(s.leap << 6U | s.version << 3U | s.mode);
  packet[1] = static_cast<char>(s.stratum);
  packet[3] = static_cast<char>(-30);  // a nanosecond
  put(packet, 4, s.root_delay, 4);
  put(packet, 8, s.root_dispersion, 4);
  packet.replace(12, 4, s.kiss);
  put(packet, 24, s.origin, 8);
  put(packet, 32, ntp(s.received), 8);
  put(packet, 40, ntp(s.sent), 8);
  return packet;
}

exchange asked(nanoseconds sent, nanoseconds received) {
  return {nonce, sent, received, {{1'000}, received / milliseconds{1}}};
}

trouble trouble_of(const server& s) {
  const auto read = read_answer(answer_of(s), asked(now, now + milliseconds{10}));
  REQUIRE(read.has_error());
  return read.error();
}

bool is_near(nanoseconds one, nanoseconds other) {
  return std::chrono::abs(one - other) <= microseconds{1};
}

}  // namespace

TEST_CASE("a question is 48 bytes that tell nothing but the protocol and a nonce") {
  const auto question = make_question(nonce);
  REQUIRE(question.size() == sntp_bytes);
  CHECK(question.front() == 0x23);  // version 4, client
  CHECK(question.substr(1, 39) == std::string(39, '\0'));
  CHECK(question.substr(40) == "\x01\x23\x45\x67\x89\xab\xcd\xef");
}

TEST_CASE(
    "the offset is the mean of both ways, the error half of the way and what the server says") {
  // Theirs is 5 s ahead; 30 ms there, 2 ms at the server, 10 ms back.
  server s;
  s.received = now + seconds{5} + milliseconds{30};
  s.sent = s.received + milliseconds{2};
  s.root_delay = 65'536 / 100;      // 10 ms
  s.root_dispersion = 65'536 / 50;  // 20 ms
  const auto read = read_answer(answer_of(s), asked(now, now + milliseconds{42}));
  REQUIRE(read.has_value());
  CHECK(is_near(read->offset, seconds{5} + milliseconds{10}));
  // 20 ms of delay, and 5 + 20 ms of the server's own; the true offset lies within.
  CHECK(std::chrono::abs(read->error - milliseconds{45}) < microseconds{50});
  CHECK(std::chrono::abs(read->offset - seconds{5}) < read->error);
}

TEST_CASE("a server that is behind has a negative offset") {
  server s;
  s.received = s.sent = now - milliseconds{1'500};
  const auto read = read_answer(answer_of(s), asked(now, now));
  REQUIRE(read.has_value());
  CHECK(is_near(read->offset, milliseconds{-1'500}));
}

TEST_CASE("seconds that have begun again in 2036 are read like all others") {
  const nanoseconds later = seconds{2'100'000'000};  // 2036-07-18
  server s;
  s.received = s.sent = later + seconds{1};
  const auto read = read_answer(answer_of(s), asked(later, later));
  REQUIRE(read.has_value());
  CHECK(is_near(read->offset, seconds{1}));
}

TEST_CASE("an answer to another question is not believed, not even when it says never again") {
  server s;
  s.origin = nonce + 1;
  CHECK(trouble_of(s) == trouble::not_ours);
  s.stratum = 0;
  s.kiss = "DENY";
  CHECK(trouble_of(s) == trouble::not_ours);
}

TEST_CASE("a kiss-o'-death says whether to ask less or never again") {
  server s;
  s.stratum = 0;
  for (const auto* code : {"DENY", "RSTR"}) {
    s.kiss = code;
    CHECK(trouble_of(s) == trouble::denied);
  }
  s.kiss = "RATE";
  CHECK(trouble_of(s) == trouble::asked_too_often);
}

TEST_CASE("a server that does not know the time is not asked for it") {
  server s;
  SECTION("by its alarm") {
    s.leap = 3;
  }
  SECTION("by its stratum") {
    s.stratum = 16;
  }
  SECTION("by its own error") {
    s.root_dispersion = 65'536;
  }
  SECTION("by its way to its own source") {
    s.root_delay = 65'536;
  }
  SECTION("by no time at all") {
    s.sent = -seconds{ntp_epoch_s};
  }
  CHECK(trouble_of(s) == trouble::unsynchronized);
}

TEST_CASE("what is no answer of a server is malformed") {
  server s;
  SECTION("a question") {
    s.mode = 3;
  }
  SECTION("a broadcast") {
    s.mode = 5;
  }
  SECTION("no version") {
    s.version = 0;
  }
  SECTION("sent before it was received") {
    s.sent = s.received - seconds{2};
  }
  SECTION("kept for longer than we have waited") {
    s.sent = s.received + seconds{2};
  }
  CHECK(trouble_of(s) == trouble::malformed);
  const auto times = asked(now, now);
  CHECK(read_answer({}, times).error() == trouble::malformed);
  CHECK(read_answer(answer_of({}).substr(0, 47), times).error() == trouble::malformed);
}
