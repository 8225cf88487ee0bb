#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <streambuf>
#include <system_error>
#include <utility>

#include "analyzer/cli/command.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/limits.h"

namespace rootproof::cli {
namespace {

/// Writes to a file descriptor. Behind an error it takes all that comes and writes nothing.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

  /// The number of the first error; 0 when all was written.
  [[nodiscard]] int finish() {
    flush();
    return error_;
  }

 protected:
  int_type overflow(int_type next) override {
    flush();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }

  int sync() override {
    flush();
    return 0;
  }

 private:
  void flush() {
    std::string_view text(pbase(), static_cast<std::size_t>(pptr() - pbase()));
    while (!text.empty() && error_ == 0) {
      const ssize_t count = ::write(descriptor_, text.data(), text.size());
      if (count < 0 && errno != EINTR) error_ = errno;
      if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

  int descriptor_;
  int error_ = 0;
  std::array<char, 1U << 16U> buffer_{};
};

std::string message_of(int error) {
  return error == 0 ? std::string() : std::generic_category().message(error);
}

int write_all(int descriptor, const OutputWriter& write) {
  DescriptorBuffer buffer(descriptor);
  std::ostream out(&buffer);
  write(out);
  return buffer.finish();
}

/// A temporary file, which goes unless it gets its final name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& file) : path_(file + ".XXXXXX") {
    descriptor_ = ::mkstemp(path_.data());
    exists_ = descriptor_ >= 0;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (exists_) ::unlink(path_.c_str());
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// The number of an error, 0 for none.
  [[nodiscard]] int rename_to(const std::string& file) {
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0 || std::rename(path_.c_str(), file.c_str()) != 0) return errno;
    exists_ = false;
    return 0;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool exists_ = false;
};

/// Writes beside the file and renames: nobody ever sees half a report.
std::string replace_file(const std::string& file, const OutputWriter& write) {
  TemporaryFile temporary(file);
  if (temporary.descriptor() < 0) return message_of(errno);
  // mkstemp makes private files; a file keeps its permissions, a new one has those the user's umask gives.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat existing {};
  const bool exists = ::stat(file.c_str(), &existing) == 0;
  ::fchmod(temporary.descriptor(), exists ? existing.st_mode & 07777U : static_cast<mode_t>(0666U & ~mask));
  if (const int error = write_all(temporary.descriptor(), write); error != 0) return message_of(error);
  return message_of(temporary.rename_to(file));
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
  return write_output(file, [&text](std::ostream& out) {
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  });
}

std::string write_output(const std::string& file, const OutputWriter& write) {
  std::error_code status;
  if (file == "-") {
    const int error = write_all(STDOUT_FILENO, write);
    // A reader that has seen enough (head, a pager) is no error.
    return error == 0 || error == EPIPE ? std::string() : "cannot write the report: " + message_of(error);
  }
  std::string error;
  if (std::filesystem::exists(file, status) && !std::filesystem::is_regular_file(file, status)) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    error = message_of(descriptor < 0 ? errno : write_all(descriptor, write));
    if (descriptor >= 0) ::close(descriptor);
  } else {
    error = replace_file(file, write);
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
