// One short clause for each command and each answer.
#include "tests/simulation/story.hpp"

#include <array>

#include "chaos/client/overloaded.hpp"

namespace parley::simulation {
namespace {

using client::overloaded;

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

std::string told(const room::log_entry& entry) {
  return to_string(entry.id) +
         std::visit(overloaded{
                        [](const room::message_record& m) {
                          return "=" + text(m.seat) + ":" + text(m.seq);
                        },
                        [](const room::base_record& b) {
                          return "=base " + text(b.seat) + ":" + text(b.seq);
                        },
                        [](const room::snapshot_record&) { return std::string("=snapshot"); },
                        [](const room::opened_record&) { return std::string("=opened"); },
                        [](const room::name_record&) { return std::string("=name"); },
                        [](const room::joined_record& j) { return "=joined " + text(j.seat); },
                        [](const room::left_record& l) { return "=left " + text(l.seat); },
                        [](const room::moved_record&) { return std::string("=moved"); },
                    },
                    entry.what);
}

std::string told(const std::vector<room::log_entry>& entries) {
  std::string all;
  for (const auto& each : entries)
    all += " " + told(each);
  return all;
}

std::string told(const room::owner_record& owner) {
  return owner.ended ? "ended " + owner.reason : owner.instance + " epoch " + text(owner.epoch);
}

std::string told(const room::store_request& asked) {
  return std::visit(
      overloaded{
          [](const room::read_owner&) { return std::string("read owner"); },
          [](const room::claim_room& c) {
            return "claim, knows epoch " + text(c.known_epoch) + ", expects '" + c.expected_owner +
                   (c.force ? "', by force" : "'");
          },
          [](const room::read_log& r) { return "read log after " + to_string(r.after); },
          [](const room::append_entries& a) { return "append" + told(a.entries); },
          [](const room::await_replicas&) { return std::string("await replicas"); },
          [](const room::verify_log& v) { return "verify above " + to_string(v.after); },
          [](const room::end_room& e) { return "end, epoch " + text(e.epoch) + ", " + e.reason; },
          [](const room::tell_owner& t) { return "tell " + t.node; },
          [](const room::keep_report& r) { return "keep a report of seat " + text(r.by); },
      },
      asked);
}

std::string told(const room::store_reply& said) {
  constexpr std::array outcomes{"stored", "fenced", "missing", "full", "unknown", "unreplicated"};
  return std::visit(
      overloaded{
          [](const room::owner_found& f) { return f.owner ? told(*f.owner) : "nobody"; },
          [](const room::claim_granted& g) { return "granted " + to_string(g.moved); },
          [](const room::claim_too_soon&) { return std::string("too soon"); },
          [](const room::owned_by_other& o) { return "owned by " + told(o.owner); },
          [](const room::room_over& o) { return "over, " + o.reason; },
          [](const room::log_page& p) { return "page" + told(p.entries); },
          [&](const room::appended& a) {
            return std::string(outcomes.at(static_cast<std::size_t>(a.outcome)));
          },
          [](const room::verified& v) {
            return (v.owner ? told(*v.owner) : "nobody") + ", top " +
                   (v.top ? to_string(*v.top) : "none") + ", above" + told(v.above);
          },
          [](const room::report_kept&) { return std::string("kept"); },
          [](const room::store_lost&) { return std::string("lost"); },
          [](const room::store_failed& f) { return "failed: " + f.why; },
      },
      said);
}

std::string told(const pairing::ticket_outcome& outcome) {
  constexpr std::array states{"waiting", "assigned", "replaced", "cancelled", "gone"};
  const auto* const state = states.at(static_cast<std::size_t>(outcome.state));
  return outcome.found ? state + (" to " + outcome.found->room) : state;
}

std::string told(const std::vector<pairing::ticket_outcome>& outcomes) {
  std::string all;
  for (const auto& each : outcomes)
    all += " " + told(each);
  return all;
}

std::string told(const pairing::store_request& asked) {
  return std::visit(
      overloaded{
          [](const pairing::seek_partners& s) {
            std::string all = "seek for";
            for (const auto& each : s.wishes)
              all += " " + each.name + (each.front ? " (front)" : "");
            return all + ", nodes " + text(s.nodes.size());
          },
          [](const pairing::cancel_ticket&) { return std::string("cancel"); },
          [](const pairing::drop_ticket&) { return std::string("drop"); },
          [](const pairing::detach_ticket&) { return std::string("detach"); },
          [](const pairing::look_up_tickets& l) { return "look up " + text(l.tickets.size()); },
          [](const pairing::read_owner& r) { return "owner of " + r.room; },
          [](const pairing::open_named& o) { return "open " + o.room; },
          [](const pairing::keep_report& r) { return "keep a report of " + r.room; },
          [](const pairing::block_partner& b) { return "block who sat in " + b.room; },
      },
      asked);
}

std::string told(const pairing::store_reply& said) {
  return std::visit(overloaded{
                        [](const pairing::partners_sought& s) {
                          return text(s.pairs.size()) + " pairs," + told(s.outcomes);
                        },
                        [](const pairing::cancel_decided& c) { return told(c.outcome); },
                        [](const pairing::tickets_looked_up& l) { return told(l.outcomes); },
                        [](const pairing::owner_read& o) {
                          return o.owner ? o.owner->instance + (o.owner->is_ended ? " (ended)" : "")
                                         : "nobody";
                        },
                        [](const pairing::named_opened& o) {
                          return std::string(o.fits ? "it fits" : "another lock");
                        },
                        [](const pairing::report_kept& k) {
                          return std::string(k.is_known ? "kept" : "unknown");
                        },
                        [](const pairing::partner_blocked& b) {
                          return std::string(b.is_known ? "blocked" : "unknown");
                        },
                        [](const pairing::store_lost&) { return std::string("lost"); },
                        [](const pairing::store_failed& f) { return "failed: " + f.why; },
                    },
                    said);
}

}  // namespace

std::string told(const room::store_command& asked, const room::store_reply& said) {
  return asked.room + ": " + told(asked.what) + " -> " + told(said);
}

std::string told(const pairing::store_command& asked, const pairing::store_reply& said) {
  return told(asked.what) + " -> " + told(said);
}

std::string_view name_of(room::metric what) {
  constexpr std::array names{"entries_stored", "fenced",   "claims",  "rewritten",
                             "let_go",         "ended",    "resumes", "errors",
                             "slow_consumers", "log_full", "reports", "filtered",
                             "filter_failures"};
  return names.at(static_cast<std::size_t>(what));
}

}  // namespace parley::simulation
