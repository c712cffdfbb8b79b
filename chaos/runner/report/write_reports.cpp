// Reading a history, writing its reports.
#include "chaos/runner/report/write_reports.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "chaos/checks/check_history.hpp"
#include "chaos/checks/parse_history.hpp"
#include "chaos/runner/report/gathering.hpp"
#include "chaos/runner/report/junit.hpp"
#include "chaos/runner/report/page.hpp"
#include "chaos/runner/report/verdict_json.hpp"

namespace parley::report {
namespace {

result<story, std::string> read_story(const std::filesystem::path& path, gathering&& story) {
  std::ifstream history(path);
  if (!history) return "cannot read " + path.string();
  std::string line;
  for (checks::line_number number = 1; std::getline(history, line); ++number) {
    story.take_text(number, line);
    // What cannot be read is for the verdict to say.
    if (const auto what = checks::parse_line(line)) story.take(*what);
  }
  if (history.bad()) return "cannot read all of " + path.string();
  return story.finish();
}

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return !file.fail();
}

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

result<story, std::string> write_reports(const std::filesystem::path& history,
                                         checks::verdict verdict, provenance origin,
                                         const std::filesystem::path& directory) {
  auto told = read_story(history, gathering(std::move(verdict), std::move(origin)));
  if (!told) return told;
  const std::array<std::pair<const char*, std::string>, 3> files{
      std::pair{"report.html", html_page(*told)}, std::pair{"verdict.json", verdict_json(*told)},
      std::pair{"junit.xml", junit_xml(*told)}};
  for (const auto& [name, text] : files) {
    const auto path = directory / name;
    if (!write(path, text)) return "cannot write " + path.string();
  }
  return told;
}

result<story, std::string> renew_reports(const std::filesystem::path& directory) {
  const auto path = directory / "history.jsonl";
  std::ifstream history(path);
  if (!history) return "cannot read " + path.string();
  auto verdict = checks::check_history(history);
  if (history.bad()) return "cannot read all of " + path.string();
  return write_reports(path, std::move(verdict),
                       parse_provenance(contents(directory / "verdict.json")), directory);
}

}  // namespace parley::report
