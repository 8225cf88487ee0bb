#include "rules/guardrails/hole_classes.h"

#include <nlohmann/json.hpp>
#include <string>

#include "rules/embedded.h"

namespace rootproof::rules {

std::vector<policy::HoleClass> hole_classes() {
  std::vector<policy::HoleClass> classes;
  for (const EmbeddedFile& file : data_files()) {
    if (file.name != "hole_classes") continue;
    // The file is ours and its shape is tested; a slip in it must not be taken for an empty list.
    for (const nlohmann::json& entry : nlohmann::json::parse(file.text)) {
      policy::HoleClass& hole_class = classes.emplace_back();
      hole_class.name = entry.at("class").get<std::string>();
      hole_class.actions = entry.at("actions").get<std::vector<std::string>>();
      hole_class.except = entry.value("except", std::vector<std::string>());
      hole_class.others = entry.value("others", false);
    }
  }
  return classes;
}

}  // namespace rootproof::rules
