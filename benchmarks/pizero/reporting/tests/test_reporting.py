# SPDX-License-Identifier: Apache-2.0
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import LAYERS, PIZERO, timing_run

from reporting import advice, board_memory, model_files, page, programs, published, results, settings, store, terminal, timed
from reporting.settings import Problem, Setting
from reporting.work import Job, Progress, run_jobs

REPORT = PIZERO / "report"


def run_report(*arguments, **environment):
    return subprocess.run([sys.executable, str(REPORT), *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, **environment})


def progress():
    return Progress(2, stream=io.StringIO())


def test_jobs_run_in_order_and_a_failure_leaves_the_others_alone():
    order = []

    def fail():
        raise Problem("no disk")

    first = Job("first", lambda: order.append("first") or 7)
    second = Job("second", lambda: order.append("second"), after=(first,))
    broken = Job("broken", fail)
    wrong = Job("wrong", lambda: {}["missing"])
    behind = Job("behind", lambda: order.append("behind"), after=(broken,))
    shown = progress()
    run_jobs([second, behind, first, broken, wrong], 2, shown)
    assert order == ["first", "second"]
    assert first.ok and first.result == 7 and second.ok
    assert broken.error == "no disk" and behind.error == "needs broken, which failed"
    text = shown.stream.getvalue()
    assert wrong.error == "KeyError: 'missing'"
    assert "[5/5]" in text and "left" in text and "failed: no disk" in text


def test_time_left_follows_what_jobs_really_take():
    shown = progress()
    shown.add([Job("a", None, cost=10), Job("b", None, cost=30)])
    assert shown.seconds_left() == 20  # two workers
    shown.ended(Job("a", None, cost=10, done=True), 40.0)  # four times as long as expected
    assert shown.seconds_left() == 60
    shown.ended(Job("a of another model", None, done=True), 60.0)
    shown.ended(Job("b", None, cost=30, done=True), 5.0)
    assert shown.summary() == "3 jobs: a 1 min 40 s, b 5 s"


def test_the_store_keeps_whole_values_only(tmp_path):
    kept = store.Store(tmp_path)
    key = kept.key(file="a", options=[1])
    assert key != kept.key(file="a", options=[2])
    assert kept.remember(key, lambda: {"x": 1}) == {"x": 1}
    assert kept.remember(key, lambda: pytest.fail("computed again")) == {"x": 1}
    kept.path(key).write_text('{"x": ')  # a torn file is measured again
    assert kept.remember(key, lambda: {"x": 2}) == {"x": 2}
    assert store.Store(tmp_path, fresh=True).get(key) is None
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_layers_get_the_cycles_between_the_entries_of_functions():
    entries = {1: "preprocess", 2: "patches", 3: "input", 4: "layer", 5: "attention", 6: "norm", 7: "pruning"}
    # Two bands of patches; quantization and LayerNorm count for the layer behind them.
    run = [(0, 1), (1, 100), (2, 10), (3, 1), (4, 50), (2, 10), (3, 1), (4, 50), (3, 2), (6, 3), (4, 200), (5, 70),
           (3, 4), (4, 90), (3, 5), (4, 300), (3, 6), (4, 310), (7, 9), (6, 11)]
    segments = [{"entry": "%08x" % entry, "cycles": cycles} for entry, cycles in run]
    parts = dict(timed.attribute(segments, entries, LAYERS, depth=1))
    assert parts == {"resize and crop": 101, "patches": 20, "patch_embed.proj": 102, "blocks.0.attn.qkv": 205,
                     "blocks.0.attn": 70, "blocks.0.attn.proj": 94, "blocks.0.mlp.fc1": 305, "blocks.0.mlp.fc2": 316,
                     "token pruning": 9, "norm": 11}
    assert sum(parts.values()) == sum(cycles for _, cycles in run)
    with pytest.raises(Problem, match="expected 5 layers"):
        timed.attribute(segments[:5], entries, LAYERS, depth=1)


