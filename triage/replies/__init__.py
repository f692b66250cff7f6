"""What the desk says to the requester, composed from sentences that are files."""
