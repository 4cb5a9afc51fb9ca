"""What people do with the record of a meeting; one file per subject."""