@pytest.mark.parametrize("symbol, name", [
    ("dinozero_armv6_linear_f32_whole", "linear_f32_whole"),
    ("_ZN8dinozero7kernels5armv613attention_f32ERKNS0_16AttentionF32ArgsEPv", "attention_f32"),
    ("_ZNK8dinozero12_GLOBAL__N_110RowResizer6resizeEPKhPh", "resize"), ("memcpy", "memcpy"), ("(unknown)", "(unknown)")])
def test_kernel_names_are_short(symbol, name):
    assert timed.kernel_name(symbol) == name


def test_an_entry_is_the_band_of_both_page_placements(make_entry):
    entry = make_entry()
    assert entry["milliseconds"] == pytest.approx({"low": 2.0, "high": 2.1})
    assert entry["fps"]["low"] == pytest.approx(1000 / 2.1)
    assert entry["network_milliseconds"] == pytest.approx({"low": 1.5, "high": 1.6})
    assert entry["batch"]["milliseconds_per_image"] == pytest.approx({"low": 2.0, "high": 2.1})
    assert entry["first_image_milliseconds"]["low"] == pytest.approx(2.45)
    linear = 4 * 8 * 48 + 5 * (24 * 8 + 8 * 8 + 2 * 32 * 8)
    assert entry["macs"] == linear + 2 * 5 * 5 * 8
    assert entry["energy_millijoules"] == pytest.approx({"low": 2.0, "high": 2.1})
    assert entry["accuracy_per_second"] == pytest.approx(0.5 * 1000 / 2.1)
    assert entry["fits"] is True and entry["layers"][0]["milliseconds"] == pytest.approx(0.5)
    once = timing_run()
    del once["cycles"]["again"], once["cycles"]["batch"]
    part = results.timing_part({"in-order": once})
    assert part["encode_is"] == "first" and not part["batch"]["executed"]
    assert part["milliseconds"]["low"] == pytest.approx(2.00001)


def test_a_model_that_does_not_fit_is_said_so(make_entry, make_results):
    text = ("MemTotal:  450000 kB\n@ dino-micro/none/224\n{\"peak_memory_bytes\": 6000}\n@ dino-micro/none/160\n"
            "encode_probe: no memory for the 999 bytes of working memory\nfailed 3\n@ dino-micro/none/96\nKilled\n")
    chosen = [Setting("dino-micro", "none", size) for size in (224, 160, 96, 64)]
    found, memory = board_memory.parse(text, chosen)
    assert memory == 450000 * 1024 and found[chosen[0]] == {"peak_memory_bytes": 6000}
    assert "no memory for the 999 bytes" in found[chosen[1]]["failed"]
    assert found[chosen[2]]["failed"] == "Killed"
    assert "stopped before" in found[chosen[3]]["failed"]
    assert "./encode_probe /card/big.safetensors --size 224 --first-only" in board_memory.script(
        "/card/big.safetensors", chosen[:1])
    entry = make_entry(memory=found[chosen[1]])
    assert entry["fits"] is False and "no memory for the 999 bytes" in entry["verdict"]
    assert "NO" in terminal.text(make_results([entry]))
    assert advice.verdict(300e6, 440e6)[0] and "little left" in advice.verdict(300e6, 440e6)[1]
    assert advice.recommendations([entry]) == []


def test_advice_and_the_pareto_front(make_entry):
    slow, fast = make_entry("none", 224, 2_000_000_000, 60.0), make_entry("int8", 224, 1_000_000_000, 59.0)
    bad, tiny = make_entry("binary", 224, 1_500_000_000, 50.0), make_entry("binary", 96, 50_000_000, 40.0)
    entries = [slow, fast, bad, tiny]
    assert advice.pareto(entries) == [tiny["name"], fast["name"], slow["name"]]
    taken = {r["for"]: r["name"] for r in advice.recommendations(entries)}
    assert taken["the best features, however long it takes"] == slow["name"]
    assert taken["live, 10 pictures a second"] == tiny["name"]
    assert taken["the fastest within 2 points of the best"] == fast["name"]


