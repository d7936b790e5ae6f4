"""The de-escalation scripts: cards of words for hard moments, read from TOML files."""
