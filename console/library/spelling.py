"""How people spell in a hurry: short forms of messages, common slips, and Spanish by its sound."""

from __future__ import annotations

import re

SOUND = "~"
"""Stands before a word that is written as it sounds in Spanish."""

MEANT = {
    **dict.fromkeys(("u", "ya", "yu"), "you"),
    **dict.fromkeys(("ur", "yr", "yer"), "your"),
    **dict.fromkeys(("gonna", "gunna", "gona", "goin", "finna", "fixing"), "going"),
    **dict.fromkeys(("wanna", "wana", "wants", "wanted", "wanting"), "want"),
    **dict.fromkeys(("cannot", "couldnt", "cnt", "caint", "cudnt"), "cant"),
    **dict.fromkeys(("dnt", "doesnt", "didnt", "don", "dosent", "doesent", "dident"), "dont"),
    **dict.fromkeys(("tonite", "2nite", "tonigt"), "tonight"),
    **dict.fromkeys(("tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "2morrow"), "tomorrow"),
    **dict.fromkeys(("abt", "bout"), "about"),
    **dict.fromkeys(("hsband", "hubby", "husbend", "husban"), "husband"),
    **dict.fromkeys(("bf", "boyfreind", "boyfrend"), "boyfriend"),
    **dict.fromkeys(("gf", "girlfreind", "girlfrend"), "girlfriend"),
    **dict.fromkeys(("breath", "brethe", "breathin"), "breathe"),
    **dict.fromkeys(("brething", "breething", "breathin", "breathng"), "breathing"),
    **dict.fromkeys(("ambulence", "ambulanse", "amublance", "ambalance"), "ambulance"),
    **dict.fromkeys(("unconcious", "unconsious", "unconscience", "unconcsious"), "unconscious"),
    **dict.fromkeys(("sezure", "siezure", "seisure", "seizur", "ceizure"), "seizure"),
    **dict.fromkeys(("strangeled", "strangld"), "strangled"),
    **dict.fromkeys(("thretened", "threatend", "threatned", "thretend"), "threatened"),
    **dict.fromkeys(("kil", "kll"), "kill"),
    **dict.fromkeys(("myslef", "mysef", "mself", "meself"), "myself"),
    **dict.fromkeys(("nomore", "anymor", "anymoe", "anymre"), "anymore"),
    **dict.fromkeys(("goodby", "gudbye", "goodbuy"), "goodbye"),
    **dict.fromkeys(("bleding", "bleedin", "bleedng"), "bleeding"),
    **dict.fromkeys(("noone", "nobodys", "noones"), "nobody"),
    **dict.fromkeys(("everybody", "everyones", "everybodys", "evryone"), "everyone"),
    **dict.fromkeys(("somebody", "someones", "somebodys", "sumone"), "someone"),
    **dict.fromkeys(("manager's", "manger"), "manager"),
    "gass": "gas",
    "recieved": "received",
    "rn": "now",
    "b4": "before",
    "thru": "through",
    "tho": "though",
    "cuz": "because",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ppl": "people",
    "kidz": "kids",
    "rapped": "raped",
    **dict.fromkeys(("q", "k", "ke"), "que"),
    **dict.fromkeys(("pa", "xa"), "para"),
    **dict.fromkeys(("toy", "toi", "estoi"), "estoy"),
    **dict.fromkeys(("ta", "tá", "stá"), "está"),
    **dict.fromkeys(("tan", "stan"), "están"),
    **dict.fromkeys(("xq", "pq", "porq", "xk", "pk"), "porque"),
    **dict.fromkeys(("tmb", "tb"), "también"),
    "x": "por",
    "d": "de",
    "t": "te",
    "m": "me",
    "bb": "bebé",
    "msj": "mensaje",
    "ayudenmen": "ayúdenme",
    "muncho": "mucho",
    "haiga": "haya",
    "naiden": "nadie",
    "nadien": "nadie",
    "polisia": "policía",
}
"""What a short form or a slip stands for; the word as it stands is always looked for too."""

_UNHEARD = re.compile(r"qu(?=[ei])|gu(?=[ei])|ch|ll|[cg](?=[ei])|[hvzcqw]")
_HEARD = {"qu": "k", "gu": "g", "ch": "ch", "ll": "y", "h": "", "v": "b", "z": "s", "w": "gu"}


_HEARD_LATER = {
    "ll": ("y",),
    "qu": ("k", "ku"),
    "gu": ("g", "gu"),
    "c": ("k", "s", "ch"),
    "g": ("g", "j"),
    "l": ("l", "y"),
}
"""Letters whose sound is told by the next one, which a word that is cut short does not have."""


def sound(plain: str) -> str:
    """A Spanish word, folded, as it sounds: *kiero* is *quiero*, *bivir* is *vivir*.

    B and v, s and z and soft c, ll and y sound alike in most of the Americas; h is not heard.
    """
    return SOUND + _UNHEARD.sub(_heard, plain)


def sounds_begun(plain: str) -> list[str]:
    """How words may sound that begin with some letters: *balac* is heard as in *balacera*, too."""
    for ending, heard in _HEARD_LATER.items():
        if plain.endswith(ending):
            before = sound(plain.removesuffix(ending))
            return [before + one for one in heard]
    return [sound(plain)]


def _heard(found: re.Match[str]) -> str:
    letters = found[0]
    if letters in _HEARD:
        return _HEARD[letters]
    is_soft = found.string[found.end() : found.end() + 1] in {"e", "i"}
    if letters == "g":
        return "j"
    return "s" if letters == "c" and is_soft else "k"
