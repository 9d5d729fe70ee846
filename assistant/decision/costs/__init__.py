"""What each way of staffing costs, reckoned from the user's own numbers. Pure."""
