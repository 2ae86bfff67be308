// SPDX-License-Identifier: Apache-2.0
// The VFP11: register scoreboards, FMAC and DS pipes, short vectors. DDI 0301H chapters 20 and 21.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "model/board_profile.h"

namespace dinozero::timing {

enum class VfpPipe : std::uint8_t { kNone, kFmac, kDs };

// A data processing instruction as the VFP11 executes it.
struct VfpOperation {
  VfpPipe pipe = VfpPipe::kNone;
  std::uint8_t latency = 0;
  std::uint8_t occupancy = 1;  // pipe cycles per iteration
  std::uint8_t sources = 0;    // of `source`
  std::array<std::uint8_t, 3>
      source{};  // single register numbers: Fn, Fm and, for multiply-accumulates, Fd
  std::uint8_t source_words = 1;  // 2 for doubles
  std::uint8_t destination = 0;
  std::uint8_t destination_words = 0;  // 0: writes no register
  bool vector = false;                 // obeys LEN and STRIDE
  std::int8_t scalar_source = -1;      // index of Fm in `source`: scalar when it lies in bank 0
  bool sets_status = false;            // comparisons
};

class VfpUnit {
 public:
  // Sets LEN and STRIDE from an FPSCR value.
  void write_fpscr(std::uint32_t fpscr) {
    length_ = 1 + ((fpscr >> 16) & 7u);
    stride_ = ((fpscr >> 20) & 3u) == 3 ? 2 : 1;
  }
  unsigned length() const { return length_; }

  // The earliest cycle from `now` at which the registers (respectively the pipe) let the operation
  // issue.
  Cycle registers_ready(const VfpOperation& operation, Cycle now) const;
  Cycle pipe_ready(const VfpOperation& operation, Cycle now) const;
  void issue(const VfpOperation& operation, Cycle at);

  // Transfers: `count` words from register `first`.
  Cycle source_ready(unsigned first, unsigned count,
                     Cycle now) const {  // stores and moves to the core
    for (unsigned i = 0; i < count; ++i) now = std::max(now, ready_[(first + i) & 31u]);
    return now;
  }
  Cycle destination_free(unsigned first, unsigned count,
                         Cycle now) const {  // loads and moves from the core
    for (unsigned i = 0; i < count; ++i) {
      const unsigned r = (first + i) & 31u;
      now = std::max({now, ready_[r], source_lock_[r]});
    }
    return now;
  }
  void load(unsigned reg, Cycle ready, Cycle ready_if_hit) {
    ready_[reg & 31u] = ready;
    ready_if_hit_[reg & 31u] = ready_if_hit;
    producer_[reg & 31u] = 0;
  }
  // How much of the wait for the operation's sources is due to cache misses.
  Cycle registers_ready_if_hit(const VfpOperation& operation, Cycle now) const;

  Cycle status_ready() const { return status_ready_; }
  Cycle idle() const { return idle_; }  // every pipe empty, for serializing instructions

  // What can still delay an operation from `now` on, appended to `out`; and back.
  template <typename Out>
  void save(Cycle now, Out& out) const;
  template <typename In>
  void restore(Cycle now, In& in);

 private:
  template <typename Visit>
  void for_each_register(const VfpOperation& operation, Visit visit) const;
  unsigned iterations(const VfpOperation& operation) const {
    return operation.vector && length_ > 1 && !in_bank_0(operation.destination) ? length_ : 1;
  }
  static bool in_bank_0(unsigned reg) { return reg < 8; }
  // The register `step` iterations further in the same bank (8 singles or 4 doubles, circular).
  unsigned advance(unsigned reg, unsigned step, unsigned words) const {
    return (reg & ~7u) | ((reg + step * stride_ * words) & 7u);
  }

