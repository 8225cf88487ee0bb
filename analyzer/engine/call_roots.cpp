#include "analyzer/engine/call_roots.h"

#include <algorithm>

namespace rootproof::engine {

std::vector<std::filesystem::path> call_roots(
    const std::map<std::filesystem::path, std::set<std::filesystem::path>>& calls) {
  std::set<std::filesystem::path> called;
  for (const auto& [path, targets] : calls) {
    for (const std::filesystem::path& target : targets) {
      if (target != path) called.insert(target);
    }
  }
  std::vector<std::filesystem::path> roots;
  std::set<std::filesystem::path> reached;
  const auto add_root = [&](const std::filesystem::path& root) {
    roots.push_back(root);
    std::vector<std::filesystem::path> open{root};
    while (!open.empty()) {
      const std::filesystem::path path = open.back();
      open.pop_back();
      if (!reached.insert(path).second) continue;
      if (const auto found = calls.find(path); found != calls.end())
        open.insert(open.end(), found->second.begin(), found->second.end());
    }
  };
  for (const auto& [path, targets] : calls) {
    if (!called.contains(path)) add_root(path);
  }
  std::vector<std::filesystem::path> in_circles;
  for (const auto& [path, targets] : calls) {
    if (!reached.contains(path)) in_circles.push_back(path);
  }
  roots.insert(roots.end(), in_circles.begin(), in_circles.end());
  std::sort(roots.begin(), roots.end());
  return roots;
}

}  // namespace rootproof::engine
