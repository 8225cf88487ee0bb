#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/differential/terraform_program.h"
#include "tests/unit/engine/temporary_folder.h"

/// What `terraform plan` says about a configuration, reduced to what an evaluation can be compared with.
namespace rootproof::tests {

using Json = nlohmann::ordered_json;

/// Stands where the plan does not know a value.
inline constexpr std::string_view kAfterApply = "(known after apply)";

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// `after` with kAfterApply wherever `unknown` says true.
inline Json with_unknowns(const Json& after, const Json& unknown) {
  if (unknown.is_boolean()) return unknown.get<bool>() ? Json(kAfterApply) : after;
  if (unknown.is_object()) {
    Json result = after.is_object() ? after : Json::object();
    for (const auto& [key, part] : unknown.items()) {
      const Json known = result.contains(key) ? result[key] : Json(nullptr);
      result[key] = with_unknowns(known, part);
    }
    return result;
  }
  if (unknown.is_array()) {
    Json result = after.is_array() ? after : Json::array();
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      while (result.size() <= i) result.push_back(nullptr);
      result[i] = with_unknowns(result[i], unknown[i]);
    }
    return result;
  }
  return after;
}

/// The arguments that a configuration writes, by "module path without keys" + "type.name". The plan says
/// nothing about those that dynamic blocks make; their names stand in the texts.
class WrittenArguments {
 public:
  WrittenArguments(const Json& plan, const std::filesystem::path& folder) {
    add_module(plan["configuration"]["root_module"], "");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".tf") add_dynamic(text_of(entry.path()));
    }
  }

  [[nodiscard]] bool holds(const std::string& address, const std::string& argument) const {
    return written_.contains(without_keys(address) + " " + argument) || dynamic_.contains(argument);
  }

 private:
  void add_module(const Json& module, const std::string& prefix) {
    for (const Json& resource : module.value("resources", Json::array())) {
      const Json expressions = resource.value("expressions", Json::object());
      for (const auto& [name, expression] : expressions.items())
        written_.insert(prefix + resource["address"].get<std::string>() + " " + name);
    }
    const Json calls = module.value("module_calls", Json::object());
    for (const auto& [name, call] : calls.items())
      add_module(call["module"], prefix + "module." + name + ".");
  }

  void add_dynamic(const std::string& text) {
    constexpr std::string_view kDynamic = "dynamic \"";
    for (std::size_t at = 0; (at = text.find(kDynamic, at)) != std::string::npos;) {
      at += kDynamic.size();
      dynamic_.insert(text.substr(at, text.find('"', at) - at));
    }
  }

  static std::string without_keys(const std::string& address) {
    std::string result;
    bool inside = false;
    for (const char c : address) {
      inside = inside || c == '[';
      if (!inside) result += c;
      if (c == ']') inside = false;
    }
    return result;
  }

  std::set<std::string> written_;
  std::set<std::string> dynamic_;
};

/// Outputs, and the written attributes of the planned resources.
inline Json reduce(const Json& plan, const std::filesystem::path& folder) {
  Json expected = {{"outputs", Json::object()}, {"resources", Json::object()}};
  const Json changes = plan.value("output_changes", Json::object());
  for (const auto& [name, change] : changes.items())
    expected["outputs"][name] = with_unknowns(change.value("after", Json(nullptr)), change["after_unknown"]);
  const WrittenArguments written(plan, folder);
  for (const Json& resource : plan.value("resource_changes", Json::array())) {
    if (resource["mode"] != "managed") continue;
    const std::string address = resource["address"];
    const Json all = with_unknowns(resource["change"]["after"], resource["change"]["after_unknown"]);
    Json& kept = expected["resources"][address] = Json::object();
    for (const auto& [name, value] : all.items()) {
      if (written.holds(address, name)) kept[name] = value;
    }
  }
  return expected;
}

/// Plans a configuration anew in a copy; nullopt when Terraform refuses.
inline std::optional<Json> plan(const std::filesystem::path& folder, const std::string& options) {
  const TemporaryFolder copy;
  std::filesystem::copy(folder, copy.path(), std::filesystem::copy_options::recursive);
  const std::string mirror = provider_mirror();
  const std::string init = "terraform init -backend=false -input=false" +
                           (mirror.empty() ? std::string() : " -plugin-dir='" + mirror + "'");
  if (!run_in(copy.path(), init)) return std::nullopt;
  if (!run_in(copy.path(), "terraform plan -refresh=false -input=false -out=plan.bin" + options))
    return std::nullopt;
  const auto shown = run_in(copy.path(), "terraform show -json plan.bin");
  if (!shown) return std::nullopt;
  return reduce(Json::parse(*shown), folder);
}

}  // namespace rootproof::tests
