"""What the spam samples of a ticket have in common, each as `kinds value`, with what blocking it would do."""

from __future__ import annotations

import json
from collections.abc import Iterator

from triage.facts.picture import Picture
from triage.features_of_samples import shared_features, traits_of
from triage.model import Fact

ORDER = 60


def extract(picture: Picture) -> Iterator[Fact]:
    samples = [sample for sample in picture.samples if not sample.list_marks.is_bulk or sample.spam.flag]
    if len(samples) < 2 or picture.reports:
        return
    traits = [traits_of(sample, picture.case.platform) for sample in samples]
    for item in shared_features(traits, picture.case.seen):
        value = json.dumps(
            {
                "kinds": item.kinds,
                "value": item.value,
                "caught": item.caught,
                "of": item.of,
                "hurts": dict(item.hurts),
            }
        )
        yield Fact("shared_feature", value, f"{item.of} samples, side by side")
