#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <vector>

namespace rootproof::engine {

/// Of module directories or templates with what each calls: those that no other one calls, and those that
/// only a circle of calls leads to. In order.
[[nodiscard]] std::vector<std::filesystem::path> call_roots(
    const std::map<std::filesystem::path, std::set<std::filesystem::path>>& calls);

}  // namespace rootproof::engine
