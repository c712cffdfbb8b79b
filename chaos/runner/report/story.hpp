// All that a report tells, as plain values: gathered from a history and its verdict, told by the
// page, the JUnit XML and the terminal. Its size is bounded, however long the history is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/checks/recovery.hpp"
#include "chaos/checks/verdict.hpp"

namespace parley::report {

using checks::outcome;
using checks::spread;

// What a history does not say of its run; each text is empty where nobody said it.
struct provenance {
  std::string about;    // what the experiment shows, in its own words
  std::string command;  // repeats the run
  std::vector<std::pair<std::string, std::string>> facts{};  // name, value: version, topology …
  std::optional<bool> checkers_agree{};  // none: the second checker has not looked
  friend bool operator==(const provenance&, const provenance&) = default;
};

struct totals {
  double duration_ms = 0;
  std::uint64_t sent = 0;     // messages that outboxes accepted
  std::uint64_t applied = 0;  // of them shown at the other side; in a named room, at each
  std::uint64_t rooms = 0;
  bool has_named_rooms = false;
  std::uint64_t joins = 0;   // connections that came to sit in a room
  std::uint64_t lost = 0;    // of them gone, and not by the visitor's wish
  std::uint64_t struck = 0;  // strikes of the injectors
};

// What is known of one slice of time.
struct column {
  std::uint64_t applied = 0;
  std::uint64_t away = 0;  // most visitors at once who had lost their connection
  spread delay{};          // from send to applied, in ms, at the time of the latter
};

struct phase {
  std::string name;
  double from_ms = 0;
  double to_ms = 0;
};

// A fault from its beginning to its healing; a moment where the two are equal.
struct mark {
  double from_ms = 0;
  double to_ms = 0;
  std::string target;
};

// One kind of fault over time.
struct lane {
  std::string fault;
  std::uint64_t count = 0;
  std::vector<mark> marks{};             // of the runner, one by one; none if they are too many
  std::vector<std::uint64_t> strikes{};  // for each column; of the injector, or of too many marks
};

struct timeline {
  double column_ms = 1000;
  std::vector<column> columns{};
  std::vector<phase> phases{};
  std::vector<lane> lanes{};

  [[nodiscard]] double whole_ms() const { return column_ms * static_cast<double>(columns.size()); }
};

// How long it took from a break to the first message after it, for one kind of fault.
struct recovery {
  std::string fault;
  spread recovered{};
  spread back{};                   // until it sat in its room again
  std::vector<double> shown_ms{};  // sorted: all, or some hundreds of evenly spaced ranks
};

struct story {
  checks::run run{};
  checks::verdict verdict{};
  provenance origin{};
  totals total{};
  timeline time{};
  std::vector<checks::plan> plans{};
  std::vector<recovery> recoveries{};
  std::uint64_t unrecovered = 0;                        // breaks without a message after them
  std::map<checks::line_number, std::string> quoted{};  // the lines that violations point at
};

}  // namespace parley::report
