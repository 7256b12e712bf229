"""The words that the language keeps for itself."""

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = tuple(_ORDINALS.split())

_WORDS = """
    above and at before begun belief below between brings by chance change credible effect else estimate failed
    for force from gain given happens holds if in is least leverage month months most not of on or over played
    plays proposed proposes refused size succeeded that times to trend under within worth yield
"""
RESERVED = frozenset(ORDINALS) | frozenset(_WORDS.split())
"""Words that nothing in a scenario may be called by (tables excepted, a namespace of their own)."""
