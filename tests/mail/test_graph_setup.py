"""The script that gives the app its mailbox gives it no more than that."""

import re
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deployment/graph/Grant-MailboxAccess.ps1"


@pytest.fixture(scope="module")
def script():
    whole = SCRIPT.read_text(encoding="utf-8")
    without_help = re.sub(r"<#.*?#>", "", whole, flags=re.DOTALL)
    return re.sub(r"^\s*#.*$", "", without_help, flags=re.MULTILINE)


def test_every_role_is_assigned_within_the_one_mailbox(script):
    assignments = re.findall(r"New-ManagementRoleAssignment .*", script)
    assert assignments
    assert all("-CustomResourceScope $scope" in each for each in assignments)
    assert "PrimarySmtpAddress -eq '$address'" in script


def test_only_sending_and_marking_as_read_are_asked_for(script):
    roles = set(re.findall(r"'(Application [\w.]+)'", script))
    assert roles == {"Application Mail.Send", "Application Mail.ReadWrite"}
    assert "if ($Bounces) { $roles += 'Application Mail.ReadWrite' }" in script


def test_it_proves_what_it_did_and_can_take_it_back(script):
    assert script.count("Test-ServicePrincipalAuthorization") == 2
    assert "Remove-ManagementRoleAssignment" in script
    assert "New-MgServicePrincipalAppRoleAssignment" not in script  # nothing in Entra


def test_its_names_fit_into_exchange(script):
    name = re.search(r"\$name = '(.+)'", script)[1]
    assert max(len(f"{name} Mail.ReadWrite"), len(f"{name} mailbox")) <= 64
