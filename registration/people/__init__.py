"""What people do with registrations; each act is one function in the file of its subject."""
