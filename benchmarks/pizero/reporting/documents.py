# SPDX-License-Identifier: Apache-2.0
"""Figures in documents that come from a committed results file, and the check that they still do.

In Markdown, between marks, on one line or on several:

    <!-- report: table times -->            regenerated: the table of that name
    <!-- /report -->
    takes <!-- report: dino-micro/int8/224 ms -->215<!-- /report --> ms

What stands after "report:" is `table NAME`, with a name of TABLES; `image PATH` of a chart; or a setting and one of VALUES. `benchmarks/pizero/report
--publish` fills in all of them; a test compares. Another table: a function of the results in TABLES.
"""
import re
import shutil
from pathlib import Path

from . import results
from .programs import ROOT
from .settings import Problem
from .terminal import pruning_text, span

FILE = ROOT / "benchmarks" / "pizero" / "results.json"
IMAGES = ROOT / "docs" / "images"
CHARTS = {"time": "Milliseconds a picture", "accuracy": "Accuracy against time", "memory": "Peak memory"}
MARK = re.compile(r"(<!-- report: ([^>]*?) -->)(.*?)(<!-- /report -->)", re.S)


def markdown(head, rows):
    if not rows:
        return ["(not measured)"]
    return ["| %s |" % " | ".join(cells) for cells in [head, ["---"] * len(head), *rows]]


def ms(values):
    return "-" if not values else span(values, "%.0f" if values["low"] >= 30 else "%.1f").replace("-", " to ")


def fps(values):
    return "-" if not values else "%.1f" % values["low"] if values["low"] >= 1 else "%.2f" % values["low"]


def megabytes(count):
    return "-" if not count else "%.1f" % (count / 1e6) if count >= 1e6 else "%.2f" % (count / 1e6)


def knn(entry):
    return "%.1f" % entry["accuracy"]["knn_top1"] if entry["accuracy"] else "-"


def largest(found):
    return max(entry["input_size"] for entry in found["entries"])


def times(found):
    """Every model and scheme at the largest size."""
    rows = [[e["model"], e["scheme"], ms(e["milliseconds"]), fps(e["fps"]), ms(e.get("first_image_milliseconds")),
             megabytes(e["peak_memory_bytes"]), megabytes(e["file"]["bytes"] if e["file"] else None), knn(e)]
            for e in found["entries"] if e["input_size"] == largest(found)]
    return markdown(["model", "scheme", "ms a picture", "fps", "first picture, ms", "peak memory, MB", "file, MB",
                     "k-NN, %"], rows)


def sizes(found):
    """Milliseconds and accuracy by input size, a row for each model and scheme."""
    every = sorted({e["input_size"] for e in found["entries"]}, reverse=True)
    entries = {(e["model"], e["scheme"], e["input_size"]): e for e in found["entries"]}
    rows = []
    for model, scheme in dict.fromkeys((e["model"], e["scheme"]) for e in found["entries"]):
        cells = [entries.get((model, scheme, size)) for size in every]
        rows.append([model, scheme, *("-" if e is None else "%s ms, %s%%" % (ms(e["milliseconds"]), knn(e)) if e["accuracy"]
                                      else "%s ms" % ms(e["milliseconds"]) for e in cells)])
    return markdown(["model", "scheme", *("%d px" % size for size in every)], rows)


def comparison(found):
    rows = []
    for row in found["comparison"]:
        reached = row["reached"]
        number = lambda value, form="%.2f": "-" if value is None else form % value  # noqa: E731
        how = "not reached" if reached is None else "%d px%s" % (
            reached["input_size"], "" if reached["kept_share"] is None
            else ", 1/%d of the patches after block 0" % reached["kept_share"])
        rows.append([row["target"], "%.1f" % row["published_fps"], number(row["fps_224"]), number(row["network_fps_224"]),
                     number(row["core_limit_fps"]), how, number(reached and reached["fps"]),
                     number(reached and reached["loss_same_scheme"], "%.1f"), number(reached and reached["loss_f32"], "%.1f")])
    return markdown(["target", "published fps", "ours at 224 px", "network alone", "limit of the core", "reached with", "fps",
                     "loss, points", "loss against f32 at 224 px"], rows)


