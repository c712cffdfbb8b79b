// Within a stated time after the last fault every outbox is empty, everyone who waits and can be
// paired is paired, and memory and descriptors are back.
#include <algorithm>
#include <map>

#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

struct process_reading {
  process what;
  line_number line = 0;
};

bool has_seat(bot_state state) {
  return state == bot_state::connecting || state == bot_state::joined ||
         state == bot_state::reconnecting;
}

class comes_back : public property {
 public:
  comes_back() : property("comes_back", "bot") {}

  void look(const ledger&, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<process>(&what)) {
      auto& readings = each->when == reading::base ? base_ : end_;
      readings[each->name] = {*each, at.line};
    }
  }

 private:
  void conclude(const ledger& known, bool is_complete) override {
    if (is_complete) {
      judge_bots(known);
      judge_processes(known.expect());
    }
    if (saw_nothing()) unknown("no bot was seen at rest");
  }

  void judge_bots(const ledger& known) {
    const auto resting = known.began(phase_name::rest);
    if (!resting) return unknown("there is no phase rest");
    const double since = std::max(*resting, known.faults().last_healed().value_or(0));
    std::uint64_t missing = 0;
    for (const bot_facts& bot : known.bots()) {
      if (bot.at_rest) {
        saw();
        judge_bot(known, bot, since);
      } else if (!bot.closed) {
        ++missing;
      }
    }
    if (missing > 0) unknown(count_words(missing, "bot") + " without a rest line");
    judge_waiting();
  }

  void judge_bot(const ledger& known, const bot_facts& bot, double since) {
    const double bound = known.expect().recover_within_ms;
    const rest& seen = *bot.at_rest;
    const std::string who = bot_words(seen.bot);
    if (bot.rest_t - since > bound) {
      violated(who + " came to rest after " + duration_words(bot.rest_t - since), {bot.rest_line});
    }
    if (has_seat(seen.state) && seen.outbox > 0) {
      violated(who + " still had " + count_words(seen.outbox, "message") + " in its outbox",
               {bot.rest_line});
    }
    if (seen.state == bot_state::connecting || seen.state == bot_state::reconnecting)
      violated(who + " is not back in its room", {bot.rest_line});
    if (seen.state == bot_state::failed)
      violated(who + " was told that it may not go on", {bot.rest_line});
    if (seen.state == bot_state::seeking && bot.rest_t - bot.sought_t > bound)
      waiting_[bot.pool].push_back(bot.rest_line);
  }

  // One alone in its pool has nobody to be paired with.
  void judge_waiting() {
    for (const auto& [pool, lines] : waiting_) {
      if (lines.size() < 2) continue;
      violated(count_words(lines.size(), "bot") + " of one pool still waited for each other",
               lines);
    }
  }

  void judge_processes(const expectation& expect) {
    if (!expect.memory_growth_bytes && !expect.descriptor_growth) return;
    if (base_.empty()) unknown("no process was read at its base");
    for (const auto& [name, base] : base_) {
      const auto end = end_.find(name);
      if (end == end_.end()) {
        unknown("process " + name + " was not read at the end");
        continue;
      }
      judge_growth(name + "'s memory (bytes)", base.what.rss_bytes, end->second.what.rss_bytes,
                   expect.memory_growth_bytes, {base.line, end->second.line});
      judge_growth(name + "'s descriptors", base.what.fds, end->second.what.fds,
                   expect.descriptor_growth, {base.line, end->second.line});
    }
  }

  void judge_growth(const std::string& of, std::uint64_t base, std::uint64_t end,
                    const std::optional<std::uint64_t>& growth, std::vector<line_number> lines) {
    if (!growth || end <= base || end - base <= *growth) return;
    violated(of + " went from " + std::to_string(base) + " to " + std::to_string(end) +
                 ", more than " + std::to_string(*growth) + " above its base",
             std::move(lines));
  }

  std::map<std::string, process_reading> base_;
  std::map<std::string, process_reading> end_;
  std::map<std::string, std::vector<line_number>> waiting_;  // lines of those at rest, by pool
};

}  // namespace

std::unique_ptr<property> make_comes_back() {
  return std::make_unique<comes_back>();
}

}  // namespace parley::checks
