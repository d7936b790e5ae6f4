"""What the demo's agent says, notes and writes."""

from __future__ import annotations

SPOKEN = (
    "Hello, this is Sam of the safety team. I'm here with you. Are you safe, is anybody hurt?",
    "I hear you. Where are you now? Tell me what happened, one thing after the other.",
    "Is there a vet or a clinic near? If water runs, the main valve is under the sink.",
    "¿Está a salvo ahora? I understand. I'll write to you in a moment, and I stay on it.",
)

NOTES = (
    "Very upset, talks fast. Let them finish first.",
    '"somebody has to do something right now"',
    "! asked whether anybody is hurt",
)

LAST_NOTE = "> written summary today, call back if anything changes"

TEXTS = {
    "en": (
        "Thank you, Sam of the safety team has it. Are you safe now?",
        "I have added this to your case. A hotel room for tonight is on us; keep the receipt.",
    ),
    "es": (
        "Soy Sam, del equipo de seguridad. Estoy con usted. ¿Dónde está ahora, en qué dirección?",
        "¿Quiere que llame a la policía? Si hay peligro, llame al 911. Sigo aquí.",
        "La acompaño por aquí el tiempo que haga falta.",
    ),
}

MAIL = """\
Hello,

thank you for writing. I have read all of it, and it is with your case. You will have an answer
about what happens next by tomorrow.

Sam Lee, safety team
"""
