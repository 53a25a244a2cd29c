"""Learns from the curated forms how likely a question is about what, and keeps the weights.

`make knowledge` runs this after a change to `bot/claims/knowledge/questions` or `…/lexicon`. The
weights are data beside the forms, so that running the assistant needs no learning and no download.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.metrics import log_loss
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from bot.advisor import forms as curated
from bot.advisor.forms import FACTS, ROLE, UNKNOWN, Form
from bot.advisor.lexicon import lexicon
from bot.advisor.masking import shared_words
from bot.advisor.reading import words_of
from bot.advisor.signs import MARKED, signs_of, units
from bot.advisor.weights import FILE

#: Signs seen in fewer forms teach nothing about other people's words.
LEAST = 2
#: Signs kept, those that weigh most: beyond these, nothing is gained.
MOST = 120_000
#: How freely the forms are followed, chosen on the tuning questions of benchmarks/answers.
FREEDOM = 2.0
#: One form in so many is kept back to learn how sure a margin makes.
KEPT_BACK = 8
NONE = "none"
_LARGEST = 127
_SHARPNESS = np.geomspace(1, 12, 60)


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
    seen = Counter(sign for found in signs for sign in found)
    columns = {sign: at for at, sign in enumerate(sorted(_at_least(seen, LEAST)))}
    say(f"{len(forms)} forms, {len(columns)} signs")
    heft = _heft(seen, columns, len(forms))
    matrix = _matrix(signs, columns, heft)
    kinds, weights, bias = {}, [], []
    for kind, rows, wanted in _lessons(forms):
        model = LinearSVC(C=FREEDOM, random_state=0).fit(matrix[rows], wanted)
        sharpness = _sharpness(matrix[rows], np.array(wanted))
        kinds[kind] = [str(choice) for choice in model.classes_]
        weights.append(model.coef_ * sharpness)
        bias.append(model.intercept_ * sharpness)
        say(f"{kind}: {len(rows)} forms, {len(kinds[kind])} choices, sharpness {sharpness:.1f}")
    return {
        **_kept(kinds, np.vstack(weights), np.concatenate(bias), columns, heft),
        "known.txt": "\n".join(sorted(ever)).encode(),
        "shared.txt": "\n".join(sorted(shared_words(forms))).encode(),
    }


def _at_least(counts: Counter[str], least: int) -> frozenset[str]:
    return frozenset(unit for unit, count in counts.items() if count >= least)


def _heft(seen: Counter[str], columns: dict[str, int], forms: int) -> Any:
    """Give what each sign counts, in tenths: the rarer the more, and marks double."""
    rare = [math.log((1 + forms) / (1 + seen[sign])) + 1 for sign in columns]
    times = [2 if sign.startswith(MARKED) else 1 for sign in columns]
    return np.rint(np.array(rare) * np.array(times) * 10).clip(1, 255).astype(np.uint8)


def _matrix(signs: Sequence[set[str]], columns: dict[str, int], heft: Any) -> csr_matrix:
    starts, places = [0], []
    for found in signs:
        places += sorted(columns[sign] for sign in found & columns.keys())
        starts.append(len(places))
    values = heft[places].astype(float)
    return normalize(csr_matrix((values, places, starts), shape=(len(signs), len(columns))))


def _sharpness(matrix: csr_matrix, wanted: Any) -> float:
    """Give the number that turns margins into odds, by forms that were not learned from."""
    kept_back = np.arange(len(wanted)) % KEPT_BACK == 0
    model = LinearSVC(C=FREEDOM, random_state=0).fit(matrix[~kept_back], wanted[~kept_back])
    margins = model.decision_function(matrix[kept_back])
    losses = [
        log_loss(wanted[kept_back], softmax(margins * sharpness, axis=1), labels=model.classes_)
        for sharpness in _SHARPNESS
    ]
    return float(_SHARPNESS[int(np.argmin(losses))])


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
    heft: Any,
) -> dict[str, bytes]:
    """Keep the signs that weigh most, each weight in one byte."""
    heaviest = np.abs(weights).max(axis=0)
    chosen = set(np.argsort(-heaviest * heft)[:MOST].tolist())
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
        "heft.bin": bytes(int(heft[column]) for _, column in kept),
        "rows.bin": b"".join(small[:, column].tobytes() for _, column in kept),
    }


def main() -> None:
    """Learn from all forms and write the weights; the same forms give the same file."""
    parts = learn(list(curated.forms()), lambda line: sys.stderr.write(f"{line}\n"))
    with ZipFile(FILE, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in parts.items():
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)


if __name__ == "__main__":
    main()