def test_the_largest_size_that_reaches_a_figure():
    asked = []

    def largest_size(scheme, models, share, wanted, guess=144, fps_of=lambda size: 1e5 / size ** 2):
        search, answer = published.largest_size(scheme, models, share, wanted, guess), None
        try:
            while True:
                asked.append(search.send(answer))
                answer = [fps_of(setting.size) for setting in asked[-1]]
        except StopIteration as end:
            return end.value

    size, fps = largest_size("int8", ("dino-micro", "dino-tiny"), None, 5.0)
    assert size == 128 and fps >= 5.0 and 1e5 / (size + published.STEP) ** 2 < 5.0
    assert len(asked) <= 2 and asked[0][0].pruning is None
    for guess in range(64, 225, 16):  # wherever the search begins, and where time does not grow as the area
        assert largest_size("int8", ("dino-micro",), 2, 5.0, guess)[0] == 128
        found = largest_size("int8", ("m",), None, 5.0, guess, lambda size: 900 / (size + 50))
        assert found[0] == 128 and found[1] >= 5.0
    assert largest_size("int8", ("dino-micro",), 4, 1e9) is None
    assert published.pruning(224, 4) == (0, 49)
    assert published.core_limit_fps(165.3e6, "int8", 1000) == pytest.approx(12.1, abs=0.1)
    assert published.core_limit_fps(1e6, "binary", 1000) is None


def test_text_and_page_have_every_setting_and_load_nothing(make_results):
    row = {"target": "mean", "scheme": "int8", "published_fps": 6.8, "fps_224": 3.0, "network_fps_224": 3.5, "core_limit_fps": 5.9,
           "reached": {"input_size": 160, "kept_share": 2, "fps": 7.0, "loss_same_scheme": 1.2, "loss_f32": None}}
    found = make_results(comparison=[row], failures=[{"name": "time x", "error": "lost"}])
    text = terminal.text(found)
    assert "dino-micro/int8/224" in text and "█" in text and "+1.2" in text and "time x: lost" in text
    html = page.html(found)
    assert "a note <\\/script>" in html and html.count("</script>") == 1
    assert "src=" not in html and "@import" not in html and "fetch(" not in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")


def test_results_are_checked_when_they_are_read(tmp_path, make_results):
    path = tmp_path / "results.json"
    results.write_atomically(path, json.dumps(make_results()))
    assert results.load(path)["version"] == results.VERSION
    path.write_text(json.dumps({**make_results(), "version": 99}))
    with pytest.raises(Problem, match="version"):
        results.load(path)
    path.write_text("{")
    with pytest.raises(Problem):
        results.load(path)


def test_estimate_and_measurement_side_by_side(make_results):
    estimated = make_results()
    measured = make_results(kind="measured")
    measured["entries"] = [{"name": "dino-micro/none/224", "milliseconds": {"low": 2.2, "median": 2.255, "high": 2.4},
                            "peak_memory_bytes": 7_000_000, "throttled": True},
                           {"name": "another", "milliseconds": {"low": 1, "median": 1, "high": 1}}]
    rows = results.side_by_side(estimated, measured)
    assert [row["name"] for row in rows] == ["dino-micro/none/224"]
    assert rows[0]["ratio"] == pytest.approx(2.255 / 2.05) and rows[0]["throttled"]
    assert "1.100" in terminal.text({**estimated, "side_by_side": rows})


def test_models_are_found_and_shipped_schemes_preferred(tmp_path):
    for name in ("dino-micro", "dino-micro-binary", "dino-small", "other"):
        (tmp_path / (name + ".safetensors")).write_bytes(b"x")
    assert list(model_files.find_models([tmp_path])) == ["dino-micro", "dino-small"]
    base = tmp_path / "dino-micro.safetensors"
    assert model_files.shipped(base, "binary").name == "dino-micro-binary.safetensors"
    assert model_files.shipped(base, "int8") is None
    with pytest.raises(Problem, match="no such model"):
        model_files.find_models([tmp_path / "nothing"])
    with pytest.raises(Problem, match="not a model in f32"):
        settings.read_architecture(base)
    quantizer = model_files.Quantizer(None, tmp_path)
    assert "no dinozero" in quantizer.why_not("int8")


def test_the_architecture_is_read_from_the_file(tmp_path):
    header = json.dumps({"patch_embed.proj.weight": {"dtype": "F16", "shape": [8, 3, 4, 4]}, "blocks.0.mlp.fc1.weight": {"shape": [32, 8]},
                         "blocks.1.norm1.weight": {"shape": [8]}}).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    assert settings.read_architecture(path) == settings.Architecture(8, 2, 32, 4)


