#pragma once

#include <sys/single_threaded.h>

#include <atomic>
#include <cstdint>

namespace rootproof::value {

/// How many own an object that copies share; it is made with one owner. While the program has one thread
/// only, counting costs no atomic operation.
class OwnerCount {
 public:
  void add() const {
    if (__libc_single_threaded != 0) {
      count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    } else {
      count_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  /// True when this was the last owner, who has to delete the object.
  [[nodiscard]] bool drop() const {
    if (__libc_single_threaded == 0) return count_.fetch_sub(1, std::memory_order_acq_rel) == 1;
    const std::uint32_t count = count_.load(std::memory_order_relaxed);
    count_.store(count - 1, std::memory_order_relaxed);
    return count == 1;
  }

 private:
  mutable std::atomic<std::uint32_t> count_{1};
};

}  // namespace rootproof::value
