// Which part of the data does what.
#include "tests/simulation/redis_model/dataset.hpp"

namespace parley::redis_model {
namespace {

template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

}  // namespace

std::optional<pairing::store_reply> dataset::perform(const matchmaker_caller& from,
                                                     const pairing::store_request& asked,
                                                     unix_ms now) {
  using reply = std::optional<pairing::store_reply>;
  return std::visit(
      overloaded{
          [&](const pairing::seek_partners& seek) -> reply {
            return pairing.seek(from, seek, now);
          },
          [&](const pairing::cancel_ticket& cancel) -> reply {
            return pairing.cancel(from, cancel.key, now);
          },
          [&](const pairing::drop_ticket& drop) -> reply {
            (void)pairing.cancel(from, drop.key, now);
            return std::nullopt;
          },
          [&](const pairing::detach_ticket& detach) -> reply {
            pairing.detach(from, detach.key, now);
            return std::nullopt;
          },
          [&](const pairing::look_up_tickets& look) -> reply {
            return pairing.look_up(from, look, now);
          },
          [&](const pairing::block_partner& block) -> reply { return pairing.block(block, now); },
          [&](const pairing::keep_report& report) -> reply {
            const bool is_known = rooms.log_of(report.room, now) != nullptr;
            return pairing::report_kept{is_known};
          },
          [&](const pairing::read_owner& read) -> reply {
            return rooms.owner_for_resume(read.room, now);
          },
          [&](const pairing::open_named& open) -> reply { return rooms.open_named(open, now); }},
      asked);
}

void dataset::wipe() {
  rooms.wipe();
  pairing.wipe();
  registry = {};
}

void dataset::repeat(const write& again) {
  const auto now = again.now;
  std::visit(
      overloaded{[&](const room_write& each) { (void)rooms.perform(each.from, each.asked, now); },
                 [&](const pairing_write& each) { (void)perform(each.from, each.asked, now); },
                 [&](const registry_request& each) { (void)registry.perform(each, now); },
                 [&](const mail_taken& each) { (void)rooms.take_mail(each.node, now); },
                 [&](const letters_taken& each) { (void)pairing.take_letters(each.holder, now); },
                 [&](const wiped&) { wipe(); }},
      again.what);
}

}  // namespace parley::redis_model
