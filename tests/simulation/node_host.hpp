// A chat-node of the simulated world: the real machine, its virtual connections, and its link to
// Redis. As chat-node/service/server.cpp, it decides nothing.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chat-node/room/chat_node.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/process.hpp"
#include "tests/simulation/store_link.hpp"
#include "tests/simulation/witness.hpp"

namespace parley::simulation {

class node_host final : public process {
 public:
  node_host(environment& env, network& net, redis_servers& redis, witness& sees,
            const wire::token_box& tokens, std::string name)
      : process(env, net, std::move(name)), redis_(redis), witness_(sees), tokens_(tokens) {}

  void drain() override;
  void cut_link(std::int64_t noticed_in_ms) override;
  void lose_mail() override {
    if (!links_.empty()) links_.front()->lose_mail();
  }

  [[nodiscard]] std::size_t rooms() const { return machine_ ? machine_->rooms() : 0; }
  [[nodiscard]] std::size_t open_connections() const {
    return machine_ ? machine_->open_connections() : 0;
  }
  [[nodiscard]] bool is_draining() const { return machine_ && machine_->is_draining(); }

  [[nodiscard]] bool takes_connections() const override { return was_ready_; }
  void on_opened(connection_id id) override;
  void on_text(connection_id id, std::string text) override;
  void on_closed(connection_id id) override;

 protected:
  void begin() override;
  void end() override;

 private:
  void take(const room::event& what);
  void connect(std::size_t share);
  void on_link_ready(std::size_t share);
  [[nodiscard]] link::slot_set slots_of(std::size_t share) const;
  [[nodiscard]] store_link& link_to(const std::string& room);
  void perform(const room::send_notification& send);
  void perform(const room::send_result& send);
  void perform(const room::send_error& send);
  void perform(const room::close_connection& close);
  void perform(const room::ask_queue_level& ask);
  void perform(const room::store_command& command);
  void perform(const room::ask_filter& ask);
  void perform(const room::announce&) { renew(); }
  void perform(const room::finished&);
  void perform(const room::log_line&) {}
  void perform(const room::count& counted);

  void ask_redis(const room::store_command& command);
  void answer(const room::store_command& asked, std::optional<room::store_reply> reply);
  void count(const room::store_reply& said);
  void renew();
  void list();
  [[nodiscard]] task mail_of(redis_model::server& at);
  [[nodiscard]] bool answer_by_mistake(const room::store_command& command);
  [[nodiscard]] registry::node_record own_record() const;

  redis_servers& redis_;
  witness& witness_;
  const wire::token_box& tokens_;
  room::node_settings settings_;
  redis_model::node_caller caller_;
  std::unique_ptr<room::chat_node> machine_;
  // One, or as many as a cluster has masters: each for its share of the slots. Registry and mail
  // are with the first.
  std::vector<std::shared_ptr<store_link>> links_;
  std::set<std::string> claimed_;  // rooms, by this incarnation
  bool was_ready_ = false;
  bool is_listing_ = false;
  std::vector<registry::node_record> listed_;
};

}  // namespace parley::simulation
