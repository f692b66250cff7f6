"""What to change in an SPF record, to the word."""

from __future__ import annotations

from triage.checks.standards.findings import printable
from triage.checks.standards.spf.result import Problem


def with_mechanism(record: str, mechanism: str) -> str:
    """The record with a mechanism added where it counts: before `all`, else before the modifiers."""
    terms = record.split()
    at = next((i for i, term in enumerate(terms) if term.lstrip("+-~?").lower() == "all"), None)
    if at is None:
        at = next((i for i, term in enumerate(terms) if i and "=" in term.partition(":")[0]), len(terms))
    return " ".join([*terms[:at], mechanism, *terms[at:]])


def merged(records: tuple[str, ...]) -> str:
    """Several records made one: every mechanism once, the mildest `all` at the end."""
    terms: dict[str, None] = {}
    for record in records:
        terms.update(dict.fromkeys(record.split()[1:]))
    kept = [term for term in terms if term.lstrip("+-~?").lower() != "all"]
    ends = [term for term in terms if term.lstrip("+-~?").lower() == "all"]
    end = next((term for term in ("?all", "~all", "-all") if term in ends), "~all")
    return " ".join(["v=spf1", *kept, end])


def mended(problem: Problem, domain: str, record: str | None) -> str:
    """The step that mends a broken record of `domain`."""
    if problem is Problem.MULTIPLE_RECORDS:
        if record is None:
            return f"Leave one SPF record at {domain} and delete the others."
        one = printable(merged(tuple(record.split(" | "))), 600)
        return f'Replace them by one record: {domain}. TXT "{one}"'
    return {
        Problem.SYNTAX: f"Correct the quoted term in the record of {domain}.",
        Problem.TOO_MANY_LOOKUPS: f"Bring the record of {domain} down to 10 look-ups: take out includes that "
        "are no longer used, and write fixed addresses as ip4: and ip6:, which cost none.",
        Problem.TOO_MANY_VOID_LOOKUPS: f"Take the names that no longer exist out of the record of {domain}.",
        Problem.TOO_MANY_MX: f"Replace the mx mechanism in the record of {domain} by ip4: and ip6: terms.",
        Problem.MISSING_INCLUDE: f"Take that term out of the record of {domain}, or correct its domain.",
    }[problem]
