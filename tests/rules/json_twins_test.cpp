// Fixtures in YAML and HCL, written in JSON: every rule says the same about both.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/hcl.h"
#include "parsers/syntax/syntax_tree.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string json_text(std::string_view text) { return ordered_json(text).dump(); }

/// A template of CloudFormation. Members stay in order, and twice where they stand twice.
class TemplateInJson {
 public:
  static std::string of(const syntax::SyntaxNode& node) {
    const std::string_view tag = node.tag();
    if (tag.empty() || tag.starts_with("!!")) return untagged(node);
    if (tag == "!Ref" || tag == "!Condition")
      return "{" + json_text(tag.substr(1)) + ": " + untagged(node) + "}";
    const std::string name = json_text("Fn::" + std::string(tag.substr(1)));
    const std::size_t dot = node.is_scalar() ? node.text().find('.') : std::string_view::npos;
    if (tag == "!GetAtt" && dot != std::string_view::npos)
      return "{" + name + ": [" + json_text(node.text().substr(0, dot)) + ", " +
             json_text(node.text().substr(dot + 1)) + "]}";
    return "{" + name + ": " + untagged(node) + "}";
  }

 private:
  static std::string untagged(const syntax::SyntaxNode& node) {
    std::string text;
    switch (node.kind()) {
      case syntax::NodeKind::scalar:
        return scalar(node);
      case syntax::NodeKind::sequence:
        for (const syntax::SyntaxNode& item : node.items()) text += (text.empty() ? "" : ", ") + of(item);
        return "[" + text + "]";
      case syntax::NodeKind::mapping:
        for (const auto& [key, value] : node.members())
          text += (text.empty() ? "" : ", ") + json_text(key.text()) + ": " + of(value);
        return "{" + text + "}";
    }
    return text;
  }

  static std::string scalar(const syntax::SyntaxNode& node) {
    switch (node.type()) {
      case syntax::ScalarType::null:
        return "null";
      case syntax::ScalarType::boolean:
        return *node.as_boolean() ? "true" : "false";
      case syntax::ScalarType::number:
        return std::string(node.text());
      case syntax::ScalarType::string:
        break;
    }
    return json_text(node.text());
  }
};

/// A configuration of Terraform in its JSON syntax.
class ConfigurationInJson {
 public:
  explicit ConfigurationInJson(const hcl::File& file) : file_(file) {}

  [[nodiscard]] std::string text() const { return body(file_.body, ""); }

 private:
  [[nodiscard]] std::string body(const hcl::Body& body, std::string_view type) const {
    std::string text;
    const auto add = [&](std::string_view name, const std::string& value) {
      text += (text.empty() ? "" : ",\n") + json_text(name) + ": " + value;
    };
    for (const hcl::Attribute& attribute : body.attributes) add(attribute.name, argument(attribute, type));
    std::vector<std::string> types;
    std::map<std::string, std::string, std::less<>> blocks;
    for (const hcl::Block& block : body.blocks) {
      const auto [at, is_new] = blocks.try_emplace(std::string(block.type));
      if (is_new) types.emplace_back(block.type);
      at->second += (is_new ? "" : ", ") + labelled(block);
    }
    for (const std::string& name : types) add(name, "[" + blocks[name] + "]");
    return "{" + text + "}";
  }

  [[nodiscard]] std::string labelled(const hcl::Block& block) const {
    std::string text = body(block.body, block.type);
    for (auto label = block.labels.rbegin(); label != block.labels.rend(); ++label)
      text = "{" + json_text(label->text) + ": " + text + "}";
    return text;
  }

  /// What the language reads as names and types instead of expressions is a text in JSON.
  [[nodiscard]] std::string argument(const hcl::Attribute& attribute, std::string_view block) const {
    const hcl::Expression& value = file_.expression(attribute.value);
    const std::string_view name = attribute.name;
    static const std::set<std::string_view> kNames{"provider", "from", "to", "iterator"};
    static const std::set<std::string_view> kLists{"depends_on", "ignore_changes", "replace_triggered_by"};
    const bool of_meta = block == "resource" || block == "data" || block == "module" || block == "moved" ||
                         block == "removed" || block == "import" || block == "dynamic" ||
                         block == "lifecycle" || block == "output";
    if ((block == "variable" && name == "type") || (of_meta && kNames.contains(name)))
      return json_text(raw(value));
    if (block == "module" && name == "providers") return names(value);
    if (of_meta && kLists.contains(name)) return names(value);
    return expression(value, block == "variable" && name == "default");
  }

