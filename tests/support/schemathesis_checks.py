"""What schemathesis judges answers by; it loads this module by SCHEMATHESIS_HOOKS.

Its own check takes every answer without data for a fault of the server. Ours are often right: what is not there is NOT_FOUND.
"""

import schemathesis

FAULTS = {"INTERNAL", "TIMEOUT"}


@schemathesis.check
def no_fault_of_the_server(ctx, response, case) -> None:
    """No status of 500 and above, no masked error, and every error has a code."""
    assert response.status_code < 500, f"status {response.status_code}"
    errors = response.json().get("errors") or []
    codes = [error.get("extensions", {}).get("code") for error in errors]
    assert all(codes), f"an error without a code: {errors}"
    assert not FAULTS.intersection(codes), f"a fault of the server: {errors}"
