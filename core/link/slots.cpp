// CRC16 (XMODEM), as the specification of Redis Cluster has it, and sets as bits.
#include "core/link/slots.hpp"

#include <array>
#include <utility>

namespace parley::link {
namespace {

constexpr std::array<std::uint16_t, 256> make_crc_table() {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    unsigned crc = byte << 8U;
    for (int bit = 0; bit < 8; ++bit)
      crc = ((crc << 1U) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U)) & 0xffffU;
    table[byte] = static_cast<std::uint16_t>(crc);
  }
  return table;
}

constexpr auto crc_table = make_crc_table();

std::uint16_t crc16(std::string_view text) {
  unsigned crc = 0;
  for (const char each : text) {
    const auto at = (crc >> 8U) ^ static_cast<unsigned char>(each);
    crc = ((crc << 8U) ^ crc_table[at & 0xffU]) & 0xffffU;
  }
  return static_cast<std::uint16_t>(crc);
}

std::string_view hashed_part(std::string_view key) {
  const auto open = key.find('{');
  if (open == std::string_view::npos) return key;
  const auto close = key.find('}', open + 1);
  if (close == std::string_view::npos || close == open + 1) return key;
  return key.substr(open + 1, close - open - 1);
}

}  // namespace

slot_number slot_of(std::string_view key) {
  return static_cast<slot_number>(crc16(hashed_part(key)) % slot_count);
}

slot_number slot_of_tag(std::string_view tag) {
  return static_cast<slot_number>(crc16(tag.substr(0, tag.find('}'))) % slot_count);
}

slot_set slot_set::all() {
  slot_set set;
  set.has_all_ = true;
  return set;
}

bool slot_set::contains(slot_number slot) const {
  return has_all_ || (bits_ && bits_->test(slot));
}

bool slot_set::contains_key(std::string_view key) const {
  return has_all_ || (bits_ && bits_->test(slot_of(key)));
}

bool slot_set::contains_tag(std::string_view tag) const {
  return has_all_ || (bits_ && bits_->test(slot_of_tag(tag)));
}

std::size_t slot_set::count() const {
  if (has_all_) return slot_count;
  return bits_ ? bits_->count() : 0;
}

slot_set::bits& slot_set::own() {
  if (!bits_)
    bits_ = std::make_shared<bits>();
  else if (bits_.use_count() > 1)
    bits_ = std::make_shared<bits>(*bits_);
  if (std::exchange(has_all_, false)) bits_->set();
  return *bits_;
}

void slot_set::add(slot_number slot) {
  if (!contains(slot)) own().set(slot);
}

void slot_set::add(const slot_set& others) {
  if (has_all_ || (!others.has_all_ && !others.bits_)) return;
  if (others.has_all_)
    *this = all();
  else
    own() |= *others.bits_;
}

void slot_set::remove(const slot_set& others) {
  if (others.has_all_)
    *this = slot_set();
  else if (others.bits_ && (has_all_ || bits_))
    own() &= ~*others.bits_;
}

bool operator==(const slot_set& one, const slot_set& other) {
  if (one.count() != other.count()) return false;
  return one.bits_ == other.bits_ || one.is_empty() || one.is_all() || *one.bits_ == *other.bits_;
}

}  // namespace parley::link
