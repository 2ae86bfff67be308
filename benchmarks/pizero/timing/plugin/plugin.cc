// SPDX-License-Identifier: Apache-2.0
// The QEMU front of the timing model: turns executed blocks and memory accesses into calls of
// Session. Options (comma separated after the plugin's path): out=FILE board=ID
// mapping=identity|scattered|identity+scattered perfect=on replay=off profile=N profile_region=N
// entries=PC+PC+... (hexadecimal) scopes=FILE (a rule a line: scopes.h) guest_base=ADDRESS. The
// estimate script passes them. Each page mapping is a session of its own with the same
// instructions; the program sees the cycle counter of the first one, and only that one is profiled.
// The report is a JSON array, in the order of the mappings.
#include <sys/uio.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/board_profile.h"
#include "model/session.h"
#include "plugin/qemu_plugin_api.h"
#include "report/json_report.h"

namespace dinozero::timing {
namespace {

constexpr std::uint32_t kKernelHelpers = 0xffff0000u;

struct Settings {
  std::string out;
  const BoardProfile* board = &board_profiles().front();
  SessionOptions session;
  std::vector<PageMapping> mappings{PageMapping::kIdentity};
  std::vector<std::pair<std::string, Tick>>
      overrides;  // of the board's memory timings, for fitting
  std::size_t profile_addresses = 0;
  std::uint64_t guest_base = 0;  // where QEMU maps guest address 0; 0: unknown
};

struct TranslatedBlock {
  std::vector<std::unique_ptr<Block>> of_session;
  const Block& any() const { return *of_session.front(); }
};

struct State {
  Settings settings;
  std::vector<std::unique_ptr<Session>> sessions;
  std::vector<std::unique_ptr<TranslatedBlock>> blocks;
  std::vector<MemoryAccess> accesses;
  const TranslatedBlock* running = nullptr;
  bool guest_base_checked = false;
};
State* state = nullptr;

// A wrong guest_base must not crash the guest: the first block's code is compared through a call
// that reports bad addresses.
bool guest_memory_matches(std::uint64_t base, std::uint32_t address, const void* expected) {
  std::uint32_t word = 0;
  iovec local{&word, sizeof word};
  iovec remote{reinterpret_cast<void*>(base + address), sizeof word};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) ==
             static_cast<ssize_t>(sizeof word) &&
         std::memcmp(&word, expected, sizeof word) == 0;
}

void on_memory_access(unsigned cpu, qemu_plugin_meminfo_t info, std::uint64_t address, void* step) {
  if (cpu != 0) return;
  MemoryAccess access;
  access.address = static_cast<std::uint32_t>(address);
  access.step = static_cast<std::uint16_t>(reinterpret_cast<std::uintptr_t>(step));
  access.size = static_cast<std::uint8_t>(1u << qemu_plugin_mem_size_shift(info));
  if (access.size == 4 && state->settings.guest_base != 0) {
    std::memcpy(&access.value,
                reinterpret_cast<const void*>(state->settings.guest_base + access.address), 4);
    access.value_known = true;
  }
  state->accesses.push_back(access);
}

void run_pending(std::uint32_t next) {
  if (state->running != nullptr) {
    for (std::size_t k = 0; k < state->sessions.size(); ++k) {
      state->sessions[k]->execute(*state->running->of_session[k], state->accesses, next);
    }
  }
  state->accesses.clear();
}

void on_block_executed(unsigned cpu, void* block) {
  if (cpu != 0) return;
  const TranslatedBlock* next = static_cast<const TranslatedBlock*>(block);
  run_pending(next->any().begin);
  state->running = next;
}

std::unique_ptr<Block> translate_block(Session& session, const qemu_plugin_tb* tb) {
  const std::size_t count = qemu_plugin_tb_n_insns(tb);
  const std::uint32_t pc = static_cast<std::uint32_t>(qemu_plugin_tb_vaddr(tb));
  std::vector<std::uint32_t> words(count);
  std::uint32_t bytes = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const qemu_plugin_insn* instruction = qemu_plugin_tb_get_insn(tb, k);
    const std::size_t size = qemu_plugin_insn_size(instruction);
    bytes += static_cast<std::uint32_t>(size);
    if (size == 4) std::memcpy(&words[k], qemu_plugin_insn_data(instruction), 4);
  }
  if (pc >= kKernelHelpers) return session.opaque(pc, 4, 1, true);
  if (bytes != 4 * count) return session.opaque(pc, bytes, count, false);
  return session.translate(pc, words, [tb](std::size_t k) {
    const char* symbol = qemu_plugin_insn_symbol(qemu_plugin_tb_get_insn(tb, k));
    return std::string(symbol != nullptr && *symbol != '\0' ? symbol : "(unknown)");
  });
}

