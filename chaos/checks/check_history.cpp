// Line by line: is it where a line may be, what do the properties say, then into the ledger.
#include "chaos/checks/check_history.hpp"

#include <array>
#include <istream>
#include <string>
#include <utility>

#include "chaos/checks/parse_history.hpp"
#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

template <class Event>
concept of_a_bot = requires(const Event& each) {
  each.bot;
};
template <class Event>
concept of_a_room = requires(const Event& each) {
  each.room;
};

bool is_of_nobody(const event& what, std::size_t bots) {
  return std::visit(
      [&]<class Event>(const Event& each) {
        if constexpr (of_a_bot<Event>) return each.bot >= bots;
        return false;
      },
      what);
}

room_facts* room_of(ledger& known, const event& what) {
  return std::visit(
      [&]<class Event>(const Event& each) -> room_facts* {
        if constexpr (of_a_room<Event>) return known.find_room(each.room);
        return nullptr;
      },
      what);
}

}  // namespace

struct history_check::parts {
  ledger known;
  std::array<std::unique_ptr<property>, 8> properties{
      make_nothing_lost(),      make_nothing_doubled(),   make_in_order(),
      make_pairing_exclusive(), make_pairing_symmetric(), make_nothing_invented(),
      make_log_agrees(),        make_comes_back()};
  line_number lines = 0;
  double t = 0;
  bool has_ended = false;
  bool is_steady = false;    // a phase `steady` came, and before `load`
  std::string unreadable{};  // why nothing more is judged

  [[nodiscard]] std::string find_mistake(const happening& what) const;
  [[nodiscard]] std::vector<std::string> reasons() const;
  [[nodiscard]] bool is_complete() const {
    return has_ended && unreadable.empty() && known.faults().standing().empty();
  }
  void note_phase(const phase& began);
};

// Why this line cannot stand here; empty: it can.
std::string history_check::parts::find_mistake(const happening& what) const {
  const auto* header = std::get_if<run>(&what.event);
  if (lines == 1 && header == nullptr) return "the first line is not a run";
  if (lines > 1 && header != nullptr) return "a second run";
  if (header != nullptr && header->format != history_format)
    return "a history of format " + std::to_string(header->format);
  if (what.t < t) return "t goes back";
  if (has_ended) return "a line after phase end";
  if (header == nullptr && is_of_nobody(what.event, known.bots().size()))
    return "a bot beyond the number of bots";
  return {};
}

void history_check::parts::note_phase(const phase& began) {
  if (began.name == phase_name::steady && !known.began(phase_name::load)) is_steady = true;
  if (began.name == phase_name::end) has_ended = true;
}

std::vector<std::string> history_check::parts::reasons() const {
  if (lines == 0) return {"the history is empty"};
  std::vector<std::string> why;
  if (!unreadable.empty()) why.push_back(unreadable);
  if (!has_ended) why.emplace_back("the history is cut short: there is no phase end");
  if (!is_steady) why.emplace_back("there is no steady state before the load");
  for (const auto& [n, line] : known.faults().standing()) {
    why.push_back("fault " + std::to_string(n) + " (line " + std::to_string(line) +
                  ") was never healed");
  }
  const std::uint64_t strikes = known.faults().faults() + known.strikes();
  if (strikes < known.expect().strikes_at_least) {
    why.push_back(count_words(strikes, "fault") + " struck, fewer than " +
                  std::to_string(known.expect().strikes_at_least) + ": the run has shown nothing");
  }
  return why;
}

history_check::history_check() : parts_(std::make_unique<parts>()) {}
history_check::history_check(history_check&&) noexcept = default;
history_check& history_check::operator=(history_check&&) noexcept = default;
history_check::~history_check() = default;

void history_check::take(line_number line, const happening& what) {
  ++parts_->lines;
  if (!parts_->unreadable.empty()) return;
  if (const std::string why = parts_->find_mistake(what); !why.empty()) {
    parts_->unreadable = "line " + std::to_string(line) + ": " + why;
    return;
  }
  parts_->t = what.t;
  if (const auto* began = std::get_if<phase>(&what.event)) parts_->note_phase(*began);
  const occasion at{line, what.t, room_of(parts_->known, what.event)};
  for (const auto& each : parts_->properties)
    each->look(parts_->known, at, what.event);
  parts_->known.take(at, what.event);
}

void history_check::take_unreadable(line_number line, const std::string& why) {
  ++parts_->lines;
  if (parts_->unreadable.empty()) parts_->unreadable = "line " + std::to_string(line) + ": " + why;
}

verdict history_check::finish() {
  verdict all;
  all.says = outcome::held;
  all.lines = parts_->lines;
  all.reasons = parts_->reasons();
  for (const auto& each : parts_->properties) {
    finding found = each->finish(parts_->known, parts_->is_complete());
    if (found.says == outcome::held && !all.reasons.empty()) {
      found.says = outcome::unknown;
      found.reasons.emplace_back("the history as a whole cannot be judged");
    }
    if (found.says == outcome::violated) all.says = outcome::violated;
    if (found.says == outcome::unknown && all.says == outcome::held) all.says = outcome::unknown;
    all.findings.push_back(std::move(found));
  }
  return all;
}

verdict check_history(std::istream& history) {
  history_check check;
  std::string text;
  for (line_number line = 1; std::getline(history, text); ++line) {
    if (auto read = parse_line(text)) {
      check.take(line, *read);
    } else {
      check.take_unreadable(line, read.error().what);
    }
  }
  return check.finish();
}

}  // namespace parley::checks
