"""Many councils at once, for tests that a page costs the same with three rows and with three hundred."""

from councils.models import Council, Jurisdiction, Municipality, SeatGroup, Term
from councils.publishing import State

LANDS = ("BY", "MV", "NI", "NW", "SN")


def make_many_councils(number):
    """That many public councils with place, term and seats, in five Länder."""
    public = {"state": State.PUBLISHED}
    municipalities = Municipality.objects.bulk_create(
        Municipality(
            **public, key=f"ort-{index}", name_de=f"Stadt Ort {index}", place_de=f"Ort {index}", kind="town",
            land=LANDS[index % len(LANDS)], latitude=48 + index % 60 / 10, longitude=7 + index % 70 / 10,
            reference_source="made up",
        )
        for index in range(number)
    )  # fmt: skip
    councils = Council.objects.bulk_create(
        Council(**public, slug=f"rat-{index:03}", name_de=f"Integrationsrat {index}", kind="integration_council")
        for index in range(number)
    )
    Jurisdiction.objects.bulk_create(
        Jurisdiction(**public, council=council, municipality=municipality)
        for council, municipality in zip(councils, municipalities, strict=True)
    )
    terms = Term.objects.bulk_create(Term(**public, council=council) for council in councils)
    SeatGroup.objects.bulk_create(SeatGroup(**public, term=term, label_de="Gewählte", seats=6) for term in terms)
    return councils
