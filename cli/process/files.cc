#include "cli/process/files.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"

namespace betledger::cli {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20U;

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
  throw StorageError{file,
                     std::generic_category().message(error),
                     error == EACCES || error == EPERM || error == EROFS};
}

/// A file descriptor that is closed again.
class File {
 public:
  File(const std::filesystem::path& name, int flags, bool owned)
      : file_{owned ? ::open(name.c_str(), flags | O_CLOEXEC, 0666) : STDIN_FILENO}, owned_{owned} {
    if (file_ < 0) {
      fail(name, errno);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (owned_) {
      ::close(file_);
    }
  }

  [[nodiscard]] int get() const noexcept { return file_; }

 private:
  int file_;
  bool owned_;
};

}  // namespace

std::string read_file(const std::string& name) {
  const File file{name, O_RDONLY, name != "-"};
  std::string bytes;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      fail(name, errno);
    }
    if (got == 0) {
      return bytes;
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > most_bytes) {
      throw StorageError{name, "is larger than 64 MiB"};
    }
  }
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::path beside = file;
  beside += ".new";
  {
    const File out{beside, O_WRONLY | O_CREAT | O_TRUNC, true};
    while (!bytes.empty()) {
      const ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        fail(file, errno);
      }
      bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (::fsync(out.get()) != 0) {
      fail(file, errno);
    }
  }
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  if (failed) {
    throw StorageError{file, failed.message()};
  }
}

}  // namespace betledger::cli
