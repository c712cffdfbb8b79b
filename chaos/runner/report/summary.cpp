// The summary for a terminal.
#include "chaos/runner/report/summary.hpp"

#include <algorithm>

#include "chaos/checks/tell_verdict.hpp"
#include "chaos/runner/report/intervals.hpp"
#include "chaos/runner/report/telling.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"
#include "core/base/utf8.hpp"

namespace parley::report {
namespace {

constexpr std::size_t most_columns_wide = 98;

// To `width` characters, the spaces after it or before it.
std::string left(std::string text, std::size_t width) {
  const std::size_t length = count_characters(text);
  return length < width ? text + std::string(width - length, ' ') : text;
}
std::string right(const std::string& text, std::size_t width) {
  const std::size_t length = count_characters(text);
  return length < width ? std::string(width - length, ' ') + text : text;
}

// Broken between words, each line indented.
std::string wrapped(std::string_view text, std::size_t indent = 2) {
  const std::string margin(indent - 1, ' ');
  std::string out;
  std::string line = margin;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (count_characters(line) + 1 + count_characters(word) > most_columns_wide) {
      out += line + "\n";
      line = margin;
    }
    line.append(" ").append(word);
  }
  return out + line + "\n";
}

std::string coloured(outcome says, std::string_view text, bool colours) {
  if (!colours) return std::string(text);
  const char* colour = says == outcome::held       ? "\x1b[1;32m"
                       : says == outcome::violated ? "\x1b[1;31m"
                                                   : "\x1b[1;33m";
  return std::string(colour).append(text).append("\x1b[0m");
}

std::string properties(const story& of, bool colours) {
  std::string out;
  for (const auto& each : of.verdict.findings) {
    out += "  " + coloured(each.says, left(std::string(checks::to_text(each.says)), 10), colours);
    out += left(property_title(each.property), 24);
    out += right(grouped(each.checked), 12) + " " + plural(each.checked, each.unit);
    if (each.violations > 0) out += ", violated " + counted(each.violations, "time");
    out += "\n";
    if (!each.first.empty()) out += wrapped(each.first.front().what, 12);
  }
  return out;
}

std::string recoveries(const story& of) {
  std::string out;
  for (const auto& each : of.recoveries) {
    if (each.recovered.count == 0) continue;
    if (out.empty()) {
      out = "\n  " + left("recovery after", 34) + right("breaks", 10) + right("p50", 10) +
            right("p99", 10) + right("max", 10) + "\n";
    }
    out += "  " + left(fault_title(each.fault), 34) + right(grouped(each.recovered.count), 10) +
           right(duration(each.recovered.p50), 10) + right(duration(each.recovered.p99), 10) +
           right(duration(each.recovered.max), 10) + "\n";
  }
  return out;
}

std::string plans(const story& of) {
  std::string out;
  for (const auto& each : of.plans) {
    if (out.empty()) {
      out = "\n  " + left("injected", 34) + right("asked", 10) + right("achieved", 10) +
            right("struck", 10) + right("chances", 12) + "\n";
    }
    const double achieved =
        each.chances == 0 ? 0
                          : static_cast<double>(each.strikes) / static_cast<double>(each.chances);
    out += "  " + left(fault_title(each.fault) + ", " + spoken(each.phase), 34) +
           right(share(each.asked_percent / 100), 10) + right(share(achieved), 10) +
           right(grouped(each.strikes), 10) + right(grouped(each.chances), 12) + "\n";
  }
  return out;
}

}  // namespace

std::string terminal_summary(const story& of, bool colours) {
  std::string out =
      of.run.experiment + ": " + coloured(of.verdict.says, headline(of), colours) + "\n\n";
  out += wrapped(lede(of)) + "\n";
  for (const auto& each : open_questions(of))
    out += wrapped("- " + each);
  out += properties(of, colours) + plans(of) + recoveries(of);
  if (const auto bound = bound_sentence(of); !bound.empty()) out += "\n" + wrapped(bound);
  return out;
}

}  // namespace parley::report
