"""A set of words, written as one reads them."""


def one_of(words: str) -> frozenset[str]:
    return frozenset(words.split())
