// SPDX-License-Identifier: Apache-2.0
// The program behind `dinozero evaluate`: how well the features of a model tell classes apart.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "dinozero/dinozero.h"
#include "tools/encoder_arguments.h"
#include "tools/evaluate/evaluation.h"
#include "tools/evaluate/feature_cache.h"
#include "tools/exit_code.h"
#include "tools/progress.h"

namespace dinozero::tools {

namespace {

struct Arguments {
  evaluation::Request request;
  std::vector<std::string> measures = {"knn", "linear", "few-shot"};
  std::string baseline;
  bool no_cache = false;
  bool json = false;
  EncoderArguments encoder;
};

void add_arguments(CLI::App& program, Arguments& arguments) {
  evaluation::Request& request = arguments.request;
  request.cache_folder = evaluation::default_cache_folder();
  program.add_option("MODEL", request.model_path, "Model file (safetensors)")
      ->required()
      ->option_text(" ");
  program
      .add_option("DATA", request.data_path,
                  "Folder, tar or tar.gz archive of train/CLASS/... and test/CLASS/..., of "
                  "CLASS/... (every fourth picture is for testing), or of CIFAR-10's binary files")
      ->required()
      ->option_text(" ");
  program.add_flag("--json", arguments.json, "Print one JSON object");
  program
      .add_option("--limit", request.limit,
                  "At most N training and N test pictures, evenly of all classes")
      ->check(CLI::PositiveNumber)
      ->option_text("N");
  program
      .add_option("--measure", arguments.measures,
                  "What to measure: knn, linear, few-shot, separated by commas")
      ->delimiter(',')
      ->check(CLI::IsMember({"knn", "linear", "few-shot"}))
      ->option_text("LIST [all]");
  program
      .add_option("--baseline", arguments.baseline,
                  "Measure this as well: pixels, the picture itself at 32 x 32")
      ->check(CLI::IsMember({"pixels"}))
      ->option_text("pixels");
  program.add_option("--k", request.protocol.k, "Neighbours of k-NN")
      ->check(CLI::Range(1, 100000))
      ->option_text("K [20]");
  program.add_option("--temperature", request.protocol.temperature, "Of the votes of k-NN")
      ->check(CLI::Range(1e-4, 1e4))
      ->option_text("T [0.07]");
  program.add_option("--shots", request.protocol.shots, "Labelled pictures of a class, few-shot")
      ->check(CLI::Range(1, 1000000))
      ->option_text("N [5]");
  program.add_option("--draws", request.protocol.draws, "Draws of them, with seeds 0, 1, ...")
      ->check(CLI::Range(1, 1000))
      ->option_text("N [10]");
  program
      .add_option("--cache", request.cache_folder,
                  "Where features are kept for the next run [" +
                      (request.cache_folder.empty() ? "nowhere" : request.cache_folder) + "]")
      ->option_text("FOLDER");
  program.add_flag("--no-cache", arguments.no_cache, "Neither use nor keep features");
  program
      .add_option("--features-out", request.features_folder,
                  "Write train.npy, test.npy, and train.csv, test.csv with their labels")
      ->option_text("FOLDER");
  program
      .add_option("--predictions-out", request.predictions_path,
                  "Write a CSV file with what each classifier says of each test picture")
      ->option_text("FILE");
  arguments.encoder.add_to(program);
  program.get_option("--threads")
      ->description("Threads, each with an encoder of its own")
      ->option_text("N [one for each processor]");
  program.footer(
      "Examples:\n"
      "  dinozero evaluate model.safetensors photos\n"
      "  dinozero evaluate model.safetensors cifar-10-binary.tar.gz --baseline pixels\n"
      "  dinozero evaluate model.safetensors photos.tar --limit 2000 --measure knn --json\n"
      "A picture that cannot be read is named on stderr and left out; the exit code is 1 if they "
      "are\nmore than 1% of all. Exit code 4: the data could not be read at all.");
}

int run(const Arguments& arguments, bool threads_given) {
  evaluation::Request request = arguments.request;
  const auto asked_for = [&](const char* what) {
    return std::find(arguments.measures.begin(), arguments.measures.end(), what) !=
           arguments.measures.end();
  };
  request.protocol.knn = asked_for("knn");
  request.protocol.linear = asked_for("linear");
  request.protocol.few_shot = asked_for("few-shot");
  request.pixels = arguments.baseline == "pixels";
  if (arguments.no_cache) request.cache_folder.clear();
  request.options = arguments.encoder.options();
  request.protocol.threads =
      threads_given ? request.options.threads
                    : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));

  std::unique_ptr<Progress> progress;
  evaluation::Console console;
  console.start_part = [&progress](const char* what) -> evaluation::Advance {
    progress.reset();
    return [&progress, what](std::size_t done, std::size_t total) {
      if (!progress) progress = std::make_unique<Progress>(what, total);
      progress->update(done);
    };
  };
  console.say = [&progress](const std::string& line) {
    if (progress) progress->clear();
    std::fprintf(stderr, "dinozero: %s\n", line.c_str());
  };
  const auto outcome = evaluation::evaluate(request, console);
  progress.reset();
  if (!outcome) {
    console.say(outcome.error().error.message);
    switch (outcome.error().stage) {
      case evaluation::Stage::kModel:
        return kExitModel;
      case evaluation::Stage::kEncoder:
        return exit_code_of(outcome.error().error);
      case evaluation::Stage::kArguments:
        return kExitUsage;
      case evaluation::Stage::kData:
        return kExitData;
    }
  }
  const std::string text =
      arguments.json ? evaluation::json_of(outcome->report) : evaluation::text_of(outcome->report);
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0) {
    std::perror("dinozero: standard output");
    return kExitSomeFailed;
  }
  return outcome->all_written && !outcome->too_many_failed ? kExitOk : kExitSomeFailed;
}

}  // namespace
}  // namespace dinozero::tools

int main(int argc, char** argv) {
  using namespace dinozero::tools;
  CLI::App program("Measure how well a model's features tell classes of pictures apart",
                   "dinozero evaluate");
  Arguments arguments;
  add_arguments(program, arguments);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = program.exit(error) == 0;
    return asked_for_help ? kExitOk : kExitUsage;
  }
  try {
    return run(arguments, program.count("--threads") > 0);
  } catch (const std::bad_alloc&) {
    std::fputs("dinozero: no memory for the features; try --limit\n", stderr);
    return kExitModel;
  }
}
