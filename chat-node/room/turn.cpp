// Turns what the machine wants into actions.
#include "chat-node/room/turn.hpp"

#include <cmath>

#include "core/base/tenths.hpp"

namespace parley::room {

void turn::notify(connection_id to, wire::notification what) {
  if (connections_.is_open(to)) out_.push_back(send_notification{to, std::move(what)});
}

void turn::answer(connection_id to, const std::optional<wire::request_id>& id,
                  wire::any_result what) {
  if (id && connections_.is_open(to)) out_.push_back(send_result{to, *id, std::move(what)});
}

void turn::refuse(connection_id to, const std::optional<wire::request_id>& id,
                  wire::rpc_error what) {
  if (!connections_.is_open(to)) return;
  count(metric::errors, std::string(wire::name_of(what.code)));
  out_.push_back(send_error{to, id, std::move(what)});
}

void turn::close(connection_id id, wire::close_code code) {
  auto* const open = connections_.find(id);
  if (open == nullptr || open->at == connection::phase::closing) return;
  open->at = connection::phase::closing;
  out_.push_back(close_connection{id, code});
}

std::uint64_t turn::store(const std::string& room, store_request what) {
  const auto number = ++requests_;
  out_.push_back(store_command{room, number, std::move(what)});
  return number;
}

std::uint64_t turn::ask_filter(const std::string& room, const std::string& language,
                               std::vector<std::string> texts) {
  const auto number = ++requests_;
  out_.push_back(parley::room::ask_filter{room, number, language, std::move(texts)});
  return number;
}

std::optional<wire::clock_reference> turn::reference() const {
  if (!reference_) return std::nullopt;
  const auto carried = clocks::carry(*reference_, now);
  // The error rounded up: it is never told to be smaller than it is.
  return wire::clock_reference{to_tenths(clocks::to_ms(carried.offset)),
                               std::ceil(clocks::to_ms(carried.error) * 10) / 10};
}

void turn::count(metric what, std::string label, std::uint64_t amount, std::string second_label) {
  out_.push_back(parley::room::count{what, std::move(label), amount, std::move(second_label)});
}

void turn::log(severity level, std::string text, log_fields fields) {
  out_.push_back(log_line{level, std::move(text), std::move(fields)});
}

}  // namespace parley::room
