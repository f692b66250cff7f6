"""The API under `/api/v1`: one blueprint a file, bearer token, errors by RFC 9457."""
