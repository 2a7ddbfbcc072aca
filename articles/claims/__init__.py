"""
What a story says about its shows, and whether that is still so.

A pure library: it asks neither the database nor the clock. A caller does three things.

1. When a version is saved, it names what the story is linked to and keeps the claims::

       claims = extract(
           [Text(Place.HEADLINE, version.headline), Text(Place.BODY, version.body), …],
           Subjects(shows=[ShowSubject(…)], seasons=[(show.pk, 2)], people=[…]),
           published_on=…,
       )

   Each claim carries its sentence and where it stands: the place and, in the body, the
   number of the top-level block (`articles.differences.blocks.split_blocks`) with offsets into its
   plain text. `Claim.key` is the same in the next version while the sentence is, so
   "read it, still true" can be kept by it.

2. When a fact changes, or a day begins, it fills `FactsNow` for the show from
   `shows.facts` and asks `judge(claim, facts_now)` for the stored claims; no text is
   read again. Claims are found by `show_id` and `field`. Filling it:

   - `status`, `releases`, `platforms`, `episode_count`: the confirmed leading facts;
     `since` is the day they were announced. `Known.is_confirmed` is false where the
     leading fact is only reported.
   - `reported_releases`, `is_renewal_reported`: what stands beside them.
   - `credits`: `Credit` rows and confirmed joinings; somebody who left stays in the
     list with `has_left`, for what they played stays true.
   - `untold`: those in it of whom an embargo keeps that back; nothing is said of them.

3. It shows the verdicts that need a reader: `why` is a sentence for the desk.

Quotations, live facts, embeds, questions and "Read more" lines claim nothing. How
things are said is told in `wordings`, as tables.
"""

from .claim import (
    Claim,
    CreditNow,
    FactsNow,
    Field,
    Known,
    Modality,
    PersonSubject,
    Place,
    Release,
    Said,
    SeasonSubject,
    ShowSubject,
    Standing,
    SubjectNow,
    Subjects,
    Tense,
    Text,
    Verdict,
    When,
)
from .finding import extract
from .judging import judge

__all__ = [
    "Claim",
    "CreditNow",
    "FactsNow",
    "Field",
    "Known",
    "Modality",
    "PersonSubject",
    "Place",
    "Release",
    "Said",
    "SeasonSubject",
    "ShowSubject",
    "Standing",
    "SubjectNow",
    "Subjects",
    "Tense",
    "Text",
    "Verdict",
    "When",
    "extract",
    "judge",
]
