"""The life of a ticket, one verb a file. The only writer of tickets."""
