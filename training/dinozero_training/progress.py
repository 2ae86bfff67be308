# SPDX-License-Identifier: Apache-2.0
"""One line of progress with the time left, at most every few seconds."""

from __future__ import annotations

import sys
import time


class Progress:
    """Counts towards `total`; a terminal sees one line rewritten, a log file a line every half minute."""

    def __init__(self, label: str, total: int, done: int = 0, to_stderr: bool = False) -> None:
        self.label = label
        self.total = total
        self.done = done
        self._start = self._shown = time.monotonic()
        self._first = done
        self._stream = sys.stderr if to_stderr else sys.stdout
        self._live = self._stream.isatty()

    def advance(self, count: int = 1) -> None:
        self.done += count
        now = time.monotonic()
        if now - self._shown >= (1 if self._live else 30) or (self.done >= self.total and now - self._start > 2):
            self._shown = now
            rate = (self.done - self._first) / (now - self._start)
            left = format_time((self.total - self.done) / rate)
            line = f"{self.label}: {self.done}/{self.total}, {rate:.4g}/s, {left} left"
            finish = "\n" if not self._live or self.done >= self.total else ""
            print(f"\r\x1b[K{line}" if self._live else line, end=finish, file=self._stream, flush=True)


def format_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"
