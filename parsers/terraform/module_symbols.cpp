#include "parsers/terraform/module_symbols.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "parsers/terraform/expression.h"

namespace rootproof::terraform {
namespace {

/// What a source of required_providers is called unless a module gives it another name; empty for those that
/// are nothing of AWS.
std::string_view usual_name(std::string_view source) {
  for (const std::string_view known : {"hashicorp/aws", "hashicorp/awscc"})
    if (source == known || (source.ends_with(known) && source[source.size() - known.size() - 1] == '/'))
      return known.substr(known.find('/') + 1);
  return {};
}

void note_provider_types(ModuleSymbols& symbols, const hcl::File& owner, const hcl::Block& settings) {
  for (const hcl::Block& block : settings.body.blocks) {
    if (block.type != "required_providers") continue;
    for (const hcl::Attribute& entry : block.body.attributes) {
      const value::Value value = evaluate(hcl::file_of(owner, block), entry.value, {});
      const value::Value* source = value.find("source");
      const std::string_view name =
          source == nullptr ? std::string_view() : usual_name(source->as_string().value_or(""));
      if (!name.empty()) symbols.provider_types.emplace(entry.name, name);
    }
  }
}

/// Tells names for one provider apart; the usual name needs no entry.
void settle_provider_types(ModuleSymbols& symbols) {
  std::set<std::string> in_use;
  for (const auto& [name, usual] : symbols.provider_types)
    if (name == usual) in_use.insert(name);
  for (const Declaration& provider : symbols.providers)
    if (!provider.block->labels.empty()) in_use.insert(provider.block->labels[0].text);
  std::erase_if(symbols.provider_types, [](const auto& entry) { return entry.first == entry.second; });
  for (auto& [name, usual] : symbols.provider_types)
    if (!in_use.insert(usual).second) usual += "." + name;
}

class Collector {
 public:
  Collector(ModuleSymbols& symbols, source::Problems& problems) : symbols_(symbols), problems_(problems) {}

  void file(const hcl::File& file) {
    symbols_.recovered = symbols_.recovered || file.recovered || !file.problems.empty();
    for (const hcl::Block& block : file.body.blocks) this->block(file, block);
  }

 private:
  void block(const hcl::File& file, const hcl::Block& block) {
    const Declaration declaration{&file, &block};
    if (block.type == "locals") {
      for (const hcl::Attribute& local : block.body.attributes) {
        const auto [first, added] = symbols_.locals.emplace(local.name, LocalDeclaration{&file, &local});
        if (!added) repeated("local." + std::string(local.name), local.name_span, *first->second.file, file);
      }
    } else if (block.type == "provider") {
      symbols_.providers.push_back(declaration);
    } else if (block.type == "terraform") {
      for (const hcl::Block& inner : block.body.blocks) {
        if (inner.type == "backend" && !inner.labels.empty()) symbols_.backends.push_back({&file, &inner});
      }
      note_provider_types(symbols_, file, block);
    } else if (block.type == "variable") {
      add(symbols_.variables, declaration, 1);
    } else if (block.type == "output") {
      add(symbols_.outputs, declaration, 1);
    } else if (block.type == "module") {
      add(symbols_.modules, declaration, 1);
    } else if (block.type == "resource") {
      add(symbols_.resources, declaration, 2);
    } else if (block.type == "data") {
      add(symbols_.data, declaration, 2);
    } else if (block.type == "check") {
      for (const hcl::Block& inner : block.body.blocks) {
        if (inner.type == "data") add(symbols_.data, {&file, &inner}, 2);
      }
    }
  }

  void add(std::map<std::string, Declaration>& table, Declaration declaration, std::size_t labels) {
    const std::vector<hcl::Label>& written = declaration.block->labels;
    if (written.size() != labels) {
      problems_.push_back({source::ProblemKind::semantic, declaration.block->header,
                           "a " + std::string(declaration.block->type) + " block has " +
                               std::to_string(labels) + " label" + (labels == 1 ? "" : "s")});
      return;
    }
    const std::string name = labels == 1 ? written[0].text : written[0].text + "." + written[1].text;
    const auto [first, added] = table.emplace(name, declaration);
    if (!added)
      repeated(std::string(declaration.block->type) + " " + name, declaration.block->header,
               *first->second.file, *declaration.file);
  }

