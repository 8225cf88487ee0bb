#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rootproof::rules {

/// A byte that stands for text that is not known.
inline constexpr char kUnknownText = '\0';

/// A word of a command, without its quotes.
struct ShellWord {
  std::string text;
  bool open = false;  ///< something in it is expanded when the script runs, or is not known
};

struct ShellCommand {
  std::vector<ShellWord>
      words;               ///< the first is the program; assignments and keywords before it are left out
  std::size_t offset = 0;  ///< of its program in the text that was read
};

/// The simple commands of a shell script, wherever they stand in it: in lists, pipelines, substitutions,
/// functions, `sh -c` (POSIX, "Shell Command Language"). Comments and documents that are written to files
/// (`<<`) are none.
[[nodiscard]] std::vector<ShellCommand> read_shell_commands(std::string_view script);

/// Those of a build specification, or of cloud-init's user data: the commands are texts of a YAML document,
/// and what else stands there does no harm as one. Offsets are in that document.
[[nodiscard]] std::vector<ShellCommand> read_yaml_commands(std::string_view document);

}  // namespace rootproof::rules
