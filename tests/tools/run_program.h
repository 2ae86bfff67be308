// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace dinozero::testing {

struct ProgramResult {
  int exit_code = -1;  ///< -1: did not exit by itself
  std::string out;     ///< what it wrote to stdout
  std::string err;     ///< and to stderr
};

/// Runs a program and waits for its end. `stdout_path`: writes stdout to this file instead.
ProgramResult run_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::string& stdout_path = {});

/// The peak of resident memory, in KiB, of a program that prints more than a pipe holds (64 KiB)
/// when its work is done: it is looked at when the program waits for a reader. (Not by ru_maxrss,
/// which begins with the memory of the process that starts the program.)
long peak_kib_of_program(const std::string& program, const std::vector<std::string>& arguments);

/// A new empty folder, removed with its contents at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// The path of `name` in it.
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, const void* data, std::size_t size);

}  // namespace dinozero::testing
