"""Holds the documents to the repository: what they link and name is there."""

import re

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href|srcset)=\"([^\"]+)\"")
NAMED = re.compile(
    r"`((?:bot|storage|tests|docs|deployment|\.ci)/[\w./-]+|[\w-]+\.(?:md|py|toml|in|txt))`"
)


@pytest.fixture(scope="module")
def pages(committed_files):
    found = {
        path: path.read_text(encoding="utf-8") for path in committed_files if path.suffix == ".md"
    }
    assert len(found) > 4
    return found


def test_every_relative_link_leads_somewhere(pages):
    dead = []
    for page, text in pages.items():
        for pair in LINK.findall(text):
            target = "".join(pair).partition("#")[0]
            if target and "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.name}: {target}")
    assert not dead, dead


def test_every_named_file_is_there(pages, committed_files, root):
    known = {path.name for path in committed_files}
    gone = [
        f"{page.name}: {name}"
        for page, text in pages.items()
        for name in NAMED.findall(text)
        if not (root / name).exists() and name not in known
    ]
    assert not gone, gone
