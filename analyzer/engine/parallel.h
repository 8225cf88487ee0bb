#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace rootproof::engine {

/// Calls `work(i)` for every i below `count` on up to `jobs` threads. Each call may touch only what belongs
/// to its own index, so the result does not depend on the number of threads. `work` must not throw.
template <class Work>
void parallel_for(std::size_t count, unsigned jobs, const Work& work) {
  constexpr std::size_t kWorthAThread = 16;
  if (jobs <= 1 || count < kWorthAThread) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(loop);
  loop();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace rootproof::engine
