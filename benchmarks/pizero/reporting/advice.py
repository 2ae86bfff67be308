# SPDX-License-Identifier: Apache-2.0
"""What a figure means for someone who builds something: energy, whether it fits, what to take."""

# Raspberry Pi documentation, "Power Supply", typical power requirements of the Pi Zero: 0.10 A idle, 0.23 A under
# stress (averages; Raspberry Pi OS of February 2016 with monitor, keyboard and mouse), at 5.1 V.
POWER = {"idle_watts": 0.51, "active_watts": 1.17, "volts": 5.1,
         "source": "Raspberry Pi documentation, Power Supply: Pi Zero, average 0.10 A idle and 0.23 A under stress, "
                   "with monitor, keyboard and mouse, at 5.1 V"}

# A program leaves this share of the memory to the rest of the system.
COMFORTABLE_SHARE = 0.5
LIVE_FPS = 10.0


def energy(milliseconds, active_watts):
    """Millijoules of the whole board for one picture."""
    return milliseconds * active_watts


def verdict(peak_bytes, memory_bytes, failure=None):
    """(fits, a sentence): `memory_bytes` is what Linux has of the 512 MB."""
    if failure is not None:
        return False, "does not run there: " + failure
    share = peak_bytes / memory_bytes
    text = "%.1f MB, %.0f%% of the %.0f MB that Linux has" % (peak_bytes / 1e6, 100 * share, memory_bytes / 1e6)
    if share > COMFORTABLE_SHARE:
        return True, "fits, with little left: " + text
    return True, "fits: " + text


def pareto(entries):
    """Names of the entries that no other one beats in both milliseconds and accuracy."""
    front, best = [], float("-inf")
    known = [e for e in entries if e.get("accuracy") is not None and e.get("milliseconds")]
    for entry in sorted(known, key=lambda e: (e["milliseconds"]["high"], -e["accuracy"]["knn_top1"])):
        if entry["accuracy"]["knn_top1"] > best:
            best = entry["accuracy"]["knn_top1"]
            front.append(entry["name"])
    return front


def describe(entry):
    text = "%s, %s, %d px: %s ms (%.1f fps)" % (entry["model"], entry["scheme"], entry["input_size"],
                                                 round(entry["milliseconds"]["high"]), entry["fps"]["low"])
    if entry.get("accuracy"):
        text += ", k-NN %.1f%%" % entry["accuracy"]["knn_top1"]
    return text


def recommendations(entries):
    """[{"for", "take", "name"}] out of the entries that fit, by what they are for."""
    usable = [e for e in entries if e.get("milliseconds") and e.get("fits") is not False]
    rated = [e for e in usable if e.get("accuracy")]
    result = []

    def advise(purpose, entry):
        if entry is not None:
            result.append({"for": purpose, "take": describe(entry), "name": entry["name"]})

    def best(pool, key):
        return min(pool, key=key) if pool else None

    accuracy = lambda e: -e["accuracy"]["knn_top1"]  # noqa: E731
    if rated:
        advise("the best features, however long it takes", best(rated, lambda e: (accuracy(e), e["milliseconds"]["high"])))
        advise("a picture a second", best([e for e in rated if e["fps"]["low"] >= 1], accuracy))
        advise("live, %d pictures a second" % LIVE_FPS, best([e for e in rated if e["fps"]["low"] >= LIVE_FPS], accuracy))
        advise("a battery: most accuracy a second of computing", best(rated, lambda e: -e["accuracy_per_second"]))
        top = -accuracy(best(rated, accuracy))
        near = [e for e in rated if e["accuracy"]["knn_top1"] >= top - 2]
        advise("the fastest within 2 points of the best", best(near, lambda e: e["milliseconds"]["high"]))
        advise("little room for the file, within 10 points of the best",
               best([e for e in rated if e["accuracy"]["knn_top1"] >= top - 10], lambda e: e["file"]["bytes"]))
    else:
        for model in dict.fromkeys(e["model"] for e in usable):
            own = [e for e in usable if e["model"] == model and e["scheme"] == "int8"] or \
                  [e for e in usable if e["model"] == model]
            advise("%s without accuracy figures (--data): int8 keeps its features" % model,
                   best(own, lambda e: -e["input_size"]))
    return result