  void repeated(const std::string& name, source::Span span, const hcl::File& first, const hcl::File& second) {
    const bool same_file = &first == &second;
    if (!same_file) {
      symbols_.repeating.insert(second.source->id());
      symbols_.repeated.insert(first.source->id());
    }
    problems_.push_back(
        {source::ProblemKind::semantic, span,
         name + " is declared twice in this module" +
             (same_file ? "; the first one is analysed"
                        : ": Terraform takes one of the files only; each is analysed with what "
                          "it declares itself")});
  }

  ModuleSymbols& symbols_;
  source::Problems& problems_;
};

/// The name of the blocks that a block, or a dynamic block, makes.
std::string_view made_blocks(const hcl::Block& block) {
  return block.type == "dynamic" && !block.labels.empty() ? std::string_view(block.labels[0].text)
                                                          : block.type;
}

value::Reason unread(const std::string& path, source::Span span) {
  return {value::ReasonKind::parse_error,
          path + ", which overrides parts of this module and could not be read", span};
}

/// Changes declarations as one override file after the other says.
class Overrider {
 public:
  Overrider(ModuleSymbols& symbols, source::Problems& problems) : symbols_(symbols), problems_(problems) {}

  void file(const hcl::File& file) {
    if (file.recovered || !file.problems.empty()) {
      symbols_.recovered = true;
      const source::Span span = file.problems.empty() ? file.source->whole() : file.problems.front().span;
      symbols_.unread_override = unread(file.source->path(), span);
    }
    bool backend = false;
    for (const hcl::Block& block : file.body.blocks) {
      if (block.type == "locals") {
        locals(file, block);
      } else if (block.type == "provider") {
        provider(file, block);
      } else if (block.type == "terraform") {
        for (const hcl::Block& inner : block.body.blocks) {
          if (inner.type != "backend" && inner.type != "cloud") continue;
          if (!std::exchange(backend, true)) symbols_.backends.clear();
          if (inner.type == "backend" && !inner.labels.empty()) symbols_.backends.push_back({&file, &inner});
        }
        note_provider_types(symbols_, file, block);
      } else {
        named(file, block);
      }
    }
  }

 private:
  std::map<std::string, Declaration>* table(std::string_view type) {
    if (type == "variable") return &symbols_.variables;
    if (type == "output") return &symbols_.outputs;
    if (type == "module") return &symbols_.modules;
    if (type == "resource") return &symbols_.resources;
    return type == "data" ? &symbols_.data : nullptr;
  }

  void named(const hcl::File& file, const hcl::Block& block) {
    auto* declarations = table(block.type);
    if (declarations == nullptr || block.labels.empty()) return;
    std::string name = block.labels[0].text;
    if (block.labels.size() > 1) name += "." + block.labels[1].text;
    const auto base = declarations->find(name);
    if (base == declarations->end()) return nothing(std::string(block.type) + " " + name, block.header);
    merge(base->second, file, block);
  }

  void locals(const hcl::File& file, const hcl::Block& block) {
    for (const hcl::Attribute& local : block.body.attributes) {
      const auto base = symbols_.locals.find(std::string(local.name));
      if (base == symbols_.locals.end()) {
        nothing("local." + std::string(local.name), local.name_span);
      } else {
        base->second = {&file, &local};
      }
    }
  }

  /// A configuration of its own where the default one is only implied.
  void provider(const hcl::File& file, const hcl::Block& block) {
    if (block.labels.empty()) return;
    const std::string alias = literal_text(file, block.body.attribute("alias"));
    const auto base =
        std::find_if(symbols_.providers.begin(), symbols_.providers.end(), [&](const Declaration& other) {
          return !other.block->labels.empty() && other.block->labels[0].text == block.labels[0].text &&
                 literal_text(*other.file, other.block->body.attribute("alias")) == alias;
        });
    if (base != symbols_.providers.end()) return merge(*base, file, block);
    if (!alias.empty()) return nothing("provider." + block.labels[0].text + "." + alias, block.header);
    symbols_.providers.push_back({&file, &block});
  }

