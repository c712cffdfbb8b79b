// The members of every event's JSON object, named once: reading and writing both walk through
// `describe`. Inner part of the format.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "chaos/checks/history.hpp"

namespace parley::checks {

template <class Enum, std::size_t size>
using name_table = std::array<std::pair<Enum, std::string_view>, size>;

inline constexpr name_table<phase_name, 5> phase_names{{
    {phase_name::steady, "steady"},
    {phase_name::load, "load"},
    {phase_name::calm, "calm"},
    {phase_name::rest, "rest"},
    {phase_name::end, "end"},
}};
inline constexpr name_table<reading, 2> reading_names{{
    {reading::base, "base"},
    {reading::end, "end"},
}};
inline constexpr name_table<bot_state, 7> bot_state_names{{
    {bot_state::idle, "idle"},
    {bot_state::seeking, "seeking"},
    {bot_state::connecting, "connecting"},
    {bot_state::joined, "joined"},
    {bot_state::reconnecting, "reconnecting"},
    {bot_state::ended, "ended"},
    {bot_state::failed, "failed"},
}};

inline constexpr std::uint64_t max_bots = 1'000'000;
inline constexpr double max_fraction = 1e12;  // up to here a double tells thousandths apart

// Reads: members absent from the line are mistakes but for the `optional_` ones. Writes: an empty
// optional is left out. `a` is the reader or the writer, `e` the event (const when writing).
template <class A, class E>
void describe_expectation(A& a, E& e) {
  a.fraction("recover_within_ms", e.recover_within_ms);
  a.optional_flag("redis_may_rewind", e.redis_may_rewind);
  a.optional_integer("strikes_at_least", e.strikes_at_least);
  a.optional_integer("memory_growth_bytes", e.memory_growth_bytes);
  a.optional_integer("descriptor_growth", e.descriptor_growth);
}

template <class A, class E>
void describe(A& a, E& e, const run&) {
  a.integer("format", e.format);
  a.text("experiment", e.experiment);
  a.integer("seed", e.seed);
  a.integer("bots", e.bots, 0, max_bots);
  a.object("expect", [&](A& inner) { describe_expectation(inner, e.expect); });
}
template <class A, class E>
void describe(A& a, E& e, const phase&) {
  a.name("name", e.name, phase_names);
}
template <class A, class E>
void describe(A& a, E& e, const fault&) {
  a.integer("n", e.n);
  a.text("what", e.what);
  a.optional_text("target", e.target);
  a.optional_fraction("until", e.until);
}
template <class A, class E>
void describe(A& a, E& e, const healed&) {
  a.integer("n", e.n);
}
template <class A, class E>
void describe(A& a, E& e, const struck&) {
  a.text("service", e.service);
  a.text("fault", e.fault);
  a.text("phase", e.phase);
  a.integer("connection", e.connection);
}
template <class A, class E>
void describe(A& a, E& e, const plan&) {
  a.text("fault", e.fault);
  a.text("phase", e.phase);
  a.fraction("asked_percent", e.asked_percent);
  a.integer("chances", e.chances);
  a.integer("strikes", e.strikes);
}
template <class A, class E>
void describe(A& a, E& e, const process&) {
  a.text("name", e.name);
  a.integer("rss_bytes", e.rss_bytes);
  a.integer("fds", e.fds);
  a.name("when", e.when, reading_names);
}
template <class A, class E>
void describe(A& a, E& e, const logged&) {
  a.text("room", e.room);
  a.id("id", e.id);
  a.integer("from", e.from, 1);
  a.integer("seq", e.seq, 1);
  a.sum("sum", e.sum);
}
template <class A, class E>
void describe(A& a, E& e, const log_read&) {
  a.text("room", e.room);
  a.integer("entries", e.entries);
  a.optional_id("first", e.first);
}
template <class A, class E>
void describe(A& a, E& e, const seek&) {
  a.integer("bot", e.bot);
  a.integer("attempt", e.attempt);
  a.optional_text("pool", e.pool);
}
template <class A, class E>
void describe(A& a, E& e, const paired&) {
  a.integer("bot", e.bot);
  a.integer("attempt", e.attempt);
  a.text("room", e.room);
  a.integer("seat", e.seat, 1);
  a.text("partner", e.partner);
}
template <class A, class E>
void describe(A& a, E& e, const wait_ended&) {
  a.integer("bot", e.bot);
  a.text("reason", e.reason);
}
template <class A, class E>
void describe(A& a, E& e, const enter&) {
  a.integer("bot", e.bot);
  a.text("name", e.name);
}
template <class A, class E>
void describe(A& a, E& e, const entered&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("seat", e.seat, 1);
}
template <class A, class E>
void describe(A& a, E& e, const joined&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("seat", e.seat, 1);
  a.text("node", e.node);
  a.integer("epoch", e.epoch);
  a.integer("link", e.link);
  a.optional_integer("connection", e.connection);
}
template <class A, class E>
void describe(A& a, E& e, const lost&) {
  a.integer("bot", e.bot);
  a.integer("link", e.link);
  a.integer("code", e.code);
}
template <class A, class E>
void describe(A& a, E& e, const send&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("seat", e.seat, 1);
  a.integer("seq", e.seq, 1);
  a.sum("sum", e.sum);
}
template <class A, class E>
void describe(A& a, E& e, const refused&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.text("reason", e.reason);
}
template <class A, class E>
void describe_tick(A& a, E& e) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("seat", e.seat, 1);
  a.integer("seq", e.seq, 1);
}
template <class A, class E>
void describe(A& a, E& e, const stored&) {
  describe_tick(a, e);
}
template <class A, class E>
void describe(A& a, E& e, const delivered&) {
  describe_tick(a, e);
}
template <class A, class E>
void describe(A& a, E& e, const applied&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("from", e.from, 1);
  a.integer("seq", e.seq, 1);
  a.id("id", e.id);
  a.sum("sum", e.sum);
}
template <class A, class E>
void describe(A& a, E& e, const gap&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.integer("from", e.from, 1);
  a.integer("count", e.count, 1);
}
template <class A, class E>
void describe(A& a, E& e, const ended&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
  a.text("reason", e.reason);
}
template <class A, class E>
void describe(A& a, E& e, const leave&) {
  a.integer("bot", e.bot);
  a.text("room", e.room);
}
template <class A, class E>
void describe(A& a, E& e, const reload&) {
  a.integer("bot", e.bot);
}
template <class A, class E>
void describe(A& a, E& e, const closed&) {
  a.integer("bot", e.bot);
}
template <class A, class E>
void describe(A& a, E& e, const rest&) {
  a.integer("bot", e.bot);
  a.integer("outbox", e.outbox);
  a.name("state", e.state, bot_state_names);
}

}  // namespace parley::checks
