"""Reasons that lie in the AWS account, its credentials, or what was found there."""

from backend.agents.explaining.reasons.reason import Replan, Row

_YES, _AFTER, _NO = Replan.YES, Replan.AFTER_CHANGE, Replan.NO

ACCOUNT: dict[str, Row] = {
    "PREVIEW_DRIFTED": (
        _YES,
        "Something in the account changed after the preview that was approved.",
        "Plan again and look at the new preview: an approval never covers another state.",
    ),
    "RESOURCE_EXISTS": (
        _AFTER,
        "A resource of that name is there already, and it does not belong to this plan.",
        "Choose another name, or remove that resource first.",
    ),
    "RESOURCE_MISSING": (
        _AFTER,
        "A resource that should be there is not.",
        "Check its name and its region.",
    ),
    "RESOURCE_CHANGED": (
        _YES,
        "Somebody else changed a resource, so an undo would not give it back as it was.",
        "Plan again from what is there now.",
    ),
    "E_NOT_OURS": (
        _NO,
        "Nothing proves that the run made this resource, so it was left alone.",
        "Look at the resource and its tags, and delete it by hand if it is yours.",
    ),
    "E_NOT_AS_PLANNED": (
        _YES,
        "After all steps a resource was not as the plan wanted it.",
        "See in CloudTrail who else changes this account, then plan again.",
    ),
    "E_ACCOUNT_DIFFERS": (
        _NO,
        "The account is not exactly as it was before, although every step was taken back.",
        "Look at the resources that are named, and put them right by hand.",
    ),
    "E_IN_DOUBT": (
        _NO,
        "It is not known whether a call reached AWS.",
        "Look at the resource in AWS before anything else is done with it.",
    ),
    "E_UNHEALTHY": (
        _AFTER,
        "Everything was deployed, but the application did not answer its health check as expected.",
        "Look at the application's log, correct it, and deploy again.",
    ),
    "URL_BLOCKED": (
        _AFTER,
        "The address to check is not one that may be called from here.",
        "Use the public URL of the deployed application.",
    ),
    "E_ACCESS_DENIED": (
        _AFTER,
        "The credentials lack a permission that the plan needs.",
        "Give the caller that permission; the plan shows the whole policy.",
    ),
    "E_AWS_REFUSED": (
        _AFTER,
        "AWS refused the call as it was made.",
        "Change the request so that AWS accepts it, and plan again.",
    ),
    "E_AWS_THROTTLED": (
        _YES,
        "AWS was asked too often in a short time.",
        "Try again in a minute.",
    ),
    "E_AWS_UNREACHABLE": (
        _YES,
        "AWS did not answer.",
        "Check the network and the status of AWS, then try again.",
    ),
    "E_AWS_FAILED": (
        _YES,
        "AWS failed on its side.",
        "Look at the status of AWS, then try again.",
    ),
    "E_PACKAGE_UNREADABLE": (
        _YES,
        "The package that the function runs now could not be read, so a change could not be "
        "undone.",
        "Try again later.",
    ),
    "E_CREDENTIALS_EXPIRED": (
        _AFTER,
        "The temporary keys have expired.",
        "Store fresh keys in the credentials dialog.",
    ),
    "E_CREDENTIALS_INVALID": (
        _AFTER,
        "AWS does not accept the keys.",
        "Check the keys, and store them again in the credentials dialog.",
    ),
    "E_NO_CREDENTIALS": (
        _AFTER,
        "No AWS credentials are stored.",
        "Open the credentials dialog, or choose the sandbox account.",
    ),
    "E_CREDENTIAL_NOT_FOUND": (
        _AFTER,
        "The credentials that were named are not stored here.",
        "Choose credentials that are stored.",
    ),
    "E_CREDENTIAL_IN_USE": (
        _NO,
        "A deployment could not be undone without these credentials.",
        "Roll that deployment back first.",
    ),
    "CREDENTIAL_BINDING": (
        _NO,
        "A stored credential cannot be decrypted: it was changed, or its key is gone.",
        "Delete the credential and add it again, or have the keys restored from a backup.",
    ),
    "E_SANDBOX_FAILED": (
        _YES,
        "The sandbox account did not work.",
        "Have the operator restart the service, then try again.",
    ),
    "E_SANDBOX_OFF": (
        _AFTER,
        "This service runs without the sandbox account.",
        "Use real credentials, or have the service started with the sandbox.",
    ),
    "E_ARTEFACT_UNKNOWN": (
        _YES,
        "The package is no longer stored.",
        "Plan again: this builds the package anew.",
    ),
    "E_ARTEFACT_CORRUPT": (
        _YES,
        "The stored package has changed, so it was not used.",
        "Plan again: this builds the package anew.",
    ),
    "E_FILE_UNUSABLE": (
        _AFTER,
        "The file that was named cannot be used.",
        "Name another file of the workspace.",
    ),
}
