"""The thinking of the desk: from bytes to a decision. Knows no channel and no store."""
