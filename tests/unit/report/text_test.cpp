// Numbers as people write them, and strange text made safe.
#include <catch2/catch.hpp>

#include "chaos/runner/report/escape.hpp"
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

using namespace parley::report;

TEST_CASE("numbers are grouped by thousands") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("durations have the unit that fits") {
  CHECK(duration(0) == "0 ms");
  CHECK(duration(0.42) == "0.42 ms");
  CHECK(duration(84) == "84 ms");
  CHECK(duration(999.4) == "999 ms");
  CHECK(duration(999.6) == "1 s");
  CHECK(duration(1'254) == "1.25 s");
  CHECK(duration(192'000) == "3 min 12 s");
  CHECK(duration(59'990) == "1 min");
  CHECK(duration(7'500'000) == "2 h 5 min");
}

TEST_CASE("a share has as many decimals as tell it from nothing and from all") {
  CHECK(share(0) == "0\u00a0%");
  CHECK(share(0.2) == "20\u00a0%");
  CHECK(share(0.1977) == "19.8\u00a0%");
  CHECK(share(0.00228) == "0.23\u00a0%");
  CHECK(share(0.0003) == "0.03\u00a0%");
  CHECK(share(0.99996) == "99.996\u00a0%");
  CHECK(share(1) == "100\u00a0%");
}

TEST_CASE("a bound is said as people say it") {
  CHECK(one_in(3.0 / 1'000'000) == "3 in 1,000,000");
  CHECK(one_in(3.0 / 9'520) == "3.2 in 10,000");
  CHECK(one_in(1) == "10 in 10");
}

TEST_CASE("one message, two messages, three entries") {
  CHECK(counted(1, "message") == "1 message");
  CHECK(counted(2'000, "message") == "2,000 messages");
  CHECK(counted(3, "entry") == "3 entries");
}

TEST_CASE("faults are told in a sentence, unknown ones too") {
  CHECK(fault_told("node_kill", 1) == "a chat-node was killed");
  CHECK(fault_told("node_kill", 2) == "a chat-node was killed twice");
  CHECK(fault_told("moon_falls", 3) == "“moon falls” struck 3 times");
  CHECK(property_title("some_rule") == "Some rule");
}

TEST_CASE("what has a meaning in markup loses it") {
  CHECK(escaped("a<b> & \"c\" 'd'") == "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  CHECK(escaped("</script><script>") == "&lt;/script&gt;&lt;script&gt;");
  CHECK(script_safe(R"({"a":"</script>"})") == R"({"a":"\u003c/script>"})");
}

TEST_CASE("what XML does not know is replaced, so that the page can always be parsed") {
  CHECK(escaped("a\x01z") == "a\uFFFDz");
  CHECK(escaped(std::string_view("a\0z", 3)) == "a\uFFFDz");
  CHECK(escaped("a\xFFz\xC3") == "a\uFFFDz\uFFFD");
  CHECK(escaped("\uFFFE\u202E") == "\uFFFD\uFFFD");
  CHECK(escaped("ä – 😀\n\t") == "ä – 😀\n\t");
}

TEST_CASE("a text is cut between two characters") {
  CHECK(shortened("short", 5) == "short");
  CHECK(shortened("longer than that", 9) == "longer…");
  CHECK(shortened("ääää", 6) == "ä…");
  CHECK(shortened("aaaa", 2) == "…");
}

TEST_CASE("markup is closed in turn, its attributes are escaped") {
  markup out;
  out.open("p", {{"title", "\"<"}, {"width", 12.5}}).element("b", "x").empty("br").close();
  CHECK(out.take() == R"(<p title="&quot;&lt;" width="12.5"><b>x</b><br/></p>)");
  CHECK(plain(-0.001) == "0");
  CHECK(plain(100) == "100");
  CHECK(percent(1.0 / 3) == "33.33%");
}
