// Makes the story of a history: takes its events one after the other, keeps what a report needs of
// them. Pure: whoever reads the file is write_reports.hpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "chaos/checks/history.hpp"
#include "chaos/checks/recovery.hpp"
#include "chaos/checks/verdict.hpp"
#include "chaos/runner/report/away_count.hpp"
#include "chaos/runner/report/delay_watch.hpp"
#include "chaos/runner/report/fault_record.hpp"
#include "chaos/runner/report/story.hpp"

namespace parley::report {

class gathering {
 public:
  // The verdict of the history that is to come.
  gathering(checks::verdict verdict, provenance origin);

  // A line's text, readable or not: it is kept where the verdict points at it.
  void take_text(checks::line_number line, std::string_view text);
  void take(const checks::happening& what);

  // The story; the gathering is used up.
  [[nodiscard]] story finish();

 private:
  void count(double t, const checks::event& what);

  story story_;
  std::unordered_set<checks::line_number> wanted_;
  std::unordered_set<std::string> rooms_;
  std::vector<phase> phases_;
  delay_watch delays_;
  away_count away_;
  fault_record faults_;
  checks::recovery_watch recoveries_;
};

}  // namespace parley::report
