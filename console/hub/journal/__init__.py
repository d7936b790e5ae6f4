"""What providers sent while the database could not take it: kept on disk, stored afterwards."""
