// The decision engine: at each chance, whether a fault of the plan strikes. It does nothing itself
// (chaos/striker does), reads no clock and has no generator: the time is an argument, and chance is
// a hash (decision.hpp). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "chaos/injector/decision.hpp"
#include "chaos/injector/plan.hpp"

namespace parley::injector {

// The process that asks.
struct place {
  service runs = service::chat_node;
  std::string process{};  // "node-0"
};

struct chance {
  phase at = phase::open;
  std::uint64_t connection = 0;
  std::uint64_t message = 0;
  std::string_view room{};  // empty: not known
};

struct strike {
  std::uint64_t ticket = 0;  // for `end`
  fault_kind kind = fault_kind::cut;
  std::string name{};
  phase at = phase::open;
  std::uint64_t connection = 0;
  std::uint64_t message = 0;
  fault_settings how{};
  double size = 0;  // in [0, 1), of the same hash
};

// `base` and its share of the strike's jitter; for the n-th of a row of things, each has another.
[[nodiscard]] milliseconds jittered(milliseconds base, const strike& struck, std::uint64_t n = 0);

// What a fault has done in a phase.
struct figures {
  std::uint64_t chances = 0;  // in scope and above 0 %
  double asked = 0;           // sum of their percentages, as fractions
  std::uint64_t struck = 0;
  std::uint64_t held_back = 0;  // by budget or `times`
  friend bool operator==(const figures&, const figures&) = default;
};

class engine {
 public:
  explicit engine(place here) : here_(std::move(here)) {}

  // `next` is free of mistakes (find_mistake). Strikes of the plan before do not count any more.
  void take_up(plan next, steady_time now);

  // The kill switch. The figures stay.
  void drop();

  [[nodiscard]] bool is_active() const { return is_active_; }
  [[nodiscard]] bool has_expired(steady_time now) const;

  // Some fault may strike in this phase of this process, now or later: worth asking.
  [[nodiscard]] bool comes_to(phase at) const;

  // The strike that happens, if one does. It stands until `end`, and counts against the budget.
  [[nodiscard]] std::optional<strike> ask(const chance& given, steady_time now);
  void end(std::uint64_t ticket) { standing_.erase(ticket); }

  // Of the plan in force, or else of the last one.
  [[nodiscard]] const plan& current() const { return plan_; }
  [[nodiscard]] const figures& of(std::size_t fault, phase at) const;
  [[nodiscard]] double percent_now(std::size_t fault, phase at, steady_time now) const;
  [[nodiscard]] milliseconds age(steady_time now) const { return now - since_; }
  [[nodiscard]] std::size_t standing() const { return standing_.size(); }

 private:
  struct state {
    decision_key key;
    bool is_in_scope = false;  // this process is
    std::uint64_t strikes = 0;
    std::array<figures, phase_count> done{};
  };

  [[nodiscard]] bool is_in_scope(const fault& asked) const;
  [[nodiscard]] bool spares(const fault& asked, const chance& given) const;
  [[nodiscard]] std::optional<strike> ask_one(std::size_t fault, const chance& given,
                                              milliseconds age);

  place here_;
  plan plan_;
  std::vector<state> states_;                                // of the plan's faults
  std::array<std::vector<std::size_t>, phase_count> asked_;  // the faults to ask, by phase
  std::unordered_set<std::uint64_t> standing_;
  std::uint64_t tickets_ = 0;
  steady_time since_;
  bool is_active_ = false;
};

}  // namespace parley::injector
