"""Which proof files a claim may hold, and when its proof section is complete."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims import evidence
from bot.claims.errors import Code, Refused
from bot.claims.evidence import clean_name
from bot.claims.limits import MEGABYTE, Limits, kind_of
from bot.claims.models import Acknowledgement, Claim, FileState, ProofFile, SolutionArea

NOW = datetime(2026, 6, 9, 9, 48, tzinfo=UTC)
TODAY = NOW.date()
LIMITS = Limits()


def a_file(name: str = "Fabrikam-proof.pdf", **parts: object) -> ProofFile:
    values = {
        "id": name,
        "name": name,
        "size": 1000,
        "sha256": f"hash of {name}",
        "state": FileState.CLEAN,
        "added_at": NOW,
    }
    return ProofFile.model_validate(values | parts)


def a_claim(*files: ProofFile, **parts: object) -> Claim:
    values = {"id": 1042, "org": "contoso", "owner": "ada", "created_at": NOW, "changed_at": NOW}
    return Claim.model_validate({**values, "poe_files": files, **parts})


def refusal(action: object, *given: object) -> tuple[Code, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        action(*given)  # type: ignore[operator]
    problem = caught.value.problems[0]
    assert problem.field == "poe_files"
    return problem.code, dict(problem.data)


# names


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("Training-agenda.docx", "Training-agenda.docx"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\C:\\proof.PDF", "proof.PDF"),
        ("proof\u202efdp.exe", "prooffdp.exe"),
        ("pro\u200bof\ufeff.p\x00df", "proof.pdf"),
        ("pro\u200bof.pdf/", "file"),
        ("  two \t\n lines .pdf ", "two lines.pdf"),
        ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
        (".pdf", "pdf"),
        ("proof.pdf. .", "proof.pdf"),
        ("", "file"),
        ("../..", "file"),
        ("\ud800.pdf", "pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("x" * 116 + ".pdf" + "a" * 20, "x" * 116 + "_pdf"),
    ],
)
def test_a_sent_name_is_made_fit_to_be_listed(sent: str, clean: str) -> None:
    assert clean_name(sent) == clean


@given(st.text() | st.text(alphabet="./\\ \u202e\u0301aé\u200b\x00", max_size=200))
def test_whatever_is_sent_the_name_is_short_visible_and_no_path(sent: str) -> None:
    name = clean_name(sent)
    assert 1 <= len(name) <= 120
    assert not set(name) & set("/\\")
    assert name.strip(" .") == name
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert unicodedata.normalize("NFC", name) == name
    assert clean_name(name) == name


@given(st.text(min_size=1, max_size=300), st.sampled_from(["pdf", "docx", "JPG", "exe"]))
def test_the_ending_survives_any_stem(stem: str, ending: str) -> None:
    name = clean_name(f"a{stem.replace('/', '').replace(chr(92), '')}.{ending}")
    assert name.endswith(f".{ending}")


@pytest.mark.parametrize(
    ("name", "kind"), [("A.PDF", "pdf"), ("a.b.jpeg", "jpg"), ("noending", ""), ("pdf", "")]
)
def test_the_kind_is_told_by_the_ending(name: str, kind: str) -> None:
    assert kind_of(name) == kind


# limits


def test_an_operator_may_write_kinds_as_they_like() -> None:
    assert Limits(kinds=(".PDF", "jpeg", "jpg")).kinds == ("pdf", "jpg")


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("notes.zip", 10, Code.FILE_KIND),
        ("macro.docm", 10, Code.FILE_KIND),
        ("noending", None, Code.FILE_KIND),
        ("proof.pdf", 0, Code.FILE_EMPTY),
        ("proof.pdf", 25 * MEGABYTE + 1, Code.FILE_TOO_BIG),
    ],
)
def test_what_is_known_to_be_wrong_is_refused_before_a_byte(
    name: str, size: int | None, code: Code
) -> None:
    problem = evidence.problems_before_fetch(a_claim(), name, size, LIMITS)
    assert problem
    assert (problem.code, problem.data["name"]) == (code, name)


@pytest.mark.parametrize("size", [None, 1, 25 * MEGABYTE])
def test_a_good_file_may_be_fetched(size: int | None) -> None:
    assert evidence.problems_before_fetch(a_claim(), "scan.JPEG", size, LIMITS) is None


def test_a_claim_takes_ten_files() -> None:
    claim = a_claim(*(a_file(f"{number}.pdf") for number in range(10)))
    problem = evidence.problems_before_fetch(claim, "more.pdf", None, LIMITS)
    assert problem
    assert (problem.code, problem.data["limit"]) == (Code.FILES_TOO_MANY, 10)


def test_a_claim_takes_a_hundred_megabytes() -> None:
    claim = a_claim(*(a_file(f"{number}.pdf", size=24 * MEGABYTE) for number in range(4)))
    assert evidence.room_left(claim, LIMITS) == 4 * MEGABYTE
    assert evidence.problems_before_fetch(claim, "fits.pdf", 4 * MEGABYTE, LIMITS) is None
    problem = evidence.problems_before_fetch(claim, "more.pdf", 4 * MEGABYTE + 1, LIMITS)
    assert problem
    assert problem.code is Code.FILES_TOO_BIG


def test_a_full_claim_is_known_before_the_size_of_the_next_file_is() -> None:
    claim = a_claim(*(a_file(f"{number}.pdf", size=25 * MEGABYTE) for number in range(4)))
    problem = evidence.problems_before_fetch(claim, "more.pdf", None, LIMITS)
    assert problem
    assert problem.code is Code.FILES_TOO_BIG


# the list


def test_a_file_of_the_same_name_gets_a_number() -> None:
    claim = a_claim(a_file("Agenda.docx"))
    for number in ("one", "two"):
        claim = evidence.add_file(claim, a_file("agenda.docx", id=number, sha256=number))
    names = [file.name for file in claim.poe_files]
    assert names == ["Agenda.docx", "agenda (2).docx", "agenda (3).docx"]


def test_a_numbered_name_stays_within_its_length() -> None:
    long = "x" * 116 + ".pdf"
    claim = evidence.add_file(a_claim(a_file(long)), a_file(long, id="b", sha256="b"))
    assert claim.poe_files[1].name == "x" * 112 + " (2).pdf"


def test_the_same_content_is_not_listed_twice() -> None:
    claim = a_claim(a_file("a.pdf", sha256="same"))
    code, data = refusal(evidence.add_file, claim, a_file("b.pdf", sha256="same"))
    assert code is Code.FILE_DUPLICATE
    assert data == {"name": "b.pdf", "listed": "a.pdf"}


def test_limits_hold_also_when_two_files_came_at_once() -> None:
    claim = a_claim(a_file("a.pdf"))
    code, _ = refusal(evidence.add_file, claim, a_file("b.pdf"), Limits(files=1))
    assert code is Code.FILES_TOO_MANY


def test_adding_a_file_again_changes_its_entry() -> None:
    claim = a_claim(a_file("a.pdf", state=FileState.SCAN_PENDING), a_file("b.pdf"))
    claim = evidence.add_file(claim, a_file("a.pdf"))
    assert [file.name for file in claim.poe_files] == ["a.pdf", "b.pdf"]
    assert evidence.all_checked(claim)


def test_a_removed_file_is_not_brought_back_by_its_check() -> None:
    assert refusal(evidence.replace_file, a_claim(), a_file("a.pdf"))[0] is Code.NOT_FOUND


@pytest.mark.parametrize(
    "words", ["f2", "Training-agenda.docx", "AGENDA", " training-AGENDA ", "ning-a"]
)
def test_a_file_is_removed_by_id_or_by_a_part_of_its_name(words: str) -> None:
    claim = a_claim(a_file("Fabrikam-proof.pdf", id="f1"), a_file("Training-agenda.docx", id="f2"))
    assert evidence.find_file(claim, words).id == "f2"
    assert [file.id for file in evidence.remove_file(claim, words).poe_files] == ["f1"]


def test_a_whole_name_goes_before_a_part() -> None:
    claim = a_claim(a_file("old agenda.docx"), a_file("agenda.docx"), a_file("agenda.docx.pdf"))
    assert evidence.find_file(claim, "agenda.docx").id == "agenda.docx"
    assert evidence.find_file(claim, "agenda").id == "agenda.docx"


def test_an_id_goes_before_a_name() -> None:
    claim = a_claim(a_file("f2", id="f1"), a_file("a.pdf", id="f2"))
    assert evidence.find_file(claim, "f2").name == "a.pdf"


def test_words_that_fit_two_files_name_both() -> None:
    claim = a_claim(a_file("agenda one.docx"), a_file("agenda two.docx"))
    code, data = refusal(evidence.remove_file, claim, "agenda")
    assert code is Code.NOT_A_CHOICE
    assert data["names"] == ("agenda one.docx", "agenda two.docx")


@pytest.mark.parametrize("words", ["invoice", "", "   "])
def test_words_that_fit_nothing_remove_nothing(words: str) -> None:
    assert refusal(evidence.remove_file, a_claim(a_file()), words)[0] is Code.NOT_FOUND


# submission


def ready(**parts: object) -> Claim:
    complete = {
        "poe_files": (a_file(),),
        "poe_summary": "We trained 200 people.",
        "poe_signed_on": date(2026, 6, 2),
        "acknowledgements": tuple(Acknowledgement),
    }
    return a_claim().model_copy(update=complete | parts)


def missing(claim: Claim, today: date = TODAY) -> dict[str, Code]:
    problems = evidence.missing_for_submission(claim, today, LIMITS)
    return {problem.field: problem.code for problem in problems}


def test_a_complete_proof_section_lacks_nothing() -> None:
    assert missing(ready()) == {}


def test_an_empty_proof_section_lacks_everything() -> None:
    assert missing(a_claim()) == {
        "poe_files": Code.FILE_MISSING,
        "poe_summary": Code.REQUIRED,
        "poe_signed_on": Code.REQUIRED,
        "acknowledgements": Code.TICK_ALL,
    }


@pytest.mark.parametrize("state", [FileState.CHECKING, FileState.SCAN_PENDING])
def test_one_unchecked_file_holds_the_claim_back(state: FileState) -> None:
    claim = ready(poe_files=(a_file(), a_file("b.pdf", state=state)))
    assert not evidence.all_checked(claim)
    problem = evidence.missing_for_submission(claim, TODAY, LIMITS)[0]
    assert (problem.code, problem.data) == (Code.FILE_STILL_CHECKING, {"names": ("b.pdf",)})


def test_no_files_are_not_checked_files() -> None:
    assert not evidence.all_checked(a_claim())


@pytest.mark.parametrize("summary", ["training", "  short   ", "1234567890 !", "...."])
def test_a_summary_must_be_able_to_say_something(summary: str) -> None:
    assert missing(ready(poe_summary=summary)) == {"poe_summary": Code.TOO_SHORT}


@pytest.mark.parametrize(
    ("signed_on", "today", "code"),
    [
        (date(2025, 6, 9), TODAY, None),
        (date(2025, 6, 8), TODAY, Code.DATE_TOO_OLD),
        (TODAY, TODAY, None),
        (date(2026, 6, 10), TODAY, Code.DATE_IN_FUTURE),
        (date(2027, 2, 28), date(2028, 2, 29), None),
        (date(2027, 2, 27), date(2028, 2, 29), Code.DATE_TOO_OLD),
    ],
)
def test_the_signature_is_at_most_twelve_months_old(
    signed_on: date, today: date, code: Code | None
) -> None:
    expected = {"poe_signed_on": code} if code else {}
    assert missing(ready(poe_signed_on=signed_on), today) == expected


def test_every_acknowledgement_is_needed() -> None:
    claim = ready(acknowledgements=(Acknowledgement.DATA_IS_TRUE,))
    problem = evidence.missing_for_submission(claim, TODAY, LIMITS)[0]
    assert problem.code is Code.TICK_ALL
    assert problem.data["missing"] == tuple(Acknowledgement)[1:]


# what the files name


def with_items(*named: tuple[str, ...] | None) -> Claim:
    files = (a_file(f"{n}.pdf", named_items=items) for n, items in enumerate(named))
    area = SolutionArea.MODERN_WORK_SECURITY
    return a_claim(*files, solution_area=area, workloads=("teams", "intune"))


def test_items_count_as_named_when_any_file_names_them() -> None:
    assert evidence.not_named(with_items(("teams",), None)) == ("intune",)
    assert evidence.not_named(with_items(("teams",), ("intune",))) == ()


def test_nothing_is_said_where_no_file_can_be_read() -> None:
    assert evidence.not_named(with_items(None)) == ()
    assert evidence.not_named(with_items()) == ()
