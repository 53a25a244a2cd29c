"""Two plain ways to find an answer, learned from the same forms, to see what our own is worth."""

from __future__ import annotations

from benchmarks.answers import UNKNOWN, Answering
from bot.advisor.advice import decide
from bot.advisor.facts import Found
from bot.advisor.forms import ROLE, Form, forms
from bot.advisor.weighing import SEVERAL
from bot.claims.roles import About, Activity, Bought

#: BM25 scores below this are no answer; chosen on the tuning half.
_LEAST = 6.0


def label(form: Form) -> str:
    """Give the id a form should be answered with."""
    if form.topic != ROLE:
        return form.topic
    areas = (About.MODERN_WORK_SECURITY, About.BUSINESS_APPLICATIONS)
    work = (Activity.ADOPTION_USAGE, Activity.INFLUENCED_PURCHASE)
    about = (About(form.about),) if form.about in set(About) else ()
    activity = (Activity(form.activity),) if form.activity in set(Activity) else ()
    found = Found(
        about=areas if form.about == SEVERAL else about,
        activity=work if form.activity == SEVERAL else activity,
        bought=(Bought(form.bought),) if form.bought else (),
    )
    return decide(found).id


def bm25() -> Answering:
    """Answer as the likest form is labelled."""
    import bm25s

    known = list(forms())
    labels = [label(form) for form in known]
    index = bm25s.BM25()
    index.index(_tokens([form.text for form in known]), show_progress=False)

    def answer(text: str) -> str:
        words = _tokens([text])
        found, scores = index.retrieve(words, k=1, show_progress=False)
        return labels[found[0, 0]] if scores[0, 0] >= _LEAST else UNKNOWN

    return answer


def _tokens(texts: list[str]) -> list[list[str]]:
    from bot.advisor.reading import spoken, words_of

    return [spoken(words_of(text)) or ["?"] for text in texts]


def logistic_regression() -> Answering:
    """Answer by a linear model over words and parts of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    known = list(forms())
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
        LogisticRegression(C=20, max_iter=200, tol=1e-3),
    )
    model.fit([form.text for form in known], [label(form) for form in known])
    return lambda text: str(model.predict([text])[0])
