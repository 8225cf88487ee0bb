#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

/// Who may include whom, as docs/architecture.md says. Own folder is always allowed.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"parsers/source", {}},
    {"parsers/syntax", {"parsers/source"}},
    {"parsers/value", {"parsers/source"}},
    {"parsers", {"parsers/source", "parsers/value"}},
    {"parsers/cloudformation", {"parsers", "parsers/source", "parsers/syntax", "parsers/value"}},
    {"parsers/terraform", {"parsers", "parsers/source", "parsers/syntax", "parsers/value", "parsers/policy"}},
    {"parsers/policy", {"parsers", "parsers/source", "parsers/syntax", "parsers/value"}},
    {"parsers/organization_export",
     {"parsers", "parsers/source", "parsers/syntax", "parsers/value", "parsers/policy"}},
    {"parsers/organization_files",
     {"parsers", "parsers/source", "parsers/syntax", "parsers/value", "parsers/policy"}},
    {"analyzer/policy", {"parsers", "parsers/source", "parsers/value", "parsers/policy"}},
    {"analyzer/organization",
     {"analyzer/policy", "parsers", "parsers/source", "parsers/value", "parsers/policy",
      "parsers/organization_export", "parsers/organization_files"}},
    {"analyzer/engine",
     {"analyzer/policy", "analyzer/organization", "parsers", "parsers/source", "parsers/syntax",
      "parsers/value", "parsers/policy", "parsers/cloudformation", "parsers/terraform",
      "parsers/organization_export", "parsers/organization_files"}},
    {"analyzer/report",
     {"analyzer/engine", "analyzer/organization", "analyzer/policy", "parsers", "parsers/source",
      "parsers/value"}},
    {"rules",
     {"analyzer/engine", "analyzer/policy", "analyzer/organization", "parsers", "parsers/source",
      "parsers/value", "parsers/policy", "parsers/organization_files"}},
};

/// The folder whose rules apply: rules/<family> counts as rules.
std::string folder_of(const std::string& path) {
  if (path.starts_with("rules/")) return "rules";
  return path.substr(0, path.rfind('/'));
}

TEST(IncludeGraph, NothingPointsBack) {
  const fs::path root = ROOTPROOF_SOURCE_DIR;
  std::size_t checked = 0;
  for (const char* top : {"parsers", "analyzer", "rules"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (!path.ends_with(".h") && !path.ends_with(".cpp")) continue;
      const auto allowed = kAllowed.find(folder_of(path));
      if (allowed == kAllowed.end()) continue;  // analyzer/cli and main.cpp see everything
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("#include \"")) continue;
        const std::string included = line.substr(10, line.rfind('"') - 10);
        const std::string target = folder_of(included);
        ++checked;
        EXPECT_TRUE(target == allowed->first || allowed->second.contains(target))
            << path << " includes " << included;
      }
    }
  }
  EXPECT_GT(checked, 50U);
}

}  // namespace
