// The run's facts, and how to have it again.
#include "chaos/runner/report/markup.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/words.hpp"

namespace parley::report {
namespace {

void fact(markup& out, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  out.open("div").element("dt", name).element("dd", value).close();
}

}  // namespace

std::string facts_section(const story& of) {
  markup out;
  out.open("section", {{"aria-labelledby", "facts"}});
  out.element("h2", {{"id", "facts"}}, "The run");
  if (!of.origin.about.empty()) out.element("p", {{"class", "about"}}, of.origin.about);
  out.open("dl", {{"class", "facts"}});
  fact(out, "Experiment", of.run.experiment);
  fact(out, "Seed", std::to_string(of.run.seed));
  fact(out, "Duration", duration(of.total.duration_ms));
  fact(out, "Visitors", grouped(of.run.bots));
  fact(out, "Rooms", grouped(of.total.rooms));
  if (of.run.expect.recover_within_ms > 0)
    fact(out, "Back within", duration(of.run.expect.recover_within_ms));
  for (const auto& [name, value] : of.origin.facts)
    fact(out, titled(name), value);
  out.close();
  if (!of.origin.command.empty()) {
    out.element("h3", "To have it again");
    out.open("pre", {{"tabindex", "0"}, {"aria-label", "Command"}})
        .element("code", of.origin.command)
        .close();
    out.element(
        "p", {{"class", "aside"}},
        "The same seed makes the same decisions: the same connections are struck at the same "
        "point. The order in which the machines of a run act is theirs.");
  }
  out.close();
  return out.take();
}

}  // namespace parley::report