  [[nodiscard]] std::string names(const hcl::Expression& value) const {
    std::string text;
    const auto children = file_.children(value);
    if (value.kind == hcl::ExpressionKind::tuple) {
      for (const hcl::ExpressionId item : children)
        text += (text.empty() ? "" : ", ") + json_text(raw(file_.expression(item)));
      return "[" + text + "]";
    }
    if (value.kind != hcl::ExpressionKind::object) return json_text(raw(value));
    for (std::size_t i = 0; i + 1 < children.size(); i += 2)
      text += (text.empty() ? "" : ", ") + json_text(raw(file_.expression(children[i]))) + ": " +
              json_text(raw(file_.expression(children[i + 1])));
    return "{" + text + "}";
  }

  [[nodiscard]] std::string expression(const hcl::Expression& value, bool literal) const {
    std::string text;
    const auto children = file_.children(value);
    switch (value.kind) {
      case hcl::ExpressionKind::literal_null:
        return "null";
      case hcl::ExpressionKind::literal_bool:
      case hcl::ExpressionKind::literal_number:
        return std::string(value.text);
      case hcl::ExpressionKind::template_string:
        return json_text(template_text(value, literal));
      case hcl::ExpressionKind::tuple:
        for (const hcl::ExpressionId item : children)
          text += (text.empty() ? "" : ", ") + expression(file_.expression(item), literal);
        return "[" + text + "]";
      case hcl::ExpressionKind::object:
        for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
          const hcl::Expression& key = file_.expression(children[i]);
          const std::string name =
              key.kind == hcl::ExpressionKind::template_literal  ? escaped(key.text, literal)
              : key.kind == hcl::ExpressionKind::template_string ? template_text(key, literal)
                                                                 : "${" + raw(key) + "}";
          text += (text.empty() ? "" : ", ") + json_text(name) + ": " +
                  expression(file_.expression(children[i + 1]), literal);
        }
        return "{" + text + "}";
      default:
        return json_text("${" + raw(value) + "}");
    }
  }

  [[nodiscard]] std::string template_text(const hcl::Expression& value, bool literal) const {
    std::string text;
    for (const hcl::ExpressionId id : file_.children(value)) {
      const hcl::Expression& piece = file_.expression(id);
      if (piece.kind == hcl::ExpressionKind::template_literal)
        text += escaped(piece.text, literal);
      else if (piece.kind == hcl::ExpressionKind::template_interpolation)
        text += "${" + raw(file_.expression(file_.children(piece)[0])) + "}";
      else
        text += raw(piece);
    }
    return text;
  }

  static std::string escaped(std::string_view text, bool literal) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool opens =
          !literal && (text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{';
      if (opens) result += text[i];
      result += text[i];
    }
    return result;
  }

  [[nodiscard]] std::string raw(const hcl::Expression& value) const {
    return std::string(file_.source->text().substr(value.begin, value.end - value.begin));
  }

  const hcl::File& file_;
};

/// Writes a fixture in JSON, or as it is where it is neither template nor configuration.
void write_in_json(const fs::path& from, const fs::path& to) {
  const std::string text = read(from);
  source::SourceTable table;
  const source::SourceFile& file = table.add(from.filename().string(), text);
  const std::string extension = from.extension().string();
  if (extension == ".tf") {
    const hcl::File parsed = hcl::parse_strict(file);
    ASSERT_TRUE(parsed.problems.empty()) << from;
    std::ofstream(to.string() + ".json") << ConfigurationInJson(parsed).text();
    return;
  }
  if (extension == ".yaml" && text.find("\nResources:") != std::string::npos) {
    const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
    ASSERT_EQ(parsed.tree.documents(), 1U) << from;
    std::ofstream(fs::path(to).replace_extension(".json")) << TemplateInJson::of(parsed.tree.document(0));
    return;
  }
  fs::copy_file(from, to);
}

