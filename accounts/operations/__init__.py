"""What is done with accounts: signing in, users, teams."""
