"""A full disk is a sentence; every other fault of the file system stays what it is."""

import errno

import pytest

from backend.domain.errors import OperatorMustAct
from backend.tools.github_deployer.checkout.snapshot import disk_errors


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named(number: int) -> None:
    with pytest.raises(OperatorMustAct) as refused, disk_errors():
        raise OSError(number, "x")
    assert refused.value.error_code == "DISK_FULL"


def test_other_errors_pass() -> None:
    with pytest.raises(PermissionError), disk_errors():
        raise PermissionError(errno.EACCES, "x")
