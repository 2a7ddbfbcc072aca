"""Whether claims about the cast still hold, and whether its names are spelled right."""

from __future__ import annotations

from datetime import date as Date
from difflib import SequenceMatcher

from .claim import Claim, CreditNow, FactsNow, Modality, Tense, Verdict
from .elements import name_words
from .verdicts import doubt, holds, since, wrong

# Above this two names are one, misspelt.
MISSPELT = 0.75
# Where no character tells who is meant.
SURELY_MISSPELT = 0.88


def _joined(name: str) -> str:
    return "".join(name_words(name))


def _is_called(credit: CreditNow, name: str) -> bool:
    names = {_joined(each) for each in (credit.name, *credit.other_spellings)}
    return _joined(name) in names


def _is_role(credit: CreditNow, character: str) -> bool:
    if not credit.character:
        return False
    said, known = _joined(character), _joined(credit.character)
    parts = {_joined(part) for part in credit.character.split()}
    said_parts = {_joined(part) for part in character.split()}
    is_part = said in parts or known in said_parts
    return said == known or (is_part and len(said) > 2) or parts <= said_parts


def _is_in(credit: CreditNow, season: int | None) -> bool:
    return season is None or not credit.seasons or season in credit.seasons


def _has_left(credit: CreditNow, season: int | None) -> bool:
    if not credit.has_left:
        return False
    return season is None or not credit.left_seasons or season in credit.left_seasons


def judge_cast(claim: Claim, facts: FactsNow) -> Verdict:
    """Whether somebody is in it, in that season or at all."""
    if claim.person_id is None and claim.person:
        return _somebody_unknown(claim, facts)
    if claim.person_id is None:
        named = [
            credit
            for credit in facts.credits
            if claim.season is not None and claim.season in credit.seasons
        ]
        if not named:
            return holds()
        newest = max(named, key=lambda credit: credit.since or Date.min)
        return wrong(f"Known to be in it: {named[0].name} and others.", newest)
    if claim.person_id in facts.untold:
        return holds()
    theirs = [credit for credit in facts.credits if credit.person_id == claim.person_id]
    gone = [credit for credit in theirs if _has_left(credit, claim.season)]
    there = [
        credit
        for credit in theirs
        if credit not in gone and _is_in(credit, claim.season)
    ]
    name = claim.person
    if claim.negated:
        if gone or not there:
            return holds()
        if claim.modality is not Modality.STATED:
            return holds()
        return wrong(f"{name} is in the cast.", there[0])
    if there:
        return _spelling(claim, there[0])
    if gone and claim.tense is not Tense.PAST:
        return wrong(f"{name} has left{since(gone[0])}.", gone[0])
    listed = any(
        claim.season is not None and claim.season in credit.seasons
        for credit in facts.credits
    )
    if listed and not gone and claim.modality is Modality.STATED:
        return doubt(f"{name} is not in the cast of season {claim.season} on record.")
    return holds()


def _somebody_unknown(claim: Claim, facts: FactsNow) -> Verdict:
    """Somebody of a list who is no credit: perhaps one that is misspelt."""
    if claim.negated or any(_is_called(each, claim.person) for each in facts.credits):
        return holds()
    said = _joined(claim.person)
    near = [
        (SequenceMatcher(None, said, _joined(credit.name)).ratio(), credit.name)
        for credit in facts.credits
    ]
    ratio, name = max(near, default=(0.0, ""))
    if ratio < SURELY_MISSPELT:
        return holds()
    return wrong(f"The name is {name}, not {claim.person}.")


def judge_character(claim: Claim, facts: FactsNow) -> Verdict:
    """Whether they play whom the story says."""
    players = [each for each in facts.credits if _is_role(each, claim.character)]
    theirs = [
        each
        for each in facts.credits
        if (claim.person_id is not None and each.person_id == claim.person_id)
        or _is_called(each, claim.person)
    ]
    right = [credit for credit in theirs if credit in players]
    if right:
        return _spelling(claim, right[0])
    if players:
        credit = players[0]
        looks_like = SequenceMatcher(
            None, _joined(claim.person), _joined(credit.name)
        ).ratio()
        if claim.person_id is None and looks_like > MISSPELT:
            return wrong(f"The name is {credit.name}, not {claim.person}.")
        return wrong(f"{credit.character} is played by {credit.name}.", credit)
    if theirs and theirs[0].character:
        if _last_word(theirs[0].character) == _last_word(claim.character):
            # Thomas Shelby, whom everybody calls Tommy.
            return holds()
        return doubt(f"{theirs[0].name} plays {theirs[0].character}.")
    return holds()


def _last_word(name: str) -> str:
    return (name_words(name) or [""])[-1]


def _spelling(claim: Claim, credit: CreditNow) -> Verdict:
    if not _is_called(credit, claim.person) or len(claim.person.split()) < 2:
        return holds()
    if _joined(claim.person) == _joined(credit.name):
        return holds()
    return doubt(f"We write {credit.name}, not {claim.person}.")
