// SPDX-License-Identifier: Apache-2.0
// What the processor and the kernel of the board do at the edges that matter to hand-written
// kernels: unaligned accesses, the VFP's modes, instructions that the processor lacks. Prints one
// line "name=outcome" each: a value, or the signal that the access raised.
#include <setjmp.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <cstdio>
#include <initializer_list>

namespace {

sigjmp_buf recovery;

void on_signal(int signal) { siglongjmp(recovery, signal); }

const char* signal_name(int signal) {
  switch (signal) {
    case SIGBUS:
      return "SIGBUS";
    case SIGILL:
      return "SIGILL";
    case SIGSEGV:
      return "SIGSEGV";
    default:
      return "another signal";
  }
}

// Prints what `access` returns, or the signal it dies of.
void report(const char* name, std::uint64_t (*access)()) {
  const int signal = sigsetjmp(recovery, 1);
  if (signal != 0) {
    std::printf("%s=%s\n", name, signal_name(signal));
    return;
  }
  const std::uint64_t value = access();
  std::printf("%s=%llx\n", name, static_cast<unsigned long long>(value));
}

// Bytes 00 01 02 ...; an access of 4 bytes at offset 1 reads 04030201 where it works.
alignas(16) std::uint8_t bytes[32];

std::uint64_t load_word_at_1() {
  std::uint32_t value = 0;
  asm volatile("ldr %0, [%1]" : "=r"(value) : "r"(bytes + 1) : "memory");
  return value;
}

std::uint64_t load_halfword_at_1() {
  std::uint32_t value = 0;
  asm volatile("ldrh %0, [%1]" : "=r"(value) : "r"(bytes + 1) : "memory");
  return value;
}

template <int kOffset>
std::uint64_t load_double_word() {
  register std::uint32_t low asm("r2") = 0;
  register std::uint32_t high asm("r3") = 0;
  asm volatile("ldrd r2, r3, [%2]" : "=r"(low), "=r"(high) : "r"(bytes + kOffset) : "memory");
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

std::uint64_t load_multiple_at_1() {
  register std::uint32_t low asm("r2") = 0;
  register std::uint32_t high asm("r3") = 0;
  asm volatile("ldmia %2, {r2, r3}" : "=r"(low), "=r"(high) : "r"(bytes + 1) : "memory");
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

template <int kOffset>
std::uint64_t vfp_load_single() {
  float value = 0;
  asm volatile("flds %0, [%1]" : "=t"(value) : "r"(bytes + kOffset) : "memory");
  return std::bit_cast<std::uint32_t>(value);
}

template <int kOffset>
std::uint64_t vfp_load_double() {
  double value = 0;
  asm volatile("fldd %P0, [%1]" : "=w"(value) : "r"(bytes + kOffset) : "memory");
  return std::bit_cast<std::uint64_t>(value);
}

std::uint32_t read_fpscr() {
  std::uint32_t value = 0;
  asm volatile("fmrx %0, fpscr" : "=r"(value));
  return value;
}

void write_fpscr(std::uint32_t value) { asm volatile("fmxr fpscr, %0" : : "r"(value)); }

constexpr std::uint32_t kModes = 0x03F70000u;  // flush to zero, default NaN, rounding, stride, len
constexpr std::uint32_t kRunFast = 0x03000000u;  // flush to zero, default NaN

std::uint64_t initial_modes() { return read_fpscr() & kModes; }

// The smallest normal number halved: 00400000 as IEEE wants it, 0 where it is flushed.
std::uint32_t half_of_smallest_normal() {
  volatile float smallest = 0x1p-126f;
  float product = 0;
  asm volatile("fmuls %0, %1, %2" : "=t"(product) : "t"(smallest + 0.0f), "t"(0.5f));
  return std::bit_cast<std::uint32_t>(product);
}

std::uint64_t denormal() { return half_of_smallest_normal(); }

std::uint64_t denormal_in_run_fast_mode() {
  const std::uint32_t before = read_fpscr();
  write_fpscr(before | kRunFast);
  const std::uint32_t result = half_of_smallest_normal();
  write_fpscr(before);
  return result;
}

// Another process with other modes must not change ours.
std::uint64_t modes_across_a_context_switch() {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return ~0ull;
  const std::uint32_t before = read_fpscr();
  write_fpscr(before | kRunFast);
  const pid_t child = fork();
  if (child == 0) {
    write_fpscr(before & ~kModes);
    const std::uint32_t modes = read_fpscr() & kModes;
    _exit(write(pipe_ends[1], &modes, sizeof modes) == sizeof modes ? 0 : 1);
  }
  std::uint32_t childs_modes = ~0u;
  const bool complete = read(pipe_ends[0], &childs_modes, sizeof childs_modes) ==
                        static_cast<ssize_t>(sizeof childs_modes);
  waitpid(child, nullptr, 0);
  const std::uint32_t modes = read_fpscr() & kModes;
  write_fpscr(before);
  return complete && childs_modes == 0 ? modes : ~0ull;
}

// One instruction that adds four pairs of registers, with FPSCR LEN = 4.
std::uint64_t short_vector_sum() {
  const float a[4] = {1, 2, 3, 4};
  const float b[4] = {10, 20, 30, 40};
  float sum[4] = {};
  const std::uint32_t before = read_fpscr();
  asm volatile(
      "fldmias %[a], {s8-s11}\n"
      "fldmias %[b], {s16-s19}\n"
      "fmxr fpscr, %[vector]\n"
      "fadds s24, s8, s16\n"
      "fmxr fpscr, %[before]\n"
      "fstmias %[sum], {s24-s27}\n"
      :
      : [a] "r"(a), [b] "r"(b), [sum] "r"(sum), [vector] "r"(before | (3u << 16)),
        [before] "r"(before)
      : "s8", "s9", "s10", "s11", "s16", "s17", "s18", "s19", "s24", "s25", "s26", "s27", "memory");
  std::uint64_t packed = 0;
  for (const float value : sum) packed = (packed << 8) | static_cast<std::uint64_t>(value);
  return packed;
}

// Encoded by hand: the assembler refuses them for ARMv6.
std::uint64_t neon() {
  asm volatile(".inst 0xF2000840");  // vadd.i8 q0, q0, q0
  return 1;
}

std::uint64_t thumb2_era() {
  asm volatile(".inst 0xE3002001" : : : "r2");  // movw r2, #1
  return 1;
}

std::uint64_t vfpv3() {
  asm volatile(".inst 0xEEB70A00" : : : "s0");  // vmov.f32 s0, #1.0
  return 1;
}

std::uint64_t simd32() {
  std::uint32_t sum = 5;
  asm volatile("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(0x00020003u), "r"(0x00040005u));
  return sum;
}

std::uint64_t hwcap_neon() { return (getauxval(AT_HWCAP) >> 12) & 1u; }

}  // namespace

int main() {
  for (std::size_t i = 0; i < sizeof bytes; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  for (const int signal : {SIGBUS, SIGILL, SIGSEGV}) {
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigaction(signal, &action, nullptr);
  }
  report("ldr+1", load_word_at_1);
  report("ldrh+1", load_halfword_at_1);
  report("ldrd+0", load_double_word<0>);
  report("ldrd+4", load_double_word<4>);
  report("ldrd+1", load_double_word<1>);
  report("ldm+1", load_multiple_at_1);
  report("flds+0", vfp_load_single<0>);
  report("flds+1", vfp_load_single<1>);
  report("fldd+4", vfp_load_double<4>);
  report("fldd+1", vfp_load_double<1>);
  report("fpscr", initial_modes);
  report("denormal", denormal);
  report("denormal_runfast", denormal_in_run_fast_mode);
  report("fpscr_after_switch", modes_across_a_context_switch);
  report("short_vector", short_vector_sum);
  report("smlad", simd32);
  report("neon", neon);
  report("movw", thumb2_era);
  report("vfpv3", vfpv3);
  report("hwcap_neon", hwcap_neon);
}
