"""Scripts on the desk: which card is open, where in it, and which ones the words call for."""
