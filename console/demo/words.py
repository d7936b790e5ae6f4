"""What the demo's agent says, notes and writes to each of the people of the practice shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.incident_events import Category

MAIL = """\
Hello,

thank you for writing. I have read all of it, and it is with your case. You will have an answer
about what happens next by tomorrow.

Sam Lee, safety team
"""

NEXT_MAIL = """\
Hello,

I have read this too, and have added it to your case. What I promised stays promised.

Sam Lee, safety team
"""

AGREED = """\
Hello,

as we said on the phone: please answer this mail with the bill when you have it. It will be with
your case at once.

Sam Lee, safety team
"""


@dataclass(frozen=True, slots=True)
class Part:
    """How Sam deals with one person."""

    name: str = ""
    """As found out in the conversation."""
    mailbox: str = ""
    """Handle to confirm by mail what was agreed on the phone; empty: nothing to confirm."""
    category: Category = "uncategorised"
    spoken: tuple[str, ...] = ("This is Sam of the safety team. Are you safe? What happened?",)
    notes: tuple[str, ...] = ("Listened; asked what happened.",)
    last_note: str = "> call back if anything changes"
    texts: tuple[str, ...] = ("Thank you, the safety team has it and will answer you here.",)


DANA = Part(
    name="Dana Whitfield",
    mailbox="mailto:dana.whitfield@example.com",
    category="pet-injury",
    spoken=(
        "This is Sam of the safety team, I'm with you. Where is your dog now?",
        "Breathe. Is there a vet or a clinic near, and who can drive there?",
        "The vet's bill can come to us. Send me a picture when you have one.",
    ),
    notes=(
        "Biscuit, dog, bitten by the sitter's own dog, bleeding",
        '"somebody has to do something right now"',
        "! with the sitter, 12 Alder Court; vet on Mill Street",
    ),
    last_note="> looks into the vet's bill as soon as it is here",
    texts=("Thank you for the picture, Dana. How is she now, and how are you?",),
)
LUCIA = Part(
    name="Lucía Ferrer",
    category="threat",
    spoken=(
        "Lucía, soy Sam. La escucho. ¿Está a salvo ahora?",
        "Quédese donde hay gente. No tiene que volver a esa casa.",
    ),
    notes=(
        "! cliente le cerró el paso; ya está fuera, delante de una farmacia",
        '"no quiero volver a esa casa"',
    ),
    last_note="> la llamamos hoy a las 18:00; su hermana la recoge",
    texts=(
        "Soy Sam, del equipo de seguridad. Estoy con usted. ¿Dónde está, en qué dirección?",
        "¿Quiere que llame a la policía? Si hay peligro, llame al 911. Sigo aquí.",
        "La acompaño por aquí el tiempo que haga falta.",
        "Me alegro de que esté fuera. Espero su llamada.",
    ),
)
ROY = Part(
    name="Roy Kowalczyk",
    category="provider-accused",
    spoken=(
        "I hear you: three jobs this week, and nobody asked you.",
        "Tell me your side. What happened at her house?",
        "You will have the decision and its reason by mail tomorrow.",
    ),
    notes=(
        "Account paused after a complaint; says he was never asked",
        '"you\'ll hear from my lawyer"',
        "? who decided the pause, and when",
    ),
    last_note="> decision and reason by mail, by tomorrow",
)
MARCUS = Part(
    name="Marcus Adeyemi",
    category="property",
    spoken=(
        "Is everybody safe? Stay away from the fuse box and shut the main valve.",
        "I'm looking for a hotel for tonight.",
    ),
    notes=("! water next to the fuse box, two children in the flat",),
    last_note="> hotel for tonight, receipt to us",
    texts=(
        "Marcus, this is Sam. Stay away from the fuse box; the main valve shuts the water off.",
        "A hotel room for tonight is on us. Please keep the receipt.",
        "Good. Text here at any time tonight.",
    ),
)

PARTS = {
    "tel:+14155550110": DANA,
    "mailto:dana.whitfield@example.com": DANA,
    "tel:+14155550111": MARCUS,
    "tel:+14155550112": LUCIA,
    "tel:+14155550113": ROY,
    "mailto:roy.kowalczyk@example.com": ROY,
}


def part(handle: str) -> Part:
    """How Sam deals with whoever has this handle."""
    return PARTS.get(handle, Part())