void on_block_translated(qemu_plugin_id_t, qemu_plugin_tb* tb) {
  if (!state->guest_base_checked) {
    state->guest_base_checked = true;
    qemu_plugin_insn* first = qemu_plugin_tb_get_insn(tb, 0);
    const std::uint32_t pc = static_cast<std::uint32_t>(qemu_plugin_insn_vaddr(first));
    if (state->settings.guest_base != 0 &&
        !guest_memory_matches(state->settings.guest_base, pc, qemu_plugin_insn_data(first))) {
      std::fprintf(stderr,
                   "timing model: guest memory is not at guest_base; loaded values stay unknown\n");
      state->settings.guest_base = 0;
    }
  }
  state->blocks.push_back(std::make_unique<TranslatedBlock>());
  TranslatedBlock* translated = state->blocks.back().get();
  for (const auto& session : state->sessions) {
    translated->of_session.push_back(translate_block(*session, tb));
  }
  const Block* block = &translated->any();
  const std::size_t count = qemu_plugin_tb_n_insns(tb);
  if (block->steps.size() == count && block->begin < kKernelHelpers) {
    for (std::size_t k = 0; k < count; ++k) {
      switch (block->steps[k].kind) {
        case StepKind::kLoad:
        case StepKind::kStore:
        case StepKind::kLoadMultiple:
        case StepKind::kStoreMultiple:
        case StepKind::kVfpLoad:
        case StepKind::kVfpStore:
          qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(tb, k), on_memory_access,
                                           QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
                                           reinterpret_cast<void*>(k));
          break;
        default:
          break;
      }
    }
  }
  qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block_executed, QEMU_PLUGIN_CB_NO_REGS, translated);
}

void on_exit(qemu_plugin_id_t, void*) {
  if (state->running != nullptr) run_pending(state->running->any().end);
  std::string report = "[";
  for (std::size_t k = 0; k < state->sessions.size(); ++k) {
    state->sessions[k]->finish();
    report += (k == 0 ? "" : ",") + json_report(*state->sessions[k], *state->settings.board,
                                                state->settings.mappings[k],
                                                k == 0 ? state->settings.profile_addresses : 0);
  }
  report += "]\n";
  if (state->settings.out.empty()) {
    std::fputs(report.c_str(), stderr);
    return;
  }
  std::ofstream file(state->settings.out);
  file << report;
  if (!file.flush())
    std::fprintf(stderr, "timing model: cannot write %s\n", state->settings.out.c_str());
}

bool read_scopes(const std::string& path, Settings& settings) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::optional<ScopeRule> rule = parse_scope_rule(line);
    if (!rule) return false;
    settings.session.scopes.push_back(std::move(*rule));
  }
  return file.eof();
}

bool parse_option(std::string_view option, Settings& settings) {
  const std::size_t equals = option.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view name = option.substr(0, equals);
  const std::string value(option.substr(equals + 1));
  if (name == "out") {
    settings.out = value;
  } else if (name == "board") {
    settings.board = find_board(value);
    if (settings.board == nullptr) return false;
  } else if (name == "mapping") {
    if (value == "identity") {
      settings.mappings = {PageMapping::kIdentity};
    } else if (value == "scattered") {
      settings.mappings = {PageMapping::kScattered};
    } else if (value == "identity+scattered") {
      settings.mappings = {PageMapping::kIdentity, PageMapping::kScattered};
    } else {
      return false;
    }
  } else if (name == "perfect") {
    settings.session.model.perfect_memory = value == "on";
  } else if (name == "replay") {
    settings.session.model.replay = value != "off";
  } else if (name == "profile") {
    settings.profile_addresses = std::strtoul(value.c_str(), nullptr, 10);
    settings.session.profile = settings.profile_addresses > 0;
  } else if (name == "profile_region") {
    settings.session.profile_region = std::atoi(value.c_str());
  } else if (name == "entries") {
    constexpr int kHexadecimal = 16;
    for (const char* at = value.c_str(); *at != '\0';) {
      char* end = nullptr;
      settings.session.entries.insert(
          static_cast<std::uint32_t>(std::strtoul(at, &end, kHexadecimal)));
      if (end == at || (*end != '+' && *end != '\0')) return false;
      at = *end == '+' ? end + 1 : end;
    }
  } else if (name == "scopes") {
    return read_scopes(value, settings);
  } else if (name.starts_with("set_")) {
    settings.overrides.emplace_back(name.substr(4), std::strtoll(value.c_str(), nullptr, 10));
  } else if (name == "guest_base") {
    settings.guest_base = std::strtoull(value.c_str(), nullptr, 0);
  } else {
    return false;
  }
  return true;
}

}  // namespace
}  // namespace dinozero::timing

extern "C" {

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id,
                                                               const qemu_info_t* info, int argc,
                                                               char** argv) {
  using namespace dinozero::timing;
  if (std::strcmp(info->target_name, "arm") != 0 || info->system_emulation) {
    std::fprintf(stderr, "timing model: needs qemu-arm (user mode), not qemu for %s\n",
                 info->target_name);
    return 1;
  }
  state = new State;  // lives as long as the process
  for (int k = 0; k < argc; ++k) {
    if (!parse_option(argv[k], state->settings)) {
      std::fprintf(stderr, "timing model: bad option %s\n", argv[k]);
      return 1;
    }
  }
  state->settings.session.model.memory = state->settings.board->memory;
  for (const auto& [name, ticks] : state->settings.overrides) {
    if (!set_memory_timing(state->settings.session.model.memory, name, ticks)) {
      std::fprintf(stderr, "timing model: no memory timing is called %s\n", name.c_str());
      return 1;
    }
  }
  for (const PageMapping mapping : state->settings.mappings) {
    SessionOptions options = state->settings.session;
    options.model.mapping = mapping;
    options.profile = options.profile && state->sessions.empty();
    state->sessions.push_back(std::make_unique<Session>(options));
  }
  state->sessions.front()->on_read_cycles([](std::uint32_t address, std::uint64_t cycles) {
    if (state->settings.guest_base == 0) return;
    std::memcpy(reinterpret_cast<void*>(state->settings.guest_base + address), &cycles,
                sizeof cycles);
  });
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_block_translated);
  qemu_plugin_register_atexit_cb(id, on_exit, nullptr);
  return 0;
}

}  // extern "C"
