#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Where modules from registries and repositories lie on disk: `terraform init` wrote it down, or the user
/// says it.
namespace rootproof::engine {

/// One module that `terraform init` installed.
struct InstalledModule {
  std::string source;               ///< as recorded: "registry.terraform.io/acme/logs/aws"
  std::filesystem::path directory;  ///< as recorded, relative to the root module
};

/// The content of a root module's .terraform/modules/modules.json by call path ("network.subnets"). Empty
/// when there is none or it cannot be read.
using ModuleManifest = std::map<std::string, InstalledModule>;
[[nodiscard]] ModuleManifest read_module_manifest(const std::filesystem::path& file);

/// True when a source as written in a module call means the recorded one (Terraform's shorthands: the public
/// registry's host, github.com, git@).
[[nodiscard]] bool is_same_source(std::string_view written, std::string_view recorded);

/// What `--module-map ADDRESS=DIRECTORY` says. An address is the source as written in the call, with or
/// without its `//folder` and `?ref=…`, or the call path "module.network.module.subnets".
class ModuleMap {
 public:
  struct Entry {
    std::string address;
    std::filesystem::path directory;  ///< absolute, links resolved
  };

  void add(std::string address, std::filesystem::path directory);
  /// The directory of a call; the call path comes first, then the most exact source. nullopt when no entry
  /// speaks of it.
  [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view call_path,
                                                          std::string_view source) const;
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace rootproof::engine
