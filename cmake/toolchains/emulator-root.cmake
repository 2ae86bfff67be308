# SPDX-License-Identifier: Apache-2.0
# What XNNPACK asks Linux about the processor, as a Pi Zero would answer: below qemu-arm's -L folder,
# where programs find it before the host's own files. QEMU passes /proc/cpuinfo and /sys through, so
# that XNNPACK (through its cpuinfo) would see the host's processor, find no ARMv6, and count cores
# and caches that are not there. Sets dinozero_emulator_root; expects DINOZERO_SYSROOT.
set(dinozero_emulator_root ${DINOZERO_SYSROOT}/emulator-root)
file(MAKE_DIRECTORY ${dinozero_emulator_root}/proc)
file(CREATE_LINK /usr/arm-linux-gnueabi/lib ${dinozero_emulator_root}/lib SYMBOLIC)
file(CONFIGURE OUTPUT ${dinozero_emulator_root}/proc/cpuinfo CONTENT
"processor\t: 0
model name\t: ARMv6-compatible processor rev 7 (v6l)
BogoMIPS\t: 697.95
Features\t: half thumb fastmult vfp edsp java tls
CPU implementer\t: 0x41
CPU architecture: 7
CPU variant\t: 0x0
CPU part\t: 0xb76
CPU revision\t: 7

Hardware\t: BCM2835
Revision\t: 900093
Serial\t\t: 0000000000000000
Model\t\t: Raspberry Pi Zero Rev 1.3
")
set(dinozero_emulator_cpus ${dinozero_emulator_root}/sys/devices/system/cpu)
foreach(dinozero_file IN ITEMS kernel_max possible present)
  file(CONFIGURE OUTPUT ${dinozero_emulator_cpus}/${dinozero_file} CONTENT "0\n")
endforeach()
# The board's kernel tells no cache sizes. A missing file would be looked for on the host, where this
# one says 2, a level that cpuinfo takes for a second cache of an ARM1176, and crashes.
file(CONFIGURE OUTPUT ${dinozero_emulator_cpus}/cpu0/cache/index2/level CONTENT "1\n")
