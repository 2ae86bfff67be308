// SPDX-License-Identifier: Apache-2.0
#include "tools/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/catch.h"

extern char** environ;

namespace dinozero::testing {
namespace {

// Files of the program that is started: where stdout goes, and stderr.
pid_t spawn(const std::string& program, const std::vector<std::string>& arguments, int out,
            int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t process = 0;
  const int error = posix_spawn(&process, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  REQUIRE(error == 0);
  return process;
}

int exit_code_of(pid_t process) {
  int status = 0;
  REQUIRE(waitpid(process, &status, 0) == process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int open_for_writing(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(file >= 0);
  return file;
}

}  // namespace

ProgramResult run_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::string& stdout_path) {
  const TemporaryFolder folder;
  const std::string out_path = stdout_path.empty() ? folder / "out" : stdout_path;
  const std::string err_path = folder / "err";
  const int out = open_for_writing(out_path);
  const int err = open_for_writing(err_path);
  const pid_t process = spawn(program, arguments, out, err);
  close(out);
  close(err);
  ProgramResult result;
  result.exit_code = exit_code_of(process);
  if (stdout_path.empty()) result.out = read_file(out_path);
  result.err = read_file(err_path);
  return result;
}

long peak_kib_of_program(const std::string& program, const std::vector<std::string>& arguments) {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const pid_t process = spawn(program, arguments, ends[1], STDERR_FILENO);
  close(ends[1]);
  // Output, or the end without any.
  pollfd output{ends[0], POLLIN, 0};
  REQUIRE(poll(&output, 1, -1) == 1);
  const std::string status = read_file("/proc/" + std::to_string(process) + "/status");
  const std::size_t field = status.find("VmHWM:");
  char bytes[4096];
  while (read(ends[0], bytes, sizeof bytes) > 0) {
  }
  close(ends[0]);
  REQUIRE(exit_code_of(process) == 0);
  REQUIRE(field != std::string::npos);
  return std::strtol(status.c_str() + field + std::strlen("VmHWM:"), nullptr, 10);
}

TemporaryFolder::TemporaryFolder() {
  path_ = (std::filesystem::temp_directory_path() / "dinozero-XXXXXX").string();
  REQUIRE(mkdtemp(path_.data()) != nullptr);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const std::string& path, const void* data, std::size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  REQUIRE(file.good());
}

}  // namespace dinozero::testing
