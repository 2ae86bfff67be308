// SPDX-License-Identifier: Apache-2.0
// The dinozero command: what is in a model, and what it computes.

#include <malloc.h>

#include <CLI/CLI.hpp>

#include "dinozero/version.h"
#include "tools/embed_command.h"
#include "tools/exit_code.h"
#include "tools/info_command.h"
#include "tools/sibling_program.h"

int main(int argc, char** argv) {
  using namespace dinozero::tools;
  if (const SiblingProgram* sibling = argc > 1 ? find_sibling_program(argv[1]) : nullptr) {
    return run_sibling_program(*sibling, argv + 2);
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
  for (const SiblingProgram& sibling : kSiblingPrograms) {
    program.add_subcommand(sibling.command, sibling.description);
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = program.exit(error) == 0;
    return asked_for_help ? kExitOk : kExitUsage;
  }
  return info.requested() ? info.run() : embed.run();
}
