// What everybody reads first: the verdict, what was tried, and the four figures behind it.
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/telling.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

void figure(markup& out, const std::string& number, const std::string& name,
            const std::string& more) {
  out.open("div", {{"class", "figure"}});
  out.element("dt", name);
  out.open("dd").element("b", number).text(" ").element("span", more).close();
  out.close();
}

void messages(markup& out, const story& of) {
  const auto missing = of.total.sent > of.total.applied ? of.total.sent - of.total.applied : 0;
  // Where the verdict is "held", a goodbye or a closed tab excuses what did not arrive.
  const std::string more =
      of.total.has_named_rooms ? "shown " + grouped(of.total.applied) + " times to those there"
      : missing == 0           ? "all shown at the other side"
      : of.verdict.says == outcome::held ? grouped(missing) + " ended by a goodbye"
                                         : grouped(missing) + " not shown at the other side";
  figure(out, grouped(of.total.sent), "Messages", more);
}

void connections(markup& out, const story& of) {
  figure(out, grouped(of.total.lost), "Connections broken",
         "of " + grouped(of.total.joins) + " that sat in a room");
}

void recoveries(markup& out, const story& of) {
  const spread worst = worst_recovery(of);
  if (worst.count == 0) {
    figure(out, "none", "Back after a break", "no recovery was measured");
    return;
  }
  figure(out, duration(worst.p99), "Back after a break",
         "99 of 100, the slowest fault; longest " + duration(worst.max));
}

void bound(markup& out, const story& of) {
  if (of.verdict.says != outcome::held || of.total.sent == 0) return;
  figure(out, one_in(checks::rule_of_three(of.total.sent)), "Rarer than",
         "any loss, with 95 % confidence (3/N)");
}

}  // namespace

std::string verdict_section(const story& of) {
  markup out;
  out.open("section", {{"class", "verdict"}, {"aria-labelledby", "verdict"}});
  out.element("p", {{"class", "experiment"}}, of.run.experiment);
  out.element("h1", {{"id", "verdict"}}, headline(of));
  out.element("p", {{"class", "lede"}}, lede(of));
  if (const auto questions = open_questions(of); !questions.empty()) {
    out.open("ul", {{"class", "reasons"}});
    for (const auto& each : questions)
      out.element("li", each);
    out.close();
  }
  out.open("dl", {{"class", "figures"}});
  messages(out, of);
  connections(out, of);
  recoveries(out, of);
  bound(out, of);
  out.close();
  if (const auto bound = bound_sentence(of); !bound.empty()) {
    out.element("p", {{"class", "aside"}}, bound);
  }
  out.close();
  return out.take();
}

}  // namespace parley::report
