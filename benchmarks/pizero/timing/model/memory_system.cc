// SPDX-License-Identifier: Apache-2.0
#include "model/memory_system.h"

#include <algorithm>

namespace dinozero::timing {
namespace {

// Where the page tables are assumed to lie (in no program's address space).
constexpr std::uint32_t kFirstLevelTable = 0xF0000000u, kSecondLevelTable = 0xF1000000u;

constexpr Tick ticks(Cycle cycles) { return cycles * kTicksPerCycle; }
constexpr Cycle cycles(Tick ticks) { return ticks / kTicksPerCycle; }

}  // namespace

MemorySystem::MemorySystem(const MemoryTimings& timings, PageMapping mapping, bool perfect,
                           Statistics& statistics)
    : timings_(timings), mapping_(mapping), perfect_(perfect), statistics_(statistics) {}

std::uint32_t MemorySystem::physical(std::uint32_t address) const {
  if (mapping_ == PageMapping::kIdentity) return address;
  std::uint32_t page = (address >> kPageBits) * 2654435761u;
  page ^= page >> 15;
  return (page << kPageBits) | (address & ((1u << kPageBits) - 1));
}

bool MemorySystem::opens_row(std::uint32_t physical_address) {
  const std::uint32_t bank = (physical_address >> 12) & 7;
  const std::uint32_t row = (physical_address >> 15) + 1;
  if (open_rows_[bank] == row) return false;
  open_rows_[bank] = row;
  return true;
}

// Returns when the critical word arrives; line_complete_ is when the whole line is there.
Tick MemorySystem::read_line(std::uint32_t line, Tick now, bool demand, unsigned offset) {
  Tick start = std::max(now, l2_free_);
  if (demand) start = std::max(start, writes_free_);
  l2_free_ = start + timings_.l2_occupancy;
  const std::uint32_t address = physical(line * kLineBytes);
  const Level2Cache::Result result = l2_.access(address / kLineBytes, false);
  if (result.hit) {
    line_complete_ = start + timings_.l2_latency + timings_.line_transfer;
    return start + timings_.l2_latency;
  }
  ++statistics_.l2_misses;
  // The request reaches the SDRAM after two fifths of the L2's latency.
  const Tick to_sdram = timings_.l2_latency * 2 / 5;
  const Tick sdram_start = std::max(start + to_sdram, sdram_free_);
  const bool row_miss = opens_row(address);
  sdram_free_ = sdram_start + (row_miss ? timings_.sdram_occupancy : timings_.row_hit_occupancy) +
                (result.evicted_dirty ? timings_.write_occupancy : 0);
  const Tick arrived = sdram_start + (timings_.l2_latency - to_sdram) + timings_.sdram_latency -
                       (row_miss ? 0 : timings_.row_hit_saving) +
                       (sdram_wrote_ ? timings_.turnaround : 0);
  sdram_wrote_ = result.evicted_dirty;
  line_complete_ = arrived + timings_.line_transfer + (offset >= 8 ? timings_.wrap : 0);
  return arrived;
}

void MemorySystem::push_write(std::uint32_t address, std::uint32_t bytes, Tick now) {
  const std::uint32_t entries = ((address & 15) + bytes + 15) / 16;
  const std::uint32_t target = physical(address);
  for (std::uint32_t i = 0; i < entries; ++i) {
    // Reads overtake writes until the SDRAM has about a hundred cycles of them queued.
    const Tick start = std::max({now, writes_free_, sdram_free_ - ticks(100)});
    const std::uint32_t line = ((target & ~15u) + 16 * i) / kLineBytes;
    if (l2_.access(line, true).evicted_dirty) {
      sdram_free_ = std::max(sdram_free_, start) + timings_.write_occupancy;
      sdram_wrote_ = true;
    }
    writes_free_ = start + timings_.write_drain;
    writes_[write_head_++ % kWriteQueue] = writes_free_;
  }
  while (write_tail_ != write_head_ && writes_[write_tail_ % kWriteQueue] <= now) ++write_tail_;
}

// When the write buffer has room for another entry.
Tick MemorySystem::write_space(Tick now) {
  while (write_tail_ != write_head_ && writes_[write_tail_ % kWriteQueue] <= now) ++write_tail_;
  const unsigned capacity = static_cast<unsigned>(timings_.write_entries);
  if (write_head_ - write_tail_ < capacity) return now;
  return writes_[(write_head_ - capacity) % kWriteQueue];
}

// The main TLB: 64 entries in two ways; a miss reads two table entries through the L2.
Cycle MemorySystem::walk(std::uint32_t page, Cycle now) {
  const unsigned set = page % kMainSets;
  auto& ways = main_tlb_[set];
  if (ways[0] == page + 1 || ways[1] == page + 1) return now + timings_.micro_tlb_miss;
  ++statistics_.tlb_misses;
  // A walk waits until the data of the misses under way has arrived.
  for (int i = 0; i < timings_.outstanding_misses; ++i)
    now = std::max(now, misses_[static_cast<unsigned>(i)].arrived);
  main_tlb_last_[set] ^= 1;
  ways[main_tlb_last_[set]] = page + 1;
  Tick done = read_line(line_of(kFirstLevelTable + (page >> 8) * 4), ticks(now), true, 0);
  done = read_line(line_of(kSecondLevelTable + page * 4), done, true, 0);
  return cycles(done) + timings_.micro_tlb_miss;
}

Cycle MemorySystem::translate(std::uint32_t address, Cycle now) {
  const std::uint32_t page = address >> kPageBits;
  if (page + 1 == last_data_page_) return now;
  last_data_page_ = page + 1;
  for (std::uint32_t known : data_pages_) {
    if (known == page + 1) return now;
  }
  data_pages_[next_data_page_] = page + 1;
  next_data_page_ = (next_data_page_ + 1) % kMicroEntries;
  ++statistics_.micro_tlb_misses;
  return walk(page, now);
}

void MemorySystem::fill_data(std::uint32_t line, Tick now) {
  const Level1Cache::Entry evicted = data_.insert(line, random_);
  if (evicted.dirty_halves == 0) return;
  const std::uint32_t address = evicted.line * kLineBytes;
  if (evicted.dirty_halves == 3) {
    push_write(address, kLineBytes, now);
  } else {
    push_write(address + (evicted.dirty_halves == 2 ? 16 : 0), 16, now);
  }
}

MemorySystem::Access MemorySystem::load(std::uint32_t address, Cycle now, bool preload) {
  if (perfect_) return {now, now, now};
  const std::uint32_t line = line_of(address);
  const Cycle translated = translate(address, now);
  Cycle start = translated;
  const unsigned slots = static_cast<unsigned>(timings_.outstanding_misses);
  if (data_.find(line) != nullptr) {
    if (any_miss_) {
      for (unsigned i = 0; i < slots; ++i) {
        if (misses_[i].line == line && misses_[i].complete > start)
          return {start, misses_[i].complete, translated};
      }
    }
    return {start, start, translated};
  }
  ++(preload ? statistics_.preload_misses : statistics_.data_misses);
  unsigned slot = 0;
  for (unsigned i = 1; i < slots; ++i) {
    if (misses_[i].complete < misses_[slot].complete) slot = i;
  }
  start = std::max(start, misses_[slot].complete);
  const Tick done = read_line(line, ticks(start), !preload, address % kLineBytes);
  fill_data(line, done);
  misses_[slot] = {line, cycles(done), cycles(line_complete_)};
  any_miss_ = true;
  return {start, cycles(done), translated};
}

MemorySystem::Store MemorySystem::store(std::uint32_t address, std::uint32_t bytes, Cycle now) {
  if (perfect_) return {now, now};
  const Cycle translated = translate(address, now);
  Cycle accepted = translated;
  const std::uint32_t end = address + bytes;
  while (address < end) {
    const std::uint32_t line = line_of(address);
    const std::uint32_t part_end = std::min(end, (line + 1) * kLineBytes);
    if (Level1Cache::Entry* entry = data_.find(line)) {
      if (address % kLineBytes < 16) entry->dirty_halves |= 1;
      if ((part_end - 1) % kLineBytes >= 16) entry->dirty_halves |= 2;
    } else {  // the data cache allocates on reads only
      ++statistics_.store_misses;
      const Tick room = write_space(ticks(translated));
      push_write(address, part_end - address, room);
      accepted = std::max(accepted, cycles(room));
    }
    address = part_end;
  }
  return {translated, accepted};
}

Cycle MemorySystem::fetch(std::uint32_t begin, std::uint32_t end, Cycle now) {
  if (perfect_) return now;
  for (std::uint32_t line = line_of(begin); line <= line_of(end - 1); ++line) {
    if (line == last_code_line_) continue;
    last_code_line_ = line;
    const std::uint32_t page = line / ((1u << kPageBits) / kLineBytes);
    if (std::find(code_pages_.begin(), code_pages_.end(), page + 1) == code_pages_.end()) {
      code_pages_[next_code_page_] = page + 1;
      next_code_page_ = (next_code_page_ + 1) % kMicroEntries;
      ++code_version_;
      now = walk(page, now);
    }
    if (code_.find(line) != nullptr) continue;
    ++statistics_.instruction_misses;
    ++code_version_;
    code_.insert(line, random_);
    now = cycles(read_line(line, ticks(now), true, 0));
  }
  return now;
}

}  // namespace dinozero::timing
