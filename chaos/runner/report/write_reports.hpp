// The reports of a run: reads its history, writes report.html, verdict.json and junit.xml. The only
// part of the folder that does I/O.
#pragma once

#include <filesystem>
#include <string>

#include "chaos/checks/verdict.hpp"
#include "chaos/runner/report/story.hpp"
#include "core/base/result.hpp"

namespace parley::report {

// Writes the three files into `directory`, which exists. `verdict` is that of this history. The
// story is returned for terminal_summary(). The error is one sentence: what could not be read or
// written.
[[nodiscard]] result<story, std::string> write_reports(const std::filesystem::path& history,
                                                       checks::verdict verdict, provenance origin,
                                                       const std::filesystem::path& directory);

// The reports of a run made anew, for `parley-chaos report DIRECTORY`: the history.jsonl in it is
// checked again; its verdict.json, if there is one, tells the origin.
[[nodiscard]] result<story, std::string> renew_reports(const std::filesystem::path& directory);

}  // namespace parley::report
