"""What stands in an account, kind by kind: the entries of the account digest.

A resource of the catalogue that is a part of another one (an object of a bucket, an alias of a
function) is part of its entry; ``backend.domain.account_digests.entry_of`` says of which. Ids, URLs
and times that AWS makes up are left out.
"""

from backend.tools.aws_deployer.inventory import buckets, functions, log_groups, roles
from backend.tools.aws_deployer.inventory.listing import Section, pages

SECTIONS: tuple[Section, ...] = (
    buckets.SECTION,
    roles.SECTION,
    log_groups.SECTION,
    functions.SECTION,
)

__all__ = ["SECTIONS", "Section", "pages"]
