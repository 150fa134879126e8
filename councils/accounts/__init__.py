"""Who may enter the office pages, how they sign in, and what they may do there."""