def test_a_missing_tool_is_named(tmp_path):
    done = run_report("--probe", "/bin/true", PATH=str(tmp_path))
    assert done.returncode == 3
    assert "qemu-arm not found (package qemu-user" in done.stderr, done.stderr
    assert run_report("nothing.safetensors").returncode == 2
    assert run_report("--schemes", "int9").returncode == 2
    assert run_report("--data", tmp_path / "nothing").returncode == 2


def test_an_interrupted_run_writes_what_it_has_and_goes_on(tmp_path):
    """A report whose programs are small fakes: the second half hangs until it is interrupted."""
    fakes = tmp_path / "fakes.py"
    fakes.write_text('''
import subprocess, sys
sys.path[:0] = [%r, %r]
from pathlib import Path
sys.argv = ["report", *sys.argv[1:]]
from reporting import plan, programs, timed
sys.path.insert(0, %r)
from conftest import timing_run
programs.prepare = lambda **_: programs.Programs(Path(__file__), None, {}, None)
hang = Path(%r)
def run(self, file, options):
    if options[1] == "224" and hang.exists():
        print("hanging", file=sys.stderr, flush=True)
        subprocess.run(["sleep", "60"], check=True)
    return dict.fromkeys(timed.PLACEMENTS, timing_run())
timed.Timer._run = run
import runpy
sys.exit(runpy.run_path(%r, run_name="__main__"))
''' % (str(PIZERO), str(PIZERO / "timing"), str(Path(__file__).parent), str(tmp_path / "hang"), str(REPORT)))
    (tmp_path / "hang").touch()
    command = [sys.executable, str(fakes), str(PIZERO.parents[1] / "models" / "dino-micro.safetensors"), "--schemes", "none",
               "--no-memory", "--no-targets", "--jobs", "1", "--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if "hanging" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=30)[1]
    assert process.returncode == 130, errors
    assert "interrupted; run the same command to go on" in errors
    found = results.load(tmp_path / "out" / "results.json")
    assert found["interrupted"]
    done = [entry["name"] for entry in found["entries"] if entry["milliseconds"]]
    assert done == ["dino-micro/none/160", "dino-micro/none/96"]
    assert "interrupted" in (tmp_path / "out" / "report.html").read_text()

    (tmp_path / "hang").unlink()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").glob("*.json")}
    again = subprocess.run(command, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    found = results.load(tmp_path / "out" / "results.json")
    assert all(entry["milliseconds"] for entry in found["entries"]) and not found["interrupted"]
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())  # nothing was measured twice


# As nm -C prints an ARMv6 probe whose compiler kept a layer's loop as a function.
SYMBOLS = """\
00010000 T dinozero::resize_crop(dinozero::ImageView const&, int)
00010100 T dinozero::kernels::armv6::patches_from_rgb8_int8(dinozero::kernels::PatchesShape const&)
00010200 t dinozero::LayerInputs::from_floats(int, float const*)
00010300 t dinozero::(anonymous namespace)::NativeFloat::run(int, dinozero::LinearInput const&)
00010380 t dinozero::(anonymous namespace)::NativeFloat::run(int, dinozero::LinearInput const&)::{lambda(int, int)#1}::operator()(int, int) const
00010400 T dinozero::kernels::armv6::attention_int8(dinozero::kernels::AttentionShape const&)
00010500 T dinozero::kernels::armv6::layer_norm_f32(int, int, float const*)
00010600 T dinozero::prune_tokens(int, int)
"""


def test_parts_of_an_encode_are_told_by_their_symbols():
    found = programs.entries_in(SYMBOLS, "probe")
    assert sorted(found.values()) == sorted(part for part, _ in programs.PARTS), "the lambda is not a layer again"
    assert found[0x10300] == "layer"


def test_a_library_without_a_part_is_refused():
    inlined = "".join(line for line in SYMBOLS.splitlines(True) if not line.startswith("00010300"))
    with pytest.raises(Problem, match="probe has no function .*run"):
        programs.entries_in(inlined, "probe")
