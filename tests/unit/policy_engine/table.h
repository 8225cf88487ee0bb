#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rootproof::policy::testing {

/// The lines of a file of testdata/policies, each a JSON document.
inline std::vector<nlohmann::ordered_json> table(const std::string& name) {
  std::ifstream file(std::string(ROOTPROOF_SOURCE_DIR) + "/testdata/policies/" + name);
  std::vector<nlohmann::ordered_json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::ordered_json::parse(line));
  EXPECT_FALSE(lines.empty()) << name;
  return lines;
}

}  // namespace rootproof::policy::testing
