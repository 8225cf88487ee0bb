#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace rootproof::engine {

/// Calls `work(i)` for every i below `count` on up to `jobs` threads. Each call may touch only what belongs
/// to its own index, so the result does not depend on the number of threads. The first exception (memory
/// running out) is thrown again here, after all threads have ended.
template <class Work>
void parallel_for(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_lock;
  const auto loop = [&] {
    try {
      for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard<std::mutex> lock(failure_lock);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  const std::size_t wanted = std::min<std::size_t>(jobs, count);
  try {
    for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back(loop);
  } catch (const std::system_error&) {
    // The system gives no more threads; those there are do the work.
  }
  loop();
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace rootproof::engine
