// Each act is one shell that runs its lines in turn.
#include "chaos/runner/driver/kubectl_driver.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

#include "core/io/start_error.hpp"

namespace parley::driver {

namespace {

constexpr milliseconds reap_interval{50};
constexpr milliseconds patience{300'000};

std::string joined(const shell_lines& lines) {
  std::string script;
  for (const std::string& line : lines)
    script += (script.empty() ? "" : " && ") + line;
  return script;
}

}  // namespace

kubectl_driver::kubectl_driver(io::event_loop& loop, live::pump& pump,
                               const script::experiment& experiment, kubectl_settings settings)
    : pump_(pump),
      commands_(settings.name_space, experiment.topology),
      settings_(std::move(settings)),
      clock_(loop.every(reap_interval, [this] { reap(); })) {
  std::filesystem::create_directories(settings_.folder);
  if (const auto why = kubectl_commands::refusal(experiment); !why.empty())
    throw io::start_error(why);
}

void kubectl_driver::run(const shell_lines& lines) {
  if (lines.empty()) return;
  running_.push_back(std::make_unique<child>(std::vector<std::string>{"sh", "-c", joined(lines)},
                                             settings_.folder + "/kubectl.log"));
  running_.back()->start();
}

void kubectl_driver::reap() {
  std::erase_if(running_, [this](const auto& each) {
    if (!each->has_ended()) return false;
    has_failed_ = has_failed_ || each->end() != "exit 0";
    return true;
  });
}

bool kubectl_driver::run_to_the_end(const shell_lines& lines) {
  run(lines);
  const bool is_done = pump_.until([this] { return running_.empty(); }, patience);
  return is_done && !std::exchange(has_failed_, false);
}

void kubectl_driver::start() {
  if (!run_to_the_end(commands_.start()))
    throw io::start_error("kubectl: the system is not ready; see " + settings_.folder +
                          "/kubectl.log");
}

void kubectl_driver::begin(const script::step& step) {
  run(commands_.begin(step));
}

void kubectl_driver::end(const script::step& step) {
  run(commands_.end(step));
}

void kubectl_driver::set_plan(const std::string& yaml) {
  if (yaml.empty()) {
    if (std::exchange(has_plan_, false)) run(commands_.drop_plan());
    return;
  }
  const std::string file = settings_.folder + "/faults.yaml";
  std::ofstream(file) << yaml;
  has_plan_ = true;
  run(commands_.set_plan(file));
}

bool kubectl_driver::heal() {
  (void)run_to_the_end({});  // what is under way first
  return run_to_the_end(commands_.heal());
}

void kubectl_driver::stop() {
  set_plan("");
  (void)heal();
}

}  // namespace parley::driver
