"""What people do with the facts of a meeting; one file per subject."""
