// SPDX-License-Identifier: Apache-2.0
// Measures a program on a real board, with what has to be known to trust the figures: clock,
// temperature, throttling. Depends on nothing but the system, so that it compiles on the board in
// seconds and runs there as a single static file.
#include <fcntl.h>
#include <getopt.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "child_process.h"
#include "sensors.h"

namespace dinozero::board {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitThrottled = 3;

constexpr char kHelp[] = R"(Usage: measure-on-board [OPTION]... PROGRAM [ARGUMENT]...

Runs a program several times on the board that this runs on and prints its time, peak memory, and the
board's clock, temperature and throttling flags, then a row for a Markdown table.

  --runs N         measured runs, after one that is not counted (5)
  --estimate A[-B] milliseconds by benchmarks/pizero/estimate, to be compared with the user time
  --name NAME      what the table calls the program (its command)
  --row            print the table's row only
  --json           print one JSON object
  --help

User time is what the estimate stands for: it models the program, not the kernel.
"Its own ms" is what the program itself reports as "milliseconds": N (dinozero embed --json).

Exit status: 0; 1 the program failed; 2 wrong usage; 3 the figures are there, but the board was
throttled or its voltage too low while they were taken.
)";

struct Request {
  int runs = 5;
  double estimate_low = 0;  // ms; 0: none given
  double estimate_high = 0;
  std::string name;
  bool row_only = false;
  bool json = false;
  std::vector<char*> command;  // ends with a null
};

struct Run {
  ChildResult result;
  double wall_ms = 0;
  double own_ms = 0;  // 0: the program reports none
};

struct State {
  std::optional<double> clock_mhz = board::clock_mhz();
  std::optional<double> celsius = temperature_celsius();
  std::optional<Throttling> throttling = board::throttling();
};

std::string read_to_end(int fd) {
  std::string text;
  char chunk[4096];
  for (;;) {
    const ssize_t count = read(fd, chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(chunk, static_cast<std::size_t>(count));
  }
}

// The first `"milliseconds": NUMBER` of the program's output.
double own_milliseconds(const std::string& output) {
  constexpr char kKey[] = "\"milliseconds\":";
  const std::size_t at = output.find(kKey);
  return at == std::string::npos ? 0 : std::atof(output.c_str() + at + sizeof kKey - 1);
}

Run run_once(const std::vector<char*>& command) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) != 0) {
    std::perror("measure-on-board: pipe");
    std::exit(kExitFailed);
  }
  Run run;
  const std::int64_t start = monotonic_ns();
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(output[1], STDOUT_FILENO);
    execvp(command[0], command.data());
    std::perror(command[0]);
    _exit(127);
  }
  close(output[1]);
  const std::string text = read_to_end(output[0]);
  run.result = wait_for_child(pid);
  run.wall_ms = static_cast<double>(monotonic_ns() - start) / 1e6;
  close(output[0]);
  run.own_ms = own_milliseconds(text);
  return run;
}

double user_ms(const Run& run) { return static_cast<double>(run.result.user_us) / 1e3; }
double system_ms(const Run& run) { return static_cast<double>(run.result.system_us) / 1e3; }

template <typename Get>
std::vector<double> sorted(const std::vector<Run>& runs, Get get) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(get(run));
  std::sort(values.begin(), values.end());
  return values;
}