/// Rule, answer, resource, message, as often as they are said.
using Said = std::multiset<std::tuple<std::string, std::string, std::string, std::string>>;

Said said(const fs::path& folder, const std::string& rule) {
  static const std::regex kPlace(R"(main\.tf(\.json)?:[0-9]+:[0-9]+)");
  const fs::path output =
      fs::temp_directory_path() / ("rootproof-twin-" + rule + "-" + std::to_string(::getpid()));
  const std::string command = "cd '" + folder.string() + "' && '" ROOTPROOF_BINARY "' scan --select " + rule +
                              " --fail-on never --format json --output '" + output.string() + "' .";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  const nlohmann::json report = nlohmann::json::parse(read(output), nullptr, false);
  fs::remove(output);
  Said findings;
  for (const auto& finding : report.at("findings"))
    findings.emplace(fs::path(finding.at("file").get<std::string>()).parent_path().string(),
                     finding.at("answer").get<std::string>(),
                     finding.value("resource", nlohmann::json()).dump(),
                     std::regex_replace(finding.at("message").get<std::string>(), kPlace, "PLACE"));
  return findings;
}

std::string shown(const Said& all) {
  std::string text;
  for (const auto& [folder, answer, resource, message] : all)
    text += folder + " | " + answer + " | " + resource + " | " + message + "\n";
  return text;
}

/// Fixtures about how things are written: numbers without quotes, merge keys, templates that are named by
/// their file.
bool is_about_notation(const std::string& name) {
  static const std::set<std::string> kAbout{"RP202/cloudformation_nested",
                                            "RP202/terraform_stacks",
                                            "RP207/cloudformation_merged_resources.yaml",
                                            "RP207/cloudformation_merges.yaml",
                                            "RP805/cloudformation_bad.yaml",
                                            "RP805/terraform_bad"};
  return kAbout.contains(name);
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_regular_file(folder)) return {folder};
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

class JsonTwins : public testing::TestWithParam<std::string> {};

TEST_P(JsonTwins, SayTheSame) {
  const fs::path fixtures = fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "rules" / GetParam();
  for (const auto& fixture : fs::directory_iterator(fixtures)) {
    const std::vector<fs::path> files = files_below(fixture);
    bool has_twin = false;
    bool has_json = false;
    for (const fs::path& file : files) {
      has_twin |= file.extension() == ".tf" || file.extension() == ".yaml";
      has_json |= file.string().ends_with(".tf.json");
    }
    const std::string name = GetParam() + "/" + fixture.path().filename().string();
    const bool configures = fixture.path().filename() == "rootproof.yaml";
    if (!has_twin || has_json || configures || is_about_notation(name)) continue;
    const TemporaryFolder as_written;
    const TemporaryFolder in_json;
    for (const fs::path& file : files) {
      const fs::path relative = fs::relative(file, fixtures);
      fs::create_directories((as_written.path() / relative).parent_path());
      fs::create_directories((in_json.path() / relative).parent_path());
      fs::copy_file(file, as_written.path() / relative);
      write_in_json(file, in_json.path() / relative);
    }
    // A configuration counts in the folder it lies in.
    const fs::path inside = fs::is_directory(fixture) ? fixture.path().filename() : fs::path();
    const Said expected = said(as_written.path() / inside, GetParam());
    const Said found = said(in_json.path() / inside, GetParam());
    EXPECT_EQ(found, expected) << fixture.path().filename() << "\nas written:\n"
                               << shown(expected) << "in JSON:\n"
                               << shown(found);
  }
}

std::vector<std::string> rule_ids() {
  std::vector<std::string> ids;
  for (const engine::Rule* rule : engine::all_rules()) ids.emplace_back(rule->info.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Every, JsonTwins, testing::ValuesIn(rule_ids()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace rootproof::tests
