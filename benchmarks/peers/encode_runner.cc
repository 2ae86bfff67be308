// SPDX-License-Identifier: Apache-2.0
// dinozero's side of compare.py: loads a model, encodes a normalised image tensor, and then times
// encoding on request. The protocol is described in protocol.py.
//
//   peers_encode_runner MODEL INPUT HEIGHT WIDTH native|xnnpack THREADS

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include <dinozero/dinozero.h>

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

bool read_floats(const char* path, std::vector<float>& values) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  const std::size_t count = std::fread(values.data(), sizeof(float), values.size(), file);
  const bool complete = count == values.size() && std::fgetc(file) == EOF;
  std::fclose(file);
  return complete;
}

// VmRSS, resident memory of this process, or VmHWM, its largest so far, from /proc/self/status; -1
// where there is none.
long memory_kib(const char* field) {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  if (file == nullptr) return -1;
  long kib = -1;
  char line[256];
  while (std::fgets(line, sizeof line, file) != nullptr) {
    const std::size_t length = std::strlen(field);
    if (std::strncmp(line, field, length) != 0 || line[length] != ':') continue;
    kib = std::atol(line + length + 1);
    break;
  }
  std::fclose(file);
  return kib;
}

int fail(const std::string& message) {
  std::fprintf(stderr, "peers_encode_runner: %s\n", message.c_str());
  return 1;
}

// All tokens after the final LayerNorm but registers: CLS, then the patches.
bool write_features(const dinozero::Features& features, const char* path) {
  std::FILE* file = std::fopen(path, "wb");
  if (file == nullptr) return false;
  const auto cls = features.cls();
  const auto patches = features.patches();
  const bool complete =
      std::fwrite(cls.data(), sizeof(float), cls.size(), file) == cls.size() &&
      std::fwrite(patches.data, sizeof(float), patches.size(), file) == patches.size();
  return std::fclose(file) == 0 && complete;
}

double process_cpu_milliseconds() {
  std::timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

void print_list(const char* name, const std::vector<double>& values) {
  std::printf("\"%s\":[", name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::printf("%s%.6f", i == 0 ? "" : ",", values[i]);
  }
  std::printf("]");
}

// Encodes for `seconds`, at least three times, and prints what each one took.
bool time_encoding(dinozero::Encoder& encoder, const std::vector<float>& input, double seconds) {
  const Clock::time_point begin = Clock::now();
  std::vector<double> wall;
  std::vector<double> cpu;
  while (wall.size() < 3 || milliseconds_since(begin) < 1000.0 * seconds) {
    const Clock::time_point start = Clock::now();
    const double cpu_start = process_cpu_milliseconds();
    if (!encoder.encode_tensor(input.data())) return false;
    const double cpu_end = process_cpu_milliseconds();
    wall.push_back(milliseconds_since(start));
    cpu.push_back(cpu_end - cpu_start);
  }
  std::printf("{");
  print_list("wall_ms", wall);
  std::printf(",");
  print_list("cpu_ms", cpu);
  std::printf("}\n");
  std::fflush(stdout);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    return fail("usage: peers_encode_runner MODEL INPUT HEIGHT WIDTH native|xnnpack THREADS");
  }
  const int height = std::atoi(argv[3]);
  const int width = std::atoi(argv[4]);
  if (height <= 0 || width <= 0) return fail("expected a positive height and width");
  const std::string backend = argv[5];
  if (backend != "native" && backend != "xnnpack") return fail("unknown backend " + backend);

  std::vector<float> input(std::size_t{3} * static_cast<std::size_t>(height) *
                           static_cast<std::size_t>(width));
  if (!read_floats(argv[2], input)) return fail(std::string(argv[2]) + ": not the expected size");

  const long before_kib = memory_kib("VmRSS");
  const Clock::time_point start = Clock::now();
  const auto model = dinozero::Model::load(argv[1]);
  if (!model) return fail(model.error().message);
  dinozero::Options options;
  options.threads = std::atoi(argv[6]);
  options.backend = backend == "native" ? dinozero::Backend::kNative : dinozero::Backend::kXnnpack;
  options.input_height = height;
  options.input_width = width;
  auto encoder = dinozero::Encoder::create(*model, options);
  if (!encoder) return fail(encoder.error().message);
  const double load_ms = milliseconds_since(start);
  auto features = encoder->encode_tensor(input.data());
  if (!features) return fail(features.error().message);
  std::printf(
      "{\"version\":\"%s\",\"detail\":\"%s, %s kernels\",\"load_ms\":%.3f,\"before_kib\":%ld,"
      "\"peak_kib\":%ld}\n",
      DINOZERO_VERSION, backend.c_str(), encoder->kernel_set(), load_ms, before_kib,
      memory_kib("VmHWM"));
  std::fflush(stdout);

  char line[4096];
  while (std::fgets(line, sizeof line, stdin) != nullptr) {
    line[std::strcspn(line, "\n")] = '\0';
    if (std::strncmp(line, "time ", 5) == 0) {
      if (!time_encoding(*encoder, input, std::atof(line + 5))) return fail("encoding failed");
    } else if (std::strncmp(line, "features ", 9) == 0) {
      features = encoder->encode_tensor(input.data());
      if (!features || !write_features(*features, line + 9)) return fail("cannot write features");
      std::printf("{}\n");
      std::fflush(stdout);
    } else {
      return fail(std::string("unknown command ") + line);
    }
  }
  return 0;
}
