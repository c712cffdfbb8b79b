// Puts the sections into the template; style, script and typefaces come along.
#include "chaos/runner/report/page.hpp"

#include <algorithm>

#include "chaos/checks/tell_verdict.hpp"
#include "chaos/runner/report/escape.hpp"
#include "chaos/runner/report/sections.hpp"
#include "chaos/runner/report/telling.hpp"
#include "core/base/check.hpp"
#include "embedded/report_faces.hpp"
#include "embedded/report_page.hpp"
#include "embedded/report_plots.hpp"
#include "embedded/report_script.hpp"
#include "embedded/report_style.hpp"

namespace parley::report {

std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string out;
  while (true) {
    const auto from = text.find("{{");
    const auto to = text.find("}}", from);
    out += text.substr(0, from);
    if (to == std::string_view::npos) return out;
    const auto name = text.substr(from + 2, to - from - 2);
    const auto* value = std::find_if(values.begin(), values.end(),
                                     [&](const auto& each) { return each.first == name; });
    PARLEY_CHECK(value != values.end());
    out += value->second;
    text.remove_prefix(to + 2);
  }
}

std::string html_page(const story& of) {
  const std::string title = of.run.experiment + ": " + headline(of);
  std::string sections = verdict_section(of);
  sections += violations_section(of);
  sections += faults_section(of);
  sections += timeline_section(of);
  sections += recovery_section(of);
  sections += properties_section(of);
  sections += facts_section(of);
  return filled(embedded::report_page,
                {{"title", escaped(title)},
                 {"outcome", std::string(checks::to_text(of.verdict.says))},
                 {"style", std::string(embedded::report_faces) + embedded::report_style +
                               embedded::report_plots},
                 {"sections", sections},
                 {"script", embedded::report_script}});
}

}  // namespace parley::report
