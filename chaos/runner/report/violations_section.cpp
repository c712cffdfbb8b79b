// Every violation with the lines of history that show it.
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/titles.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

// The numbered lines can be wider than a phone: they scroll, also by keyboard.
void lines(markup& out, const story& of, const checks::violation& violation) {
  if (violation.lines.empty()) return;
  out.open("div", {{"class", "lines"},
                   {"tabindex", "0"},
                   {"role", "region"},
                   {"aria-label", "Lines of the history: " + violation.what}});
  out.open("table");
  for (const auto number : violation.lines) {
    const auto text = of.quoted.find(number);
    out.open("tr").element("th", {{"scope", "row"}}, std::to_string(number));
    out.open("td").element("code", text == of.quoted.end() ? "" : text->second).close();
    out.close();
  }
  out.close().close();
}

void one(markup& out, const story& of, const checks::violation& violation, bool is_open) {
  if (is_open) {
    out.open("details", {{"open", "open"}});
  } else {
    out.open("details");
  }
  out.element("summary", violation.what);
  lines(out, of, violation);
  out.close();
}

void of_property(markup& out, const story& of, const checks::finding& finding) {
  out.open("article").open("h3").text(property_title(finding.property));
  out.element("span", {{"class", "badge wrong"}}, grouped(finding.violations) + "×").close();
  out.element("p", {{"class", "sentence"}}, property_sentence(finding.property));
  for (const auto& each : finding.first)
    one(out, of, each, &each == &finding.first.front());
  if (finding.violations > finding.first.size()) {
    const auto rest = finding.violations - finding.first.size();
    out.element("p", {{"class", "more"}}, "… and " + grouped(rest) + " more.");
  }
  out.close();
}

}  // namespace

std::string violations_section(const story& of) {
  if (of.verdict.says != outcome::violated) return {};
  markup out;
  out.open("section", {{"class", "violations"}, {"aria-labelledby", "violations"}});
  out.element("h2", {{"id", "violations"}}, "What went wrong");
  for (const auto& each : of.verdict.findings) {
    if (each.says == outcome::violated) of_property(out, of, each);
  }
  out.close();
  return out.take();
}

}  // namespace parley::report
