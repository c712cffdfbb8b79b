// A member applies each message once.
#include "chaos/checks/property.hpp"
#include "chaos/checks/words.hpp"

namespace parley::checks {

namespace {

class nothing_doubled : public property {
 public:
  nothing_doubled() : property("nothing_doubled", "message") {}

  void look(const ledger&, const occasion& at, const event& what) override {
    if (const auto* each = std::get_if<applied>(&what)) on(at, *each);
  }

 private:
  void on(const occasion& at, const applied& what) {
    const message* const sent = sent_to(at, what);
    if (sent == nullptr) return;
    saw();
    const auto& before = at.room->of(what.bot)->of(what.from).applied;
    const auto twin = before.find(what.seq);
    if (twin == before.end()) return;
    violated(bot_words(what.bot) + " applied " + message_words(what.room, what.from, what.seq) +
                 " again",
             {twin->second, at.line});
  }

  void conclude(const ledger&, bool) override {
    if (saw_nothing()) unknown("no message was applied");
  }
};

}  // namespace

std::unique_ptr<property> make_nothing_doubled() {
  return std::make_unique<nothing_doubled>();
}

}  // namespace parley::checks
