"""Numbers for `/metrics`: what was asked of the console, and how the desk stands. No address in a label."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Row

from bot.desk.alerts import open_alerts
from bot.desk.automatic import breaker_open
from bot.desk.self_test import ALERT as LATE
from bot.desk.self_test import last_arrival, last_test
from bot.store.engine import Store
from bot.store.queries.incidents import count_open
from bot.store.queries.ledger import ledger_sums
from bot.store.queries.ticket_list import count_by_state
from knowledge.vocabulary import TicketState

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class DeskNumbers(Collector):
    """Read from the rows at the moment of asking, so that they are the same on every web process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        with self._store.read() as connection:
            states, sums = count_by_state(connection), ledger_sums(connection)
            incidents = count_open(connection)
            stopped = int(breaker_open(connection))
            tested, arrived = last_test(connection), last_arrival(connection)
            late = any(alert.name == LATE for alert in open_alerts(connection))
        tickets = GaugeMetricFamily("mailtriage_tickets", "Tickets by state.", labels=["state"])
        for state in TicketState:
            tickets.add_metric([state], states.get(state, 0))
        yield tickets
        outcomes = {
            "ticket": sums.tickets,
            "appended": sums.appended,
            "duplicate": sums.duplicates,
            "set_aside": sums.set_aside,
            "quarantined": sums.quarantined,
        }
        intake = CounterMetricFamily(
            "mailtriage_intake", "What came in, by what became of it.", labels=["outcome"]
        )
        for outcome, count in outcomes.items():
            intake.add_metric([outcome], count)
        yield intake
        yield GaugeMetricFamily("mailtriage_incidents_open", "Incidents that are open.", value=incidents)
        in_work = sums.seen - sum(outcomes.values())
        yield GaugeMetricFamily(
            "mailtriage_automatic_mail_stopped",
            "1 while the breaker holds automatic mail back.",
            value=stopped,
        )
        yield from _self_tests(tested, arrived, late)
        yield GaugeMetricFamily("mailtriage_intake_in_work", "Taken in and not yet filed.", value=in_work)


def _self_tests(tested: Row[Any] | None, arrived: Row[Any] | None, late: bool) -> Iterator[Metric]:
    if tested is not None:
        words = "1 while the daily mail to oneself is missing, or could not be sent."
        yield GaugeMetricFamily("mailtriage_self_test_late", words, value=int(late))
    if arrived is not None:
        took = (arrived.arrived_at - arrived.sent_at).total_seconds()
        words = "How long the last mail to oneself was on its way."
        yield GaugeMetricFamily("mailtriage_self_test_seconds", words, value=took)


def install(app: Flask) -> None:
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    app.extensions["metrics"] = registry
    asked = Counter(
        "mailtriage_http_requests", "Requests answered.", ["method", "endpoint", "status"], registry=registry
    )
    took = Histogram(
        "mailtriage_http_request_seconds",
        "Time until the answer.",
        ["endpoint"],
        registry=registry,
        buckets=SECONDS,
    )
    registry.register(DeskNumbers(app.extensions["mailtriage"].desk.store))

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        asked.labels(method, endpoint, str(response.status_code)).inc()
        if "began" in g:
            took.labels(endpoint).observe(time.perf_counter() - g.began)
        return response
