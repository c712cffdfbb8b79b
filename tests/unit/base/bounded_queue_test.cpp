// A bounded queue keeps order and refuses beyond its cap.
#include "core/base/bounded_queue.hpp"

#include <catch2/catch.hpp>
#include <memory>
#include <vector>

namespace parley {

TEST_CASE("what goes in first comes out first") {
  bounded_queue<int> queue{3};
  CHECK(queue.push(1));
  CHECK(queue.push(2));
  CHECK(queue.front() == 1);
  CHECK(queue.pop() == 1);
  CHECK(queue.push(3));
  CHECK(std::vector<int>(queue.begin(), queue.end()) == std::vector<int>{2, 3});
}

TEST_CASE("a full queue refuses and keeps what it has") {
  bounded_queue<std::unique_ptr<int>> queue{1};
  CHECK(queue.push(std::make_unique<int>(1)));
  CHECK(queue.full());
  CHECK_FALSE(queue.push(std::make_unique<int>(2)));
  CHECK(queue.size() == 1);
  CHECK(*queue.pop() == 1);
  CHECK(queue.empty());
}

}  // namespace parley
