// `run`: a system, a history, a verdict.
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "chaos/runner/commands.hpp"
#include "chaos/runner/driver/found_driver.hpp"
#include "chaos/runner/driver/kubectl_driver.hpp"
#include "chaos/runner/driver/local_driver.hpp"
#include "chaos/runner/run/experiment_run.hpp"
#include "core/io/option_values.hpp"
#include "core/io/service_main.hpp"
#include "core/io/start_error.hpp"

namespace parley::runner {

namespace {

namespace fs = std::filesystem;

script::experiment experiment_of(const command_line& line) {
  auto made = script::read_experiment(experiment_file(line, line.operands.front()), line.scale);
  made.load.bots = line.bots.value_or(made.load.bots);
  made.load.messages = line.messages.value_or(made.load.messages);
  made.load.rate = line.rate.value_or(made.load.rate);
  if (const auto mistake = script::find_mistake(made.load, made.topology); !mistake.empty())
    throw io::start_error("--" + mistake);
  return made;
}

std::uint64_t seed_of(const command_line& line) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return line.seed.value_or(
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
}

std::string talk_of(const script::load& load) {
  if (load.rooms == 0) return "in pairs";
  return "in " + std::to_string(load.rooms) + (load.rooms == 1 ? " room" : " rooms") + " of " +
         std::to_string(load.most_in_a_room());
}

run_facts facts_of(const command_line& line, const script::experiment& experiment,
                   std::uint64_t seed) {
  const script::topology& topology = experiment.topology;
  run_facts made;
  made.about = experiment.shows + " In production: " + experiment.happens;
  made.command = "parley-chaos run " + experiment.name + " --seed " + std::to_string(seed);
  if (line.scale == script::scale::brief) made.command += " --scale short";
  made.facts = {{"version", std::string(io::version())},
                {"gateways", std::to_string(topology.gateways)},
                {"matchmakers", std::to_string(topology.matchmakers)},
                {"nodes", std::to_string(topology.nodes)},
                {"redis", topology.has_cluster   ? "a cluster of three masters and three replicas"
                          : topology.has_replica ? "a master and a replica"
                                                 : "one"},
                {"talk", talk_of(experiment.load)},
                {"messages a second", std::to_string(std::lround(experiment.load.rate))}};
  return made;
}

void print_lines(const driver::shell_lines& lines) {
  for (const std::string& line : lines)
    std::printf("            %s\n", line.c_str());
}

// What would be done, and with kubectl by exactly which commands.
void print_plan(const command_line& line, const script::experiment& experiment,
                std::uint64_t seed) {
  const bool by_kubectl = line.driver == driver_kind::kubectl;
  const driver::kubectl_commands commands(line.name_space, experiment.topology);
  if (const auto why = driver::kubectl_commands::refusal(experiment); by_kubectl && !why.empty())
    throw io::start_error(why);
  std::printf("%s: %zu bots, %zu messages in %.1f s\n", experiment.name.c_str(),
              experiment.load.bots, experiment.load.messages,
              static_cast<double>(experiment.load.lasts().count()) / 1000);
  if (by_kubectl) print_lines(commands.start());
  if (by_kubectl && !experiment.plan.empty()) print_lines(commands.set_plan("faults.yaml"));
  for (const script::step& step : script::schedule(experiment, seed)) {
    std::printf("%8.1f s  %s %s %s\n", static_cast<double>(step.at.count()) / 1000,
                step.begins ? "begin" : "end  ",
                std::string(script::rule_of(step.what).name).c_str(), step.target.c_str());
    if (by_kubectl) print_lines(step.begins ? commands.begin(step) : commands.end(step));
  }
  if (by_kubectl && !experiment.plan.empty()) print_lines(commands.drop_plan());
  if (by_kubectl) print_lines(commands.heal());
}

// "127.0.0.1:8080", or with a name.
driver::door door_of(const std::string& option, const std::string& text) {
  const auto colon = text.rfind(':');
  const auto port =
      colon == std::string::npos ? std::nullopt : io::parse_whole_number(text.substr(colon + 1));
  if (!port || *port == 0 || *port > 65'535)
    throw io::start_error(option + ": must be HOST:PORT for this driver");
  return {text.substr(0, colon), static_cast<std::uint16_t>(*port)};
}

std::unique_ptr<driver::driver> driver_of(const command_line& line,
                                          const script::experiment& experiment,
                                          const std::string& out, io::event_loop& loop,
                                          live::pump& pump) {
  if (line.driver == driver_kind::kubectl) {
    driver::kubectl_settings settings;
    settings.name_space = line.name_space;
    settings.gateway = door_of("--gateway", line.gateway);
    if (!line.redis.empty()) settings.redis = door_of("--redis", line.redis);
    settings.folder = out + "/system";
    return std::make_unique<driver::kubectl_driver>(loop, pump, experiment, settings);
  }
  if (line.driver == driver_kind::found) {
    driver::found_settings settings;
    settings.gateway = door_of("--gateway", line.gateway);
    if (!line.redis.empty()) settings.redis = door_of("--redis", line.redis);
    for (const std::string& admin : line.admins)
      settings.admins[admin] = door_of("--admin", admin);
    return std::make_unique<driver::found_driver>(loop, pump, experiment, settings);
  }
  driver::local_settings settings;
  settings.programs = line.programs.empty()
                          ? fs::read_symlink("/proc/self/exe").parent_path().string()
                          : fs::absolute(line.programs).string();
  settings.folder = out + "/system";
  settings.allows_faults = !experiment.plan.empty();
  return std::make_unique<driver::local_driver>(loop, pump, experiment.topology, settings);
}

// Why it could not be done; empty: it was.
std::string carry_out(const command_line& line, const script::experiment& experiment,
                      std::uint64_t seed, const std::string& out) {
  io::event_loop loop;
  live::pump pump(loop);
  progress progress(isatty(STDERR_FILENO) == 1);
  crowd::recorder history(out + "/history.jsonl");
  const auto driver = driver_of(line, experiment, out, loop, pump);
  experiment_run run(loop, pump, *driver, history, progress, experiment, seed);
  std::string trouble;
  try {
    driver->start();
    trouble = run.perform();
  } catch (const live::interrupted&) {
    trouble = "interrupted";
  } catch (const io::start_error& error) {
    trouble = error.what();
  }
  pump.see_to_the_end();
  run.dismiss();
  driver->stop();
  if (!history.flush() && trouble.empty()) trouble = "the history could not be written";
  return trouble;
}

}  // namespace

int run_experiment(const command_line& line) {
  const script::experiment experiment = experiment_of(line);
  const std::uint64_t seed = seed_of(line);
  if (line.is_dry_run) {
    print_plan(line, experiment, seed);
    return 0;
  }
  const std::string chosen =
      line.out.empty() ? "run/chaos/" + experiment.name + "-" + std::to_string(seed) : line.out;
  const std::string out = fs::absolute(chosen).lexically_normal().string();
  fs::create_directories(out);
  std::ofstream(out + "/holds.yaml") << script::bounds_text(experiment.holds);
  const std::string trouble = carry_out(line, experiment, seed, out);
  return conclude(out, line.checker, trouble, facts_of(line, experiment, seed));
}

}  // namespace parley::runner
