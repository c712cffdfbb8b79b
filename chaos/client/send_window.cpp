#include "chaos/client/send_window.hpp"

#include <algorithm>

namespace parley::client {

void send_window::restart(seq_number accepted) {
  ++round_;
  sent_ = answered_ = accepted;
  round_from_ = accepted + 1;
  width_ = widest_;
  paused_until_.reset();
}

void send_window::skip_to(seq_number seq) {
  sent_ = std::max(sent_, seq);
  answered_ = std::max(answered_, seq);
}

void send_window::stored(seq_number seq) {
  skip_to(seq);
  if (seq >= round_from_) width_ = std::min(widest_, width_ + 1 / width_);
}

void send_window::gap(seq_number seq, seq_number expected, unsigned round) {
  if (counts(seq, round)) go_back_to(expected);
}

void send_window::refused(seq_number seq, unsigned round, steady_time then) {
  if (!counts(seq, round)) return;
  go_back_to(seq);
  width_ = 1;
  paused_until_ = then;
}

std::optional<seq_number> send_window::take(seq_number last, steady_time now) {
  if (!is_open(last) || (paused_until_ && now < *paused_until_)) return std::nullopt;
  paused_until_.reset();
  return ++sent_;
}

std::optional<steady_time> send_window::deadline(seq_number last) const {
  return is_open(last) ? paused_until_ : std::nullopt;
}

bool send_window::is_open(seq_number last) const {
  return sent_ < last && static_cast<double>(sent_ - answered_) < width_;
}

// What lies before this round is still under way, whenever it was sent.
bool send_window::counts(seq_number seq, unsigned round) const {
  return round == round_ || seq < round_from_;
}

void send_window::go_back_to(seq_number seq) {
  ++round_;
  sent_ = std::min(sent_, seq - 1);
  round_from_ = sent_ + 1;
  answered_ = std::min(answered_, sent_);
}

}  // namespace parley::client
