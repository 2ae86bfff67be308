// SPDX-License-Identifier: Apache-2.0
#include "isa/decoder.h"

#include <bit>

#include "isa/decoder_vfp.h"

namespace dinozero::timing {
namespace {

using Word = std::uint32_t;

constexpr Word bits(Word word, unsigned high, unsigned low) {
  return (word >> low) & ((2u << (high - low)) - 1u);
}
constexpr bool bit(Word word, unsigned index) { return ((word >> index) & 1u) != 0; }
constexpr bool matches(Word word, Word mask, Word value) { return (word & mask) == value; }

std::uint8_t field(Word word, unsigned low) {
  return static_cast<std::uint8_t>((word >> low) & 15u);
}

// The register fields as data processing and loads and stores use them.
void set_data_fields(Instruction& i) {
  i.rn = field(i.word, 16);
  i.rd = field(i.word, 12);
  i.rs = field(i.word, 8);
  i.rm = field(i.word, 0);
}

// Multiplies put the destination in bits 19:16 and the accumulator (or RdLo) in bits 15:12.
void set_multiply_fields(Instruction& i) {
  i.rd = field(i.word, 16);
  i.rn = field(i.word, 12);
  i.rs = field(i.word, 8);
  i.rm = field(i.word, 0);
}
void set_long_multiply_fields(Instruction& i) {
  i.rd2 = field(i.word, 16);  // RdHi
  i.rd = field(i.word, 12);   // RdLo
  i.rs = field(i.word, 8);
  i.rm = field(i.word, 0);
}

void set(Instruction& i, Form form, unsigned reads, unsigned writes) {
  i.form = form;
  i.reads = static_cast<std::uint8_t>(reads);
  i.writes = static_cast<std::uint8_t>(writes);
}

void set_immediate_shift(Instruction& i) {
  const unsigned amount = bits(i.word, 11, 7);
  switch (bits(i.word, 6, 5)) {
    case 0:
      i.shift = Shift::kLsl;
      i.shift_amount = static_cast<std::uint8_t>(amount);
      break;
    case 1:
      i.shift = Shift::kLsr;
      i.shift_amount = static_cast<std::uint8_t>(amount ? amount : 32);
      break;
    case 2:
      i.shift = Shift::kAsr;
      i.shift_amount = static_cast<std::uint8_t>(amount ? amount : 32);
      break;
    default:
      i.shift = amount ? Shift::kRor : Shift::kRrx;
      i.shift_amount = static_cast<std::uint8_t>(amount ? amount : 1);
  }
}

void decode_data_processing(Instruction& i, bool immediate) {
  const Word w = i.word;
  i.opcode = static_cast<std::uint8_t>(bits(w, 24, 21));
  i.sets_flags = bit(w, 20);
  set_data_fields(i);
  const bool compares = i.opcode >= 8 && i.opcode <= 11;
  const bool moves = i.opcode == 13 || i.opcode == 15;
  if (i.opcode == 13 && i.rn != 0) return;  // should be zero
  unsigned reads = moves ? 0u : kRoleRn;
  unsigned writes = compares ? 0u : kRoleRd;
  if (i.opcode >= 5 && i.opcode <= 7) reads |= kRoleFlags;  // ADC, SBC, RSC
  if (i.sets_flags) writes |= kRoleFlags;
  if (immediate) {
    i.immediate =
        static_cast<std::int32_t>(std::rotr(w & 0xffu, static_cast<int>(2 * bits(w, 11, 8))));
    set(i, Form::kDataImmediate, reads, writes);
  } else if (bit(w, 4)) {
    i.shift = static_cast<Shift>(bits(w, 6, 5));
    set(i, Form::kDataShiftRegister, reads | kRoleRm | kRoleRs, writes);
  } else {
    set_immediate_shift(i);
    const bool shifted = i.shift != Shift::kLsl || i.shift_amount != 0;
    set(i, shifted ? Form::kDataShiftImmediate : Form::kDataRegister, reads | kRoleRm, writes);
    if (i.shift == Shift::kRrx) i.reads |= kRoleFlags;
  }
}

void decode_multiply(Instruction& i) {  // bits 27:24 = 0000, bits 7:4 = 1001
  const Word w = i.word;
  const unsigned operation = bits(w, 23, 21);
  i.opcode = static_cast<std::uint8_t>(operation);
  i.sets_flags = bit(w, 20);
  const unsigned flags = i.sets_flags ? kRoleFlags : 0u;
  switch (operation) {
    case 0:
      set_multiply_fields(i);
      set(i, Form::kMul, kRoleRm | kRoleRs, kRoleRd | flags);
      return;
    case 1:
      set_multiply_fields(i);
      set(i, Form::kMla, kRoleRm | kRoleRs | kRoleRn, kRoleRd | flags);
      return;
    case 2:
      if (i.sets_flags) return;
      set_long_multiply_fields(i);
      set(i, Form::kUmaal, kRoleRm | kRoleRs | kRoleRd | kRoleRd2, kRoleRd | kRoleRd2);
      return;
    case 3:
      return;
    case 4:
    case 6:
      set_long_multiply_fields(i);
      set(i, Form::kMulLong, kRoleRm | kRoleRs, kRoleRd | kRoleRd2 | flags);
      return;
    default:
      set_long_multiply_fields(i);
      set(i, Form::kMlaLong, kRoleRm | kRoleRs | kRoleRd | kRoleRd2, kRoleRd | kRoleRd2 | flags);
  }
}

void decode_synchronization(Instruction& i) {  // bits 27:24 = 0001, bits 7:4 = 1001
  const Word w = i.word;
  set_data_fields(i);
  const unsigned operation = bits(w, 23, 20);
  i.opcode = static_cast<std::uint8_t>(operation);
  if (operation == 0 || operation == 4) {
    if (bits(w, 11, 8) != 0) return;
    i.access_size = operation == 0 ? 4 : 1;
    set(i, Form::kSwap, kRoleRn | kRoleRm, kRoleRd);
    return;
  }
  if (operation < 8 || bits(w, 11, 8) != 15) return;
  constexpr std::uint8_t kSizes[] = {4, 8, 1, 2};
  i.access_size = kSizes[bits(w, 22, 21)];
  if (bit(w, 20)) {
    if (bits(w, 3, 0) != 15) return;
    i.rd2 = static_cast<std::uint8_t>((i.rd + 1) & 15);
    set(i, Form::kLoadExclusive, kRoleRn, i.access_size == 8 ? kRoleRd | kRoleRd2 : kRoleRd);
  } else {
    i.rd2 = static_cast<std::uint8_t>((i.rm + 1) & 15);
    set(i, Form::kStoreExclusive, kRoleRn | kRoleRm | (i.access_size == 8 ? kRoleRd2 : 0u),
        kRoleRd);
  }
}

// Chooses between the one-cycle and two-cycle rows: TRM tables 16-14 and 16-17.
Form addressed(const Instruction& i, Form one_cycle) {
  const bool slow = i.register_offset && (!i.add || i.shift != Shift::kLsl ||
                                          (i.shift_amount != 0 && i.shift_amount != 2));
  return slow ? static_cast<Form>(static_cast<unsigned>(one_cycle) + 1) : one_cycle;
}

void decode_extra_load_store(Instruction& i) {  // halfwords, signed bytes, doublewords
  const Word w = i.word;
  const unsigned kind = bits(w, 6, 5);
  const bool load_bit = bit(w, 20);
  set_data_fields(i);
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.register_offset = !bit(w, 22);
  i.writeback = !i.pre_index || bit(w, 21);
  const bool doubleword = !load_bit && kind >= 2;
  if (i.register_offset) {
    if (bits(w, 11, 8) != 0 && !doubleword) return;  // should be zero
  } else {
    i.immediate = static_cast<std::int32_t>((bits(w, 11, 8) << 4) | bits(w, 3, 0));
    if (!i.add) i.immediate = -i.immediate;
  }
  const unsigned address = kRoleRn | (i.register_offset ? kRoleRm : 0u);
  const unsigned base = i.writeback ? kRoleRn : 0u;
  if (doubleword) {
    i.access_size = 8;
    i.rd2 = static_cast<std::uint8_t>((i.rd + 1) & 15);
    if (kind == 2) {
      set(i, addressed(i, Form::kLoadDouble), address, kRoleRd | kRoleRd2 | base);
    } else {
      set(i, addressed(i, Form::kStoreDouble), address | kRoleRd | kRoleRd2, base);
    }
    return;
  }
  i.is_signed = kind >= 2;
  i.access_size = kind == 2 ? 1 : 2;
  if (load_bit) {
    set(i, addressed(i, Form::kLoad), address, kRoleRd | base);
  } else {
    set(i, addressed(i, Form::kStore), address | kRoleRd, base);
  }
}

void decode_load_store(Instruction& i) {
  const Word w = i.word;
  set_data_fields(i);
  i.register_offset = bit(w, 25);
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.access_size = bit(w, 22) ? 1 : 4;
  i.writeback = !i.pre_index || bit(w, 21);
  i.user_mode = !i.pre_index && bit(w, 21);
  if (i.register_offset) {
    set_immediate_shift(i);
  } else {
    i.immediate = static_cast<std::int32_t>(bits(w, 11, 0));
    if (!i.add) i.immediate = -i.immediate;
  }
  const unsigned address = kRoleRn | (i.register_offset ? kRoleRm : 0u);
  const unsigned base = i.writeback ? kRoleRn : 0u;
  if (bit(w, 20)) {
    set(i, addressed(i, Form::kLoad), address, kRoleRd | base);
  } else {
    set(i, addressed(i, Form::kStore), address | kRoleRd, base);
  }
  if (i.shift == Shift::kRrx && i.register_offset) i.reads |= kRoleFlags;
}

void decode_saturating_and_miscellaneous(Instruction& i) {  // bits 27:23 = 00010, bit 20 = 0
  const Word w = i.word;
  const unsigned operation = bits(w, 22, 21);
  set_data_fields(i);
  if (bit(w, 7) && !bit(w, 4)) {                          // signed halfword multiplies
    i.opcode = static_cast<std::uint8_t>(bits(w, 6, 5));  // y x (bit 6, bit 5)
    if (operation == 2) {
      set_long_multiply_fields(i);
      set(i, Form::kSmlalxy, kRoleRm | kRoleRs | kRoleRd | kRoleRd2, kRoleRd | kRoleRd2);
      return;
    }
    set_multiply_fields(i);
    if (operation == 0) {
      set(i, Form::kSmlaxy, kRoleRm | kRoleRs | kRoleRn, kRoleRd);
    } else if (operation == 1) {
      if (bit(w, 5)) {
        if (i.rn != 0) return;
        set(i, Form::kSmulwy, kRoleRm | kRoleRs, kRoleRd);
      } else {
        set(i, Form::kSmlawy, kRoleRm | kRoleRs | kRoleRn, kRoleRd);
      }
    } else if (i.rn == 0) {
      set(i, Form::kSmulxy, kRoleRm | kRoleRs, kRoleRd);
    }
    return;
  }
  switch (bits(w, 7, 4)) {
    case 0:
      i.opcode = static_cast<std::uint8_t>(bit(w, 22) ? 1 : 0);  // 1 = SPSR
      if (!bit(w, 21)) {
        if (bits(w, 11, 0) != 0 || bits(w, 19, 16) != 15) return;
        set(i, Form::kMrs, kRoleFlags, kRoleRd);
      } else {
        if (bits(w, 15, 12) != 15 || bits(w, 11, 8) != 0) return;
        i.immediate = static_cast<std::int32_t>(bits(w, 19, 16));
        const bool flags_only = i.opcode == 0 && i.immediate == 8;
        set(i, flags_only ? Form::kMsrFlags : Form::kMsrControl, kRoleRm, kRoleFlags);
        i.register_offset = true;  // the operand is Rm
      }
      return;
    case 1:
      if (operation == 1) {
        if (bits(w, 19, 8) != 0xfff) return;
        set(i, Form::kBx, kRoleRm, 0);
      } else if (operation == 3) {
        if (bits(w, 19, 16) != 15 || bits(w, 11, 8) != 15) return;
        set(i, Form::kClz, kRoleRm, kRoleRd);
      }
      return;
    case 2:
      if (operation == 1 && bits(w, 19, 8) == 0xfff) set(i, Form::kBxj, kRoleRm, 0);
      return;
    case 3:
      if (operation == 1 && bits(w, 19, 8) == 0xfff) set(i, Form::kBlxRegister, kRoleRm, 0);
      return;
    case 5:
      if (bits(w, 11, 8) != 0) return;
      i.opcode = static_cast<std::uint8_t>(operation);
      set(i, operation >= 2 ? Form::kQdadd : Form::kQadd, kRoleRn | kRoleRm, kRoleRd);
      return;
    case 7:
      if (operation == 1) {
        i.immediate = static_cast<std::int32_t>((bits(w, 19, 8) << 4) | bits(w, 3, 0));
        if (i.condition == kAlways) set(i, Form::kBkpt, 0, 0);
      } else if (operation == 3) {
        i.immediate = static_cast<std::int32_t>(bits(w, 3, 0));
        set(i, Form::kSmc, 0, 0);
      }
      return;
    default:
      return;
  }
}

void decode_status_immediate(Instruction& i) {  // bits 27:20 = 00110x10
  const Word w = i.word;
  if (bits(w, 15, 12) != 15) return;
  if (!bit(w, 22) && bits(w, 19, 16) == 0) {
    i.immediate = static_cast<std::int32_t>(bits(w, 7, 0));
    if (bits(w, 11, 8) == 0) set(i, Form::kHint, 0, 0);
    return;
  }
  i.opcode = static_cast<std::uint8_t>(bit(w, 22) ? 1 : 0);
  i.shift_amount = field(w, 16);  // the mask
  i.immediate =
      static_cast<std::int32_t>(std::rotr(w & 0xffu, static_cast<int>(2 * bits(w, 11, 8))));
  const bool flags_only = i.opcode == 0 && i.shift_amount == 8;
  set(i, flags_only ? Form::kMsrFlags : Form::kMsrControl, 0, kRoleFlags);
}

void decode_parallel(Instruction& i) {
  const Word w = i.word;
  constexpr Form kForms[] = {
      Form::kUndefined, Form::kParallelAdd, Form::kParallelSaturating, Form::kParallelHalving,
      Form::kUndefined, Form::kParallelAdd, Form::kParallelSaturating, Form::kParallelHalving};
  const unsigned operation = bits(w, 7, 5);
  if (operation == 5 || operation == 6 || bits(w, 11, 8) != 15) return;
  const Form form = kForms[bits(w, 22, 20)];
  if (form == Form::kUndefined) return;
  i.is_signed = !bit(w, 22);
  i.opcode = static_cast<std::uint8_t>(operation);
  set(i, form, kRoleRn | kRoleRm, kRoleRd);
  // The greater-or-equal flags that SEL reads.
  if (form == Form::kParallelAdd) i.writes |= kRoleFlags;
}

void decode_pack_saturate_reverse(Instruction& i) {  // bits 27:23 = 01101
  const Word w = i.word;
  const unsigned operation = bits(w, 22, 20);
  const unsigned second = bits(w, 7, 5);
  if ((second & 1u) == 0) {
    if (operation == 0) {
      i.opcode = static_cast<std::uint8_t>(bit(w, 6) ? 1 : 0);  // 1 = PKHTB
      i.shift_amount = static_cast<std::uint8_t>(bits(w, 11, 7));
      if (i.opcode == 1 && i.shift_amount == 0) i.shift_amount = 32;
      i.shift = i.opcode == 1 ? Shift::kAsr : Shift::kLsl;
      set(i, Form::kPkh, kRoleRn | kRoleRm, kRoleRd);
    } else if ((operation & 2u) != 0) {
      i.is_signed = operation < 4;
      i.immediate = static_cast<std::int32_t>(bits(w, 20, 16) + (i.is_signed ? 1 : 0));
      i.shift = bit(w, 6) ? Shift::kAsr : Shift::kLsl;
      i.shift_amount = static_cast<std::uint8_t>(bits(w, 11, 7));
      if (i.shift == Shift::kAsr && i.shift_amount == 0) i.shift_amount = 32;
      set(i, Form::kSaturate, kRoleRm, kRoleRd);
    }
    return;
  }
  if (second == 3) {
    if (operation == 1 || operation == 5 || bits(w, 9, 8) != 0) return;
    i.opcode = static_cast<std::uint8_t>(operation);
    i.shift_amount = static_cast<std::uint8_t>(8 * bits(w, 11, 10));
    i.is_signed = operation < 4;
    if (i.rn == 15) {
      set(i, Form::kExtend, kRoleRm, kRoleRd);
    } else {
      set(i, Form::kExtendAdd, kRoleRn | kRoleRm, kRoleRd);
    }
    return;
  }
  if (second == 5 && operation == 0) {
    if (bits(w, 11, 8) == 15) set(i, Form::kSel, kRoleRn | kRoleRm | kRoleFlags, kRoleRd);
    return;
  }
  if (second == 1 && (operation == 2 || operation == 6)) {
    if (bits(w, 11, 8) != 15) return;
    i.is_signed = operation == 2;
    i.immediate = static_cast<std::int32_t>(bits(w, 19, 16) + (i.is_signed ? 1 : 0));
    set(i, Form::kSaturate16, kRoleRm, kRoleRd);
    return;
  }
  if (bits(w, 19, 16) != 15 || bits(w, 11, 8) != 15) return;
  if (second == 1 && operation == 3)
    i.opcode = 0;  // REV
  else if (second == 5 && operation == 3)
    i.opcode = 1;  // REV16
  else if (second == 5 && operation == 7)
    i.opcode = 2;  // REVSH
  else
    return;
  set(i, Form::kReverse, kRoleRm, kRoleRd);
}

void decode_signed_multiply(Instruction& i) {  // bits 27:23 = 01110
  const Word w = i.word;
  const unsigned operation = bits(w, 22, 20);
  const unsigned second = bits(w, 7, 5);
  i.opcode = static_cast<std::uint8_t>(second);
  if (operation == 0 && second < 4) {
    set_multiply_fields(i);
    if (i.rn == 15) {
      set(i, Form::kDualMul, kRoleRm | kRoleRs, kRoleRd);
    } else {
      set(i, Form::kDualMla, kRoleRm | kRoleRs | kRoleRn, kRoleRd);
    }
  } else if (operation == 4 && second < 4) {
    set_long_multiply_fields(i);
    set(i, Form::kDualMlaLong, kRoleRm | kRoleRs | kRoleRd | kRoleRd2, kRoleRd | kRoleRd2);
  } else if (operation == 5 && (second < 2 || second >= 6)) {
    set_multiply_fields(i);
    if (second < 2 && i.rn == 15) {
      set(i, Form::kSmmul, kRoleRm | kRoleRs, kRoleRd);
    } else {
      set(i, Form::kSmmla, kRoleRm | kRoleRs | kRoleRn, kRoleRd);
    }
  }
}

void decode_media(Instruction& i) {
  const Word w = i.word;
  set_data_fields(i);
  switch (bits(w, 24, 23)) {
    case 0:
      decode_parallel(i);
      return;
    case 1:
      decode_pack_saturate_reverse(i);
      return;
    case 2:
      decode_signed_multiply(i);
      return;
    default:
      if (bits(w, 22, 20) != 0 || bits(w, 7, 5) != 0) return;
      set_multiply_fields(i);
      if (i.rn == 15) {
        set(i, Form::kUsad8, kRoleRm | kRoleRs, kRoleRd);
      } else {
        set(i, Form::kUsada8, kRoleRm | kRoleRs | kRoleRn, kRoleRd);
      }
  }
}

void decode_block_transfer(Instruction& i) {
  const Word w = i.word;
  i.rn = field(w, 16);
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.user_mode = bit(w, 22);
  i.writeback = bit(w, 21);
  i.access_size = 4;
  i.register_list = static_cast<std::uint16_t>(w & 0xffffu);
  const int bytes = 4 * std::popcount(i.register_list);
  // Offset of the lowest address from the base register.
  i.immediate = i.add ? (i.pre_index ? 4 : 0) : (i.pre_index ? -bytes : 4 - bytes);
  set(i, bit(w, 20) ? Form::kLoadMultiple : Form::kStoreMultiple, kRoleRn,
      i.writeback ? kRoleRn : 0u);
}

void decode_branch(Instruction& i) {
  i.immediate = static_cast<std::int32_t>(i.word << 8) >> 6;
  set(i, bit(i.word, 24) ? Form::kBranchLink : Form::kBranch, 0, 0);
}

void decode_unconditional(Instruction& i) {
  const Word w = i.word;
  if (matches(w, 0x0e000000, 0x0a000000)) {  // BLX <label>
    i.immediate = (static_cast<std::int32_t>(w << 8) >> 6) + (bit(w, 24) ? 2 : 0);
    set(i, Form::kBranchLinkExchange, 0, 0);
    return;
  }
  set_data_fields(i);
  if (matches(w, 0x0d70f000, 0x0550f000)) {
    i.register_offset = bit(w, 25);
    if (i.register_offset && bit(w, 4)) return;
    i.pre_index = true;
    i.add = bit(w, 23);
    if (i.register_offset) {
      set_immediate_shift(i);
    } else {
      i.immediate = static_cast<std::int32_t>(bits(w, 11, 0));
      if (!i.add) i.immediate = -i.immediate;
    }
    set(i, addressed(i, Form::kPreload), kRoleRn | (i.register_offset ? kRoleRm : 0u), 0);
    return;
  }
  if (w == 0xf57ff01f) return set(i, Form::kClrex, 0, 0);
  if (matches(w, 0xfff1fe20, 0xf1000000)) {
    i.immediate = static_cast<std::int32_t>(bits(w, 4, 0));     // mode
    i.opcode = static_cast<std::uint8_t>(bits(w, 19, 17));      // imod, mmod
    i.shift_amount = static_cast<std::uint8_t>(bits(w, 8, 6));  // A, I, F
    return set(i, Form::kCps, 0, 0);
  }
  if (matches(w, 0xfffffdff, 0xf1010000)) {
    i.opcode = bit(w, 9) ? 1 : 0;
    return set(i, Form::kSetend, 0, 0);
  }
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.writeback = bit(w, 21);
  if (matches(w, 0xfe50ffff, 0xf8100a00)) {
    return set(i, Form::kRfe, kRoleRn, i.writeback ? kRoleRn : 0u);
  }
  if (matches(w, 0xfe5fffe0, 0xf84d0500)) {
    i.immediate = static_cast<std::int32_t>(bits(w, 4, 0));
    i.rn = 13;
    return set(i, Form::kSrs, kRoleRn, i.writeback ? kRoleRn : 0u);
  }
  if (bits(w, 27, 25) == 6 || bits(w, 27, 24) == 14) decode_coprocessor(i);
}

}  // namespace

bool writes_pc(const Instruction& i) {
  switch (i.form) {
    case Form::kBranch:
    case Form::kBranchLink:
    case Form::kBranchLinkExchange:
    case Form::kBx:
    case Form::kBlxRegister:
    case Form::kBxj:
    case Form::kRfe:
      return true;
    case Form::kLoadMultiple:
      return (i.register_list & 0x8000u) != 0;
    default:
      return (i.writes & kRoleRd) != 0 && i.rd == kPc;
  }
}

Instruction decode(Word word) {
  Instruction i;
  i.word = word;
  const unsigned condition = bits(word, 31, 28);
  if (condition == 15) {
    i.unconditional_space = true;
    decode_unconditional(i);
    return i;
  }
  i.condition = static_cast<std::uint8_t>(condition);
  switch (bits(word, 27, 25)) {
    case 0:
      if (matches(word, 0x0f0000f0, 0x00000090)) {
        decode_multiply(i);
      } else if (matches(word, 0x0f0000f0, 0x01000090)) {
        decode_synchronization(i);
      } else if (matches(word, 0x00000090, 0x00000090)) {
        decode_extra_load_store(i);
      } else if (matches(word, 0x01900000, 0x01000000)) {
        decode_saturating_and_miscellaneous(i);
      } else {
        decode_data_processing(i, false);
      }
      break;
    case 1:
      if (matches(word, 0x01b00000, 0x01200000)) {
        decode_status_immediate(i);
      } else if (!matches(word, 0x01b00000, 0x01000000)) {
        decode_data_processing(i, true);
      }
      break;
    case 2:
      decode_load_store(i);
      break;
    case 3:
      if (bit(word, 4)) {
        decode_media(i);
      } else {
        decode_load_store(i);
      }
      break;
    case 4:
      decode_block_transfer(i);
      break;
    case 5:
      decode_branch(i);
      break;
    case 6:
      decode_coprocessor(i);
      break;
    default:
      if (bit(word, 24)) {
        i.immediate = static_cast<std::int32_t>(word & 0xffffffu);
        set(i, Form::kSvc, 0, 0);
      } else {
        decode_coprocessor(i);
      }
  }
  return i;
}

}  // namespace dinozero::timing
