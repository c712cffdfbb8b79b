// A server on which nothing fails.
#include "tests/integration/redis_model/at_model.hpp"

#include <catch2/catch.hpp>

namespace parley::redis_model::test {
namespace {

template <class Reply>
said said_by(answer<Reply> reply) {
  if (std::holds_alternative<not_answered>(reply)) return std::monostate{};
  return std::get<Reply>(std::move(reply));
}

}  // namespace

at_model::at_model() : redis_({.stream_block = stream_block}) {
  REQUIRE(redis_.load(of_chat_node));
  REQUIRE(redis_.load(of_matchmaker));
}

said at_model::perform(const step& what) {
  return std::visit([this](const auto& each) { return does(each); }, what);
}

std::vector<said> at_model::perform(const std::vector<step>& all) {
  std::vector<said> answers;
  for (const auto& each : all)
    answers.push_back(perform(each));
  return answers;
}

said at_model::does(const node_asks& asks) {
  return said_by(redis_.perform(nodes.at(asks.who), asks.what, now_));
}

said at_model::does(const matchmaker_asks& asks) {
  return said_by(redis_.perform(matchmakers.at(asks.who), asks.what, now_));
}

said at_model::does(const registry_is_asked& asks) {
  return said_by(redis_.perform(asks.what, now_));
}

// As parse_mail leaves it.
said at_model::does(const node_reads_mail& reads) {
  const auto& caller = nodes.at(reads.who);
  auto mail = std::get<std::vector<node_mail>>(redis_.take_mail(caller.node, now_));
  std::erase_if(mail, [&](const node_mail& each) { return each.instance == caller.instance; });
  for (auto& each : mail)
    each.instance.clear();
  return mail;
}

said at_model::does(const matchmaker_reads_letters& reads) {
  return said_by(redis_.take_letters(matchmakers.at(reads.who).holder, now_));
}

said at_model::does(const listing_is_read& reads) {
  const auto* const found = data().pairing.listed_in(reads.what, now_);
  return found == nullptr ? std::vector<sorted_set::ranked>{} : found->ranks();
}

said at_model::does(const time_passes& passes) {
  now_ += passes.time.count();
  return std::monostate{};
}

}  // namespace parley::redis_model::test
