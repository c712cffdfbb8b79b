// Log lines, and what happens when nobody takes them.
#include "core/io/log.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/io/json_text.hpp"

using namespace parley;
using namespace parley::io;

namespace {

std::string line(std::string_view msg, std::initializer_list<log_field> fields = {}) {
  return format_log_line(1'700'000'000'007, log_level::info, msg,
                         std::span(fields.begin(), fields.size()));
}

std::string quoted(std::string_view text, std::size_t most = 1'000) {
  std::string out;
  append_json_text(out, text, most);
  return out;
}

}  // namespace

TEST_CASE("a line is JSON with the time, the level, the message and the fields in order") {
  CHECK(line("ready", {{"port", 8080}, {"id", "node-0"}, {"share", 0.5}, {"ok", true}}) ==
        R"({"time":"2023-11-14T22:13:20.007Z","level":"info","msg":"ready",)"
        R"("port":8080,"id":"node-0","share":0.5,"ok":true})");
}

TEST_CASE("numbers keep their sign and size, times are milliseconds") {
  CHECK(line("n", {{"a", std::int64_t{-5}}, {"b", ~std::uint64_t{0}}, {"c", milliseconds{1'500}}})
            .ends_with(R"("a":-5,"b":18446744073709551615,"c":1500})"));
}

TEST_CASE("whatever the bytes, the text is a JSON string in UTF-8") {
  CHECK(quoted("a\"b\\c\n\t") == R"("a\"b\\c\n\t")");
  CHECK(quoted(std::string_view("\0\x1f\x7f", 3)) == R"("\u0000\u001f\u007f")");
  CHECK(quoted("né €😀") == "\"né €😀\"");
  CHECK(quoted("a\xffz") == "\"a\uFFFDz\"");
  CHECK(quoted("\xc0\xaf") == "\"\uFFFD\uFFFD\"");            // overlong
  CHECK(quoted("\xed\xa0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
  CHECK(quoted("\xe2\x82") == "\"\uFFFD\uFFFD\"");            // cut off
}

TEST_CASE("a long text is cut between two characters") {
  CHECK(quoted("aaa€", 5) == "\"aaa…\"");
  CHECK(quoted("aaa€", 6) == "\"aaa€\"");
}

TEST_CASE("a line is never longer than a pipe takes at once") {
  const std::string big(100'000, '\x01');
  const auto made = line(big, {{"a", big}, {"b", 1}});
  CHECK(made.size() <= max_log_line_bytes);
  CHECK(made.ends_with(R"(,"cut":true})"));
}

TEST_CASE("levels below the least are not written") {
  std::vector<std::string> lines;
  logger log(log_level::warn, [&](std::string_view text) {
    lines.emplace_back(text);
    return true;
  });
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find(R"("level":"warn","msg":"c")") != std::string::npos);
  CHECK(lines[1].ends_with("\n"));
}

TEST_CASE("lines that nobody takes are counted, and the count is said first") {
  std::vector<std::string> lines;
  bool is_stuck = true;
  logger log(log_level::info, [&](std::string_view text) {
    if (!is_stuck) lines.emplace_back(text);
    return !is_stuck;
  });
  log.info("a");
  log.info("b");
  is_stuck = false;
  log.info("c");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find(R"("msg":"log lines were dropped","lines":2})") != std::string::npos);
  CHECK(lines[1].find(R"("msg":"c")") != std::string::npos);
  CHECK(log.dropped() == 2);
}

TEST_CASE("level names read back") {
  for (const auto level : {log_level::debug, log_level::info, log_level::warn, log_level::error}) {
    CHECK(parse_log_level(to_string(level)) == level);
  }
  CHECK_FALSE(parse_log_level("loud"));
}

TEST_CASE("a reader of the log that is stuck does not hold up the process") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int before = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  logger log(log_level::info);
  for (int i = 0; i < 2'000; ++i)
    log.info(std::string(400, 'x'));
  dup2(before, STDERR_FILENO);
  CHECK(log.dropped() > 0);  // and we got here
  for (const int each : {ends[0], ends[1], before})
    close(each);
}
