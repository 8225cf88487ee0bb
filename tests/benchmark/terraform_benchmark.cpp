#include <benchmark/benchmark.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "parsers/syntax/hcl.h"
#include "parsers/terraform/module.h"

/// Evaluation of a root module in the manner of naming modules: each call takes the context of the one
/// before, normalises its parts and hands it on. The argument is the number of calls; 24 calls have 74
/// outputs. The files are parsed before the clock starts.
namespace {

using namespace rootproof;

/// Null-coalescing of variables and context, patterns, formats, orders, limits with a hash.
constexpr const char* kNamingModule = R"(
variable "context" {
  type = any
  default = {
    enabled    = true
    company    = null
    division   = null
    region     = null
    stage      = null
    name       = null
    separator  = null
    suffixes   = []
    tags       = {}
    extra      = {}
    order      = null
    pattern    = null
    max_length = null
    key_case   = null
    value_case = null
    formats    = {}
    visible    = ["unset"]
  }
  validation {
    condition     = lookup(var.context, "key_case", null) == null ? true : contains(["lower", "title", "upper"], var.context.key_case)
    error_message = "One of lower, title, upper."
  }
}
variable "enabled" {
  type    = bool
  default = null
}
variable "company" {
  type    = string
  default = null
}
variable "division" {
  type    = string
  default = null
}
variable "region" {
  type    = string
  default = null
}
variable "stage" {
  type    = string
  default = null
}
variable "name" {
  type    = string
  default = null
}
variable "separator" {
  type    = string
  default = null
}
variable "suffixes" {
  type    = list(string)
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "extra" {
  type    = map(string)
  default = {}
}
variable "order" {
  type    = list(string)
  default = null
}
variable "pattern" {
  type    = string
  default = null
}
variable "max_length" {
  type    = number
  default = null
}
variable "key_case" {
  type    = string
  default = null
}
variable "value_case" {
  type    = string
  default = null
}
variable "formats" {
  type    = any
  default = {}
}
variable "visible" {
  type    = set(string)
  default = ["default"]
}

locals {
  fallback = {
    order       = ["company", "region", "stage", "name", "suffixes"]
    pattern     = "/[^-a-zA-Z0-9]/"
    separator   = "-"
    max_length  = 0
    hash_length = 5
    key_case    = "title"
    value_case  = "lower"
  }
  visible_is_unset = try(contains(var.context.visible, "unset"), true)
  given = {
    enabled    = var.enabled == null ? var.context.enabled : var.enabled
    company    = var.company == null ? var.context.company : var.company
    division   = var.division == null ? lookup(var.context, "division", null) : var.division
    region     = var.region == null ? var.context.region : var.region
    stage      = var.stage == null ? var.context.stage : var.stage
    name       = var.name == null ? var.context.name : var.name
    separator  = var.separator == null ? var.context.separator : var.separator
    suffixes   = compact(distinct(concat(coalesce(var.context.suffixes, []), coalesce(var.suffixes, []))))
    tags       = merge(var.context.tags, var.tags)
    extra      = merge(var.context.extra, var.extra)
    order      = var.order == null ? var.context.order : var.order
    pattern    = var.pattern == null ? var.context.pattern : var.pattern
    max_length = var.max_length == null ? var.context.max_length : var.max_length
    key_case   = var.key_case == null ? lookup(var.context, "key_case", null) : var.key_case
    value_case = var.value_case == null ? lookup(var.context, "value_case", null) : var.value_case
    formats    = merge(lookup(var.context, "formats", {}), var.formats)
    visible    = local.visible_is_unset ? var.visible : var.context.visible
  }
  pattern     = coalesce(local.given.pattern, local.fallback.pattern)
  part_names  = ["company", "division", "region", "stage", "name"]
  clean_parts = { for k in local.part_names : k => local.given[k] == null ? "" : replace(local.given[k], local.pattern, "") }
  clean_suffixes = compact(distinct([for v in local.given.suffixes : replace(v, local.pattern, "")]))
  cased_parts = { for k in local.part_names : k =>
    local.value_case == "none" ? local.clean_parts[k] :
    local.value_case == "title" ? title(lower(local.clean_parts[k])) :
    local.value_case == "upper" ? upper(local.clean_parts[k]) : lower(local.clean_parts[k])
  }
  suffixes = compact(distinct([
    for v in local.clean_suffixes : (local.value_case == "none" ? v :
      local.value_case == "title" ? title(lower(v)) :
    local.value_case == "upper" ? upper(v) : lower(v))
  ]))
  separator  = local.given.separator == null ? local.fallback.separator : local.given.separator
  order      = local.given.order == null ? local.fallback.order : coalescelist(local.given.order, local.fallback.order)
  max_length = local.given.max_length == null ? local.fallback.max_length : local.given.max_length
  key_case   = local.given.key_case == null ? local.fallback.key_case : local.given.key_case
  value_case = local.given.value_case == null ? local.fallback.value_case : local.given.value_case
  visible    = contains(local.given.visible, "default") ? keys(local.tag_parts) : local.given.visible
  id_parts   = merge(local.cased_parts, { suffixes = join(local.separator, local.suffixes) })
  tag_parts  = merge(local.id_parts, { name = local.id })
  own_tags = {
    for p in setintersection(keys(local.tag_parts), local.visible) :
    local.key_case == "upper" ? upper(p) : (local.key_case == "lower" ? lower(p) : title(lower(p)))
    => local.tag_parts[p] if length(local.tag_parts[p]) > 0
  }
  tags          = merge(local.own_tags, local.given.tags)
  tags_as_list  = flatten([for key in keys(local.tags) : merge({ key = key, value = local.tags[key] }, local.given.extra)])
  full_id       = join(local.separator, [for p in local.order : local.id_parts[p] if length(local.id_parts[p]) > 0])
  cut_length    = local.max_length - (local.fallback.hash_length + length(local.separator))
  cut_id        = local.cut_length <= 0 ? "" : "${trimsuffix(substr(local.full_id, 0, local.cut_length), local.separator)}${local.separator}"
  hash          = replace(lower("${md5(local.full_id)}qrstuvwxyz"), local.pattern, "")
  short_id      = substr("${local.cut_id}${local.hash}", 0, local.max_length)
  id            = local.max_length != 0 && length(local.full_id) > local.max_length ? local.short_id : local.full_id
  described     = { for k, v in local.given.formats : k => format(v.format, [for p in v.parts : local.id_parts[p]]...) }
}

output "id" { value = local.given.enabled ? local.id : "" }
output "full_id" { value = local.full_id }
output "tags" { value = local.tags }
output "tags_as_list" { value = local.tags_as_list }
output "descriptors" { value = local.described }
output "context" {
  value = merge(local.cased_parts, {
    enabled    = local.given.enabled
    separator  = local.separator
    suffixes   = local.suffixes
    tags       = local.tags
    extra      = local.given.extra
    order      = local.order
    pattern    = local.pattern
    max_length = local.max_length
    key_case   = local.key_case
    value_case = local.value_case
    formats    = local.given.formats
    visible    = local.visible
  })
}
)";

/// Some calls multiply.
std::string repetition(std::int64_t call) {
  if (call % 8 == 5) return "  count = 2\n";
  return call % 8 == 7 ? "  for_each = toset([\"a\", \"b\"])\n" : "";
}

std::string reference(std::int64_t call) {
  const std::string key = call % 8 == 5 ? "[1]" : call % 8 == 7 ? "[\"b\"]" : "";
  return "module.name_" + std::to_string(call) + key;
}

std::string root_module(std::int64_t calls) {
  std::string text;
  for (std::int64_t i = 0; i < calls; ++i) {
    const std::string n = std::to_string(i);
    text += "module \"name_" + n + "\" {\n  source = \"./naming\"\n" + repetition(i);
    text += i % 4 == 0 ? "  company = \"Example Corp\"\n  region  = \"EU-West\"\n  stage   = \"build\"\n"
                       : "  context = " + reference(i - 1) + ".context\n";
    text += "  name     = \"Service No. " + n + "\"\n  suffixes = [\"fire\", \"water\", \"" + n +
            "\"]\n  tags = {\n    Owner = \"team-" + n + "\"\n  }\n";
    if (i % 4 == 2) text += "  max_length = 28\n  value_case = \"title\"\n";
    if (i % 4 == 3) {
      text +=
          "  formats = {\n    stack = {\n      format = \"%s-%v\"\n      parts  = [\"stage\", "
          "\"name\"]\n    }\n  }\n";
    }
    const std::string module = reference(i);
    text += "}\noutput \"name_" + n + "\" {\n  value = {\n    id      = " + module +
            ".id\n    full_id = " + module + ".full_id\n    stack   = try(" + module +
            ".descriptors[\"stack\"], null)\n  }\n}\n" + "output \"tags_" + n + "\" {\n  value = " + module +
            ".tags_as_list\n}\noutput \"context_" + n + "\" {\n  value = " + module + ".context\n}\n";
  }
  text +=
      "output \"ids\" {\n  value = [module.name_0.id, module.name_1.id]\n}\n"
      "output \"same\" {\n  value = module.name_0.context == module.name_1.context\n}\n";
  return text;
}

/// Parsed files of the root module and the naming module.
class Configuration {
 public:
  explicit Configuration(std::int64_t calls) {
    add(".", "main.tf", root_module(calls));
    add("naming", "naming/main.tf", kNamingModule);
    loader_.directory = [this](const std::string& path) -> const terraform::ModuleDirectory* {
      const auto found = directories_.find(path);
      return found == directories_.end() ? nullptr : &found->second;
    };
  }

  [[nodiscard]] EvaluatedUnit evaluate() const {
    return terraform::evaluate_module(directories_.at("."), loader_, {});
  }

 private:
  void add(const std::string& folder, const std::string& name, std::string_view text) {
    files_.push_back(hcl::parse(sources_.add(name, text)));
    directories_[folder] = {folder, {&files_.back()}};
  }

  source::SourceTable sources_;
  std::deque<hcl::File> files_;
  std::map<std::string, terraform::ModuleDirectory> directories_;
  terraform::ModuleLoader loader_;
};

void EvaluateNamingModules(benchmark::State& state) {
  const Configuration configuration(state.range(0));
  const EvaluatedUnit once = configuration.evaluate();
  for (const Resource& output : once.resources) {
    if (!output.properties.fully_known()) state.SkipWithError("an output is not known");
  }
  for (auto _ : state) {
    const EvaluatedUnit unit = configuration.evaluate();
    benchmark::DoNotOptimize(unit.resources.data());
  }
  state.counters["outputs"] = static_cast<double>(once.resources.size());
}

BENCHMARK(EvaluateNamingModules)->Arg(24)->Arg(96)->Arg(384)->Unit(benchmark::kMillisecond);

}  // namespace
