"""The files of the audio page, as browsers get them."""
