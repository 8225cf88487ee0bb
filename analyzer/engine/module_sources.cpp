#include "analyzer/engine/module_sources.h"

#include "analyzer/engine/read_file.h"
#include "parsers/source/limits.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

/// The parts of a module source ("Module Sources"): PACKAGE//FOLDER?QUERY.
struct Source {
  std::string package;
  std::string folder;
  std::string query;
};

std::string full_package(std::string package) {
  constexpr std::string_view kPublicRegistry = "registry.terraform.io/";
  if (package.starts_with(kPublicRegistry)) return package.substr(kPublicRegistry.size());
  const std::string suffix = package.ends_with(".git") ? "" : ".git";
  if (package.starts_with("github.com/")) return "git::https://" + package + suffix;
  if (package.starts_with("git@")) {
    if (const std::size_t colon = package.find(':'); colon != std::string::npos) package[colon] = '/';
    return "git::ssh://" + package;
  }
  return package;
}

Source parse_source(std::string_view text) {
  Source source;
  if (const std::size_t query = text.find('?'); query != std::string_view::npos) {
    source.query = text.substr(query + 1);
    text = text.substr(0, query);
  }
  const std::size_t scheme = text.find("://");
  const std::size_t folder = text.find("//", scheme == std::string_view::npos ? 0 : scheme + 3);
  if (folder != std::string_view::npos) {
    source.folder = text.substr(folder + 2);
    text = text.substr(0, folder);
  }
  source.package = full_package(std::string(text));
  return source;
}

std::string member(const syntax::SyntaxNode& entry, std::string_view key) {
  const auto found = entry.find(key);
  return found && found->is_scalar() ? std::string(found->text()) : std::string();
}

}  // namespace

ModuleManifest read_module_manifest(const fs::path& file) {
  ModuleManifest manifest;
  const FileBytes bytes = read_file(file, limits::kReadableFileBytes);
  if (!bytes.error.empty() || bytes.bytes.empty()) return manifest;
  source::SourceTable sources;
  const syntax::ParsedSyntax parsed = syntax::parse_json(sources.add("modules.json", bytes.bytes));
  if (!parsed.complete || parsed.tree.documents() == 0) return manifest;
  const auto modules = parsed.tree.document(0).find("Modules");
  if (!modules || !modules->is_sequence()) return manifest;
  for (const syntax::SyntaxNode& entry : modules->items()) {
    if (!entry.is_mapping() || manifest.size() >= limits::kModuleInstances) continue;
    const std::string key = member(entry, "Key");
    const std::string directory = member(entry, "Dir");
    if (!key.empty() && !directory.empty())
      manifest.insert_or_assign(key, InstalledModule{member(entry, "Source"), directory});
  }
  return manifest;
}

bool is_same_source(std::string_view written, std::string_view recorded) {
  const Source a = parse_source(written);
  const Source b = parse_source(recorded);
  return a.package == b.package && a.folder == b.folder && a.query == b.query;
}

void ModuleMap::add(std::string address, fs::path directory) {
  entries_.push_back({std::move(address), std::move(directory)});
}

std::optional<fs::path> ModuleMap::find(std::string_view call_path, std::string_view source) const {
  for (const Entry& entry : entries_) {
    if (!call_path.empty() && entry.address == call_path) return entry.directory;
  }
  if (source.empty()) return std::nullopt;
  for (const Entry& entry : entries_) {
    if (is_same_source(entry.address, source)) return entry.directory;
  }
  const Source wanted = parse_source(source);
  const auto entry_for = [&](bool whole_package) -> std::optional<fs::path> {
    for (const Entry& entry : entries_) {
      const Source address = parse_source(entry.address);
      const bool version_fits = address.query.empty() || address.query == wanted.query;
      if (address.package != wanted.package || !version_fits) continue;
      if (!whole_package && address.folder == wanted.folder) return entry.directory;
      if (whole_package && address.folder.empty()) return entry.directory / wanted.folder;
    }
    return std::nullopt;
  };
  const auto exact = entry_for(false);
  return exact ? exact : entry_for(true);
}

}  // namespace rootproof::engine
