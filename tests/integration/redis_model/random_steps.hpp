// Steps as services would take them, mostly: a sequence follows from its seed. What makes sense is
// taken from what the model holds; the rest are late, repeated, forged and nonsensical.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/random_bits.hpp"
#include "tests/integration/redis_model/at_model.hpp"

namespace parley::redis_model::test {

class random_steps {
 public:
  explicit random_steps(std::uint64_t seed);

  [[nodiscard]] step next(const at_model& at);

  // Reads all that there is to read.
  [[nodiscard]] std::vector<step> last() const;

 private:
  [[nodiscard]] step of_rooms(const at_model& at);
  [[nodiscard]] step of_pairing();
  [[nodiscard]] step of_registry();
  [[nodiscard]] time_passes some_time();

  [[nodiscard]] room::store_request room_request(const at_model& at, std::size_t who,
                                                 const std::string& room);
  [[nodiscard]] room::append_entries append(entry_id top);
  [[nodiscard]] room::record record();
  [[nodiscard]] pairing::seek_partners seek();
  [[nodiscard]] pairing::block_partner block();
  [[nodiscard]] pairing::wish wish();
  [[nodiscard]] pairing::ticket_key key();

  [[nodiscard]] bool one_in(std::uint64_t many) { return random_.below(many) == 0; }
  [[nodiscard]] std::string one_of(const std::vector<std::string>& texts) {
    return texts[random_.below(texts.size())];
  }

  random_bits random_;
  std::uint64_t sessions_;
  std::map<std::string, pairing::ticket_key> keys_;  // of each session, its newest
  std::uint64_t calls_ = 0;
};

}  // namespace parley::redis_model::test
