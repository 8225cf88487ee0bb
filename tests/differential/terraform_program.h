#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

/// The terraform program as an oracle, where it is installed. Nothing of rootproof needs it.
namespace rootproof::tests {

/// Output of a shell command run in a folder; nullopt when its exit status is not 0. Terraform's own
/// configuration and whatever the environment says about variables are left out.
inline std::optional<std::string> run_in(const std::filesystem::path& folder, const std::string& command) {
  const std::string line = "cd '" + folder.string() +
                           "' && TF_CLI_CONFIG_FILE=/dev/null TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 " +
                           command + " 2>/dev/null";
  FILE* pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string output;
  std::array<char, 1U << 16U> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  const int status = ::pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return output;
}

/// Why there is nothing to compare with; empty when terraform 1.11 or later is on PATH.
inline std::string why_no_terraform() {
  const auto version = run_in(".", "terraform version -json");
  if (!version) return "terraform is not on PATH";
  const auto json = nlohmann::json::parse(*version, nullptr, false);
  const std::string text = json.is_object() ? json.value("terraform_version", "") : "";
  int major = 0;
  int minor = 0;
  if (std::sscanf(text.c_str(), "%d.%d", &major, &minor) != 2) return "terraform does not tell its version";
  if (major < 1 || (major == 1 && minor < 11)) return "terraform " + text + " is older than 1.11";
  return {};
}

/// The folder of installed providers that `terraform init -plugin-dir` takes; empty when there is none.
inline std::string provider_mirror() {
  const char* folder = std::getenv("ROOTPROOF_PROVIDER_MIRROR");
  return folder == nullptr ? std::string() : std::string(folder);
}

}  // namespace rootproof::tests
