# SPDX-License-Identifier: Apache-2.0
"""The report as one HTML page: page.html with the results in it. It loads nothing."""
import json
from pathlib import Path

TEMPLATE = Path(__file__).with_name("page.html")


def html(found):
    # "</" would end the script; the rest of JSON is JavaScript.
    data = json.dumps(found, separators=(",", ":")).replace("</", "<\\/")
    return TEMPLATE.read_text().replace("/*RESULTS*/null", data)
