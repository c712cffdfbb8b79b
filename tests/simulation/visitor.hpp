// A user with a browser tab: the real client logic, its connections, and what the user does. The
// tab can be reloaded, and closed for good.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chaos/client/client.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/witness.hpp"

namespace parley::simulation {

// Where a gateway leads to; null: to nobody.
struct doors {
  std::function<process*()> a_matchmaker;
  std::function<process*(const std::string& node)> a_node;
};

class visitor final : public caller {
 public:
  visitor(environment& env, network& net, witness& sees, doors where, unsigned number);

  // ---- what the user does; false: not now
  bool seek(std::uint32_t how);
  bool enter();  // the named room
  bool say();
  bool goodbye();
  bool take_back();
  bool rename();
  bool reload(std::int64_t for_ms);
  bool close_tab();

  // ---- looking on
  [[nodiscard]] bool is_open() const { return tab_ != nullptr; }
  [[nodiscard]] bool is_gone() const { return is_gone_; }
  [[nodiscard]] client::state state() const { return tab_->current(); }
  [[nodiscard]] const client::memory& kept() const { return tab_->kept(); }
  [[nodiscard]] std::size_t connections() const { return links_.size(); }
  [[nodiscard]] unsigned number() const { return number_; }
  [[nodiscard]] bool is_in_room() const { return tab_ && tab_->kept().seat.has_value(); }

  void on_opened(connection_id id) override;
  void on_text(connection_id id, std::string text) override;
  void on_closed(connection_id id, std::uint16_t code) override;

 private:
  void happens(const client::event& what);
  void perform(const client::action& what, const client::event& cause);
  [[nodiscard]] static std::string content_of(const client::event& cause);
  void perform_shown(const client::action& what, const client::event& cause);
  void open(client::link_number link, process* to);
  void show(client::state state);
  void wait_for_deadline();
  void take_text(connection_id id, const std::string& text);
  void confirm_early(connection_id id, const std::string& text);
  void drop_all();
  void restore(client::memory kept);
  [[nodiscard]] std::string name() const { return "c" + std::to_string(number_); }

  environment& env_;
  network& net_;
  witness& witness_;
  doors doors_;
  unsigned number_;
  random_bits chance_;
  client::client_settings settings_;

  std::unique_ptr<client::client> tab_;
  bool is_gone_ = false;
  std::uint64_t generation_ = 0;  // of the tab
  std::uint64_t wishes_ = 0;
  std::string wish_;  // its name
  std::string room_;  // the room it sits in, or sat in last
  seat_number seat_ = 0;
  std::uint64_t epoch_ = 0;
  std::map<client::link_number, connection_id> links_;
  std::map<connection_id, client::link_number> numbers_;
  connection_id heard_on_ = 0;  // what is happening came by it
  std::optional<std::int64_t> wakes_ms_;
};

}  // namespace parley::simulation
