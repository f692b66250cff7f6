"""The commands of `mailtriage`, one a file, found by scanning; see `bot.cli`."""
