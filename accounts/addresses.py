"""E-mail addresses as accounts know them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


def normal_email(text: str) -> str:
    """The one spelling under which an address is stored and looked up: trimmed, in lower case, domain in Unicode.

    Whether the address exists is not asked.

    Raises:
        ValueError: the text is not an e-mail address.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("too long for an e-mail address")
    try:
        email = validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None
    if "=?" in email:
        raise ValueError("mail programs would take it for an encoded word")
    if len(email) > LONGEST:
        raise ValueError("too long for an e-mail address")
    return email
