"""Mail out of mailboxes (RFC 9051)."""
