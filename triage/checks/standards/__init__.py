"""What the RFCs say, as functions that several checks share. No check lives here."""
