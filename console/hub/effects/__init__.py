"""Effects: what entries ask of the outside, done once, each outcome an entry of its own."""
