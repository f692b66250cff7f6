"""SPF as RFC 7208 has it: reading a record, expanding macros, evaluating `check_host()`."""
