"""A desk to try: sample mails, DNS answers for their domains, and a mailbox that shows what went out."""
