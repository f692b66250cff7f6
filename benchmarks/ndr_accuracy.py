"""How well are delivery reports read? `python -m benchmarks.ndr_accuracy FOLDER [-v]`

FOLDER holds `set-of-emails/` with `labels.jsonl` and `flufl.bounce/` with `labels.json`. Prints one line a
measure, and with `-v` every disagreement.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_pasted, read_report
from triage.evidence.ndr.material import material_of
from triage.evidence.parsed import ParsedMail, parse
from triage.model import DeliveryReport

NOBODY = Platform("none", "No platform")
_MADE_UP = re.compile(r"[245]\.0\.\d{1,3}")


@dataclass
class Measure:
    """How many of how many agree, and the names of those that do not."""

    title: str
    good: int = 0
    seen: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, agrees: bool, name: str) -> None:
        self.seen += 1
        self.good += agrees
        if not agrees:
            self.wrong.append(name)

    @property
    def share(self) -> float:
        return self.good / self.seen if self.seen else 0.0

    def __str__(self) -> str:
        return f"{self.title:<42} {self.good:>4} of {self.seen:>4}  {100 * self.share:6.2f} %"


def measure(folder: Path) -> dict[str, Measure]:
    """All figures of the two labelled sets."""
    found = {
        "recognised": Measure("recognised (set-of-emails)"),
        "others": Measure("not a report, and not taken for one"),
        "original": Measure("recipients as in the original"),
        "flufl": Measure("recipients exact (flufl.bounce)"),
        "reason": Measure("reason agrees"),
        "status": Measure("status as labelled"),
        "written": Measure("status stands in the mail"),
    }
    _set_of_emails(folder / "set-of-emails", found)
    labels = json.loads((folder / "flufl.bounce" / "labels.json").read_text("utf-8"))
    for name, expected in labels.items():
        report = _report(parse((folder / "flufl.bounce" / name).read_bytes()))
        addresses = {one.address.lower() for one in report.recipients} if report else set()
        found["flufl"].add(addresses == {address.lower() for address in expected}, f"{name}: {addresses}")
    return found


def _set_of_emails(folder: Path, found: dict[str, Measure]) -> None:
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        labels[row["file"]].append(row)
    for name, rows in labels.items():
        mail = parse((folder / name).read_bytes())
        report = _report(mail)
        if rows[0]["kind"] != "failed":
            found["others"].add(report is None, name)
            continue
        found["recognised"].add(report is not None, name)
        if report is not None:
            _compare(name, mail, report, rows, found)


def _compare(
    name: str, mail: ParsedMail, report: DeliveryReport, rows: list[dict[str, Any]], found: dict[str, Measure]
) -> None:
    addresses = {one.address.lower() for one in report.recipients}
    came_back = material_of(mail).original
    to = {address.lower() for address in report.original.to} if came_back else set()
    if len(to) == len(rows):
        found["original"].add(addresses == to, f"{name}: {addresses} {to}")
    text = mail.raw.decode("latin-1") + mail.text + "".join(part.text for part in mail.parts)
    for number, row in enumerate(rows):
        one = report.recipients[number] if number < len(report.recipients) else None
        reason = str(one.reason) if one else "-"
        said = one.evidence if one else ""
        found["reason"].add(reason in row["reason"], f"{name} {row['reason']} not {reason}: {said}")
        status = row["status"]
        if status and not _MADE_UP.fullmatch(status):
            found["status"].add(
                bool(one and one.status == status), f"{name} {status} not {one.status if one else '-'}"
            )
        if one and one.status:
            found["written"].add(one.status in text, f"{name} {one.status}")


def _report(mail: ParsedMail) -> DeliveryReport | None:
    """The report that the mail is, or that stands in it, as `explain` nests it."""
    return read_report(mail, NOBODY) or read_pasted(mail.text, NOBODY)


def false_reports(folder: Path) -> Iterator[str]:
    """Names of files under a folder of other mail that are taken for a report, as a mail or within one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".json" and path.name != "LICENSE":
            mail = parse(path.read_bytes())
            if read_report(mail, NOBODY):
                yield f"{path.name} as a mail"
            elif read_pasted(mail.text, NOBODY):
                yield f"{path.name} in its text"


def speed(folder: Path) -> str:
    raws = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".eml", ".txt")]
    for raw in raws[:20]:
        _report(parse(raw))
    begin = time.process_time()
    for raw in raws:
        read_report(parse(raw), NOBODY)
    took = time.process_time() - begin
    return f"{len(raws)} mails in {took:.2f} s: {len(raws) / took:,.0f} a second of one core"


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    for one in measure(paths[0]).values():
        print(one)
        if "-v" in arguments:
            print("".join(f"    {line}\n" for line in one.wrong), end="")
    for folder in paths[1:]:
        wrong = list(false_reports(folder))
        print(f"{folder.name}: {len(wrong)} taken for a report", *wrong, sep="\n    ")
    print(speed(paths[0]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
