"""What belongs together: reports with their studies, addenda, markers and molecular reports with their specimen,
specimens with the operation they came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.recognise.pairing_imaging import pair_imaging
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.pairing_specimens import pair_specimens
from recordkeeper.records.belonging import PairCandidate, Pairing
from recordkeeper.records.kinds import Kind


def pair(records: Sequence[PairCandidate], *, rules: PairingRules) -> tuple[Pairing, ...]:
    """Return the pairings among one patient's records, each with its reasons.

    Of records that hold one text, give only the one shown. Order does not matter. A pairing below 0.5 of confidence
    is an offer: another fits as well. What nothing fits stays alone.
    """
    ordered = sorted(records, key=lambda record: record.id)
    reports = [record for record in ordered if record.kind is Kind.IMAGING_REPORT]
    studies = [record for record in ordered if record.kind is Kind.IMAGING_STUDY]
    return (*pair_imaging(reports, studies, rules), *pair_specimens(ordered, rules))
