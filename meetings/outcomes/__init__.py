"""What a meeting arrived at: recommendations, decisions, outcomes and next steps, and what became of them."""