double median(const std::vector<double>& values) {
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string format(const char* form, double value) {
  char text[64];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

std::string format(const char* form, const std::optional<double>& value) {
  return value ? format(form, *value) : "unknown";
}

std::string json_number(const char* form, const std::optional<double>& value) {
  return value ? format(form, *value) : "null";
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

std::string throttling_text(const std::optional<Throttling>& throttling) {
  if (!throttling) return "unknown";
  char flags[16];
  std::snprintf(flags, sizeof flags, "0x%x", static_cast<unsigned>(throttling->flags));
  if (throttling->now()) return std::string("NOW: ") + flags;
  return throttling->since_boot() ? std::string("earlier: ") + flags : "no";
}

struct Measurement {
  std::vector<Run> runs;
  State before, after;
  std::vector<double> wall, user, system, own;  // ms, sorted
  double peak_megabytes = 0;

  bool throttled() const {
    return (before.throttling && before.throttling->now()) ||
           (after.throttling && after.throttling->now());
  }
};

Measurement measure(const Request& request) {
  Measurement m;
  run_once(request.command);  // fills the page cache
  m.before = State();
  for (int i = 0; i < request.runs; ++i) {
    m.runs.push_back(run_once(request.command));
    // At once, before the governor lowers the clock again.
    m.after = State();
    if (m.runs.back().result.exit_code != 0) break;
  }
  m.wall = sorted(m.runs, [](const Run& run) { return run.wall_ms; });
  m.user = sorted(m.runs, user_ms);
  m.system = sorted(m.runs, system_ms);
  m.own = sorted(m.runs, [](const Run& run) { return run.own_ms; });
  for (const Run& run : m.runs) {
    const auto bytes = static_cast<double>(run.result.peak_rss_kib) * 1024;
    m.peak_megabytes = std::max(m.peak_megabytes, bytes / 1e6);
  }
  return m;
}

double estimate_middle(const Request& request) {
  return (request.estimate_low + request.estimate_high) / 2;
}

void print_row(const Request& request, const Measurement& m) {
  std::string estimate = "-";
  std::string ratio = "-";
  if (request.estimate_low > 0) {
    estimate = format("%.1f", request.estimate_low);
    if (request.estimate_high > request.estimate_low) {
      estimate += format(" to %.1f", request.estimate_high);
    }
    ratio = format("%.3f", median(m.user) / estimate_middle(request));
  }
  std::printf("| %s | %s | %s | %s | %.1f | %s | %.1f | %s | %.2f | %s | %s |\n",
              board_model().c_str(), format("%.0f", m.after.clock_mhz).c_str(),
              request.name.c_str(), estimate.c_str(), median(m.user), ratio.c_str(), median(m.wall),
              m.own.front() > 0 ? format("%.1f", median(m.own)).c_str() : "-", m.peak_megabytes,
              format("%.0f", m.after.celsius).c_str(), throttling_text(m.after.throttling).c_str());
}

void print_text(const Request& request, const Measurement& m) {
  std::printf("board        %s\n", board_model().c_str());
  std::printf("processor    %s\n", processor_model().c_str());
  std::printf("system       %s\n", system_name().c_str());
  std::printf("clock        %s MHz before, %s MHz after (governor: %s)\n",
              format("%.0f", m.before.clock_mhz).c_str(), format("%.0f", m.after.clock_mhz).c_str(),
              governor().c_str());
  std::printf("temperature  %s C before, %s C after\n", format("%.1f", m.before.celsius).c_str(),
              format("%.1f", m.after.celsius).c_str());
  std::printf("throttled    %s\n", throttling_text(m.after.throttling).c_str());
  std::printf("command      %s\n", request.name.c_str());
  std::printf("runs         %zu, after one that is not counted\n", m.runs.size());
  std::printf("wall ms      median %.2f, best %.2f, worst %.2f\n", median(m.wall), m.wall.front(),
              m.wall.back());
  std::printf("user ms      median %.2f, best %.2f, worst %.2f\n", median(m.user), m.user.front(),
              m.user.back());
  std::printf("kernel ms    median %.2f\n", median(m.system));
  if (m.own.front() > 0) {
    std::printf("its own ms   median %.2f, best %.2f, worst %.2f\n", median(m.own), m.own.front(),
                m.own.back());
  }
  std::printf("peak memory  %.2f MB (VmHWM)\n\n", m.peak_megabytes);
  std::printf(
      "| board | MHz | program | estimated ms | user ms | measured / estimated | wall ms | "
      "its own ms | peak MB | C | throttled |\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
}

void print_json(const Request& request, const Measurement& m) {
  std::printf("{\"board\": %s, \"processor\": %s, \"system\": %s, \"governor\": %s, ",
              quoted(board_model()).c_str(), quoted(processor_model()).c_str(),
              quoted(system_name()).c_str(), quoted(governor()).c_str());
  for (const auto& [when, state] : {std::pair{"before", &m.before}, {"after", &m.after}}) {
    std::printf("\"%s\": {\"clock_mhz\": %s, \"celsius\": %s, \"throttled\": %s}, ", when,
                json_number("%.1f", state->clock_mhz).c_str(),
                json_number("%.1f", state->celsius).c_str(),
                state->throttling ? format("%.0f", state->throttling->flags).c_str() : "null");
  }
  std::printf("\"command\": %s, \"runs\": [", quoted(request.name).c_str());
  for (std::size_t i = 0; i < m.runs.size(); ++i) {
    const Run& run = m.runs[i];
    std::printf(
        "%s{\"wall_ms\": %.3f, \"user_ms\": %.3f, \"kernel_ms\": %.3f, \"own_ms\": %s, "
        "\"peak_rss_bytes\": %lld, \"exit_code\": %d}",
        i == 0 ? "" : ", ", run.wall_ms, user_ms(run), system_ms(run),
        run.own_ms > 0 ? format("%.3f", run.own_ms).c_str() : "null",
        static_cast<long long>(run.result.peak_rss_kib) * 1024, run.result.exit_code);
  }
  std::printf("], \"wall_ms\": %.3f, \"user_ms\": %.3f, \"peak_rss_bytes\": %.0f", median(m.wall),
              median(m.user), m.peak_megabytes * 1e6);
  if (request.estimate_low > 0) {
    std::printf(", \"estimated_ms\": [%.3f, %.3f], \"measured_to_estimated\": %.4f",
                request.estimate_low, request.estimate_high,
                median(m.user) / estimate_middle(request));
  }
  std::printf("}\n");
}

[[noreturn]] void refuse(const std::string& why) {
  std::fprintf(stderr, "measure-on-board: %s (--help says more)\n", why.c_str());
  std::exit(kExitUsage);
}

void parse_estimate(const char* text, Request& request) {
  char* end = nullptr;
  request.estimate_low = std::strtod(text, &end);
  request.estimate_high = *end == '-' ? std::strtod(end + 1, &end) : request.estimate_low;
  const bool in_order = request.estimate_low > 0 && request.estimate_high >= request.estimate_low;
  if (*end != '\0' || !in_order) {
    refuse(std::string("--estimate: expected MS or LOW-HIGH, found ") + text);
  }
}

Request parse(int argc, char** argv) {
  enum { kRuns = 1, kEstimate, kName, kRow, kJson, kHelpOption };
  static const option options[] = {
      {"runs", required_argument, nullptr, kRuns},
      {"estimate", required_argument, nullptr, kEstimate},
      {"name", required_argument, nullptr, kName},
      {"row", no_argument, nullptr, kRow},
      {"json", no_argument, nullptr, kJson},
      {"help", no_argument, nullptr, kHelpOption},
      {nullptr, 0, nullptr, 0},
  };
  Request request;
  for (int which; (which = getopt_long(argc, argv, "+", options, nullptr)) != -1;) {
    switch (which) {
      case kRuns:
        request.runs = std::atoi(optarg);
        if (request.runs < 1) refuse(std::string("--runs: expected 1 or more, found ") + optarg);
        break;
      case kEstimate:
        parse_estimate(optarg, request);
        break;
      case kName:
        request.name = optarg;
        break;
      case kRow:
        request.row_only = true;
        break;
      case kJson:
        request.json = true;
        break;
      case kHelpOption:
        std::fputs(kHelp, stdout);
        std::exit(0);
      default:
        std::exit(kExitUsage);
    }
  }
  if (optind == argc) refuse("no program to measure");
  request.command.assign(argv + optind, argv + argc + 1);
  if (request.name.empty()) {
    for (int i = optind; i < argc; ++i)
      request.name += (i == optind ? "" : " ") + std::string(argv[i]);
  }
  return request;
}

int run(int argc, char** argv) {
  const Request request = parse(argc, argv);
  const Measurement m = measure(request);
  const ChildResult& last = m.runs.back().result;
  if (last.exit_code != 0) {
    std::fprintf(stderr, "measure-on-board: %s: exit status %d\n", request.name.c_str(),
                 last.exit_code);
    return kExitFailed;
  }
  if (request.json) {
    print_json(request, m);
  } else {
    if (!request.row_only) print_text(request, m);
    print_row(request, m);
  }
  if (!m.throttled()) return 0;
  std::fprintf(stderr, "measure-on-board: the board was throttled; these figures say little\n");
  return kExitThrottled;
}

}  // namespace
}  // namespace dinozero::board

int main(int argc, char** argv) { return dinozero::board::run(argc, argv); }
