// The words filter: what is said passes the lists, then the hook, and only then the log, so that
// all read the same; and senders learn what became of their words.
#include <algorithm>
#include <utility>

#include "chat-node/room/room.hpp"
#include "core/base/utf8.hpp"
#include "core/wire/limits.hpp"

namespace parley::room {
namespace {

constexpr std::size_t most_filtered_bytes = 65'536;  // of a seat: they go into the answer to a join

// What a member could have said in place of it.
bool may_replace(const record& what, const std::string& words) {
  if (words.empty()) return false;
  const auto chars = count_characters(words);
  if (std::holds_alternative<name_record>(what))
    return chars <= wire::max_name_chars && !has_unprintable(words);
  if (std::get<message_record>(what).file)
    return chars <= wire::max_file_name_chars && !has_unprintable(words) &&
           words.find_first_of("/\\") == std::string::npos;
  return chars <= wire::max_text_chars;
}

bool is_for_each(std::vector<waiting_record>& asked, const std::vector<std::string>& texts) {
  const auto said = std::ranges::count_if(
      asked, [](waiting_record& each) { return words_of(each.what) != nullptr; });
  return static_cast<std::size_t>(said) == texts.size();
}

// An answer that nobody could have said covers all of its text, and decides about no other.
std::string in_place_of(const record& what, const std::string& words, const std::string& answer) {
  return may_replace(what, answer) ? answer : std::string(count_characters(words), '*');
}

// With the texts of a good answer; the number of those that are others now.
std::size_t replace(std::vector<waiting_record>& asked, const std::vector<std::string>& texts) {
  std::size_t changed = 0;
  auto next = texts.begin();
  for (auto& each : asked) {
    const auto* const words = words_of(each.what);
    if (words == nullptr) continue;
    const auto& text = *next++;
    if (text == *words) continue;
    set_words(each.what, in_place_of(each.what, *words, text));
    ++changed;
  }
  return changed;
}

}  // namespace

bool room::has_filter(const turn& t) const {
  if (t.settings.asks_filter) return true;
  if (!t.settings.words) return false;
  return is_named() ? !t.settings.words->empty() : t.settings.words->contains(language_);
}

// In a named room, whose language nobody knows, no list is passed over.
std::optional<std::string> room::covered(const turn& t, const std::string& words) const {
  std::optional<std::string> covered;
  if (!t.settings.words) return covered;
  for (const auto& [language, list] : *t.settings.words) {
    if (!is_named() && language != language_) continue;
    if (auto more = list.cover(covered.value_or(words))) covered = std::move(more);
  }
  return covered;
}

void room::submit(turn& t, waiting_record said) {
  const auto* const words = words_of(said.what);
  if (words != nullptr) {
    if (auto covers = covered(t, *words)) {
      set_words(said.what, std::move(*covers));
      t.count(metric::filtered, language_, 1, "list");
    }
  }
  if (!t.settings.asks_filter || (words == nullptr && screen_.is_empty())) {
    log_.push(std::move(said));
  } else {
    screen_.push(std::move(said));
    if (filter_question_ == 0) ask_filter(t);
  }
  flush(t);
}

void room::ask_filter(turn& t) {
  while (!screen_.is_empty()) {
    auto texts = screen_.next_question(t.settings.batch_entries);
    if (!texts.empty()) {
      filter_question_ = t.ask_filter(name_, language_, std::move(texts));
      return;
    }
    for (auto& each : screen_.take_asked())
      pass(t, std::move(each));
  }
}

void room::on_filter_answered(turn& t, const filter_answered& answer) {
  if (answer.request != filter_question_) return;
  filter_question_ = 0;
  auto asked = screen_.take_asked();
  if (answer.texts && is_for_each(asked, *answer.texts)) {
    const auto changed = replace(asked, *answer.texts);
    if (changed > 0) t.count(metric::filtered, language_, changed, "hook");
  } else {
    t.count(metric::filter_failures, t.settings.holds_unchecked ? "hold" : "pass");
    if (answer.texts)
      t.log(severity::warn, "the words filter's hook gave not a text for each", {{"room", name_}});
    if (t.settings.holds_unchecked) {
      wire::rpc_error why{.code = wire::error_code::held};
      why.retry_ms = static_cast<std::uint64_t>(t.settings.full_retry.count());
      refuse_unchecked(t, asked, why);
      refuse_unchecked(t, screen_.take_all(), why);  // or it would go before what it was said after
      return flush(t);
    }
  }
  for (auto& each : asked)
    pass(t, std::move(each));
  ask_filter(t);
  flush(t);
}

// Since it was said, the room may have learnt that it has long been delivered; or what came before
// it was refused by a log that was full.
void room::pass(turn& t, waiting_record checked) {
  const auto* const message = std::get_if<message_record>(&checked.what);
  if (message == nullptr) return log_.push(std::move(checked));
  const auto known = std::max(stored(message->seat), log_.highest_waiting(message->seat));
  if (message->seq == known + 1) return log_.push(std::move(checked));
  if (message->seq <= stored(message->seat))
    return answer_stored(t, checked.waiters, message->seat, message->seq);
  wire::rpc_error why{.code = wire::error_code::gap};
  why.expected = known + 1;
  for (const auto& from : checked.waiters)
    t.refuse(from.connection, from.id, why);
}

void room::refuse_unchecked(turn& t, const std::vector<waiting_record>& unchecked,
                            const wire::rpc_error& why) {
  for (const auto& each : unchecked)
    for (const auto& from : each.waiters)
      t.refuse(from.connection, from.id, why);
}

std::vector<waiting_record> room::take_unlooked_at() {
  filter_question_ = 0;
  return screen_.take_all();
}

// A sender's outbox holds less than what may be unapplied: whatever lies below that it has heard
// of.
void room::remember_filtered(const turn& t, const stored_message& message) {
  const auto most = t.settings.unapplied_entries;
  if (message.seq > most) forget_filtered(message.seat, message.seq - most);
  if (!message.filtered) return;
  auto& kept = filtered_[message.seat];
  kept.emplace(message.seq, message.file ? message.file->name : message.body);
  std::size_t bytes = 0;
  for (const auto& [seq, text] : kept)
    bytes += text.size();
  for (; bytes > most_filtered_bytes; kept.erase(kept.begin()))
    bytes -= kept.begin()->second.size();
}

void room::forget_filtered(seat_number seat, seq_number next) {
  const auto at = filtered_.find(seat);
  if (at == filtered_.end()) return;
  at->second.erase(at->second.begin(), at->second.lower_bound(next));
}

std::optional<std::string> room::filtered_text(seat_number seat, seq_number seq) const {
  const auto at = filtered_.find(seat);
  if (at == filtered_.end()) return std::nullopt;
  const auto found = at->second.find(seq);
  if (found == at->second.end()) return std::nullopt;
  return found->second;
}

std::vector<wire::filtered_message> room::filtered_of(seat_number seat) const {
  std::vector<wire::filtered_message> all;
  const auto at = filtered_.find(seat);
  if (at == filtered_.end()) return all;
  for (const auto& [seq, text] : at->second)
    all.push_back({seq, text});
  return all;
}

}  // namespace parley::room
