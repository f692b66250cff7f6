"""The requester's page as a way in: what is filled in there becomes a message on its ticket."""
