// SPDX-License-Identifier: Apache-2.0
// The dinozero command: what is in a model, and what it computes.

#include <malloc.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "dinozero/version.h"
#include "tools/embed_command.h"
#include "tools/evaluate_program.h"
#include "tools/exit_code.h"
#include "tools/info_command.h"
#include "tools/quantize_command.h"

int main(int argc, char** argv) {
  using namespace dinozero::tools;
  if (argc > 1 && std::string_view(argv[1]) == kEvaluateCommand) {
    return run_evaluate_program(argv + 2);
  }
#ifdef __GLIBC__
  // Decoded pictures go back to the system when they are freed. By default glibc keeps ever larger
  // blocks once it has seen them freed.
  mallopt(M_MMAP_THRESHOLD, 64 * 1024);
#endif
  CLI::App program("dinozero: DINO vision transformers on the smallest Linux computers",
                   "dinozero");
  program.set_version_flag("--version", DINOZERO_VERSION);
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 all went well; 1 some picture could not be read, or some result not be "
      "written;\n2 wrong arguments, or a backend or size that cannot be had; 3 the model could not "
      "be loaded;\n4 the data of an evaluation could not be read.\n`dinozero COMMAND --help` "
      "explains a command.");
  const InfoCommand info(program);
  const EmbedCommand embed(program);
  const QuantizeCommand quantize(program);
  program.add_subcommand(kEvaluateCommand,
                         "Measure how well a model's features tell classes of pictures apart");
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = program.exit(error) == 0;
    return asked_for_help ? kExitOk : kExitUsage;
  }
  if (quantize.requested()) return quantize.run();
  return info.requested() ? info.run() : embed.run();
}
