#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::tests {

struct Outcome {
  int status = -1;
  std::string output;  ///< standard output and standard error
};

/// Runs `rootproof ARGUMENTS` in a folder. What the shell understands, such as redirections, is understood
/// here too.
inline Outcome rootproof(const TemporaryFolder& folder, const std::string& arguments) {
  const std::string command =
      "cd '" + folder.path().string() + "' && '" ROOTPROOF_BINARY "' " + arguments + " 2>&1";
  Outcome outcome;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), count);
  outcome.status = WEXITSTATUS(::pclose(pipe));
  return outcome;
}

/// The same with a text on standard input.
inline Outcome rootproof(const TemporaryFolder& folder, const std::string& arguments,
                         const std::string& input) {
  const TemporaryFolder scratch;
  scratch.write("input", input);
  return rootproof(folder, arguments + " <'" + (scratch.path() / "input").string() + "'");
}

inline nlohmann::json json_of(const Outcome& outcome) {
  return nlohmann::json::parse(outcome.output, nullptr, false);
}

}  // namespace rootproof::tests
