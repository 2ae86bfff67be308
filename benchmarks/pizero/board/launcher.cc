// SPDX-License-Identifier: Apache-2.0
// The init process of the virtual board: runs one program and reports on it over the serial
// console, in frames that survive whatever the kernel prints in between.
//
// A frame is a line "@board KIND CRC BASE64": the CRC-32 of KIND and the payload, in hexadecimal,
// and the payload. Kinds, in this order:
//   R          the board is up, the program starts
//   O, E       what the program wrote to stdout, stderr
//   X          "key=value ..." : exit_code, signal, wall_us, user_us, system_us, peak_rss_kib, ...
//   F          "INDEX\0" and content of a file to bring back; N: "INDEX\0" why it could not be
//   K          the kernel's log
//   D          done; the board may be switched off
//   B          the board could not run the program: why (instead of everything after it)
// What to do is in files that the host packs: /board/{argv,env,fetch,modules}, each a sequence of
// NUL-terminated strings, and /board/card if there is a memory card to mount on /card.
#include <fcntl.h>
#include <poll.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "child_process.h"

namespace dinozero::board {
namespace {

constexpr const char* kConsole = "/dev/ttyAMA0";
constexpr const char* kCard = "/dev/mmcblk0";
constexpr const char* kWorkFolder = "/work";
constexpr std::size_t kChunkBytes = 3072;

std::uint32_t crc32(std::uint32_t crc, std::string_view data) {
  crc = ~crc;
  for (const char c : data) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

std::string base64(std::string_view data) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((data.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < data.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < data.size() ? static_cast<unsigned char>(data[at]) : 0u;
    };
    const unsigned group = (byte(i) << 16) | (byte(i + 1) << 8) | byte(i + 2);
    text += kAlphabet[group >> 18];
    text += kAlphabet[(group >> 12) & 63u];
    text += i + 1 < data.size() ? kAlphabet[(group >> 6) & 63u] : '=';
    text += i + 2 < data.size() ? kAlphabet[group & 63u] : '=';
  }
  return text;
}

void write_all(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t written = write(fd, data.data(), data.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) data.remove_prefix(static_cast<std::size_t>(written));
  }
}

class Console {
 public:
  Console() : fd_(open(kConsole, O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    termios settings{};
    tcgetattr(fd_, &settings);
    cfmakeraw(&settings);
    tcsetattr(fd_, TCSANOW, &settings);
  }

  void send(char kind, std::string_view payload) const {
    char head[32];
    const std::uint32_t checksum = crc32(crc32(0, {&kind, 1}), payload);
    std::snprintf(head, sizeof head, "\n@board %c %08x ", kind, static_cast<unsigned>(checksum));
    write_all(fd_, head + base64(payload) + "\n");
  }

 private:
  int fd_;
};

[[noreturn]] void switch_off(const Console& console) {
  console.send('D', "");
  sync();
  reboot(RB_POWER_OFF);
  // QEMU's board has no power switch; the host ends it.
  for (;;) pause();
}

[[noreturn]] void fail(const Console& console, const std::string& what) {
  console.send('B', what + ": " + std::strerror(errno));
  switch_off(console);
}

std::vector<std::string> read_strings(const char* path) {
  std::vector<std::string> strings;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return strings;
  std::string text;
  std::array<char, 4096> chunk;
  for (ssize_t count; (count = read(fd, chunk.data(), chunk.size())) > 0;) {
    text.append(chunk.data(), static_cast<std::size_t>(count));
  }
  close(fd);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\0', begin);
    strings.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return strings;
}

std::vector<char*> to_pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

void mount_card(const Console& console) {
  for (const std::string& module : read_strings("/board/modules")) {
    const int fd = open(module.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) != 0) fail(console, "cannot load " + module);
    close(fd);
  }
  // The card is found some time after the kernel starts.
  constexpr int kAttempts = 200;
  for (int i = 0; i < kAttempts && access(kCard, F_OK) != 0; ++i) usleep(50'000);
  mkdir("/card", 0755);
  if (mount(kCard, "/card", "ext4", MS_NOATIME, "") != 0) fail(console, "cannot mount the card");
}

void install_busybox(const Console& console) {
  const pid_t pid = fork();
  if (pid == 0) {
    execl("/bin/busybox", "busybox", "--install", "-s", "/bin", nullptr);
    _exit(127);
  }
  if (pid < 0 || wait_for_child(pid).exit_code != 0) fail(console, "cannot install busybox");
}

// Of /proc/vmstat: processes that the OOM killer has ended.
long oom_kills() {
  FILE* file = std::fopen("/proc/vmstat", "re");
  if (file == nullptr) return -1;
  char name[64];
  long value = 0;
  while (std::fscanf(file, "%63s %ld", name, &value) == 2) {
    if (std::strcmp(name, "oom_kill") == 0) break;
  }
  std::fclose(file);
  return value;
}

// Passes on what can be read from `fd` now. False at its end.
bool forward(const Console& console, char kind, int fd) {
  std::array<char, kChunkBytes> chunk;
  const ssize_t count = read(fd, chunk.data(), chunk.size());
  if (count > 0) console.send(kind, {chunk.data(), static_cast<std::size_t>(count)});
  return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe(const Console& console) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail(console, "pipe");
  // A descendant that outlives the program must not keep the launcher waiting for more.
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {ends[0], ends[1]};
}

[[noreturn]] void exec_program(const Pipe& out, const Pipe& err) {
  std::vector<std::string> arguments = read_strings("/board/argv");
  std::vector<std::string> environment = read_strings("/board/env");
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(out.write_end, STDOUT_FILENO);
  dup2(err.write_end, STDERR_FILENO);
  setsid();
  if (chdir(kWorkFolder) == 0) {
    execvpe(arguments[0].c_str(), to_pointers(arguments).data(), to_pointers(environment).data());
  }
  const int reason = errno;
  dprintf(STDERR_FILENO, "board: cannot run %s: %s\n", arguments[0].c_str(), std::strerror(reason));
  _exit(reason == ENOENT ? 127 : 126);
}

void run_program(const Console& console) {
  const Pipe out = make_pipe(console);
  const Pipe err = make_pipe(console);
  const std::int64_t start = monotonic_ns();
  const pid_t pid = fork();
  if (pid < 0) fail(console, "fork");
  if (pid == 0) exec_program(out, err);
  close(out.write_end);
  close(err.write_end);

  const int process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process < 0) fail(console, "pidfd_open");
  std::array<pollfd, 3> events = {
      {{process, POLLIN, 0}, {out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}}};
  std::int64_t end = 0;
  while (end == 0) {
    if (poll(events.data(), events.size(), -1) < 0) continue;
    if (events[0].revents != 0) end = monotonic_ns();
    if (events[1].revents != 0 && !forward(console, 'O', out.read_end)) events[1].fd = -1;
    if (events[2].revents != 0 && !forward(console, 'E', err.read_end)) events[2].fd = -1;
  }
  for (std::size_t i = 1; i < events.size(); ++i) {
    pollfd event = {events[i].fd, POLLIN, 0};
    while (event.fd >= 0 && poll(&event, 1, 0) > 0) {
      if (!forward(console, i == 1 ? 'O' : 'E', event.fd)) break;
    }
  }

