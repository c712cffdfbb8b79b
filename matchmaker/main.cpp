// parley-matchmaker: options, loop, log, and the server that owns the rest.
#include "core/io/service_main.hpp"
#include "matchmaker/service/config.hpp"
#include "matchmaker/service/server.hpp"

int main(int argc, char** argv) {
  using namespace parley;
  matchmaker_service::config config;
  const auto options = matchmaker_service::declare_options(config);
  const io::program program{"parley-matchmaker",
                            "Pairs strangers and tells them where to talk.",
                            {{"--faults", "faults.plan"}}};
  return io::service_main(argc, argv, program, options, [&config] {
    io::event_loop loop;
    io::logger log(config.service.log.level);
    return matchmaker_service::serve(config, loop, log);
  });
}
