// What was checked, and how much of it.
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/telling.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

const char* badge(outcome says) {
  switch (says) {
    case outcome::held:
      return "badge right";
    case outcome::violated:
      return "badge wrong";
    case outcome::unknown:
      break;
  }
  return "badge open";
}

std::string said(const checks::finding& of) {
  if (of.says == outcome::violated) return "violated " + grouped(of.violations) + "×";
  return of.says == outcome::held ? "held" : "could not tell";
}

void row(markup& out, const checks::finding& of) {
  out.open("tr").open("th", {{"scope", "row"}}).text(property_title(of.property));
  out.element("small", property_sentence(of.property));
  for (const auto& note : of.notes)
    out.element("small", {{"class", "note"}}, note);
  out.close();
  out.open("td", {{"class", "number"}}).text(grouped(of.checked));
  out.element("small", plural(of.checked, of.unit)).close();
  out.open("td").element("span", {{"class", badge(of.says)}}, said(of)).close();
  out.close();
}

std::string checkers(const story& of) {
  if (!of.origin.checkers_agree) return "Checked once, by the checker in C++.";
  return *of.origin.checkers_agree
             ? "Checked twice, by two programs that share no code, in C++ and in TypeScript: they "
               "agree."
             : "The two checkers, in C++ and in TypeScript, do not agree: one of them is wrong.";
}

}  // namespace

std::string properties_section(const story& of) {
  markup out;
  out.open("section", {{"aria-labelledby", "properties"}});
  out.element("h2", {{"id", "properties"}}, "What was checked");
  out.element("p", {{"class", "aside"}},
              "Against what the visitors recorded, " + counted(of.verdict.lines, "line") +
                  " of history, and never against the servers’ own counters. " + checkers(of));
  out.open("table", {{"class", "data"}}).open("thead").open("tr");
  out.element("th", {{"scope", "col"}}, "Property");
  out.element("th", {{"scope", "col"}, {"class", "number"}}, "Checked");
  out.element("th", {{"scope", "col"}}, "Verdict").close().close().open("tbody");
  for (const auto& each : of.verdict.findings)
    row(out, each);
  out.close().close().close();
  return out.take();
}

}  // namespace parley::report