  void merge(Declaration& base, const hcl::File& file, const hcl::Block& override) {
    hcl::Block& merged = symbols_.merged.emplace_back(*base.block);
    base.block = &merged;
    for (hcl::Attribute attribute : override.body.attributes) {
      attribute.file = &file;
      const auto replaced =
          std::find_if(merged.body.attributes.begin(), merged.body.attributes.end(),
                       [&](const hcl::Attribute& other) { return other.name == attribute.name; });
      if (replaced != merged.body.attributes.end()) {
        *replaced = attribute;
      } else {
        merged.body.attributes.push_back(attribute);
      }
    }
    const std::vector<hcl::Block>& blocks = override.body.blocks;
    std::erase_if(merged.body.blocks, [&](const hcl::Block& other) {
      return std::any_of(blocks.begin(), blocks.end(),
                         [&](const hcl::Block& block) { return made_blocks(block) == made_blocks(other); });
    });
    for (hcl::Block block : blocks) {
      block.file = &file;
      merged.body.blocks.push_back(std::move(block));
    }
  }

  void nothing(const std::string& name, source::Span span) {
    problems_.push_back({source::ProblemKind::semantic, span,
                         name + " is overridden here, but no other file of this module declares it"});
  }

  ModuleSymbols& symbols_;
  source::Problems& problems_;
};

}  // namespace

bool is_override_file(std::string_view path) {
  std::filesystem::path name = std::filesystem::path(path).filename();
  if (name.extension() == ".json") name = name.stem();
  const std::string stem = name.stem().string();
  return stem == "override" || stem.ends_with("_override");
}

ModuleSymbols collect_symbols(const ModuleDirectory& directory, source::Problems& problems) {
  ModuleSymbols symbols;
  symbols.recovered = directory.incomplete;
  Collector collector(symbols, problems);
  if (!directory.unread_override.empty()) symbols.unread_override = unread(directory.unread_override, {});
  const auto is_override = [](const hcl::File* file) { return is_override_file(file->source->path()); };
  for (const hcl::File* file : directory.files) {
    if (!is_override(file)) collector.file(*file);
  }
  Overrider overrider(symbols, problems);
  for (const hcl::File* file : directory.files) {
    if (is_override(file)) overrider.file(*file);
  }
  settle_provider_types(symbols);
  return symbols;
}

std::string usual_provider_name(const ModuleSymbols& symbols, const std::string& name) {
  const std::size_t dot = name.find('.');
  const auto usual = symbols.provider_types.find(name.substr(0, dot));
  if (usual == symbols.provider_types.end()) return name;
  return usual->second + (dot == std::string::npos ? std::string() : name.substr(dot));
}

std::string literal_text(const hcl::File& owner, const hcl::Attribute* attribute) {
  if (attribute == nullptr) return {};
  const hcl::File& file = hcl::file_of(owner, *attribute);
  const hcl::Expression& expression = file.expression(attribute->value);
  if (expression.kind != hcl::ExpressionKind::template_string) return {};
  std::string text;
  for (const hcl::ExpressionId piece : file.children(expression)) {
    if (file.expression(piece).kind != hcl::ExpressionKind::template_literal) return {};
    text += file.expression(piece).text;
  }
  return text;
}

std::string local_source(const hcl::File& file, const hcl::Block& module_call) {
  std::string source = literal_text(file, module_call.body.attribute("source"));
  return source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
             ? source
             : std::string();
}

std::string join_path(const std::string& base, const std::string& path) {
  std::string joined = (std::filesystem::path(base) / path).lexically_normal().generic_string();
  while (joined.size() > 1 && joined.ends_with('/')) joined.pop_back();
  return joined;
}

std::string relative_path(const std::string& path, const std::string& base) {
  return std::filesystem::path(path).lexically_relative(base).generic_string();
}

std::vector<std::string> called_directories(const ModuleDirectory& directory) {
  std::vector<std::string> called;
  for (const hcl::File* file : directory.files) {
    for (const hcl::Block& block : file->body.blocks) {
      if (block.type != "module") continue;
      if (const std::string source = local_source(*file, block); !source.empty())
        called.push_back(join_path(directory.path, source));
    }
  }
  return called;
}

std::vector<std::string> foreign_sources(const ModuleDirectory& directory) {
  std::vector<std::string> sources;
  for (const hcl::File* file : directory.files) {
    for (const hcl::Block& block : file->body.blocks) {
      if (block.type != "module" || !local_source(*file, block).empty()) continue;
      if (std::string source = literal_text(*file, block.body.attribute("source")); !source.empty())
        sources.push_back(std::move(source));
    }
  }
  return sources;
}

}  // namespace rootproof::terraform
