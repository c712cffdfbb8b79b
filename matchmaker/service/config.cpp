// Keys, docs and checks of the matchmaker's own options.
#include "matchmaker/service/config.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "core/io/secrets.hpp"

namespace parley::matchmaker_service {
namespace {

std::optional<std::string> is_id(const std::string& id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (id.size() <= 63 && std::ranges::all_of(id, fits)) return std::nullopt;
  return "must be at most 63 of a-z, 0-9 and -";
}

std::optional<std::string> are_languages(const std::vector<std::string>& languages) {
  if (languages.empty()) return "must name at least one";
  for (const std::string& each : languages) {
    const bool fits = std::ranges::all_of(each, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!fits || each.size() < 2 || each.size() > 3)
      return "must be codes of two or three letters, not " + each;
    if (each == pairing::probe_pool)
      return "must not name zxx, which is for pairing.probe_key_file";
  }
  return std::nullopt;
}

void declare_pairing(io::option_table& table, config& target) {
  auto& to = target.matchmaker;
  using io::at_least;
  using pairing::node_choice;
  table.section("pairing", "Who is paired with whom, when, and on which node.")
      .add("pairing.languages", to.languages, "The pools; they never mix.", are_languages)
      .add("pairing.probe_key_file", target.probe_key_file,
           "A file with the word that parley-probe seeks with in place of a language, in the pool "
           "zxx, which nobody else can choose; empty: no such pool.")
      .add("pairing.interest_patience_ms", to.interest_patience,
           "A ticket with interests looks so long for a shared one; then it takes anybody in its "
           "pool.",
           at_least(milliseconds{0}))
      .add("pairing.ticket_lease_ms", target.ticket_lease,
           "Whose connection is lost keeps the place in the queue for so long.",
           at_least(milliseconds{4'000}))
      .add("pairing.max_wait_ms", to.max_wait, "A wait ends with too_long after it.",
           at_least(milliseconds{1'000}))
      .add("pairing.room_limit", to.room_limit, "Members that a named room may have at once.",
           io::between<std::uint32_t>(2, 50))
      .add_choice("pairing.node_choice", to.choice,
                  {{"power_of_two", node_choice::power_of_two},
                   {"round_robin", node_choice::round_robin},
                   {"least_loaded", node_choice::least_loaded},
                   {"packed", node_choice::packed}},
                  "Which node a new room gets; packed fills the lowest ordinal first.")
      .add("pairing.canary_version", to.trial.version,
           "The version of nodes that are on trial, as they call it (node.version); empty: none.")
      .add("pairing.canary_percent", to.trial.percent,
           "So many of a hundred new rooms go to nodes of that version while they have room, the "
           "others do not.",
           io::between<std::uint32_t>(0, 100));
}

}  // namespace

config::config() {
  service.listen.port = 7'000;
  service.admin.port = 7'001;
  matchmaker.drain.deadline = milliseconds{10'000};
  matchmaker.drain.spread = milliseconds{2'000};
}

io::option_table declare_options(config& target) {
  io::option_table table;
  table.section("matchmaker", "This process.")
      .add("matchmaker.id", target.id,
           "Names its mailbox; unique among those that run. Empty: a random one.", is_id);
  declare_pairing(table, target);
  safety::declare_safety_options(table, target.safety);
  table
      .section("drain",
               "On SIGTERM those who wait go to another matchmaker, then the process exits.")
      .add("drain.deadline_ms", target.matchmaker.drain.deadline,
           "Who is still here then is cut off, resumably.", io::at_least(milliseconds{0}))
      .add("drain.spread_ms", target.matchmaker.drain.spread,
           "They are sent away spread over so long, so that no herd arrives elsewhere.",
           io::at_least(milliseconds{0}));
  io::declare_service_options(table, target.service);
  striker::declare_fault_options(table, target.faults);
  table.section("limits", "")
      .add("limits.seeks_per_address_per_minute", target.matchmaker.seeks_per_minute,
           "Wishes that one address may bring; beyond: rate_limited.",
           io::between<std::uint32_t>(1, 1'000'000))
      .add("limits.refusals", target.matchmaker.refusals,
           "Frames refused without a pause before the connection is closed.",
           io::between<std::uint64_t>(1, 1'000'000));
  return table;
}

pairing::matchmaker_settings matchmaker_settings_of(const config& from) {
  std::random_device entropy;
  auto settings = from.matchmaker;
  settings.seed = (std::uint64_t{entropy()} << 32U) | entropy();
  if (!from.probe_key_file.empty())
    settings.probe_key = io::read_secret_file("pairing.probe_key_file", from.probe_key_file);
  settings.takes_reports = !from.safety.report_key_file.empty();
  settings.id = from.id.empty() ? "matchmaker-" + std::to_string(settings.seed) : from.id;
  settings.frames = {static_cast<std::uint32_t>(from.service.limits.frames_burst),
                     static_cast<std::uint32_t>(from.service.limits.frames_per_second)};
  return settings;
}

wire::token_box tokens_of(const config& from) {
  const auto& file = from.service.tokens.keys_file;
  if (file.empty()) throw io::start_error("tokens.keys_file: must name a file of one or two keys");
  auto keys = wire::parse_token_keys(io::read_secret_file("tokens.keys_file", file));
  if (!keys) throw io::start_error("tokens.keys_file: " + file + ": " + keys.error());
  return wire::token_box(std::move(*keys));
}

}  // namespace parley::matchmaker_service
