// A wait that is looked at again whenever the shape changes.
#include "core/io/ws/traffic_gate.hpp"

#include <algorithm>
#include <utility>

namespace parley::io {
namespace {

constexpr std::size_t portions_per_second = 20;

}  // namespace

void traffic_gate::shape(link_shape shape) {
  shape_ = shape;
  if (shape.bytes_per_second == 0) free_at_ = {};
  timer_.cancel();
}

std::size_t traffic_gate::portion(std::size_t wanted) const {
  if (shape_.bytes_per_second == 0) return wanted;
  const auto most = static_cast<std::size_t>(shape_.bytes_per_second) / portions_per_second;
  return std::min(wanted, std::max<std::size_t>(most, 1));
}

traffic_gate::clock::time_point traffic_gate::due() const {
  return shape_.is_frozen ? clock::time_point::max() : free_at_;
}

void traffic_gate::pass(std::size_t bytes, std::function<void()> go) {
  const auto now = clock::now();
  if (due() <= now) {
    if (shape_.bytes_per_second > 0) {
      const std::chrono::duration<double> cost(static_cast<double>(bytes) /
                                               static_cast<double>(shape_.bytes_per_second));
      free_at_ = now + std::chrono::duration_cast<clock::duration>(cost);
    }
    go();
    return;
  }
  timer_.expires_at(due());
  timer_.async_wait([this, bytes, go = std::move(go)](const boost::system::error_code&) mutable {
    pass(bytes, std::move(go));
  });
}

}  // namespace parley::io
