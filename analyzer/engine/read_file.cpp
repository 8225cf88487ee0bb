#include "analyzer/engine/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rootproof::engine {
namespace {

std::string reason() { return std::generic_category().message(errno); }

/// Closes the descriptor however the reading ends.
struct Descriptor {
  int number;
  explicit Descriptor(int descriptor) : number(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

FileBytes read_file(const std::filesystem::path& path, std::size_t limit) {
  FileBytes result;
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (file.number < 0) {
    result.error = "cannot read this file: " + reason();
    return result;
  }
  struct stat status {};
  if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode)) {
    result.error = "not a regular file; not read";
    return result;
  }
  if (static_cast<std::size_t>(status.st_size) > limit) {
    result.error = "file of " + std::to_string(status.st_size) + " bytes is larger than the limit of " +
                   std::to_string(limit) + " bytes; not read";
    result.error_kind = source::ProblemKind::limit;
    return result;
  }
  result.bytes.resize(static_cast<std::size_t>(status.st_size));
  std::size_t used = 0;
  while (used < result.bytes.size()) {
    const ssize_t count = ::read(file.number, result.bytes.data() + used, result.bytes.size() - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      result.error = "cannot read this file: " + reason();
      result.bytes.clear();
      return result;
    }
    if (count == 0) break;  // it became shorter meanwhile
    used += static_cast<std::size_t>(count);
  }
  result.bytes.resize(used);
  return result;
}

}  // namespace rootproof::engine
