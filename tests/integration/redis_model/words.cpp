// Steps and answers in words.
#include <sstream>

#include "core/base/ids.hpp"
#include "tests/integration/redis_model/steps.hpp"

namespace parley::redis_model::test {
namespace {

class teller {
 public:
  [[nodiscard]] std::string text() const { return out_.str(); }

  // ---- steps
  void operator()(const node_asks& asks) {
    out_ << nodes.at(asks.who).node << " of " << asks.what.room << ": ";
    std::visit(*this, asks.what.what);
  }
  void operator()(const matchmaker_asks& asks) {
    out_ << matchmakers.at(asks.who).holder << ": ";
    std::visit(*this, asks.what.what);
  }
  void operator()(const registry_is_asked& asks) { std::visit(*this, asks.what); }
  void operator()(const node_reads_mail& reads) { out_ << "mail of node " << reads.who; }
  void operator()(const matchmaker_reads_letters& reads) { out_ << "letters of " << reads.who; }
  void operator()(const listing_is_read& reads) {
    out_ << "listing " << static_cast<int>(reads.what.what) << " of " << reads.what.pool << ' '
         << reads.what.word;
  }
  void operator()(const time_passes& passes) { out_ << passes.time.count() << " ms pass"; }

  void operator()(const room::read_owner&) { out_ << "read_owner"; }
  void operator()(const room::claim_room& claim) {
    out_ << "claim_room, known epoch " << claim.known_epoch << ", owner '" << claim.expected_owner
         << "'" << (claim.force ? ", by force" : "") << ", lock '" << claim.lock << "'";
  }
  void operator()(const room::read_log& read) {
    out_ << "read_log after " << to_string(read.after);
  }
  void operator()(const room::append_entries& append) {
    out_ << "append" << (append.touch ? " and touch" : "");
    list(append.entries);
  }
  void operator()(const room::await_replicas&) { out_ << "await_replicas"; }
  void operator()(const room::verify_log& verify) {
    out_ << "verify_log after " << to_string(verify.after);
  }
  void operator()(const room::end_room& end) { out_ << "end_room of epoch " << end.epoch; }
  void operator()(const room::tell_owner& tell) { out_ << "tell " << tell.node; }
  void operator()(const room::keep_report& report) { out_ << "report by " << report.by; }

  void operator()(const pairing::seek_partners& seek) {
    out_ << "seek, " << seek.nodes.size() << " nodes, seed " << seek.seed << ", pools";
    list(seek.pools);
    list(seek.wishes);
  }
  void operator()(const pairing::cancel_ticket& cancel) { tell("cancel", cancel.key); }
  void operator()(const pairing::drop_ticket& drop) { tell("drop", drop.key); }
  void operator()(const pairing::detach_ticket& detach) { tell("detach", detach.key); }
  void operator()(const pairing::look_up_tickets& look) {
    out_ << "look up";
    list(look.tickets);
  }
  void operator()(const pairing::keep_report& report) { out_ << "report of " << report.room; }
  void operator()(const pairing::block_partner& block) {
    out_ << block.session << " blocks the partner of " << block.room;
  }
  void operator()(const pairing::read_owner& read) { out_ << "read_owner of " << read.room; }
  void operator()(const pairing::open_named& open) {
    out_ << "open " << open.room << " with lock " << open.lock;
  }

  void operator()(const renew_record& renew) { out_ << "renew " << renew.record.id; }
  void operator()(const remove_record& remove) { out_ << "remove " << remove.id; }
  void operator()(const list_records&) { out_ << "list records"; }

  // ---- answers
  void operator()(std::monostate) { out_ << "nothing"; }
  void operator()(const room::store_reply& reply) { std::visit(*this, reply); }
  void operator()(const pairing::store_reply& reply) { std::visit(*this, reply); }
  void operator()(const registry_reply& reply) { std::visit(*this, reply); }
  template <class Item>
  void operator()(const std::vector<Item>& items) {
    list(items);
  }

  void operator()(const room::owner_found& found) {
    if (found.owner) tell(*found.owner);
  }
  void operator()(const room::claim_granted& granted) {
    out_ << "granted " << to_string(granted.moved);
  }
  void operator()(const room::claim_too_soon& soon) {
    out_ << "too soon by " << soon.retry.count() << " ms";
  }
  void operator()(const room::owned_by_other& other) { tell(other.owner); }
  void operator()(const room::room_over& over) { out_ << "over: " << over.reason; }
  void operator()(const room::log_page& page) {
    out_ << "page to " << to_string(page.last) << (page.is_last ? ", the last" : "");
    list(page.entries);
  }
  void operator()(const room::appended& done) {
    out_ << "append: " << static_cast<int>(done.outcome);
  }
  void operator()(const room::verified& found) {
    if (found.owner) tell(*found.owner);
    if (found.top) out_ << ", top " << to_string(*found.top);
    list(found.above);
  }
  void operator()(const room::report_kept&) { out_ << "report kept"; }
  void operator()(const room::store_lost&) { out_ << "lost"; }
  void operator()(const room::store_failed& failed) { out_ << failed.why; }

