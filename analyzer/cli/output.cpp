#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "analyzer/cli/command.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cli {
namespace {

std::string write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::generic_category().message(errno);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

/// Writes beside the file and renames: nobody ever sees half a report.
std::string replace_file(const std::string& file, const std::string& text) {
  std::string temporary = file + ".XXXXXX";
  const int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) return std::generic_category().message(errno);
  // mkstemp makes private files; a file keeps its permissions, a new one has those the user's umask gives.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat existing {};
  const bool exists = ::stat(file.c_str(), &existing) == 0;
  ::fchmod(descriptor, exists ? existing.st_mode & 07777U : static_cast<mode_t>(0666U & ~mask));
  std::string error = write_all(descriptor, text);
  if (::close(descriptor) != 0 && error.empty()) error = std::generic_category().message(errno);
  if (error.empty() && std::rename(temporary.c_str(), file.c_str()) != 0)
    error = std::generic_category().message(errno);
  if (!error.empty()) ::unlink(temporary.c_str());
  return error;
}

}  // namespace

int fail(std::string_view message) {
  // Messages quote file names and contents, which must not speak to the terminal.
  std::fprintf(stderr, "rootproof: %s\n", report::printable_sentence(message).c_str());
  return kExitError;
}

void warn(std::string_view message) {
  std::fprintf(stderr, "rootproof: warning: %s\n", report::printable_sentence(message).c_str());
}

bool use_color(const GlobalOptions& global) {
  if (global.color != "auto") return global.color == "always";
  const auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (is_set("NO_COLOR")) return false;
  const char* forced = std::getenv("CLICOLOR_FORCE");
  if (forced != nullptr && *forced != '\0' && std::string_view(forced) != "0") return true;
  return ::isatty(STDOUT_FILENO) != 0;
}

std::string write_output(const std::string& file, const std::string& text) {
  std::string error;
  std::error_code status;
  if (file == "-") {
    error = write_all(STDOUT_FILENO, text);
    // A reader that has seen enough (head, a pager) is no error.
    return error.empty() || errno == EPIPE ? std::string() : "cannot write the report: " + error;
  }
  if (std::filesystem::exists(file, status) && !std::filesystem::is_regular_file(file, status)) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    error = descriptor < 0 ? std::generic_category().message(errno) : write_all(descriptor, text);
    if (descriptor >= 0) ::close(descriptor);
  } else {
    error = replace_file(file, text);
  }
  return error.empty() ? std::string() : "cannot write " + file + ": " + error;
}

std::string read_standard_input() {
  std::string text;
  char buffer[1U << 16U];
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || text.size() > limits::kFileBytes) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

bool split_assignment(const std::string& text, std::pair<std::string, std::string>& out) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return false;
  out = {text.substr(0, equals), text.substr(equals + 1)};
  return true;
}

}  // namespace rootproof::cli
