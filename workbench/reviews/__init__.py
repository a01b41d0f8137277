"""What reviewers decided: events, the order between them, and the state that follows from them. Pure."""
