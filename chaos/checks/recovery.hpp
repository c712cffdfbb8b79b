// How long recovery took, in the eyes of the clients. Not a judgement: bounds are the experiment's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chaos/checks/history.hpp"

namespace parley::checks {

// Times of one kind, in ms. Without any, all are 0.
struct spread {
  std::uint64_t count = 0;
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double max = 0;
  friend bool operator==(const spread&, const spread&) = default;
};
[[nodiscard]] spread spread_of(std::vector<float> times);  // the order does not matter

// What breaks cost that one kind of fault made.
struct fault_recovery {
  // What struck the connection, else `what` of the fault line, else "lost": no fault stands.
  std::string fault;
  std::vector<float> back_ms;       // from the break until joined again
  std::vector<float> recovered_ms;  // from the break until the first message applied or delivered
  std::vector<float> delay_ms;  // of the messages under way while it stood: from send to applied
};

struct recovery_times {
  std::vector<fault_recovery> faults;  // by the fault's name
  std::vector<float> delay_ms;         // of all messages
  std::uint64_t unrecovered = 0;       // breaks with no message after them
};

// Zero failures in so many trials: with 95 % confidence the share of failures is below this
// (the rule of three). Without trials nothing is known: 1.
[[nodiscard]] double rule_of_three(std::uint64_t trials);

class recovery_watch {
 public:
  recovery_watch();
  recovery_watch(recovery_watch&&) noexcept;
  recovery_watch& operator=(recovery_watch&&) noexcept;
  ~recovery_watch();

  void take(const happening& what);
  [[nodiscard]] recovery_times finish();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace parley::checks