def advice_rows(found):
    return markdown(["for", "take"], [[r["for"], r["take"]] for r in found["recommendations"]])


def measured(found):
    return markdown(["setting", "estimated ms", "measured ms", "measured / estimated"], [
        [r["name"], ms(r["estimated"]), "%.1f" % r["measured"]["median"], "%.3f" % r["ratio"]] for r in found["side_by_side"]])


def origin(found):
    """What the figures are of."""
    text = "%s%s, Raspberry Pi Zero at %d MHz, %s." % (
        "Commit %s, " % found["commit"] if found["commit"] else "", found["date"], found["clock_mhz"], found["kind"])
    data = found["data"]
    if data is not None:
        text += " k-NN on %s: %d training and %d test pictures, %d classes; %s" % (
            data["name"], data["train"], data["test"], data["classes"], data["convention"])
    return [text]


TABLES = {"times": times, "sizes": sizes, "comparison": comparison, "advice": advice_rows, "measured": measured,
          "origin": origin}
VALUES = {"ms": lambda e: ms(e["milliseconds"]), "fps": lambda e: fps(e["fps"]), "knn": knn,
          "network ms": lambda e: ms(e["network_milliseconds"]), "first ms": lambda e: ms(e["first_image_milliseconds"]),
          "memory MB": lambda e: megabytes(e["peak_memory_bytes"]), "file MB": lambda e: megabytes(e["file"]["bytes"]),
          "mJ": lambda e: ms(e["energy_millijoules"]), "setting": lambda e: e["name"] + pruning_text(e["token_pruning"])}


def drawn(chart, found):
    """Whether the results have what the chart shows."""
    key = {"time": "milliseconds", "accuracy": "accuracy", "memory": "peak_memory_bytes"}[chart]
    return any(entry[key] for entry in found["entries"])


def render(what, found):
    """What stands between the marks."""
    kind, _, name = what.partition(" ")
    if kind == "table" and name in TABLES:
        return "\n" + "\n".join(TABLES[name](found)) + "\n"
    if kind == "image":
        chart = Path(name).stem.removeprefix("pizero-")
        return "\n![%s](%s)\n" % (CHARTS[chart], name) if chart in CHARTS and drawn(chart, found) else "\n"
    entry = next((e for e in found["entries"] if e["name"] == kind), None)
    if entry is None or name not in VALUES:
        raise Problem("<!-- report: %s -->: the results have no such table or value" % what, 2)
    return VALUES[name](entry)


def documents(root=ROOT):
    return [path for path in [root / "README.md", *sorted((root / "docs").glob("*.md")), *sorted((root / "models").glob("*.md"))]
            if path.exists() and MARK.search(path.read_text())]


def differences(found, root=ROOT):
    """["file: what: expected, found"]."""
    wrong = []
    for path in documents(root):
        for _, what, content, _ in MARK.findall(path.read_text()):
            expected = render(what, found)
            if content.split() != expected.split():
                wrong.append("%s: %s: expected\n%s\nfound\n%s" % (path.relative_to(root), what, expected, content))
    return wrong


def update(found, root=ROOT):
    for path in documents(root):
        path.write_text(MARK.sub(lambda m: m.group(1) + render(m.group(2), found) + m.group(4), path.read_text()))


def publish(found, folder):
    """Commits the results to the tree: results.json, the charts that `folder` has, the documents."""
    if found["interrupted"] or found["failures"]:
        raise Problem("only a complete report is published; this one misses something", 1)
    shutil.copyfile(folder / "results.json", FILE)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for chart in CHARTS:
        for ending in ("png", "svg"):
            if (folder / ("%s.%s" % (chart, ending))).exists():
                shutil.copyfile(folder / ("%s.%s" % (chart, ending)), IMAGES / ("pizero-%s.%s" % (chart, ending)))
    update(found)
    return results.load(FILE)
