"""Mail as a channel: IMAP and LMTP in, SMTP out."""
