# SPDX-License-Identifier: Apache-2.0
"""Runs jobs on a few workers: dependencies, progress with time left, failures that leave the other jobs alone."""
import os
import signal
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import estimation
from .settings import Problem


@dataclass
class Job:
    name: str
    run: object  # () -> result
    cost: float = 1.0  # expected seconds of one core
    after: tuple = ()  # jobs that have to succeed first
    result: object = None
    error: str = None
    done: bool = False
    started: float = field(default=0.0, repr=False)

    @property
    def ok(self):
        return self.done and self.error is None


def duration(seconds):
    seconds = int(seconds + 0.5)
    return "%d s" % seconds if seconds < 90 else "%d min %02d s" % divmod(seconds, 60)


class Progress:
    """A line on stderr for each job that ends."""

    def __init__(self, workers, stream=None, clock=time.monotonic):
        self.workers, self.stream, self.clock = workers, stream or sys.stderr, clock
        self.total = self.finished = 0
        self.left = 0.0  # expected core seconds
        self.spent = self.expected = 0.0  # of jobs that ran: to correct the expectation
        self.by_kind = {}  # seconds, by the first word of the jobs' names

    def add(self, jobs):
        self.total += len(jobs)
        self.left += sum(job.cost for job in jobs)

    def seconds_left(self):
        factor = self.spent / self.expected if self.expected > 1 else 1.0
        return max(self.left, 0.0) * factor / self.workers

    def ended(self, job, seconds):
        self.finished += 1
        self.left -= job.cost
        kind = job.name.split()[0]
        self.by_kind[kind] = self.by_kind.get(kind, 0.0) + seconds
        if job.ok and seconds > 0.2:  # others came from the cache
            self.spent += seconds
            self.expected += job.cost
        state = "failed: " + job.error if job.error else "%.1f s" % seconds
        left = "done" if self.finished == self.total else "about %s left" % duration(self.seconds_left())
        print("[%d/%d] %s: %s; %s" % (self.finished, self.total, job.name, state, left), file=self.stream, flush=True)

    def summary(self):
        """How long the jobs of each kind took, one after another."""
        parts = sorted(self.by_kind.items(), key=lambda pair: -pair[1])
        return "%d jobs: " % self.finished + ", ".join("%s %s" % (kind, duration(seconds)) for kind, seconds in parts)


def end_programs():
    """Ends the programs that this process started, so that the workers that wait for them come back."""
    for task in Path("/proc/self/task").iterdir():
        try:
            for child in (task / "children").read_text().split():
                os.kill(int(child), signal.SIGTERM)
        except OSError:  # ended already
            continue


def run_jobs(jobs, workers, progress):
    """Runs all jobs; a job that fails, or whose predecessors failed, has an error. KeyboardInterrupt passes through
    after the running programs have been ended."""
    progress.add(jobs)
    waiting, running = list(jobs), {}

    def finish(job, error=None, result=None):
        job.result, job.error, job.done = result, error, True
        progress.ended(job, time.monotonic() - job.started if job.started else 0.0)

    pool = ThreadPoolExecutor(workers)
    try:
        while waiting or running:
            for job in list(waiting):
                failed = [other for other in job.after if other.done and other.error]
                if failed:
                    waiting.remove(job)
                    finish(job, "needs %s, which failed" % failed[0].name)
                elif len(running) < workers and all(other.done for other in job.after):
                    waiting.remove(job)
                    job.started = time.monotonic()
                    running[pool.submit(job.run)] = job
            if not running:
                continue
            for future in wait(running, return_when=FIRST_COMPLETED)[0]:
                job = running.pop(future)
                try:
                    finish(job, result=future.result())
                except (Problem, estimation.Failure, OSError) as error:
                    finish(job, error=str(error))
                except Exception as error:  # a mistake of ours must not cost what the other jobs found
                    finish(job, error="%s: %s" % (type(error).__name__, error))
    except BaseException:
        end_programs()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
    return jobs
