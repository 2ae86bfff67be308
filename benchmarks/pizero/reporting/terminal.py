# SPDX-License-Identifier: Apache-2.0
"""The report as text: a table, bars, the comparison with published figures, advice."""


def span(values, form="%.0f"):
    if values is None:
        return "-"
    low, high = form % values["low"], form % values["high"]
    return low if low == high else "%s-%s" % (low, high)


def precise(values):
    """Milliseconds with three digits at least."""
    if values is None:
        return "-"
    return span(values, "%.0f" if values["low"] >= 100 else "%.1f")


COLUMNS = (
    ("setting", lambda e: e["name"]),
    ("ms", lambda e: precise(e["milliseconds"])),
    ("fps", lambda e: "-" if not e["fps"] else "%.2f" % e["fps"]["low"]),
    ("net ms", lambda e: precise(e.get("network_milliseconds"))),
    ("first ms", lambda e: precise(e.get("first_image_milliseconds"))),
    ("batch ms", lambda e: "-" if "batch" not in e else precise(e["batch"]["milliseconds_per_image"])),
    ("MB", lambda e: "-" if not e["peak_memory_bytes"] else "%.1f" % (e["peak_memory_bytes"] / 1e6)),
    ("file MB", lambda e: "-" if not e["file"] else "%.2f" % (e["file"]["bytes"] / 1e6)),
    ("k-NN %", lambda e: "-" if not e["accuracy"] else "%.1f" % e["accuracy"]["knn_top1"]),
    ("acc/s", lambda e: "-" if e["accuracy_per_second"] is None else "%.2f" % e["accuracy_per_second"]),
    ("mJ", lambda e: precise(e.get("energy_millijoules"))),
    ("fits", lambda e: {True: "yes", False: "NO", None: "-"}[e["fits"]]),
)


def table(rows):
    """Lines of a table whose first row is its head; the first column to the left, the others to the right."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) if k == 0 else cell.rjust(width)
                      for k, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]


def bars(title, pairs, unit, width=46):
    """Lines of a bar chart of (name, value)."""
    if not pairs:
        return []
    longest = max(len(name) for name, _ in pairs)
    largest = max(value for _, value in pairs) or 1
    lines = ["", title]
    for name, value in pairs:
        eighths = round(8 * width * value / largest)
        bar = "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
        lines.append("  %-*s %s %s %s" % (longest, name, bar, "%.3g" % value if value < 100 else "%.0f" % value, unit))
    return lines


def pruning_text(pruning):
    return "" if pruning is None else ", %d patches after block %d" % (pruning["keep_patches"], pruning["after_block"])


def comparison_rows(comparison):
    rows = [["target", "published fps", "ours, 224 px", "network alone", "core limit", "reached with", "fps", "loss, points",
             "against f32, 224 px"]]
    for row in comparison:
        reached = row.get("reached")
        number = lambda value, form="%.2f": "-" if value is None else form % value  # noqa: E731
        rows.append([row["target"], "%.1f" % row["published_fps"], number(row["fps_224"]), number(row["network_fps_224"]),
                     number(row["core_limit_fps"]),
                     "nothing tried" if reached is None else "%d px%s" % (reached["input_size"], (
                         "" if reached["kept_share"] is None else ", 1/%d of the patches after block 0" % reached["kept_share"])),
                     "-" if reached is None else "%.2f" % reached["fps"],
                     "-" if reached is None else number(reached["loss_same_scheme"], "%+.1f"),
                     "-" if reached is None else number(reached["loss_f32"], "%+.1f")])
    return rows


def text(results):
    entries = results["entries"]
    lines = ["Raspberry Pi Zero at %d MHz, one picture of 640 x 480 pixels in memory (%s)"
             % (results["clock_mhz"], results["kind"]), ""]
    lines += table([[title for title, _ in COLUMNS]] + [[get(entry) for _, get in COLUMNS] for entry in entries])
    timed = [entry for entry in entries if entry["milliseconds"]]
    largest = max((entry["input_size"] for entry in timed), default=0)
    shown = [entry for entry in timed if entry["input_size"] == largest]
    lines += bars("milliseconds a picture, %d px" % largest, [(e["name"], e["milliseconds"]["high"]) for e in shown], "ms")
    lines += bars("peak memory, %d px" % largest,
                  [(e["name"], e["peak_memory_bytes"] / 1e6) for e in shown if e["peak_memory_bytes"]], "MB")
    lines += bars("k-NN accuracy, %d px" % largest,
                  [(e["name"], e["accuracy"]["knn_top1"]) for e in shown if e["accuracy"]], "%")
    if results.get("comparison"):
        lines += ["", "Frames per second beside published ones (%s)" % results["published_source"]]
        lines += table(comparison_rows(results["comparison"]))
    if results.get("side_by_side"):
        lines += ["", "Estimate and measurement"]
        lines += table([["setting", "estimated ms", "measured ms", "measured / estimated", "throttled"]] + [
            [row["name"], precise(row["estimated"]), "%.1f" % row["measured"]["median"], "%.3f" % row["ratio"],
             {True: "YES", False: "no", None: "unknown"}[row["throttled"]]] for row in results["side_by_side"]])
    if results["recommendations"]:
        lines += ["", "What to take"] + ["  for %s: %s" % (r["for"], r["take"]) for r in results["recommendations"]]
    if results["failures"]:
        lines += ["", "Not measured"] + ["  %s: %s" % (f["name"], f["error"]) for f in results["failures"]]
    lines += ["", *("note: " + note for note in results["notes"])]
    return "\n".join(lines)
