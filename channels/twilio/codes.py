"""What the provider's error codes mean, in words an agent can act on.

Codes: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from typing import NamedTuple

NOT_IN_PROGRESS = 21220
"""The call is already over; ending it again counts as success."""
NOT_FOUND = 20404
TOO_MANY_REQUESTS = 20429


class Explanation(NamedTuple):
    """One error: what happened, and what the reader can do now."""

    what: str
    do: str


ADMIN = "Tell an admin."
LATER = "Try again in a few minutes."
CALL_INSTEAD = "Call instead."

EXPLANATIONS: dict[int, Explanation] = {
    10004: Explanation("Too many calls are running at once on our account.", LATER),
    11200: Explanation("Our server did not answer the phone provider.", ADMIN),
    11215: Explanation("Our server sent the phone provider in circles.", ADMIN),
    12100: Explanation("The call instructions could not be read.", ADMIN),
    12300: Explanation("The phone provider could not use the file it fetched.", ADMIN),
    13224: Explanation("That number cannot be dialed.", "Check the number."),
    13225: Explanation("Calls to that number are blocked.", "Use another number, or ask an admin."),
    13240: Explanation(
        "The coached leg is not in this call.", "Check who is on the call, then coach again."
    ),
    16025: Explanation("That party is already in the call.", "Check who is on the call."),
    20003: Explanation("Our provider credentials were refused.", f"{ADMIN} Stop sending."),
    NOT_FOUND: Explanation("The provider does not know this call or message.", "Refresh the view."),
    TOO_MANY_REQUESTS: Explanation(
        "The provider is limiting our requests.", "It is repeated automatically."
    ),
    21201: Explanation("There is no number to call.", "Enter a number."),
    21210: Explanation("Our caller number is not verified for calls.", ADMIN),
    21211: Explanation("That number is not valid.", "Check the number."),
    21212: Explanation("Our sending number is not valid.", ADMIN),
    21214: Explanation("That number cannot be reached.", "Check the number, or try another."),
    21215: Explanation("Calls to this country are switched off.", ADMIN),
    NOT_IN_PROGRESS: Explanation("The call is not in progress.", "Check whether it is over."),
    21262: Explanation("Nobody is told whether a machine answered.", ADMIN),
    21266: Explanation("We cannot text our own number.", "Choose the recipient's number."),
    21408: Explanation("Texts to this country are switched off.", ADMIN),
    21602: Explanation("There is nothing to send.", "Write a message."),
    21603: Explanation("No sending number is set up.", ADMIN),
    21604: Explanation("The text has no recipient.", "Choose a number."),
    21606: Explanation("Our sending number cannot send texts.", ADMIN),
    21608: Explanation("A trial account can only text verified numbers.", ADMIN),
    21609: Explanation("The text was sent, but delivery reports cannot reach us.", ADMIN),
    21610: Explanation(
        "This person replied STOP and cannot be texted.",
        "They must text START first; use another channel.",
    ),
    21612: Explanation("Our number cannot reach that number.", CALL_INSTEAD),
    21614: Explanation("That number is not a mobile phone.", CALL_INSTEAD),
    21617: Explanation("The text is longer than 1,600 characters.", "Shorten it."),
    21619: Explanation("There is nothing to send.", "Write a message."),
    21620: Explanation("The attachment could not be fetched.", "Attach it again."),
    21654: Explanation("The message template does not exist.", ADMIN),
    21659: Explanation("Our sending number does not belong to our account.", ADMIN),
    21910: Explanation("Sender and recipient are on different channels.", ADMIN),
    30001: Explanation("Too many texts were waiting and this one was dropped.", LATER),
    30002: Explanation("Our provider account is suspended.", ADMIN),
    30003: Explanation("The phone is switched off or out of reach.", "Try later, or call."),
    30004: Explanation("The recipient or carrier blocks our texts.", CALL_INSTEAD),
    30005: Explanation("That number is not in service.", "Check the number."),
    30006: Explanation("That number is a landline or cannot get texts.", CALL_INSTEAD),
    30007: Explanation(
        "The carrier filtered this text as spam.",
        "Rephrase without links, or call; tell an admin if it repeats.",
    ),
    30008: Explanation("The carrier did not deliver it and gave no reason.", "Try later, or call."),
    30009: Explanation("A part of the text was lost.", "Send it again if it matters."),
    30019: Explanation("The attachment is too large for the carrier.", "Send a smaller one."),
    30024: Explanation("Our sending number is not set up at the carrier.", ADMIN),
    30034: Explanation("Our number is not registered for texting in the US.", ADMIN),
    30500: Explanation("The provider had a temporary failure.", LATER),
    32009: Explanation("The agent's phone is not signed in.", "Check the softphone."),
    60005: Explanation("The carrier had a temporary failure.", LATER),
    63003: Explanation("The person cannot be reached on WhatsApp.", "Use another channel."),
    63007: Explanation("Our WhatsApp sender is not set up.", ADMIN),
    63016: Explanation(
        "WhatsApp's 24 hours since their last message are over.",
        "Only a template may be sent now.",
    ),
    63018: Explanation("WhatsApp is limiting our messages.", LATER),
    63024: Explanation("That is not a WhatsApp number.", "Use another channel."),
    63038: Explanation("Our daily message limit is used up.", ADMIN),
    63049: Explanation("WhatsApp chose not to deliver this message.", "Use another channel."),
    63051: Explanation("Our WhatsApp account is restricted.", ADMIN),
    95200: Explanation("A status report did not reach our server.", ADMIN),
}
