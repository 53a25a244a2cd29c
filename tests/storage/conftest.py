"""Databases of each kind, with the assistant's tables or empty."""

import pytest

from storage.migrations import upgrade


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request, tmp_path):
    """A database without tables; the SQLite file's folder is not there yet either."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")(migrated=False)
    return f"sqlite:///{tmp_path / 'var' / 'claims.db'}"


@pytest.fixture
def database_url(empty_url):
    upgrade(empty_url)
    return empty_url
