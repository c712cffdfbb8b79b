// What all properties have in common: they look at one line after the other beside the ledger, and
// in the end say what they found. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/checks/ledger.hpp"
#include "chaos/checks/verdict.hpp"

namespace parley::checks {

class property {
 public:
  explicit property(std::string_view name, std::string_view unit) {
    found_.property = name;
    found_.unit = unit;
  }
  property(const property&) = delete;
  property& operator=(const property&) = delete;
  virtual ~property() = default;

  // `known` holds what was before this line.
  virtual void look(const ledger& known, const occasion& at, const event& what) = 0;

  // `is_complete`: the history was read to its end and its faults are healed, so that what has not
  // come will not come.
  [[nodiscard]] finding finish(const ledger& known, bool is_complete) {
    conclude(known, is_complete);
    found_.says = found_.violations > 0    ? outcome::violated
                  : found_.reasons.empty() ? outcome::held
                                           : outcome::unknown;
    return std::move(found_);
  }

 protected:
  virtual void conclude(const ledger& known, bool is_complete) = 0;

  void saw() { ++found_.checked; }
  [[nodiscard]] bool saw_nothing() const { return found_.checked == 0; }
  [[nodiscard]] bool is_violated() const { return found_.violations > 0; }

  // A line of 0 is left out: there is none.
  void violated(std::string what, std::vector<line_number> lines);
  void unknown(std::string why) { found_.reasons.push_back(std::move(why)); }
  void note(std::string what) { found_.notes.push_back(std::move(what)); }

 private:
  finding found_;
};

[[nodiscard]] std::unique_ptr<property> make_nothing_lost();
[[nodiscard]] std::unique_ptr<property> make_nothing_doubled();
[[nodiscard]] std::unique_ptr<property> make_in_order();
[[nodiscard]] std::unique_ptr<property> make_pairing_exclusive();
[[nodiscard]] std::unique_ptr<property> make_pairing_symmetric();
[[nodiscard]] std::unique_ptr<property> make_nothing_invented();
[[nodiscard]] std::unique_ptr<property> make_log_agrees();
[[nodiscard]] std::unique_ptr<property> make_comes_back();

}  // namespace parley::checks
