"""Learns from the curated forms how likely a question is about what, and keeps the weights.

`make knowledge` runs this after a change to `bot/claims/knowledge/questions` or `…/lexicon`. The
weights are data beside the forms, so that running the assistant needs no learning and no download.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from bot.advisor import forms as curated
from bot.advisor.forms import FACTS, ROLE, UNKNOWN, Form
from bot.advisor.lexicon import lexicon
from bot.advisor.reading import words_of
from bot.advisor.signs import MARKED, signs_of, units
from bot.advisor.weights import FILE

#: Signs seen in fewer forms teach nothing about other people's words.
LEAST = 2
#: Signs kept, those that weigh most: beyond these, nothing is gained.
MOST = 60_000
#: Inverse strength of the regularisation, chosen on the tuning questions of benchmarks/answers.
FREEDOM = 20.0
#: How exactly each kind is learned: a language is told apart long before a topic is.
EXACT = {"topic": 1e-4, "language": 1e-3, "about": 1e-4, "activity": 1e-4, "bought": 1e-4}
NONE = "none"
_LARGEST = 127


def learn(
    forms: Sequence[Form], say: Callable[[str], object] = lambda line: None
) -> dict[str, bytes]:
    """Learn from forms; give the parts of the weights' file by name."""
    read = [words_of(form.text) for form in forms]
    counts = Counter(
        unit
        for form, words in zip(forms, read, strict=True)
        if form.topic != UNKNOWN
        for unit in units(words)
    )
    often, ever = _at_least(counts, 2), _at_least(counts, 1)
    signs = [
        signs_of(form.text, words, lexicon().marks(words), ever if form.topic == UNKNOWN else often)
        for form, words in zip(forms, read, strict=True)
    ]
    columns = _columns(signs)
    say(f"{len(forms)} forms, {len(columns)} signs")
    matrix = _matrix(signs, columns)
    kinds, weights, bias = {}, [], []
    for kind, rows, wanted in _lessons(forms):
        model = LogisticRegression(C=FREEDOM, max_iter=400, tol=EXACT[kind])
        model.fit(matrix[rows], wanted)
        kinds[kind] = [str(choice) for choice in model.classes_]
        weights.append(model.coef_)
        bias.append(model.intercept_)
        say(f"{kind}: {len(rows)} forms, {len(kinds[kind])} choices")
    return _kept(kinds, np.vstack(weights), np.concatenate(bias), columns, sorted(ever))


def _at_least(counts: Counter[str], least: int) -> frozenset[str]:
    return frozenset(unit for unit, count in counts.items() if count >= least)


def _columns(signs: Iterable[set[str]]) -> dict[str, int]:
    counts = Counter(sign for found in signs for sign in found)
    often = sorted(sign for sign, count in counts.items() if count >= LEAST)
    return {sign: column for column, sign in enumerate(often)}


def _matrix(signs: Sequence[set[str]], columns: dict[str, int]) -> csr_matrix:
    starts, places, values = [0], [], []
    for found in signs:
        row = sorted(
            (columns[sign], 2.0 if sign[0] == MARKED else 1.0) for sign in found & columns.keys()
        )
        places += [column for column, _ in row]
        values += [value for _, value in row]
        starts.append(len(places))
    return normalize(csr_matrix((values, places, starts), shape=(len(signs), len(columns))))


def _lessons(forms: Sequence[Form]) -> Iterable[tuple[str, list[int], list[str]]]:
    """Give what is learned: its kind, the forms that teach it, and what each of them says."""
    everything = list(range(len(forms)))
    yield "topic", everything, [form.topic for form in forms]
    yield "language", everything, [form.language for form in forms]
    about_roles = [at for at, form in enumerate(forms) if form.topic == ROLE]
    for fact in FACTS:
        yield fact, about_roles, [getattr(forms[at], fact) or NONE for at in about_roles]


def _kept(
    kinds: dict[str, list[str]],
    weights: Any,
    bias: Any,
    columns: dict[str, int],
    known: list[str],
) -> dict[str, bytes]:
    """Keep the signs that weigh most, each weight in one byte."""
    heaviest = np.abs(weights).max(axis=0)
    chosen = set(np.argsort(-heaviest)[:MOST].tolist())
    scale = float(heaviest.max()) / _LARGEST
    small = np.rint(weights / scale).astype(np.int8)
    kept = [(sign, column) for sign, column in columns.items() if column in chosen]
    return {
        "about.json": json.dumps(
            {
                "made_from": curated.fingerprint(),
                "kinds": kinds,
                "scale": scale,
                "bias": [round(float(value), 4) for value in bias],
            },
            indent=1,
        ).encode(),
        "signs.txt": "\n".join(sign for sign, _ in kept).encode(),
        "rows.bin": b"".join(small[:, column].tobytes() for _, column in kept),
        "known.txt": "\n".join(known).encode(),
    }


def main() -> None:
    """Learn from all forms and write the weights; the same forms give the same file."""
    parts = learn(list(curated.forms()), lambda line: sys.stderr.write(f"{line}\n"))
    with ZipFile(FILE, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in parts.items():
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)


if __name__ == "__main__":
    main()
