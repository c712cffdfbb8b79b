// A fault plan as text (YAML, or JSON, which is YAML) to a plan. docs/faults.md is the reference.
#pragma once

#include <string>

#include "chaos/injector/plan.hpp"
#include "core/base/result.hpp"

namespace parley::striker {

// Where and why a text is not a plan.
struct plan_mistake {
  std::string key;     // "faults[0].percent"; empty: the text as a whole
  std::string reason;  // "must be from 0 to 100"
  int line = 0;        // from 1; 0: not known

  // "faults[0].percent: must be from 0 to 100"
  [[nodiscard]] std::string text() const { return key.empty() ? reason : key + ": " + reason; }
};

// What comes back is free of mistakes (injector::find_mistake).
[[nodiscard]] result<injector::plan, plan_mistake> read_plan(const std::string& text);

}  // namespace parley::striker
