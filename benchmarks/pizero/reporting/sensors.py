# SPDX-License-Identifier: Apache-2.0
"""What a board says of itself through sysfs: clock, temperature, throttling, and power where an INA219 measures it."""
import shutil
import subprocess
import threading
import time
from pathlib import Path

NOW = 0xF  # bits of get_throttled: under-voltage, capped, throttled, soft temperature limit, at this moment


def _read(path):
    try:
        return Path(path).read_text(errors="replace").strip("\0\n ")
    except OSError:
        return None


def _number(text, base=10):
    try:
        return None if text is None else int(text, base)
    except ValueError:
        return None


class Sensors:
    """`root` is another root of the file system: a recorded tree."""

    def __init__(self, root="/"):
        self.root = Path(root)

    def _file(self, path):
        return _read(self.root / path)

    def board(self):
        return self._file("proc/device-tree/model") or "unknown"

    def governor(self):
        return self._file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")

    def clock_mhz(self):
        kilohertz = _number(self._file("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq"))
        return None if kilohertz is None else kilohertz / 1e3

    def celsius(self):
        millidegrees = _number(self._file("sys/class/thermal/thermal_zone0/temp"))
        return None if millidegrees is None else millidegrees / 1e3

    def throttled(self):
        """Whether the firmware slows the board down, or sees too low a voltage, now; None: it does not say."""
        flags = _number(self._file("sys/devices/platform/soc/soc:firmware/get_throttled"), 16)
        if flags is None and self.root == Path("/") and shutil.which("vcgencmd"):
            answer = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True).stdout
            flags = _number(answer.partition("=")[2].strip() or None, 0)
        return None if flags is None else bool(flags & NOW)

    def power_file(self):
        """Of the INA219's driver (Documentation/hwmon/ina2xx): microwatts."""
        for monitor in sorted((self.root / "sys/class/hwmon").glob("hwmon*")):
            if (_read(monitor / "name") or "").startswith("ina219") and _read(monitor / "power1_input") is not None:
                return monitor / "power1_input"
        return None

    def watts(self):
        file = self.power_file()
        microwatts = _number(_read(file)) if file is not None else None
        return None if microwatts is None else microwatts / 1e6

    def state(self):
        return {"clock_mhz": self.clock_mhz(), "celsius": self.celsius(), "throttled": self.throttled()}


class PowerSampler:
    """Mean power while a `with` block runs, read five times a second."""

    def __init__(self, sensors, seconds=0.2):
        self.sensors, self.seconds, self.samples, self._stop = sensors, seconds, [], threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def _sample(self):
        while True:
            watts = self.sensors.watts()
            if watts is not None:
                self.samples.append(watts)
            if self._stop.wait(self.seconds):
                return

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    @property
    def mean(self):
        return sum(self.samples) / len(self.samples) if self.samples else None


def idle_watts(sensors, seconds=2.0):
    with PowerSampler(sensors) as sampler:
        time.sleep(seconds if sensors.power_file() is not None else 0)
    return sampler.mean
