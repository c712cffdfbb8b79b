// parley-probe: options, loop, log, and the server that owns the rest.
#include "chaos/probe/config.hpp"
#include "chaos/probe/server.hpp"
#include "core/io/service_main.hpp"

int main(int argc, char** argv) {
  using namespace parley;
  probe::config config;
  const auto options = probe::declare_options(config);
  const io::program program{"parley-probe",
                            "Answers POST /api/echo with the body, once it has been through all."};
  return io::service_main(argc, argv, program, options, [&config] {
    io::event_loop loop;
    io::logger log(config.level);
    return probe::serve(config, loop, log);
  });
}
