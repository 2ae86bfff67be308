# SPDX-License-Identifier: Apache-2.0
"""The main charts as PNG and SVG, for documents. Needs matplotlib (Debian: python3-matplotlib)."""

COLOURS = {"none": "#4c566a", "int8": "#2563eb", "int8-static": "#0891b2", "int4": "#d97706", "binary": "#dc2626",
           "mixed": "#7c3aed", "pruned": "#059669"}
MARKERS = {"dino-micro": "o", "dino-tiny": "s", "dino-small": "^"}


def write(found, folder):
    """Writes the charts into `folder`; what is missing, or None."""
    try:
        import matplotlib
    except ImportError:
        return "no PNG and SVG: matplotlib is not installed (python3-matplotlib)"
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    plt.rcParams.update({"font.size": 9, "svg.hashsalt": "dinozero", "axes.spines.top": False, "axes.spines.right": False})
    for name, draw in (("time", time_chart), ("accuracy", accuracy_chart), ("memory", memory_chart)):
        figure, axes = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
        if draw(axes, found["entries"]):
            for ending in ("png", "svg"):
                metadata = {"Date": None} if ending == "svg" else None
                figure.savefig(folder / ("%s.%s" % (name, ending)), dpi=140, metadata=metadata)
        plt.close(figure)
    return None


def _grouped(axes, entries, value, label):
    """Bars of the largest input size, by model and scheme."""
    size = max((e["input_size"] for e in entries), default=0)
    shown = [e for e in entries if e["input_size"] == size and value(e) is not None]
    if not shown:
        return False
    models = list(dict.fromkeys(e["model"] for e in shown))
    schemes = [s for s in COLOURS if any(e["scheme"] == s for e in shown)]
    width = 0.85 / len(schemes)
    for k, scheme in enumerate(schemes):
        points = [(models.index(e["model"]), value(e)) for e in shown if e["scheme"] == scheme]
        places = [place - 0.425 + width * (k + 0.5) for place, _ in points]
        drawn = axes.bar(places, [height for _, height in points], width * 0.92, color=COLOURS[scheme], label=scheme)
        axes.bar_label(drawn, ["%.0f" % height if height >= 10 else "%.1f" % height for _, height in points], fontsize=6.5,
                       padding=1)
    axes.set_yscale("log")
    axes.set_xticks(range(len(models)), models)
    axes.set_ylabel(label)
    axes.legend(ncol=4, frameon=False, loc="upper left")
    axes.set_ylim(top=axes.get_ylim()[1] * 2)
    axes.set_title("%d x %d pixels, Raspberry Pi Zero, estimated" % (size, size), fontsize=9)
    return True


def time_chart(axes, entries):
    return _grouped(axes, entries, lambda e: e["milliseconds"] and e["milliseconds"]["high"], "milliseconds a picture")


def memory_chart(axes, entries):
    return _grouped(axes, entries, lambda e: e["peak_memory_bytes"] and e["peak_memory_bytes"] / 1e6, "peak memory, MB")


def accuracy_chart(axes, entries):
    """Accuracy against time, with the front of what nothing beats."""
    from .advice import pareto
    shown = [e for e in entries if e["accuracy"] and e["milliseconds"]]
    if not shown:
        return False
    for e in shown:
        axes.plot(e["milliseconds"]["high"], e["accuracy"]["knn_top1"], MARKERS.get(e["model"], "D"), ms=5,
                  color=COLOURS[e["scheme"]], alpha=0.85, mew=0)
    names = pareto(shown)
    front = sorted((e["milliseconds"]["high"], e["accuracy"]["knn_top1"]) for e in shown if e["name"] in names)
    axes.step([x for x, _ in front], [y for _, y in front], where="post", color="#9ca3af", lw=1, zorder=0)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds a picture on the board")
    axes.set_ylabel("k-NN accuracy, %")
    handles = [axes.plot([], [], "o", color=colour, label=scheme)[0] for scheme, colour in COLOURS.items()
               if any(e["scheme"] == scheme for e in shown)]
    handles += [axes.plot([], [], marker, color="#111827", mfc="none", label=model)[0] for model, marker in MARKERS.items()
                if any(e["model"] == model for e in shown)]
    axes.legend(handles=handles, frameon=False, fontsize=7.5, loc="lower right")
    return True
