#include "analyzer/engine/call_roots.h"

#include <algorithm>
#include <string>
#include <unordered_set>

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
  std::unordered_set<std::string> reached;  // paths are slow to compare, part by part
  const auto add_root = [&](const std::filesystem::path& root,
                            const std::set<std::filesystem::path>& targets) {
    roots.push_back(root);
    reached.insert(root.native());
    std::vector<std::filesystem::path> open(targets.begin(), targets.end());
    while (!open.empty()) {
      const std::filesystem::path path = open.back();
      open.pop_back();
      if (!reached.insert(path.native()).second) continue;
      if (const auto found = calls.find(path); found != calls.end())
        open.insert(open.end(), found->second.begin(), found->second.end());
    }
  };
  for (const auto& [path, targets] : calls) {
    if (called.empty() || !called.contains(path)) add_root(path, targets);
  }
  std::vector<std::filesystem::path> in_circles;
  for (const auto& [path, targets] : calls) {
    if (!reached.contains(path.native())) in_circles.push_back(path);
  }
  if (in_circles.empty()) return roots;
  roots.insert(roots.end(), in_circles.begin(), in_circles.end());
  std::sort(roots.begin(), roots.end());
  return roots;
}

}  // namespace rootproof::engine
