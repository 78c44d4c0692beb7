"""The team's web pages: what waits for a person, why, and the button that answers it. No rules stand here."""
