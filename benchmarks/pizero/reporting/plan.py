# SPDX-License-Identifier: Apache-2.0
"""The whole report: which jobs there are, in which order, and results.json out of what they found."""
import sys
from dataclasses import dataclass, field
from datetime import date

from . import advice, model_files, programs, published, results
from .accuracy import Evaluator
from .board_memory import MemoryMeter
from .settings import SIZES, Problem, Setting, read_architecture
from .store import Store, file_digest
from .timed import ONCE_ABOVE_MACS, Timer
from .work import Job, Progress, run_jobs

# Expected seconds of one core, to tell how much time is left: of the timing model a multiply-accumulate, by scheme.
SECONDS_A_MAC = {"none": 20e-9, "int8": 14e-9, "int8-static": 14e-9, "int4": 13e-9, "binary": 6e-9, "mixed": 12e-9,
                 "pruned": 12e-9}
SECONDS_A_RUN = 2.5
SECONDS_A_PICTURE = 4e-3
SECONDS_A_PICTURE_AND_MAC = 8e-12
SECONDS_A_BOOT = 15.0


@dataclass
class Model:
    name: str
    base: object
    architecture: object
    files: dict = field(default_factory=dict)  # scheme -> Job whose result is the file


class Report:
    def __init__(self, options):
        self.options = options
        self.models = {name: Model(name, path, read_architecture(path))
                       for name, path in model_files.find_models(options.models or [programs.ROOT / "models"]).items()}
        data, calibration = options.data, options.calibration
        if calibration is None and data is not None and (data / "train").is_dir():
            calibration = data / "train"
        host = data is not None or any(scheme != "none" for scheme in options.schemes)
        self.programs = programs.prepare(host=host, probe=options.probe, dinozero=options.dinozero, jobs=options.jobs)
        self.store = Store(options.cache, options.fresh)
        self.timer = Timer(self.programs, self.store)
        self.meter = None if options.no_memory else MemoryMeter(self.programs, self.store)
        self.evaluator = Evaluator(self.programs, self.store, data, options.limit) if data is not None else None
        self.quantizer = model_files.Quantizer(self.programs.dinozero, options.cache / "models", calibration)
        self.progress = Progress(options.jobs)
        self.settings, self.extra = [], []  # of the grid; of the search for published figures
        self.timing, self.memory, self.accuracy = {}, {}, {}  # jobs
        self.notes, self.failures = [], []
        self.comparison = []

    def file_job(self, model, scheme):
        if scheme in model.files:
            return model.files[scheme]
        ready = model.base if scheme == "none" else model_files.shipped(model.base, scheme)
        if ready is not None:
            job = Job("%s/%s" % (model.name, scheme), lambda: ready, cost=0.0)
            job.shipped, job.done, job.result = True, True, ready
        else:
            others = {name: self.file_job(model, name) for name in ("int8", "int4")} if scheme == "mixed" else {}
            job = Job("quantize %s to %s" % (model.name, scheme),
                      lambda: self.quantizer.make(model.base, scheme, {n: other.result for n, other in others.items()}),
                      cost=4 + 5e-8 * model.architecture.macs(224), after=tuple(others.values()))
            job.shipped = False
        model.files[scheme] = job
        return job

    def timing_job(self, setting):
        """Both page placements of a setting. One of the search is only encoded once."""
        if setting not in self.timing:
            model = self.models[setting.model]
            file, macs = self.file_job(model, setting.scheme), model.architecture.macs(setting.size)
            once = macs > ONCE_ABOVE_MACS or setting not in self.settings
            cost = SECONDS_A_RUN + (1 if once else 4) * macs * SECONDS_A_MAC[setting.scheme]
            self.timing[setting] = Job("time " + setting.name, lambda: self.timer.measure(setting, file.result, once),
                                       cost=cost, after=(file,))
        return self.timing[setting]

    def accuracy_job(self, setting):
        if setting not in self.accuracy:
            model = self.models[setting.model]
            file = self.file_job(model, setting.scheme)
            pictures = 2 * (self.options.limit or 5000)
            cost = pictures * (SECONDS_A_PICTURE + SECONDS_A_PICTURE_AND_MAC * model.architecture.macs(setting.size))
            self.accuracy[setting] = Job("k-NN of " + setting.name,
                                         lambda: self.evaluator.measure(setting, file.result), cost=cost, after=(file,))
        return self.accuracy[setting]

    def grid_jobs(self):
        quantized, timed, boots, rated = [], [], [], []
        for model in self.models.values():
            for scheme in self.options.schemes:
                why_not = None if scheme == "none" or model_files.shipped(model.base, scheme) else \
                    self.quantizer.why_not(scheme)
                if why_not is not None:
                    self.notes.append("%s in %s was left out: %s" % (model.name, scheme, why_not))
                    continue
                file = self.file_job(model, scheme)
                own = [Setting(model.name, scheme, size) for size in self.options.sizes]
                self.settings += own
                for setting in own:
                    timed.append(self.timing_job(setting))
                    if self.evaluator is not None:
                        rated.append(self.accuracy_job(setting))
                if self.meter is not None:
                    job = Job("memory of %s/%s" % (model.name, scheme),
                              lambda file=file, own=own: self.meter.measure(file.result, own), cost=SECONDS_A_BOOT, after=(file,))
                    boots.append(job)
                    self.memory.update((setting, job) for setting in own)
            quantized += [job for job in model.files.values() if not job.done]
        # Quick ones first: an interrupted run has much to show. Then the longest, so that the workers end together.
        rest = sorted(timed + rated, key=lambda job: job.cost)
        quick = len(rest) * 2 // 3
        return quantized + boots + rest[:quick] + rest[quick:][::-1]

    def run(self, jobs):
        run_jobs([job for job in jobs if not job.done], self.options.jobs, self.progress)

    def timing_of(self, setting):
        job = self.timing.get(setting)
        return job.result if job is not None and job.ok else {}

    def fps(self, settings):
        """Frames per second of settings that ran, at the slow end of their bands; None where one cannot be had."""
        runs = [self.timing_of(setting) for setting in settings]
        return [results.timing_part(run)["fps"]["low"] if run else None for run in runs]

    def loss(self, settings, reference):
        """Mean points of k-NN accuracy that settings lose against others, where all were rated; else None."""
        jobs = [self.accuracy.get(setting) for setting in [*settings, *reference]]
        if not all(job is not None and job.ok for job in jobs):
            return None
        rates = [job.result["knn_top1"] for job in jobs]
        ours, theirs = rates[:len(settings)], rates[len(settings):]
        return sum(theirs) / len(theirs) - sum(ours) / len(ours)

    def compare(self):
        """The published figures beside ours, and what reaches them. The searches go on side by side, so that there is work
        for all workers."""
        searches = [self.search(*target) for target in published.targets(list(self.models))]
        while searches:
            wanted = [(search, next(search, None)) for search in searches]
            searches = [search for search, jobs in wanted if jobs is not None]
            jobs = {id(job): job for _, some in wanted if some is not None for job in some}
            self.run(sorted(jobs.values(), key=lambda job: -job.cost))

    def search(self, name, scheme, models, wanted):
        """Adds a row to the comparison; yields the jobs that have to run before it can go on."""
        if scheme not in self.options.schemes or any(not self._can(model, scheme) for model in models):
            return
        largest = SIZES[0]
        full = [Setting(model, scheme, largest) for model in models]
        yield [self.timing_job(setting) for setting in full]
        if None in self.fps(full):
            return
        parts = [results.timing_part(self.timing_of(setting)) for setting in full]
        mean = lambda values: None if None in values else sum(values) / len(values)  # noqa: E731
        row = {"target": name, "scheme": scheme, "models": list(models), "published_fps": wanted,
               "fps_224": mean([part["fps"]["low"] for part in parts]),
               "network_fps_224": mean([1e3 / part["network_milliseconds"]["high"] for part in parts]),
               "core_limit_fps": mean([published.core_limit_fps(part["macs"], scheme, 1000) for part in parts]),
               "tried": [], "reached": None}
        self.comparison.append(row)
        f32 = [Setting(model, "none", largest) for model in models]
        guess = largest * (row["fps_224"] / wanted) ** 0.5
        for share in published.SHARES:
            found = yield from self.measured(published.largest_size(scheme, models, share, wanted, guess))
            if found is None:
                continue
            size, fps = found
            guess = size * 1.25  # with fewer patches a larger input takes as long
            settings = [Setting(model, scheme, size, published.pruning(size, share)) for model in models]
            self.extra += [setting for setting in settings if setting not in self.settings + self.extra]
            if self.evaluator is not None:
                yield [self.accuracy_job(setting) for setting in [*settings, *full, *f32]]
            loss = self.loss(settings, full)
            row["tried"].append({
                "input_size": size, "kept_share": share, "fps": fps, "settings": [s.name for s in settings],
                "loss_same_scheme": loss, "loss_f32": self.loss(settings, f32),
                "acceptable": None if loss is None else loss <= published.LOSS_LIMIT})
        if row["tried"]:
            row["reached"] = min(row["tried"], key=lambda t: (t["loss_same_scheme"] or 0.0, t["kept_share"] or 0))

    def measured(self, sizes):
        """The result of a search for a size; yields the jobs of the settings that it asks for."""
        try:
            settings = next(sizes)
            while True:
                yield [self.timing_job(setting) for setting in settings]
                settings = sizes.send(self.fps(settings))
        except StopIteration as end:
            return end.value

    def _can(self, model, scheme):
        return scheme == "none" or model_files.shipped(self.models[model].base, scheme) is not None or \
            self.quantizer.why_not(scheme) is None

    def entry(self, setting, watts):
        file = self.models[setting.model].files[setting.scheme]
        boot, rating = self.memory.get(setting), self.accuracy.get(setting)
        jobs = [file, boot, rating, self.timing.get(setting)]
        return results.entry_of(
            setting, file.result, file.shipped, self.timing_of(setting),
            boot.result[setting.name] if boot is not None and boot.ok else None,
            boot.result["memory_bytes"] if boot is not None and boot.ok else None,
            rating.result if rating is not None and rating.ok else None, watts,
            [job.error for job in jobs if job is not None and job.error])

    def found(self, interrupted):
        watts = self.options.watts or advice.POWER["active_watts"]
        entries = [self.entry(setting, watts) for setting in self.settings]
        extra = [self.entry(setting, watts) for setting in self.extra if setting not in self.settings]
        rated = next((e["accuracy"] for e in entries if e["accuracy"]), None)
        jobs = list(self.timing.values())
        jobs += [*{id(j): j for j in self.memory.values()}.values(), *self.accuracy.values()]
        jobs += [job for model in self.models.values() for job in model.files.values()]
        power = dict(advice.POWER)
        if self.options.watts:
            power.update(active_watts=self.options.watts, source="--watts")
        notes = list(self.notes)
        if self.evaluator is None:
            notes.append("no accuracy: give labelled pictures with --data")
        notes.append("time is that of the program: not the kernel's share (page faults, reading the card), see "
                     "docs/timing-model.md for the model's error")
        known = {setting.name for setting in self.settings}
        return {
            "schema": results.SCHEMA, "version": results.VERSION, "kind": "estimated", "board": "Raspberry Pi Zero",
            "clock_mhz": 1000, "commit": self.programs.commit, "date": date.today().isoformat(),
            "probe_sha256": file_digest(self.programs.probe),
            "data": None if rated is None else {"name": self.options.data.name, "limit": self.options.limit,
                                                **{k: rated[k] for k in ("classes", "train", "test", "convention")}},
            "calibration_images": model_files.CALIBRATION_IMAGES if self.quantizer.calibration else None,
            "power": power, "published_source": published.SOURCE,
            "entries": entries, "search_entries": [e for e in extra if e["name"] not in known],
            "comparison": self.comparison, "pareto": advice.pareto(entries),
            "recommendations": advice.recommendations(entries), "side_by_side": [],
            "failures": [{"name": job.name, "error": job.error} for job in jobs if job.error],
            "interrupted": interrupted, "notes": notes}


def measure(options):
    """Runs what has to run; the content of results.json, also after an interruption. Raises Problem, Failure."""
    report = Report(options)
    measured = results.load(options.measured) if options.measured is not None else None
    interrupted = False
    try:
        report.run(report.grid_jobs())
        if not options.no_targets:
            report.compare()
    except KeyboardInterrupt:
        interrupted = True
    print(report.progress.summary(), file=sys.stderr)
    found = results.rounded(report.found(interrupted))
    if measured is not None:
        found["side_by_side"] = results.side_by_side(found, measured)
    if not found["entries"]:
        raise Problem("nothing to measure: " + "; ".join(report.notes), 2)
    return found
