"""Refusals of the REST interface, with the provider's codes and bodies.

Source: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations


class ApiError(Exception):
    """A request that is answered with an error body."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> dict[str, object]:
        """The JSON the provider answers."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_found(path: str) -> ApiError:
    """No such resource."""
    return ApiError(404, 20404, f"The requested resource {path} was not found")


def unauthorized() -> ApiError:
    """Wrong or missing credentials."""
    return ApiError(401, 20003, "Authenticate")


def invalid_to(number: str) -> ApiError:
    """A number that is no number."""
    return ApiError(400, 21211, f"Invalid 'To' Phone Number: {number}")
