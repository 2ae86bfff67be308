# SPDX-License-Identifier: Apache-2.0
"""Writes what was found: text, results.json, the page, the charts."""
import sys

from . import charts, page, results, terminal


def write(found, folder):
    results.write_atomically(folder / "results.json", results.text_of(found))
    results.write_atomically(folder / "report.html", page.html(found))
    missing = charts.write(found, folder)
    text = terminal.text(found)
    if missing:
        text += "\nnote: " + missing
    print(text)
    print("%s: results.json, report.html%s" % (folder, "" if missing else ", charts"), file=sys.stderr)