  std::array<Cycle, 32> ready_{}, ready_if_hit_{}, source_lock_{};
  std::array<std::uint8_t, 32>
      producer_{};  // precision of the FMAC or DS result (1, 2), 0 for loads
  Cycle fmac_free_ = 0, ds_free_ = 0, status_ready_ = 0, idle_ = 0;
  unsigned length_ = 1, stride_ = 1;
};

// visit(register, iteration, is_destination)
template <typename Visit>
void VfpUnit::for_each_register(const VfpOperation& operation, Visit visit) const {
  const unsigned count = iterations(operation);
  for (unsigned k = 0; k < count; ++k) {
    for (unsigned s = 0; s < operation.sources; ++s) {
      unsigned reg = operation.source[s];
      if (count > 1 && !(static_cast<int>(s) == operation.scalar_source && in_bank_0(reg))) {
        reg = advance(reg, k, operation.source_words);
      }
      for (unsigned w = 0; w < operation.source_words; ++w) visit((reg + w) & 31u, k, false);
    }
    unsigned reg = operation.destination;
    if (count > 1) reg = advance(reg, k, operation.destination_words);
    for (unsigned w = 0; w < operation.destination_words; ++w) visit((reg + w) & 31u, k, true);
  }
}

inline Cycle VfpUnit::registers_ready(const VfpOperation& operation, Cycle now) const {
  for_each_register(operation, [&](unsigned reg, unsigned, bool is_destination) {
    if (is_destination) {
      now = std::max({now, ready_[reg], source_lock_[reg]});
    } else {
      // Results are not forwarded to another precision: 21.4.
      const bool forwarded = producer_[reg] == 0 || producer_[reg] == operation.source_words;
      now = std::max(now, ready_[reg] + (forwarded ? 0 : 1));
    }
  });
  return now;
}

inline Cycle VfpUnit::registers_ready_if_hit(const VfpOperation& operation, Cycle now) const {
  for_each_register(operation,
                    [&](unsigned reg, unsigned, bool) { now = std::max(now, ready_if_hit_[reg]); });
  return now;
}

inline Cycle VfpUnit::pipe_ready(const VfpOperation& operation, Cycle now) const {
  if (operation.pipe == VfpPipe::kFmac) return std::max(now, fmac_free_);
  if (operation.pipe == VfpPipe::kDs)
    return std::max({now, ds_free_, iterations(operation) > 1 ? fmac_free_ : 0});
  return now;
}

inline void VfpUnit::issue(const VfpOperation& operation, Cycle at) {
  const unsigned count = iterations(operation);
  for_each_register(operation, [&](unsigned reg, unsigned k, bool is_destination) {
    const Cycle start = at + static_cast<Cycle>(k) * operation.occupancy;
    if (is_destination) {
      ready_[reg] = ready_if_hit_[reg] = start + operation.latency;
      producer_[reg] = operation.pipe == VfpPipe::kNone ? 0 : operation.destination_words;
      idle_ = std::max(idle_, ready_[reg]);
    } else {
      source_lock_[reg] = std::max(source_lock_[reg], start + 1);
    }
  });
  const Cycle busy_until = at + static_cast<Cycle>(count) * operation.occupancy;
  if (operation.pipe == VfpPipe::kFmac) fmac_free_ = busy_until;
  if (operation.pipe == VfpPipe::kDs) {
    ds_free_ = busy_until;
    // No other operation starts while a short vector has iterations to issue: 21.10.
    if (count > 1) fmac_free_ = std::max(fmac_free_, busy_until - operation.occupancy + 1);
  }
  if (count > 1 && operation.pipe == VfpPipe::kFmac)
    ds_free_ = std::max(ds_free_, busy_until - operation.occupancy + 1);
  if (operation.sets_status) status_ready_ = at + operation.latency;
}

template <typename Out>
void VfpUnit::save(Cycle now, Out& out) const {
  std::uint32_t busy = 0;
  for (unsigned r = 0; r < 32; ++r) {
    if (ready_[r] >= now || source_lock_[r] > now) busy |= 1u << r;
  }
  out.put(static_cast<std::int32_t>(busy));
  for (; busy != 0; busy &= busy - 1) {
    const unsigned r = static_cast<unsigned>(std::countr_zero(busy));
    out.put_time(ready_[r], now);
    out.put_time(ready_if_hit_[r], now);
    out.put_time(source_lock_[r], now);
    out.put(ready_[r] >= now ? producer_[r] : 0);
  }
  for (const Cycle time : {fmac_free_, ds_free_, status_ready_, idle_}) out.put_time(time, now);
  out.put(static_cast<std::int32_t>(length_ * 4 + stride_));
}

template <typename In>
void VfpUnit::restore(Cycle now, In& in) {
  const Cycle past = in.past(now);
  ready_.fill(past);
  ready_if_hit_.fill(past);
  source_lock_.fill(past);
  producer_.fill(0);
  for (std::uint32_t busy = static_cast<std::uint32_t>(in.take()); busy != 0; busy &= busy - 1) {
    const unsigned r = static_cast<unsigned>(std::countr_zero(busy));
    ready_[r] = in.take_time(now);
    ready_if_hit_[r] = in.take_time(now);
    source_lock_[r] = in.take_time(now);
    producer_[r] = static_cast<std::uint8_t>(in.take());
  }
  for (Cycle* time : {&fmac_free_, &ds_free_, &status_ready_, &idle_}) *time = in.take_time(now);
  const unsigned vector = static_cast<unsigned>(in.take());
  length_ = vector / 4;
  stride_ = vector % 4;
}

}  // namespace dinozero::timing
