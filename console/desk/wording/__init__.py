"""States in words: the same ones in every place."""
