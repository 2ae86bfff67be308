// SPDX-License-Identifier: Apache-2.0
#include "isa/decoder_vfp.h"

namespace dinozero::timing {
namespace {

using Word = std::uint32_t;

constexpr Word bits(Word word, unsigned high, unsigned low) {
  return (word >> low) & ((2u << (high - low)) - 1u);
}
constexpr bool bit(Word word, unsigned index) { return ((word >> index) & 1u) != 0; }

void set(Instruction& i, Form form, unsigned reads, unsigned writes) {
  i.form = form;
  i.reads = static_cast<std::uint8_t>(reads);
  i.writes = static_cast<std::uint8_t>(writes);
}

Form of_precision(Form single, bool is_double) {
  return is_double ? static_cast<Form>(static_cast<unsigned>(single) + 1) : single;
}

// A register number from its four-bit field and its extra bit; false when a double does not exist
// in VFPv2.
bool vfp_register(bool is_double, Word four, bool extra, std::uint8_t& number) {
  if (is_double) {
    if (extra) return false;
    number = static_cast<std::uint8_t>(2 * four);
  } else {
    number = static_cast<std::uint8_t>(2 * four + (extra ? 1 : 0));
  }
  return true;
}

void decode_extension_operation(Instruction& i) {  // one operand; opcode in Fn and N
  const Word w = i.word;
  const unsigned operation = (bits(w, 19, 16) << 1) | (bit(w, 7) ? 1u : 0u);
  i.opcode = static_cast<std::uint8_t>(operation);
  const bool d = i.is_double;
  bool source_double = d, destination_double = d;
  Form form = Form::kUndefined;
  if (operation <= 2) {
    form = of_precision(Form::kFcpyS, d);
  } else if (operation == 3) {
    form = of_precision(Form::kFsqrtS, d);
  } else if (operation >= 8 && operation <= 11) {
    form = of_precision(Form::kFcmpS, d);
  } else if (operation == 15) {
    destination_double = !d;
    form = d ? Form::kFcvtToS : Form::kFcvtToD;
  } else if (operation == 16 || operation == 17) {
    source_double = false;
    form = of_precision(Form::kFromIntegerS, d);
  } else if (operation >= 24 && operation <= 27) {
    destination_double = false;
    form = of_precision(Form::kToIntegerS, d);
  } else {
    return;
  }
  if (!vfp_register(destination_double, bits(w, 15, 12), bit(w, 22), i.fd)) return;
  const bool compares_with_zero = operation == 10 || operation == 11;
  if (compares_with_zero && bit(w, 5)) return;
  if (!compares_with_zero && !vfp_register(source_double, bits(w, 3, 0), bit(w, 5), i.fm)) return;
  set(i, form, 0, 0);
}

void decode_vfp_data(Instruction& i) {
  const Word w = i.word;
  const unsigned operation = (bit(w, 23) ? 8u : 0u) | (bit(w, 21) ? 4u : 0u) |
                             (bit(w, 20) ? 2u : 0u) | (bit(w, 6) ? 1u : 0u);
  if (operation == 15) return decode_extension_operation(i);
  constexpr Form kForms[] = {Form::kFmacS, Form::kFmacS, Form::kFmacS, Form::kFmacS, Form::kFmulS,
                             Form::kFmulS, Form::kFaddS, Form::kFaddS, Form::kFdivS};
  if (operation > 8) return;
  i.opcode = static_cast<std::uint8_t>(operation);
  if (!vfp_register(i.is_double, bits(w, 15, 12), bit(w, 22), i.fd) ||
      !vfp_register(i.is_double, bits(w, 19, 16), bit(w, 7), i.fn) ||
      !vfp_register(i.is_double, bits(w, 3, 0), bit(w, 5), i.fm)) {
    return;
  }
  set(i, of_precision(kForms[operation], i.is_double), 0, 0);
}

void decode_vfp_register_transfer(Instruction& i) {
  const Word w = i.word;
  const bool to_core = bit(w, 20);
  const unsigned operation = bits(w, 23, 21);
  i.rd = static_cast<std::uint8_t>(bits(w, 15, 12));
  const unsigned reads = to_core ? 0u : kRoleRd;
  const unsigned writes = to_core ? kRoleRd : 0u;
  if (bits(w, 6, 5) != 0) return;
  if (!i.is_double) {
    if (bits(w, 3, 0) != 0) return;
    if (operation == 0) {
      vfp_register(false, bits(w, 19, 16), bit(w, 7), i.fn);
      set(i, to_core ? Form::kFmrs : Form::kFmsr, reads, writes);
    } else if (operation == 7 && !bit(w, 7)) {
      i.opcode = static_cast<std::uint8_t>(bits(w, 19, 16));
      const bool known = i.opcode == 0 || i.opcode == 1 || i.opcode == 6 || i.opcode == 7 ||
                         i.opcode == 8 || i.opcode == 9 || i.opcode == 10;
      if (!known) return;
      if (to_core && i.rd == 15 && i.opcode == 1) {
        set(i, Form::kFmstat, 0, kRoleFlags);
      } else {
        set(i, to_core ? Form::kFmrx : Form::kFmxr, reads, writes);
      }
    }
    return;
  }
  if (operation > 1 || bit(w, 7)) return;
  i.opcode = static_cast<std::uint8_t>(operation);  // 1 = high word
  i.fn = static_cast<std::uint8_t>(2 * bits(w, 19, 16) + operation);
  set(i, to_core ? Form::kFmrd : Form::kFmdr, reads, writes);
}

void decode_vfp_pair_transfer(Instruction& i) {
  const Word w = i.word;
  const bool to_core = bit(w, 20);
  i.rd = static_cast<std::uint8_t>(bits(w, 15, 12));
  i.rn = static_cast<std::uint8_t>(bits(w, 19, 16));
  if (bits(w, 7, 6) != 0 || !bit(w, 4)) return;
  if (!vfp_register(i.is_double, bits(w, 3, 0), bit(w, 5), i.fm)) return;
  i.rd2 = i.rn;
  const unsigned pair = kRoleRd | kRoleRd2;
  if (i.is_double) {
    set(i, to_core ? Form::kFmrrd : Form::kFmdrr, to_core ? 0u : pair, to_core ? pair : 0u);
  } else {
    if (i.fm == 31) return;
    set(i, to_core ? Form::kFmrrs : Form::kFmsrr, to_core ? 0u : pair, to_core ? pair : 0u);
  }
}

void decode_vfp_load_store(Instruction& i) {
  const Word w = i.word;
  const bool load = bit(w, 20);
  i.rn = static_cast<std::uint8_t>(bits(w, 19, 16));
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.writeback = bit(w, 21);
  i.access_size = 4;
  const int offset = static_cast<int>(4 * bits(w, 7, 0));
  if (!vfp_register(i.is_double, bits(w, 15, 12), bit(w, 22), i.fd)) return;
  if (i.pre_index && !i.writeback) {
    i.immediate = i.add ? offset : -offset;
    i.vfp_words = i.is_double ? 2 : 1;
    i.access_size = i.is_double ? 8 : 4;
    set(i, of_precision(load ? Form::kFldS : Form::kFstS, i.is_double), kRoleRn, 0);
    return;
  }
  if (i.pre_index == i.add) return;  // only IA, IA! and DB!
  const unsigned count = bits(w, 7, 0);
  i.opcode = i.is_double && (count & 1u) != 0 ? 1 : 0;  // 1 = FLDMX, FSTMX
  const unsigned words = count & (i.is_double ? ~1u : ~0u);
  if (words == 0 || i.fd + words > 32) return;
  i.vfp_words = static_cast<std::uint8_t>(words);
  i.immediate = i.add ? 0 : -offset;
  i.shift_amount = static_cast<std::uint8_t>(count);  // words the base register moves by
  set(i, load ? Form::kFldm : Form::kFstm, kRoleRn, i.writeback ? kRoleRn : 0u);
}

void decode_generic_coprocessor(Instruction& i) {
  const Word w = i.word;
  i.rd = static_cast<std::uint8_t>(bits(w, 15, 12));
  i.rn = static_cast<std::uint8_t>(bits(w, 19, 16));
  i.rm = static_cast<std::uint8_t>(bits(w, 3, 0));
  i.rs = static_cast<std::uint8_t>(bits(w, 11, 8));  // the coprocessor's number
  const bool load = bit(w, 20);
  if (bits(w, 27, 24) == 14) {
    i.opcode = static_cast<std::uint8_t>(bit(w, 4) ? bits(w, 23, 21) : bits(w, 23, 20));
    i.shift_amount = static_cast<std::uint8_t>(bits(w, 7, 5));
    if (!bit(w, 4)) {
      set(i, Form::kCoprocessorOperation, 0, 0);
    } else if (load) {
      set(i, Form::kMrc, 0, kRoleRd);
    } else {
      set(i, Form::kMcr, kRoleRd, 0);
    }
    return;
  }
  if (bits(w, 27, 21) == 0x62) {  // 1100010
    i.opcode = static_cast<std::uint8_t>(bits(w, 7, 4));
    i.rd2 = i.rn;
    const unsigned pair = kRoleRd | kRoleRd2;
    set(i, load ? Form::kMrrc : Form::kMcrr, load ? 0u : pair, load ? pair : 0u);
    return;
  }
  if (bits(w, 27, 21) == 0x60) return;  // P = U = W = 0
  i.pre_index = bit(w, 24);
  i.add = bit(w, 23);
  i.opcode = bit(w, 22) ? 1 : 0;  // the long form
  i.writeback = bit(w, 21);
  i.immediate = static_cast<std::int32_t>(4 * bits(w, 7, 0));
  if (!i.add) i.immediate = -i.immediate;
  i.shift_amount = static_cast<std::uint8_t>(bits(w, 7, 0));
  i.access_size = 4;
  set(i, load ? Form::kLdc : Form::kStc, kRoleRn, i.writeback ? kRoleRn : 0u);
}

}  // namespace

void decode_coprocessor(Instruction& i) {
  const Word w = i.word;
  const unsigned coprocessor = bits(w, 11, 8);
  if (coprocessor != 10 && coprocessor != 11) return decode_generic_coprocessor(i);
  if (i.unconditional_space) return;
  i.is_double = coprocessor == 11;
  if (bits(w, 27, 24) == 14) {
    if (bit(w, 4)) {
      decode_vfp_register_transfer(i);
    } else {
      decode_vfp_data(i);
    }
  } else if (bits(w, 27, 21) == 0x62) {
    decode_vfp_pair_transfer(i);
  } else if (bits(w, 27, 21) != 0x60) {
    decode_vfp_load_store(i);
  }
}

}  // namespace dinozero::timing
