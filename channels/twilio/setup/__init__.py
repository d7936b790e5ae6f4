"""Sets up an account for a hub: what is there, what shall be, the steps between, and doing them."""
