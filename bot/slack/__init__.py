"""Slack as a channel: requests from the support channel, one card a ticket in the agents' channel."""