  const ChildResult result = wait_for_child(pid);
  char text[512];
  std::snprintf(text, sizeof text,
                "exit_code=%d signal=%d wall_us=%lld user_us=%lld system_us=%lld "
                "peak_rss_kib=%lld minor_faults=%lld major_faults=%lld oom_kills=%ld",
                result.exit_code, result.signal, static_cast<long long>((end - start) / 1000),
                static_cast<long long>(result.user_us), static_cast<long long>(result.system_us),
                static_cast<long long>(result.peak_rss_kib),
                static_cast<long long>(result.minor_faults),
                static_cast<long long>(result.major_faults), oom_kills());
  console.send('X', text);
}

void send_file(const Console& console, std::size_t index, const std::string& path) {
  std::string prefix = std::to_string(index);
  prefix += '\0';
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::array<char, kChunkBytes> chunk;
  ssize_t count = fd < 0 ? -1 : 0;
  // An empty first frame, so that an empty file arrives too.
  if (fd >= 0) console.send('F', prefix);
  while (fd >= 0 && (count = read(fd, chunk.data(), chunk.size())) > 0) {
    console.send('F', prefix + std::string(chunk.data(), static_cast<std::size_t>(count)));
  }
  if (count < 0) console.send('N', prefix + std::strerror(errno));
  if (fd >= 0) close(fd);
}

void send_kernel_log(const Console& console) {
  constexpr int kReadAll = 3;
  constexpr int kBufferSize = 10;
  const int size = klogctl(kBufferSize, nullptr, 0);
  if (size <= 0) return;
  std::string log(static_cast<std::size_t>(size), '\0');
  const int count = klogctl(kReadAll, log.data(), size);
  log.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  for (std::size_t at = 0; at < log.size(); at += kChunkBytes) {
    console.send('K', std::string_view(log).substr(at, kChunkBytes));
  }
}

[[noreturn]] void run_board() {
  mount("devtmpfs", "/dev", "devtmpfs", 0, "");
  mount("proc", "/proc", "proc", 0, "");
  mount("sysfs", "/sys", "sysfs", 0, "");
  // Messages go to the kernel's log only; frames have the console to themselves.
  constexpr int kSetConsoleLevel = 8;
  klogctl(kSetConsoleLevel, nullptr, 1);
  const Console console;
  install_busybox(console);
  if (access("/board/card", F_OK) == 0) mount_card(console);
  console.send('R', "");
  run_program(console);
  if (chdir(kWorkFolder) == 0) {
    const std::vector<std::string> wanted = read_strings("/board/fetch");
    for (std::size_t i = 0; i < wanted.size(); ++i) send_file(console, i, wanted[i]);
  }
  send_kernel_log(console);
  switch_off(console);
}

}  // namespace
}  // namespace dinozero::board

int main() { dinozero::board::run_board(); }
