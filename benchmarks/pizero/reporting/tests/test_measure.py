# SPDX-License-Identifier: Apache-2.0
import json
import subprocess
import sys

import pytest
from conftest import LAYERS, PIZERO

from reporting import results
from reporting.measure import setting_of
from reporting.sensors import PowerSampler, Sensors

MEASURE = PIZERO / "measure-on-board"

# As a Pi Zero W with an INA219 on its I2C bus has it (drivers ina2xx, raspberrypi-hwmon).
BOARD = {
    "proc/device-tree/model": "Raspberry Pi Zero W Rev 1.1\0",
    "sys/class/hwmon/hwmon0/name": "cpu_thermal\n",
    "sys/class/hwmon/hwmon0/temp1_input": "46540\n",
    "sys/class/hwmon/hwmon1/name": "ina219\n",
    "sys/class/hwmon/hwmon1/in1_input": "5132\n",
    "sys/class/hwmon/hwmon1/curr1_input": "231\n",
    "sys/class/hwmon/hwmon1/power1_input": "1180000\n",
    "sys/class/thermal/thermal_zone0/temp": "46540\n",
    "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "1000000\n",
    "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n",
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
}
PROBE = """#!%s
import json, sys, time
time.sleep(0.02)
if "broken" in sys.argv[1]:
    sys.exit("encode_probe: no memory")
print(json.dumps({"layers": %r, "embedding": "ab", "peak_memory_bytes": 6000000,
                  "wall_ms": {"load": 20.0, "create": 1.0, "first": 250.0, "encode": [240.0, 244.0, 242.0], "batch": 490.0}}))
"""


@pytest.fixture
def board(tmp_path):
    for path, content in BOARD.items():
        file = tmp_path / "board" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    probe = tmp_path / "probe"
    probe.write_text(PROBE % (sys.executable, LAYERS))
    probe.chmod(0o755)
    (tmp_path / "dino-micro-int8.safetensors").write_bytes(bytes(500))
    return tmp_path


def measure(board, *arguments):
    return subprocess.run([str(MEASURE), "--results", str(board / "board.json"), "--sysfs", str(board / "board"), "--probe",
                           str(board / "probe"), "--sizes", "224", "--runs", "2", *map(str, arguments)],
                          capture_output=True, text=True)


def test_sensors_read_a_recorded_tree(board, tmp_path):
    sensors = Sensors(board / "board")
    assert sensors.board() == "Raspberry Pi Zero W Rev 1.1" and sensors.governor() == "performance"
    assert sensors.state() == {"clock_mhz": 1000.0, "celsius": 46.54, "throttled": False}
    assert sensors.watts() == 1.18
    with PowerSampler(sensors, seconds=0.01) as sampler:
        pass
    assert sampler.mean == pytest.approx(1.18)
    (board / "board/sys/devices/platform/soc/soc:firmware/get_throttled").write_text("50005\n")
    assert sensors.throttled() is True
    (board / "board/sys/devices/platform/soc/soc:firmware/get_throttled").write_text("50000\n")
    assert sensors.throttled() is False  # it was, since it was switched on; it is not now
    nothing = Sensors(tmp_path / "none")
    assert nothing.watts() is None and nothing.state() == {"clock_mhz": None, "celsius": None, "throttled": None}


def test_the_json_is_that_of_the_report(board):
    done = measure(board, board / "dino-micro-int8.safetensors")
    assert done.returncode == 0, done.stderr
    found = results.load(board / "board.json")
    assert found["kind"] == "measured" and found["board"] == "Raspberry Pi Zero W Rev 1.1"
    entry, = found["entries"]
    assert entry["name"] == "dino-micro/int8/224"
    assert entry["milliseconds"] == {"low": 240.0, "median": 242.0, "high": 244.0}
    assert entry["first_image_milliseconds"]["median"] == 271.0
    assert entry["batch"]["milliseconds_per_image"]["median"] == 245.0
    assert entry["watts"] == pytest.approx(1.18) and entry["energy_millijoules"]["low"] == pytest.approx(240 * 1.18)
    assert entry["throttled"] is False and entry["after"]["celsius"] == 46.54
    assert "242.0 ms" in done.stdout and "1.18 W" in done.stdout


def test_throttling_is_flagged_and_a_failure_does_not_stop_the_rest(board):
    (board / "board/sys/devices/platform/soc/soc:firmware/get_throttled").write_text("5\n")
    (board / "broken.safetensors").write_bytes(b"x")
    done = measure(board, board / "broken.safetensors", board / "dino-micro-int8.safetensors")
    assert done.returncode == 3 and "throttled" in done.stderr and "THROTTLED" in done.stdout
    assert "broken/none/224: encode_probe: no memory" in done.stderr
    found = json.loads((board / "board.json").read_text())
    assert len(found["entries"]) == 1 and found["entries"][0]["throttled"] is True
    assert measure(board, board / "nothing.safetensors").returncode == 2


def test_names_of_files_say_model_and_scheme(tmp_path):
    assert setting_of(tmp_path / "dino-tiny-int8-static.safetensors", 96).name == "dino-tiny/int8-static/96"
    assert setting_of(tmp_path / "dino-small.safetensors", 160).name == "dino-small/none/160"
