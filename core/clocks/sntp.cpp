// The packet of RFC 5905 section 7.3, as far as a client reads it.
#include "core/clocks/sntp.hpp"

#include <algorithm>

namespace parley::clocks {
namespace {

constexpr unsigned version = 4;
constexpr unsigned client_mode = 3;
constexpr unsigned server_mode = 4;
constexpr unsigned alarm = 3;  // the leap indicator: not synchronized
constexpr unsigned most_strata = 15;
constexpr std::size_t transmit_at = 40;
constexpr std::uint64_t unix_epoch_s = 2'208'988'800;  // since 1900
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr nanoseconds most_delay = std::chrono::seconds{1};  // RFC 4330's infinity
constexpr std::int64_t drift_ppm = 15;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

// 32 bits of seconds since 1900, which began again in 2036, and 32 of a fraction.
std::uint64_t to_ntp(nanoseconds since_unix_epoch) {
  const auto ns = static_cast<std::uint64_t>(since_unix_epoch.count());
  const auto seconds = ns / ns_per_s + unix_epoch_s;
  const auto fraction = (ns % ns_per_s << 32U) / ns_per_s;
  return seconds << 32U | fraction;
}

// The way from one time to another, right while they are within 68 years.
nanoseconds between(std::uint64_t from, std::uint64_t to) {
  const auto difference = static_cast<std::int64_t>(to - from);
  const auto seconds = difference >> 32U;  // rounded down, so the fraction is never negative
  const auto fraction = static_cast<std::uint64_t>(difference) & 0xffff'ffffU;
  return nanoseconds{seconds * ns_per_s + static_cast<std::int64_t>(fraction * ns_per_s >> 32U)};
}

// 16 bits of seconds, 16 of a fraction.
nanoseconds short_time(std::uint64_t bits) {
  return nanoseconds{static_cast<std::int64_t>(bits * ns_per_s >> 16U)};
}

// Two to the power of a signed byte, in seconds: the server's precision.
nanoseconds power_of_two(std::uint64_t byte) {
  const auto exponent = static_cast<std::int8_t>(byte);
  if (exponent >= 0) return most_delay;
  return nanoseconds{ns_per_s >> std::min(-exponent, 62)};
}

trouble kiss_of(std::string_view code) {
  return code == "DENY" || code == "RSTR" ? trouble::denied : trouble::asked_too_often;
}

}  // namespace

std::string_view name_of(trouble what) {
  switch (what) {
    case trouble::silent:
      return "silent";
    case trouble::malformed:
      return "malformed";
    case trouble::not_ours:
      return "not_ours";
    case trouble::unsynchronized:
      return "unsynchronized";
    case trouble::asked_too_often:
      return "asked_too_often";
    case trouble::denied:
      return "denied";
  }
  return {};
}

std::string make_question(std::uint64_t nonce) {
  std::string question(sntp_bytes, '\0');
  question[0] = static_cast<char>(version << 3U | client_mode);
  for (std::size_t i = 0; i < 8; ++i)
    question[transmit_at + i] = static_cast<char>(nonce >> (56U - 8U * i) & 0xffU);
  return question;
}

result<reading, trouble> read_answer(std::string_view answer, const exchange& asked) {
  if (answer.size() < sntp_bytes) return trouble::malformed;
  const auto first = number_at(answer, 0, 1);
  const auto mode = first & 7U;
  const auto answered_version = first >> 3U & 7U;
  if (mode != server_mode || answered_version == 0 || answered_version > version)
    return trouble::malformed;
  // Before the kiss: else anybody could keep us from a server.
  if (number_at(answer, 24, 8) != asked.nonce) return trouble::not_ours;
  const auto stratum = number_at(answer, 1, 1);
  if (stratum == 0) return kiss_of(answer.substr(12, 4));
  const auto root_delay = short_time(number_at(answer, 4, 4));
  const auto root_dispersion = short_time(number_at(answer, 8, 4));
  const auto received_there = number_at(answer, 32, 8);
  const auto sent_there = number_at(answer, transmit_at, 8);
  const bool knows_no_time = first >> 6U == alarm || stratum > most_strata || sent_there == 0 ||
                             root_delay >= most_delay || root_dispersion >= most_delay;
  if (knows_no_time) return trouble::unsynchronized;

  const auto took = asked.received - asked.sent;
  const auto took_there = between(received_there, sent_there);
  if (took < nanoseconds{0} || took_there < nanoseconds{0} || took_there > took + most_delay)
    return trouble::malformed;
  const auto there = between(to_ntp(asked.sent), received_there);
  const auto back = between(to_ntp(asked.received), sent_there);
  // Between our two looks our own clock may have been set: then the way is of no length.
  const auto delay = std::max(took - took_there, nanoseconds{0});
  const auto drift = took * drift_ppm / 1'000'000;
  const auto error =
      root_dispersion + root_delay / 2 + delay / 2 + power_of_two(number_at(answer, 3, 1)) + drift;
  return reading{(there + back) / 2, error, asked.at};
}

}  // namespace parley::clocks
