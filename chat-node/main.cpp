// parley-chat-node: options, loop, log, and the server that owns the rest.
#include "chat-node/service/config.hpp"
#include "chat-node/service/server.hpp"
#include "core/io/service_main.hpp"

int main(int argc, char** argv) {
  using namespace parley;
  chat_node_service::config config;
  const auto options = chat_node_service::declare_options(config);
  const io::program program{"parley-chat-node",
                            "Relays the talk of paired strangers, room by room.",
                            {{"--faults", "faults.plan"}}};
  return io::service_main(argc, argv, program, options, [&config] {
    io::event_loop loop;
    io::logger log(config.service.log.level);
    return chat_node_service::serve(config, loop, log);
  });
}
