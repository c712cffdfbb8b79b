// A matchmaker of the simulated world: the real machine, its virtual connections, and its link to
// Redis. As matchmaker/service/server.cpp, it decides nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "matchmaker/pairing/matchmaker.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/process.hpp"
#include "tests/simulation/store_link.hpp"
#include "tests/simulation/witness.hpp"

namespace parley::simulation {

class matchmaker_host final : public process {
 public:
  matchmaker_host(environment& env, network& net, redis_servers& redis, witness& sees,
                  const wire::token_box& tokens, std::string name)
      : process(env, net, std::move(name)), redis_(redis), witness_(sees), tokens_(tokens) {}

  void drain() override;
  void cut_link(std::int64_t noticed_in_ms) override {
    if (link_) link_->cut_in(noticed_in_ms);
  }
  void lose_mail() override {
    if (link_) link_->lose_mail();
  }

  [[nodiscard]] std::size_t waiting() const { return machine_ ? machine_->waiting() : 0; }
  [[nodiscard]] std::size_t open_connections() const {
    return machine_ ? machine_->open_connections() : 0;
  }

  [[nodiscard]] bool takes_connections() const override { return is_open_; }
  void on_opened(connection_id id) override;
  void on_text(connection_id id, std::string text) override;
  void on_closed(connection_id id) override;

 protected:
  void begin() override;
  void end() override;

 private:
  void take(const pairing::event& what);
  void perform(const pairing::send_notification& send);
  void perform(const pairing::send_result& send);
  void perform(const pairing::send_error& send);
  void perform(const pairing::close_connection& close);
  void perform(const pairing::store_command& command);
  void perform(const pairing::announce&) { renew(); }
  void perform(const pairing::refuse_connections&) { is_open_ = false; }
  void perform(const pairing::finished&);
  void perform(const pairing::log_line&) {}
  void perform(const pairing::count& counted) { env_.seen.count(counted); }
  void perform(const pairing::observe_wait&) {}

  void answer(const pairing::store_command& asked, std::optional<pairing::store_reply> reply);
  void on_link_ready();
  void renew();
  void list();
  [[nodiscard]] task mail_of(redis_model::server& at);
  [[nodiscard]] registry::node_record own_record() const;

  redis_servers& redis_;
  witness& witness_;
  const wire::token_box& tokens_;
  std::string instance_;
  redis_model::matchmaker_caller caller_;
  std::unique_ptr<pairing::matchmaker> machine_;
  std::shared_ptr<store_link> link_;
  bool is_open_ = false;
  bool is_listing_ = false;
  std::vector<registry::node_record> listed_;
};

}  // namespace parley::simulation
