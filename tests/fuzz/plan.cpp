// Fault plans: what is taken has no mistake; what is not has a reason, and a line that is there.
#include "chaos/injector/plan.hpp"
#include "chaos/striker/plan_text.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace parley;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto plan = striker::read_plan(text);
  if (plan) {
    PARLEY_CHECK(!injector::find_mistake(*plan));
    return 0;
  }
  const auto& mistake = plan.error();
  PARLEY_CHECK(!mistake.reason.empty());
  PARLEY_CHECK(mistake.line >= 0 && mistake.line <= static_cast<int>(size) + 1);
  return 0;
}
