"""What each action does, by what it is about."""