  void operator()(const pairing::partners_sought& sought) {
    out_ << (sought.more ? "more; " : "") << "pairs in";
    list(sought.pairs);
    list(sought.outcomes);
  }
  void operator()(const pairing::cancel_decided& decided) { say(decided.outcome); }
  void operator()(const pairing::tickets_looked_up& found) {
    list(found.outcomes);
    list(found.pools);
  }
  void operator()(const pairing::owner_read& read) {
    if (read.owner) out_ << read.owner->node << ' ' << read.owner->instance << read.owner->reason;
  }
  void operator()(const pairing::named_opened& opened) {
    out_ << (opened.fits ? "opened" : "another lock");
    if (opened.owner) out_ << ' ' << opened.owner->node << ' ' << opened.owner->instance;
  }
  void operator()(const pairing::report_kept& kept) {
    out_ << (kept.is_known ? "report kept" : "no such room");
  }
  void operator()(const pairing::partner_blocked& blocked) {
    out_ << (blocked.is_known ? "blocked" : "no such room");
  }
  void operator()(const pairing::store_lost&) { out_ << "lost"; }
  void operator()(const pairing::store_failed& failed) { out_ << failed.why; }

  void operator()(const registry_done&) { out_ << "done"; }
  void operator()(const records_listed& listed) {
    for (const auto& each : listed.records)
      out_ << ' ' << each.id << '/' << each.instance;
  }
  void operator()(const registry_refused& refused) { out_ << refused.why; }

 private:
  template <class Item>
  void list(const std::vector<Item>& items) {
    out_ << " [";
    for (const auto& each : items) {
      say(each);
      out_ << "; ";
    }
    out_ << ']';
  }

  void tell(const char* what, const pairing::ticket_key& key) {
    out_ << what << ' ';
    say(key);
  }
  void tell(const room::owner_record& owner) {
    out_ << owner.node << '/' << owner.instance << " epoch " << owner.epoch
         << (owner.ended ? " ended " : " ") << owner.reason;
  }

  void say(const std::string& text) { out_ << text; }
  void say(const room::log_entry& entry) {
    out_ << to_string(entry.id) << " kind " << entry.what.index() << " by " << entry.by;
  }
  void say(const pairing::ticket_key& key) {
    out_ << key.session << '/' << key.connection << '#' << key.attempt;
  }
  void say(const pairing::wish& wish) {
    say(wish.key);
    out_ << " in " << wish.pool << (wish.front ? " front" : "") << ", waited "
         << wish.waited.count();
    for (const auto& each : wish.interests)
      out_ << " #" << each;
  }
  void say(const pairing::assignment& found) {
    out_ << found.session << '#' << found.attempt << " in " << found.room << " seat " << found.seat
         << " at " << found.node << ", waited " << found.waited.count();
    for (const auto& each : found.interests)
      out_ << " #" << each;
  }
  void say(const pairing::ticket_outcome& outcome) {
    out_ << "state " << static_cast<int>(outcome.state) << " waited " << outcome.waited.count()
         << ' ';
    if (outcome.found) say(*outcome.found);
  }
  void say(const pairing::pool_state& pool) {
    out_ << pool.waiting << " waiting; waits";
    for (const auto wait : pool.waits_ms)
      out_ << ' ' << wait;
  }
  void say(const node_mail& mail) { out_ << mail.room << ' ' << mail.epoch; }
  void say(const pairing::letter& letter) {
    if (const auto* assigned = std::get_if<pairing::assigned_letter>(&letter)) {
      out_ << "to " << assigned->connection << ' ';
      return say(assigned->what);
    }
    tell("replaced", std::get<pairing::replaced_letter>(letter).key);
  }
  void say(const sorted_set::ranked& ranked) { out_ << ranked.member << " at " << ranked.score; }

  std::ostringstream out_;
};

template <class What>
std::string told(const What& what) {
  teller tells;
  std::visit([&tells](const auto& each) { tells(each); }, what);
  return tells.text();
}

}  // namespace

std::string words_of(const step& what) {
  return told(what);
}

std::string words_of(const said& what) {
  return told(what);
}

}  // namespace parley::redis_model::test
