// Numbers and names as a reader wants them: "1,000,000", "3 min 12 s", "in a node killed".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::report {

[[nodiscard]] std::string grouped(std::uint64_t number);  // 1000000 -> "1,000,000"

// Three digits that matter, and the unit that fits: "0.4 ms", "84 ms", "1.25 s", "3 min 12 s", "2 h
// 5 min".
[[nodiscard]] std::string duration(double ms);

// A share as a percentage, with as many decimals as tell it from 0 and 100 %: "20 %", "19.8 %",
// "0.03 %".
[[nodiscard]] std::string share(double share);

// "messages", but 1 "message"; "entries".
[[nodiscard]] std::string plural(std::uint64_t number, std::string_view noun);
// "1 message", "2,000 messages".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

// A rate below which something lies, as people say it: 0.0003 -> "3 in 10,000".
[[nodiscard]] std::string one_in(double rate);

// "1.2 MB"; decimal, as discs and networks are counted.
[[nodiscard]] std::string bytes(std::uint64_t bytes);

// A name of the history as words: "node_kill" -> "node kill"; with a capital where it begins a
// line.
[[nodiscard]] std::string spoken(std::string_view name);
[[nodiscard]] std::string titled(std::string_view name);

}  // namespace parley::report
