// Whom to ask for the time and when, and what to make of all that they say: the reference. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "core/clocks/reading.hpp"
#include "core/clocks/sntp.hpp"

namespace parley::clocks {

struct watch_settings {
  std::size_t sources = 0;
  milliseconds poll{64'000};
};

class watch {
 public:
  explicit watch(watch_settings settings) : settings_(settings), sources_(settings.sources) {}

  // The sources that are to be asked now; each then hears of one of the two below.
  [[nodiscard]] std::vector<std::size_t> take_due(steady_time now);

  void on_reading(std::size_t source, const reading& taken);
  void on_trouble(std::size_t source, trouble what, steady_time now);

  // What more than half of the sources that have told anything agree on, as the surest of them
  // tells it. None: nobody has told anything lately, or they contradict each other.
  [[nodiscard]] std::optional<reading> reference(instant now) const;

 private:
  struct source {
    std::deque<reading> readings{};  // the last ones
    steady_time next{};
    bool is_asked = false;
    bool is_denied = false;
    unsigned failures = 0;  // one after the other
    unsigned slower = 0;    // how often it has asked to be asked less
  };

  [[nodiscard]] milliseconds pause(const source& of) const;
  [[nodiscard]] std::optional<reading> best_of(const source& of, instant now) const;

  watch_settings settings_;
  std::vector<source> sources_;
};

}  // namespace parley::clocks
