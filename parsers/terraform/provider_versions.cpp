#include "parsers/terraform/provider_versions.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/terraform/expression.h"
#include "parsers/terraform/module_symbols.h"

namespace rootproof::terraform {
namespace {

using value::Value;

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// One constraint: ">= 5.0", "~> 5.1", "5.2.0". What only has an upper end leaves all versions below it.
bool is_from(std::string_view constraint, unsigned major) {
  constraint = trimmed(constraint);
  const std::size_t digits = constraint.find_first_of("0123456789");
  if (digits > 8) return false;  // also where there are none
  std::string_view op = constraint.substr(0, digits);
  op = op.substr(0, op.find_first_of(" \tv"));
  if (!op.empty() && op != "=" && op != ">" && op != ">=" && op != "~>") return false;
  unsigned number = 0;
  for (const char c : constraint.substr(digits, 4)) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) break;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number >= major;
}

bool all_from(std::string_view constraints, unsigned major) {
  while (true) {
    const std::size_t comma = constraints.find(',');
    if (is_from(constraints.substr(0, comma), major)) return true;
    if (comma == std::string_view::npos) return false;
    constraints.remove_prefix(comma + 1);
  }
}

/// An entry of required_providers: an object, or in the short form of Terraform 0.12 the version alone.
bool entry_from(const hcl::File& file, const hcl::Attribute& entry, unsigned major) {
  const Value value = evaluate(file, entry.value, {});
  const Value* source = value.find("source");
  const std::optional<std::string> written = source == nullptr ? std::nullopt : source->as_string();
  const bool is_aws =
      written ? *written == "hashicorp/aws" || written->ends_with("/hashicorp/aws") : entry.name == "aws";
  if (!is_aws) return false;
  const Value* version = value.is(Value::Kind::map) ? value.find("version") : &value;
  const std::optional<std::string> text = version == nullptr ? std::nullopt : version->as_string();
  return text && all_from(*text, major);
}

bool settings_from(const hcl::File& file, const hcl::Block& settings, unsigned major) {
  return std::any_of(settings.body.blocks.begin(), settings.body.blocks.end(), [&](const hcl::Block& block) {
    const hcl::File& own = hcl::file_of(file, block);
    return block.type == "required_providers" &&
           std::any_of(block.body.attributes.begin(), block.body.attributes.end(),
                       [&](const hcl::Attribute& entry) { return entry_from(own, entry, major); });
  });
}

bool provider_from(const hcl::File& file, const hcl::Block& block, unsigned major) {
  return !block.labels.empty() && block.labels[0].text == "aws" &&
         all_from(literal_text(file, block.body.attribute("version")), major);
}

}  // namespace

bool requires_aws_provider(const ModuleDirectory& directory, unsigned major) {
  for (const hcl::File* file : directory.files) {
    for (const hcl::Block& block : file->body.blocks) {
      if (block.type == "terraform" && settings_from(*file, block, major)) return true;
      if (block.type == "provider" && provider_from(*file, block, major)) return true;
    }
  }
  return false;
}

}  // namespace rootproof::terraform
